// Exercise 12.3  From one image to another
// Points: 4
// Chapter: 12
//
// Return n images on the way from image a to image b, both [1, D]: decoded from n codes at equal
// steps on the straight line between the codes of a and b, both ends included. The same two images
// must always give the same way. An rng is there; use it if you need it. [n, D]
//
// A vae::Normal<double> has mean and log_var, each a Var [1, L], and sample(rng); value() makes the
// tensor of a Var.
//
// Hint: q(z|x) is a whole distribution. Which one code stands for an image?
// Hint: a + t (b - a) with t [n, 1] gives all codes at once.
#pragma once

#include "tutorials/support/exercise.h"

struct Trained {
  std::function<vae::Normal<double>(const Tensor<double>&)> posterior;  // images -> q(z|x)
  std::function<Tensor<double>(const Tensor<double>&)> decode;          // codes -> images
};

inline Tensor<double> between(const Trained& model, const Tensor<double>& a,
                              const Tensor<double>& b, Size n, [[maybe_unused]] Rng& rng) {
  // begin solution: the line between the means, decoded
  const Tensor<double> from = model.posterior(a).mean.value(), to = model.posterior(b).mean.value();
  const Tensor<double> t = Tensor<double>::linspace(0, 1, n).reshape({n, 1});
  return model.decode(from + t * (to - from));
  // end solution
}
