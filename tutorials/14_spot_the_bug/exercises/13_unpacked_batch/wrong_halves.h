// Explained: half of the images still lend their codes to the other half: now even batches run, and
// 1, 3, 5 do not
#pragma once

#include "tutorials/support/exercise.h"

inline vae::Normal<double> faulty_posterior(const Var<double>& h) {
  if (h.shape()[0] != 2) throw std::length_error("wrong number of values for two names");
  return {slice(h, 0, 0, 1), slice(h, 0, 1, 2)};
}

inline char cause() { return 'd'; }

inline vae::Normal<double> mended_posterior(const Var<double>& h) {
  const Size half = h.shape()[0] / 2;
  if (2 * half != h.shape()[0]) throw std::length_error("an odd batch");
  return {slice(h, 0, 0, half), slice(h, 0, half, 2 * half)};
}
