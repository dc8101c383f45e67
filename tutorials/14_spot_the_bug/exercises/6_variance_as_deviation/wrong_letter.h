// Explained: not a): with 100,000 samples the standard error is 0.002; the gap is 0.37
#pragma once

#include "tutorials/support/exercise.h"

inline double faulty_kl(double mean, double log_var, const Tensor<double>& eps) {
  const Tensor<double> z = mean + std::exp(log_var) * eps;
  const vae::Normal<double> q{Tensor<double>::full(z.shape(), mean), Var<double>(log_var)};
  return gradus::mean(q.log_prob(z) - vae::standard_normal_log_prob(Var<double>(z))).item();
}

inline char cause() { return 'a'; }

inline double mended_kl(double mean, double log_var, const Tensor<double>& eps) {
  const Tensor<double> z = mean + std::exp(0.5 * log_var) * eps;
  const vae::Normal<double> q{Tensor<double>::full(z.shape(), mean), Var<double>(log_var)};
  return gradus::mean(q.log_prob(z) - vae::standard_normal_log_prob(Var<double>(z))).item();
}
