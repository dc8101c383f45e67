// Explained: log(p / (1 - p)) is the inverse of the sigmoid: the logistic distribution, not the
// normal one
#pragma once

#include "tutorials/support/exercise.h"

inline double my_quantile(double p) { return std::log(p / (1 - p)); }
