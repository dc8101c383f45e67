// Explained: not c): the batch axis is the first, and it is still there in [B, 28, 128]
#pragma once

#include "tutorials/support/exercise.h"

struct Coded {
  Size parameters;
  Tensor<double> code;
};

inline Coded faulty_encode(const Tensor<double>& images, Size hidden, Rng& rng) {
  const nn::Linear<double> dense(images.shape()[2], hidden, rng);
  return {nn::parameter_count(dense), dense(Var<double>(images)).value()};
}

inline char cause() { return 'c'; }

inline Coded mended_encode(const Tensor<double>& images, Size hidden, Rng& rng) {
  const Size batch = images.shape()[0], pixels = images.shape()[1] * images.shape()[2];
  const nn::Linear<double> dense(pixels, hidden, rng);
  return {nn::parameter_count(dense), dense(Var<double>(images.reshape({batch, pixels}))).value()};
}
