// What: initial values of weights and biases.
// Why: the scale decides whether signals grow or die on their way through the layers. The variance
//      of a sum of n products is n times that of one, so weights shrink with the root of n.
// Invariants: weights are [out, in] unless a shape is given, drawn from the Rng that is passed.
// Read next: layers.h. Sources: Glorot, Bengio 2010, eq. 16; He, Zhang, Ren, Sun 2015, eq. 10.
#pragma once

#include "tensor/rng.h"

namespace gradus::nn {

/// Uniform in +-sqrt(6 / (in + out)): keeps the variance of signals and gradients near 1 for layers
/// that are linear around 0, such as tanh.
template <class T = float>
Tensor<T> glorot_uniform(Size in, Size out, Rng& rng);
/// The same for weights of any shape, where an output is a sum over `in` inputs and an input goes
/// into `out` outputs: for a convolution in is C kh kw.
template <class T = float>
Tensor<T> glorot_uniform(const Shape& shape, Size in, Size out, Rng& rng);
/// Normal with variance 2 / (in + out).
template <class T = float>
Tensor<T> glorot_normal(Size in, Size out, Rng& rng);
/// Uniform in +-sqrt(6 / in): for relu, which lets half of the variance through.
template <class T = float>
Tensor<T> he_uniform(Size in, Size out, Rng& rng);
/// Normal with variance 2 / in.
template <class T = float>
Tensor<T> he_normal(Size in, Size out, Rng& rng);

/// The output bias with which a Bernoulli model predicts the mean of the data before it has learned
/// anything: log(p / (1 - p)) of the mean over rows, p kept within [0.001, 0.999]. data is [n, D]
/// with values in [0, 1]; the result is [D].
template <class T = float>
Tensor<T> logits_of_mean(const Tensor<T>& data, Where where = {});

}  // namespace gradus::nn
