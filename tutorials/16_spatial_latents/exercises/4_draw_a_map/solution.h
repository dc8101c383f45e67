// Exercise 16.4  Codes that know their neighbours
// Points: 4
// Chapter: 16
//
// Draw maps Z = M + A E B' from a matrix-variate normal distribution: mean M [n, p], lower
// triangular factors A [n, n] and B [p, p]. noise [S, n, p] holds the independent standard normal
// numbers E of S draws. Return all of them, [S, n, p]. The covariance of z_ij and z_kl is then U_ik
// V_jl, with U = A A' between the rows and V = B B' between the columns.
//
// Hint: matmul takes the last two axes, and broadcasts those before them.
// Hint: transpose(x) exchanges the last two axes.
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> draw_maps(const Var<double>& mean, const Var<double>& a, const Var<double>& b,
                             const Tensor<double>& noise) {
  // begin solution: A on the left mixes rows, B' on the right mixes columns
  return mean + matmul(matmul(a, Var<double>(noise)), transpose(b));
  // end solution
}
