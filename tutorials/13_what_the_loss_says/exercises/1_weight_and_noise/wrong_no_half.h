// Explained: the exponent of a normal distribution is (x - y)^2 / (2 s^2): the 2 is missing
#pragma once

#include "tutorials/support/exercise.h"

struct Noise {
  double stddev, constant;
};

inline Noise noise_behind(double weight, Size pixels) {
  const double variance = 1 / weight;
  return {
      .stddev = std::sqrt(variance),
      .constant = 0.5 * static_cast<double>(pixels) * std::log(2 * std::numbers::pi * variance)};
}
