// Explained: this is the largest number of a row; log sum exp is up to log n above it
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> log_of_sum(const Tensor<double>& x) { return gradus::max(x, 1); }
