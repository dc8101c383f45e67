// Exercise 11.6  Break it: is this a VAE?
// Points: 5
// Chapter: 11
//
// bound(mean, log_var, x, rng) is said to do what a VAE does after its encoder: draw eps with one
// call of normal<double>(mean.shape(), rng), make z, decode it, and return both parts of the bound,
// [B]. Its decoder is the simplest there is: the logits are z itself, so that D = L. Write the
// test: choose inputs, call bound, and say whether the answer is right. You will be given one that
// is right, and four that were found in real programs:
//
//   - it decodes the mean;
//   - it makes z with exp(log_var) where sigma belongs;
//   - it takes the mean of the KL over dimensions;
//   - it leaves the KL out.
//
// Hint: A copy of the Rng knows which eps will come, so z is known before bound draws it.
// Hint: For which log_var can the second one not be told from the right one? For which L the third?
#pragma once

#include "tutorials/support/exercise.h"

struct Parts {
  Tensor<double> reconstruction, kl;  // [B]
};
using BoundOf = std::function<Parts(const Tensor<double>& mean, const Tensor<double>& log_var,
                                    const Tensor<double>& x, Rng& rng)>;

inline bool is_vae(const BoundOf& bound) {
  // begin solution: work out both parts, for inputs that hide nothing
  const Tensor<double> mean = Tensor<double>::from({1, 2}, {0.5, -1.0});
  const Tensor<double> log_var = Tensor<double>::from({1, 2}, {1.0, -1.0});
  const Tensor<double> x = Tensor<double>::from({1, 2}, {1.0, 0.0});
  Rng rng{1}, known{1};
  const Parts parts = bound(mean, log_var, x, rng);
  const Tensor<double> z = mean + exp(0.5 * log_var) * normal<double>(mean.shape(), known);
  const double kl = 0.5 * sum(mean * mean + exp(log_var) - 1.0 - log_var).item();
  return is_near(parts.reconstruction.item(), sum(bernoulli_log_prob(z, x)).item(), 1e-9) &&
         is_near(parts.kl.item(), kl, 1e-9);
  // end solution
}
