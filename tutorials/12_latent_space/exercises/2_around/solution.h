// Exercise 12.2  Around, not through
// Points: 3
// Chapter: 12
//
// A code drawn from the prior has a length near sqrt(L), for L dimensions. Halfway on the straight
// line between two such codes the length is only about sqrt(L / 2): of the codes of 20 dimensions
// just three in a hundred are as short. Tom White (2016) walks around the origin instead.
//
// Return n >= 2 codes on the way from a to b, both included: a and b [1, L] -> [n, L]. With every
// step the direction turns by the same angle, in the plane of a and b and on the shorter way, and
// the length changes by the same amount. If a and b have the same direction, only the length
// changes. Neither is 0, and their directions are never opposite.
//
// Hint: Divide a and b by their lengths: u and v have the length 1, and the angle w between them
// has the cosine u.v.
// Hint: (sin((1 - t) w) u + sin(t w) v) / sin(w) has the length 1 and the angle t w to u. Which
// length does it have to get?
// Hint: For w = 0 this is 0 / 0. And rounding can make u.v a bit larger than 1.
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> around(const Tensor<double>& a, const Tensor<double>& b, Size n) {
  // begin solution: directions on an arc, lengths on a line
  const double from = std::sqrt(sum(a * a).item()), to = std::sqrt(sum(b * b).item());
  const Tensor<double> u = a / from, v = b / to;
  const double w = std::acos(std::min(sum(u * v).item(), 1.0));
  std::vector<Tensor<double>> codes;
  for (Size i = 0; i < n; ++i) {
    const double t = static_cast<double>(i) / static_cast<double>(n - 1);
    const double length = from + t * (to - from);
    if (w < 1e-7)
      codes.push_back(length * u);
    else
      codes.push_back(length / std::sin(w) * (std::sin((1 - t) * w) * u + std::sin(t * w) * v));
  }
  return concat(codes, 0);
  // end solution
}
