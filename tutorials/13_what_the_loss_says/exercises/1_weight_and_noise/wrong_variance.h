// Explained: stddev is the root of the variance 1 / (2 weight)
#pragma once

#include "tutorials/support/exercise.h"

struct Noise {
  double stddev, constant;
};

inline Noise noise_behind(double weight, Size pixels) {
  const double variance = 1 / (2 * weight);
  return {
      .stddev = variance,
      .constant = 0.5 * static_cast<double>(pixels) * std::log(2 * std::numbers::pi * variance)};
}
