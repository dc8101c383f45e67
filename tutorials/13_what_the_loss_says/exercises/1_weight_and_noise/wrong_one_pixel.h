// Explained: every pixel brings a constant of its own: yours is that of a single one
#pragma once

#include "tutorials/support/exercise.h"

struct Noise {
  double stddev, constant;
};

inline Noise noise_behind(double weight, Size) {
  const double variance = 1 / (2 * weight);
  return {.stddev = std::sqrt(variance),
          .constant = 0.5 * std::log(2 * std::numbers::pi * variance)};
}
