// Explained: not d): the value itself is no number, long before a derivative is taken
#pragma once

#include "tutorials/support/exercise.h"

inline Var<float> faulty_log_prob(const Var<float>& logits, const Var<float>& x) {
  const Var<float> p = sigmoid(logits);
  return x * log(p) + (1 - x) * log(1 - p);
}

inline char cause() { return 'd'; }

inline Var<float> mended_log_prob(const Var<float>& logits, const Var<float>& x) {
  return x * logits - softplus(logits);
}
