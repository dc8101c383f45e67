// Explained: log_var itself is no deviation: it is a logarithm, and may be negative
#pragma once

#include "tutorials/support/exercise.h"

inline double faulty_kl(double mean, double log_var, const Tensor<double>& eps) {
  const Tensor<double> z = mean + std::exp(log_var) * eps;
  const vae::Normal<double> q{Tensor<double>::full(z.shape(), mean), Var<double>(log_var)};
  return gradus::mean(q.log_prob(z) - vae::standard_normal_log_prob(Var<double>(z))).item();
}

inline char cause() { return 'b'; }

inline double mended_kl(double mean, double log_var, const Tensor<double>& eps) {
  const Tensor<double> z = mean + log_var * eps;
  const vae::Normal<double> q{Tensor<double>::full(z.shape(), mean), Var<double>(log_var)};
  return gradus::mean(q.log_prob(z) - vae::standard_normal_log_prob(Var<double>(z))).item();
}
