// Explained: the whole batch has been flattened into one image: there is one code for all
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

inline char cause() { return 'b'; }

inline Coded mended_encode(const Tensor<double>& images, Size hidden, Rng& rng) {
  const nn::Linear<double> dense(images.numel(), hidden, rng);
  return {nn::parameter_count(dense), dense(Var<double>(images.reshape({1, -1}))).value()};
}
