// Explained: the error is summed over the batch: twice the batch would make every step twice as
// large
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> objective(const Var<double>& reconstruction, const Var<double>& x) {
  return sum(square(reconstruction - x));
}
