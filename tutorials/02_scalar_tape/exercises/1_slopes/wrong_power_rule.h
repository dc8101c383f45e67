// Explained: x e^(x - 1) is the rule for a power of x; in e^x the exponent moves, and the slope is
// e^x itself
#pragma once

#include "tutorials/support/exercise.h"

inline double exp_slope(double x) { return x * std::exp(x - 1); }
inline double log_slope(double x) { return 1 / x; }
inline double tanh_slope(double x) { return 1 - std::tanh(x) * std::tanh(x); }
inline std::pair<double, double> div_slopes(double a, double b) { return {1 / b, -a / (b * b)}; }
