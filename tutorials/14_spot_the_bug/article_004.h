// What: the formulas of article 004 (lecture notes without a program), one function for each.
// Why: the fifth boss level. A formula is code that nobody has run; here it is run.
// Invariants: each formula as it is printed, with the names and the numbers it is printed with.
// Read next: main.cpp.
#pragma once

#include "autograd/ops.h"
#include "tensor/rng.h"

namespace article_004 {

using namespace gradus;

/// "z = m + exp(sigma) * e": m is the mean, sigma "the variance", four lines later "the standard
/// deviation", and e "the offset".
inline Tensor<double> z(const Tensor<double>& m, const Tensor<double>& sigma,
                        const Tensor<double>& e) {
  return m + exp(sigma) * e;
}

/// "KL = -0.5 sum_{i=1}^{K} (1 + log(sigma_i^2) - sigma_i^2 - mu_i^2)", "mu and sigma being mean
/// and variance of q(z|x), that is, the output of the inference network".
inline double kl(const Tensor<double>& mu, const Tensor<double>& sigma) {
  const Tensor<double> variance = sigma * sigma;
  return -0.5 * sum(1.0 + log(variance) - variance - mu * mu).item();
}

/// "recon_loss = 1/N sum_{i=1}^{N} |x_i - x_hat_i|^2", N "the number of samples": x [N, D].
inline double recon_loss(const Tensor<double>& x, const Tensor<double>& x_hat) {
  return mean(sum((x - x_hat) * (x - x_hat), 1)).item();
}

/// "VAE_Loss = recon_loss + KL". The sum of the KL runs over "i = 1 to K" and K is not explained:
/// here it is every number there is, mu and sigma [N, L].
inline double vae_loss(const Tensor<double>& x, const Tensor<double>& x_hat,
                       const Tensor<double>& mu, const Tensor<double>& sigma) {
  return recon_loss(x, x_hat) + kl(mu, sigma);
}

/// "Suppose the full moon has the code 1 and the half moon the code 10, and I enter 5": how far
/// from the first to the second that is, in "3/4 of a moon" from full (0) to half (1).
inline double way(double full, double half, double entered) {
  return (entered - full) / (half - full);
}

}  // namespace article_004
