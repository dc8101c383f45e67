// Explained: the error is averaged over pixels too: it is 1 / D of what was asked, and in
// chapter 11 a KL beside it would weigh D times too much
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> objective(const Var<double>& reconstruction, const Var<double>& x) {
  return mean(square(reconstruction - x));
}
