// Explained: exp(logit) overflows in float from 89 on: finite at 20, but infinite at 100
#pragma once

#include "tutorials/support/exercise.h"

inline Var<float> faulty_log_prob(const Var<float>& logits, const Var<float>& x) {
  const Var<float> p = sigmoid(logits);
  return x * log(p) + (1 - x) * log(1 - p);
}

inline char cause() { return 'b'; }

inline Var<float> mended_log_prob(const Var<float>& logits, const Var<float>& x) {
  return x * logits - log(1 + exp(logits));
}
