// Exercise 1.4  Backwards through a product
// Points: 4
// Chapter: 1
//
// y = x_1 x_2 ... x_n. Return the gradient: dy/dx_1, ..., dy/dx_n. Each is the product of all the
// others. Numbers of type Counted count their multiplications and divisions: you may use 3n of
// them. Some x may be 0. There are at least two.
//
// Hint: Two products around x_i make its derivative: all before it, and all behind it.
// Hint: Compute the products of all before each x_i in one walk to the right. Then walk back from
//   the end, with the product of all behind.
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
  // begin solution: the gradient, backwards
  std::vector<Counted> before = {{1}};
  for (std::size_t i = 0; i + 1 < x.size(); ++i) before.push_back(before[i] * x[i]);
  std::vector<Counted> gradient(x.size());
  Counted behind = {1};
  for (std::size_t i = x.size(); i-- > 0;) {
    gradient[i] = before[i] * behind;
    behind = behind * x[i];
  }
  return gradient;
  // end solution
}
