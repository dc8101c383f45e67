// Explained: one is still a function of the other: the correlation is 1 or -1, and half of h is not
// read
#pragma once

#include "tutorials/support/exercise.h"

inline vae::Normal<double> faulty_posterior(const Var<double>& h) {
  const Var<double> z_mean = slice(h, 1, 0, h.shape()[1] / 2);
  return {z_mean, z_mean};
}

inline char cause() { return 'b'; }

inline vae::Normal<double> mended_posterior(const Var<double>& h) {
  const Var<double> z_mean = slice(h, 1, 0, h.shape()[1] / 2);
  return {z_mean, 0.5 * z_mean - 1.0};
}
