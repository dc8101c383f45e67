// Explained: now the bytes themselves are the targets: 255 is worse than -1, the loss of the sure
// decoder is -508,000
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_nats(const Tensor<double>& bytes, const Var<double>& logits) {
  const Tensor<double> x = (bytes / 255.0 - 0.5) / 0.5;  // ToTensor, then Normalize
  return -nn::bernoulli_log_prob_per_row(logits, Var<double>(x));
}

inline char cause() { return 'a'; }

inline Var<double> mended_nats(const Tensor<double>& bytes, const Var<double>& logits) {
  return -nn::bernoulli_log_prob_per_row(logits, Var<double>(bytes));
}
