// Explained: a constant log-variance correlates with nothing, but the encoder has no say in it
// either: its columns of h are still not read
#pragma once

#include "tutorials/support/exercise.h"

inline vae::Normal<double> faulty_posterior(const Var<double>& h) {
  const Var<double> z_mean = slice(h, 1, 0, h.shape()[1] / 2);
  return {z_mean, z_mean};
}

inline char cause() { return 'b'; }

inline vae::Normal<double> mended_posterior(const Var<double>& h) {
  const Var<double> z_mean = slice(h, 1, 0, h.shape()[1] / 2);
  return {z_mean, Var<double>(Tensor<double>::zeros(z_mean.shape()))};
}
