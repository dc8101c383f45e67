// Explained: not b): with logits of 1000 the faulty function shows the same 505.4
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_nats(const Var<double>& logits, const Var<double>& x) {
  const Var<double> image = sigmoid(logits);
  return -nn::bernoulli_log_prob_per_row(image, x);
}

inline char cause() { return 'b'; }

inline Var<double> mended_nats(const Var<double>& logits, const Var<double>& x) {
  return -nn::bernoulli_log_prob_per_row(logits, x);
}
