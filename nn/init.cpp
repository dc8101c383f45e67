#include "nn/init.h"

#include <cmath>

#include "tensor/math.h"

namespace gradus::nn {
namespace {

template <class T>
Tensor<T> uniform_within(double limit, const Shape& shape, Rng& rng) {
  return static_cast<T>(limit) * (Tensor<T>(T(2)) * uniform<T>(shape, rng) - Tensor<T>(T(1)));
}

template <class T>
Tensor<T> normal_with(double variance, Size in, Size out, Rng& rng) {
  return static_cast<T>(std::sqrt(variance)) * normal<T>({out, in}, rng);
}

}  // namespace

template <class T>
Tensor<T> glorot_uniform(Size in, Size out, Rng& rng) {
  return glorot_uniform<T>({out, in}, in, out, rng);
}
template <class T>
Tensor<T> glorot_uniform(const Shape& shape, Size in, Size out, Rng& rng) {
  return uniform_within<T>(std::sqrt(6.0 / static_cast<double>(in + out)), shape, rng);
}
template <class T>
Tensor<T> glorot_normal(Size in, Size out, Rng& rng) {
  return normal_with<T>(2.0 / static_cast<double>(in + out), in, out, rng);
}
template <class T>
Tensor<T> he_uniform(Size in, Size out, Rng& rng) {
  return uniform_within<T>(std::sqrt(6.0 / static_cast<double>(in)), {out, in}, rng);
}
template <class T>
Tensor<T> he_normal(Size in, Size out, Rng& rng) {
  return normal_with<T>(2.0 / static_cast<double>(in), in, out, rng);
}

template <class T>
Tensor<T> logits_of_mean(const Tensor<T>& data, Where where) {
  const Tensor<T> low(T(0.001)), high(T(0.999));
  const Tensor<T> p = minimum(maximum(mean(data, 0, Dims::drop, where), low), high);
  return log(p / (Tensor<T>(T(1)) - p));
}

#define GRADUS_INSTANTIATE(T)                                        \
  template Tensor<T> glorot_uniform(Size, Size, Rng&);               \
  template Tensor<T> glorot_uniform(const Shape&, Size, Size, Rng&); \
  template Tensor<T> glorot_normal(Size, Size, Rng&);                \
  template Tensor<T> he_uniform(Size, Size, Rng&);                   \
  template Tensor<T> he_normal(Size, Size, Rng&);                    \
  template Tensor<T> logits_of_mean(const Tensor<T>&, Where);

GRADUS_INSTANTIATE(float)
GRADUS_INSTANTIATE(double)

}  // namespace gradus::nn
