// Explained: dividing the whole product by x_i fails where x_i is 0: 0 / 0 is no number
#pragma once

#include "tutorials/support/exercise.h"

/// A number that counts how often numbers like it are multiplied or divided.
struct Counted {
  double value;
  static inline long operations = 0;
};
inline Counted operator*(Counted a, Counted b) {
  ++Counted::operations;
  return {a.value * b.value};
}
inline Counted operator/(Counted a, Counted b) {
  ++Counted::operations;
  return {a.value / b.value};
}

inline std::vector<Counted> gradient_of_product(const std::vector<Counted>& x) {
  Counted y = {1};
  for (const Counted& xi : x) y = y * xi;
  std::vector<Counted> gradient;
  for (const Counted& xi : x) gradient.push_back(y / xi);
  return gradient;
}
