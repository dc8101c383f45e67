// Explained: the floor is only subtracted: the number looks right, but the gradient is still that
// of two sigmoids, and the decoder learns as badly as before
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_nats(const Var<double>& logits, const Var<double>& x) {
  const Var<double> image = sigmoid(logits);
  return -nn::bernoulli_log_prob_per_row(image, x);
}

inline char cause() { return 'c'; }

inline Var<double> mended_nats(const Var<double>& logits, const Var<double>& x) {
  const Var<double> floor = log1p(exp(-x));  // what the best image, x itself, costs
  return faulty_nats(logits, x) - sum(floor, 1);
}
