// Explained: (c) half the step makes half the error for a forward difference; a central one has h
// squared
#pragma once

#include "tutorials/support/exercise.h"

inline double float_slope() { return 0; }
inline double relu_slope() { return 0.5; }
inline double halving() { return 2; }
inline double calls() { return 64; }
