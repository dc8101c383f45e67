// Explained: this is the probability of lying below p: the question is asked the other way round
#pragma once

#include "tutorials/support/exercise.h"

inline double my_quantile(double p) { return std::erfc(-p / std::sqrt(2.0)) / 2; }
