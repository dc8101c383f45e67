// Explained: the average of (x - mean)' C^-1 (x - mean) is missing: at the maximum it is D
#pragma once

#include "tutorials/support/exercise.h"

inline double ppca_log_likelihood(const std::vector<double>& variances, std::size_t latent) {
  const double data = static_cast<double>(variances.size());
  double log_det = 0, left_over = 0;
  for (std::size_t i = 0; i < variances.size(); ++i) {
    if (i < latent) log_det += std::log(variances[i]);
    if (i >= latent) left_over += variances[i];
  }
  const double discarded = data - static_cast<double>(latent);
  const double noise = left_over / discarded;
  log_det += discarded * std::log(noise);
  return -0.5 * (data * std::log(2 * std::numbers::pi) + log_det);
}
