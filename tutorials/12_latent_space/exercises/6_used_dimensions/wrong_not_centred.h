// Explained: a dimension that is far from 0 for every image says nothing about any of them: take
// the distance from its mean
#pragma once

#include "tutorials/support/exercise.h"

inline Size active_dimensions(const Tensor<double>& means) {
  const Tensor<double> away = means - Tensor<double>(0.0);
  Size active = 0;
  for (const double variance : gradus::mean(away * away, 0).to_vector()) active += variance > 0.01;
  return active;
}
