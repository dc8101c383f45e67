// Explained: this is the loss of a black pixel, log 2; brighter pixels get below it, because their
// logit may rise to 1
#pragma once

#include "tutorials/support/exercise.h"

inline double lowest_loss(double) { return std::log(2.0); }
