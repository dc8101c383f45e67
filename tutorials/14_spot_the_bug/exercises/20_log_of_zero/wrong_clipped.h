// Explained: the logarithm of 0 is still taken: in float 1 - 1e-9 is 1, so a clamp to that number
// clamps nothing (keras#377)
#pragma once

#include "tutorials/support/exercise.h"

inline Var<float> faulty_log_prob(const Var<float>& logits, const Var<float>& x) {
  const Var<float> p = sigmoid(logits);
  return x * log(p) + (1 - x) * log(1 - p);
}

inline char cause() { return 'b'; }

inline Var<float> mended_log_prob(const Var<float>& logits, const Var<float>& x) {
  const Var<float> p = clamp(sigmoid(logits), 1e-9F, 1 - 1e-9F);
  return x * log(p) + (1 - x) * log(1 - p);
}
