// What: Elbo, the evidence lower bound of a batch, in its two parts.
// Why: log p(x) = ELBO + KL(q(z|x) || p(z|x)) >= ELBO. Raising the bound trains both networks.
// Invariants: nats per image, summed over dimensions; the mean over images is taken aloud.
// Read next: posterior.h. Source: Kingma, Welling 2014, eq. 3.
#pragma once

#include "autograd/ops.h"

namespace gradus::vae {

template <class T = float>
struct Elbo {
  Var<T> reconstruction;  // E_q[log p(x|z)], [B], estimated with one z for each image
  Var<T> kl;              // KL(q(z|x) || p(z)), [B]

  /// The bound for each image. With beta other than 1 it is the objective of the beta-VAE
  /// (Higgins et al. 2017), and a bound no longer for beta < 1. [B]
  Var<T> per_image(T beta = T(1)) const { return reconstruction - beta * kl; }
  /// Their mean, a scalar.
  Var<T> mean(T beta = T(1)) const { return gradus::mean(per_image(beta)); }
};

}  // namespace gradus::vae
