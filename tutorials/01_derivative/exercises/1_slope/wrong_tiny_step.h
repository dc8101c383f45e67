// Explained: h is so small that rounding is all that is left: f(x + h) and f(x - h) agree in almost
// all digits
#pragma once

#include "tutorials/support/exercise.h"

inline double slope_of(const std::function<double(double)>& f, double x) {
  const double h = 1e-13;
  return (f(x + h) - f(x - h)) / (2 * h);
}
