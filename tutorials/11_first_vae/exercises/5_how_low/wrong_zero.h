// Explained: a grey pixel costs something even if its value is known: with p = x it costs its
// entropy, and 0 is out of reach
#pragma once

#include "tutorials/support/exercise.h"

inline double lowest(const Tensor<double>& x) { return 0 * x.at({0, 0}); }
