// Explained: shifted, the average is 0; but all the codes that were 0 are now -0.4, and they still
// have no gradient
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_mean(const Var<double>& h) { return relu(h); }

inline char cause() { return 'a'; }

inline Var<double> mended_mean(const Var<double>& h) { return relu(h) - 0.399; }
