// Explained: the slope of a product is not the product of the slopes, but a' b + a b'
#pragma once

#include "tutorials/support/exercise.h"

struct Dual {
  double value, slope;
};

inline Dual operator+(Dual a, Dual b) { return {a.value + b.value, a.slope + b.slope}; }

inline Dual operator*(Dual a, Dual b) { return {a.value * b.value, a.slope * b.slope}; }
inline Dual operator/(Dual a, Dual b) {
  return {a.value / b.value, (a.slope * b.value - a.value * b.slope) / (b.value * b.value)};
}
inline Dual dual_exp(Dual x) { return {std::exp(x.value), std::exp(x.value) * x.slope}; }
