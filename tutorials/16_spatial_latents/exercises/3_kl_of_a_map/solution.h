// Exercise 16.3  The KL of a map
// Points: 5
// Chapter: 16
//
// The n x p codes of a map are independent given the image: z_ij ~ N(m_ij, u_i v_j), with
// u_i = exp(a_i) for every row and v_j = exp(b_j) for every column. The prior is N(0, 1) for each
// code. Return KL(q || prior) of the whole map in nats, from the means [n, p], a [n] and b [p], as
// a scalar.
//
// Hint: Write down the KL of one code, with the log-variance a_i + b_j, and add it up over i and j.
// Hint: The sum of u_i v_j over i and j is a product of two sums.
// Hint: How often does a_i occur in the sum of a_i + b_j? Once for each column.
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> my_map_kl(const Var<double>& mean, const Var<double>& a, const Var<double>& b) {
  // begin solution: the traces, the means, the determinants
  const double n = static_cast<double>(a.shape()[0]), p = static_cast<double>(b.shape()[0]);
  return 0.5 * (sum(exp(a)) * sum(exp(b)) + sum(square(mean)) - n * p - p * sum(a) - n * sum(b));
  // end solution
}
