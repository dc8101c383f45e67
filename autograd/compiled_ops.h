// What: the ops of ops.h for float and double, compiled once, into the library.
// Why: a program that includes this does not compile them again, which takes half of its time.
// Invariants: has every op of ops.h; one that is missing still works and is compiled where it is
//      used. A macro, because a list of functions is nothing that a function could take.
// Read next: gradcheck.h.
#pragma once

#include "autograd/ops.h"

#define GRADUS_OPS(kind, T)                                                                      \
  kind Var<T> add(const Var<T>&, const Var<T>&, Where);                                          \
  kind Var<T> sub(const Var<T>&, const Var<T>&, Where);                                          \
  kind Var<T> mul(const Var<T>&, const Var<T>&, Where);                                          \
  kind Var<T> div(const Var<T>&, const Var<T>&, Where);                                          \
  kind Var<T> pow(const Var<T>&, const Var<T>&, Where);                                          \
  kind Var<T> maximum(const Var<T>&, const Var<T>&, Where);                                      \
  kind Var<T> where(const Tensor<T>&, const Var<T>&, const Var<T>&, Where);                      \
  kind Var<T> where_positive(const Var<T>&, const Tensor<T>&, Where);                            \
  kind Var<T> neg(const Var<T>&, Where);                                                         \
  kind Var<T> exp(const Var<T>&, Where);                                                         \
  kind Var<T> log(const Var<T>&, Where);                                                         \
  kind Var<T> log1p(const Var<T>&, Where);                                                       \
  kind Var<T> sqrt(const Var<T>&, Where);                                                        \
  kind Var<T> abs(const Var<T>&, Where);                                                         \
  kind Var<T> tanh(const Var<T>&, Where);                                                        \
  kind Var<T> sigmoid(const Var<T>&, Where);                                                     \
  kind Var<T> softplus(const Var<T>&, Where);                                                    \
  kind Var<T> relu(const Var<T>&, Where);                                                        \
  kind Var<T> leaky_relu(const Var<T>&, T, Where);                                               \
  kind Var<T> elu(const Var<T>&, T, Where);                                                      \
  kind Var<T> normal_cdf(const Var<T>&, Where);                                                  \
  kind Var<T> gelu(const Var<T>&, Where);                                                        \
  kind Var<T> clamp(const Var<T>&, T, T, Where);                                                 \
  kind Var<T> square(const Var<T>&, Where);                                                      \
  kind Var<T> bernoulli_log_prob(const Var<T>&, const Var<T>&, Where);                           \
  kind Var<T> reshape(const Var<T>&, const Shape&, Where);                                       \
  kind Var<T> transpose(const Var<T>&, int, int, Where);                                         \
  kind Var<T> broadcast_to(const Var<T>&, const Shape&, Where);                                  \
  kind Var<T> sum_to(const Var<T>&, const Shape&, Where);                                        \
  kind Var<T> concat(const std::vector<Var<T>>&, int, Where);                                    \
  kind Var<T> slice(const Var<T>&, int, Size, Size, Where);                                      \
  kind Var<T> gather(const Var<T>&, int, const Tensor<Size>&, Where);                            \
  kind Var<T> scatter_add(const Var<T>&, int, const Tensor<Size>&, const Shape&, Where);         \
  kind Var<T> sum(const Var<T>&, Axes, Dims, Where);                                             \
  kind Var<T> mean(const Var<T>&, Axes, Dims, Where);                                            \
  kind Var<T> max(const Var<T>&, Axes, Dims, Where);                                             \
  kind Var<T> logsumexp(const Var<T>&, Axes, Dims, Where);                                       \
  kind Var<T> log_softmax(const Var<T>&, int, Where);                                            \
  kind Var<T> matmul(const Var<T>&, const Var<T>&, Where);                                       \
  kind Var<T> linear(const Var<T>&, const Var<T>&, const Var<T>&, Where);                        \
  kind Var<T> unfold(const Var<T>&, HeightWidth, const ConvGeometry&, Where);                    \
  kind Var<T> fold(const Var<T>&, const Shape&, HeightWidth, const ConvGeometry&, Where);        \
  kind Var<T> sum_of_channels(const Var<T>&);                                                    \
  kind Var<T> conv2d_input(const Var<T>&, const Var<T>&, const Var<T>&, const Shape&,            \
                           const ConvGeometry&, Where);                                          \
  kind Var<T> conv2d_weight(const Var<T>&, const Var<T>&, HeightWidth, const ConvGeometry&,      \
                            Where);                                                              \
  kind Var<T> conv2d(const Var<T>&, const Var<T>&, const Var<T>&, const ConvGeometry&, Where);   \
  kind Var<T> conv_transpose2d(const Var<T>&, const Var<T>&, const Var<T>&, const ConvGeometry&, \
                               Where);                                                           \
  kind Var<T> max_pool2d(const Var<T>&, HeightWidth, const ConvGeometry&, Where);                \
  kind Var<T> avg_pool2d(const Var<T>&, HeightWidth, const ConvGeometry&, Where);

namespace gradus {

GRADUS_OPS(extern template, float)
GRADUS_OPS(extern template, double)

}  // namespace gradus
