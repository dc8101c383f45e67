// Explained: not b): then every image would have a negative loss; one of 784 white pixels costs 0.0
// here
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> faulty_nats(const Tensor<double>& bytes, const Var<double>& logits) {
  const Tensor<double> x = (bytes / 255.0 - 0.5) / 0.5;  // ToTensor, then Normalize
  return -nn::bernoulli_log_prob_per_row(logits, Var<double>(x));
}

inline char cause() { return 'b'; }

inline Var<double> mended_nats(const Tensor<double>& bytes, const Var<double>& logits) {
  const Tensor<double> x = bytes / 255.0;
  return -nn::bernoulli_log_prob_per_row(logits, Var<double>(x));
}
