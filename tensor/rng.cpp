#include "tensor/rng.h"

#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include "tensor/errors.h"
#include "tensor/kernels.h"
#include "tensor/math.h"
#include "tensor/parallel.h"
#include "tensor/profile.h"

namespace gradus {
namespace {

// A double in [0, 1) from 53 random bits.
double unit(std::uint32_t high, std::uint32_t low) {
  return static_cast<double>((static_cast<std::uint64_t>(high) << 21) ^ (low >> 11)) * 0x1p-53;
}

/// A new tensor that the kernel fills, in tasks of fixed size.
template <class T>
Tensor<T> drawn(const char* name, const Shape& shape, typename Kernels<T>::Draw kernel, Rng& rng) {
  constexpr Size per_block = 16 / sizeof(T), per_task = 4096;
  Tensor<T> result = Tensor<T>::uninitialized(shape);
  const Timed timed(name, result);
  T* const y = result.write();
  const Size n = result.numel();
  const std::uint64_t seed = rng.state().seed,
                      first =
                          rng.reserve(static_cast<std::uint64_t>((n + per_block - 1) / per_block));
  parallel_for((n + per_task - 1) / per_task, [&](Size task) {
    const Size begin = task * per_task;
    kernel(seed, first + static_cast<std::uint64_t>(begin / per_block), y + begin,
           std::min(per_task, n - begin));
  });
  return result;
}

}  // namespace

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter,
                                    std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = std::uint64_t{0xD2511F53} * counter[0];
    const std::uint64_t b = std::uint64_t{0xCD9E8D57} * counter[2];
    counter = {
        static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
        static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
    key[0] += 0x9E3779B9;  // Weyl sequences: the golden ratio and the square root of 3, less 1
    key[1] += 0xBB67AE85;
  }
  return counter;
}

std::array<std::uint32_t, 4> Rng::block(std::uint64_t number) const {
  return philox(
      {static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(number >> 32), 0, 0},
      {static_cast<std::uint32_t>(seed_), static_cast<std::uint32_t>(seed_ >> 32)});
}

std::uint64_t Rng::reserve(std::uint64_t blocks) {
  const std::uint64_t first = position_;
  position_ += blocks;
  return first;
}

double Rng::uniform() {
  const auto bits = block(reserve(1));
  return unit(bits[0], bits[1]);
}

double Rng::normal() {
  const auto bits = block(reserve(1));
  // Box and Muller, as in rng_isa.cpp, but of the two numbers only one is needed.
  const double radius = std::sqrt(-2 * std::log(1 - unit(bits[0], bits[1])));
  return radius * std::cos(2 * std::numbers::pi * unit(bits[2], bits[3]));
}

std::int64_t Rng::below(std::int64_t n) {
  if (n < 1) throw UsageError("Rng::below: " + std::to_string(n) + ", but at least 1 is needed");
  // Numbers above the last whole multiple of n are drawn again, so that none is favoured.
  const auto range = static_cast<std::uint64_t>(n);
  const std::uint64_t limit =
      std::numeric_limits<std::uint64_t>::max() - std::numeric_limits<std::uint64_t>::max() % range;
  for (;;) {
    const auto bits = block(reserve(1));
    const std::uint64_t number = (static_cast<std::uint64_t>(bits[0]) << 32) | bits[1];
    if (number < limit) return static_cast<std::int64_t>(number % range);
  }
}

Rng Rng::split(std::uint64_t stream) const {
  // The seed of the new stream is a block of this one, at a counter that plain draws never reach.
  const auto bits =
      philox({static_cast<std::uint32_t>(stream), static_cast<std::uint32_t>(stream >> 32), 1, 0},
             {static_cast<std::uint32_t>(seed_), static_cast<std::uint32_t>(seed_ >> 32)});
  return Rng((static_cast<std::uint64_t>(bits[0]) << 32) | bits[1]);
}

Rng Rng::restore(State state) {
  Rng rng(state.seed);
  rng.position_ = state.position;
  return rng;
}

template <class T>
Tensor<T> uniform(const Shape& shape, Rng& rng) {
  return drawn<T>("uniform", shape, kernels<T>().uniform, rng);
}

template <class T>
Tensor<T> normal(const Shape& shape, Rng& rng) {
  return drawn<T>("normal", shape, kernels<T>().normal, rng);
}

template <class T>
Tensor<T> bernoulli(const Tensor<T>& probability, Rng& rng) {
  return less(uniform<T>(probability.shape(), rng), probability);
}

std::vector<std::int64_t> permutation(std::int64_t n, Rng& rng) {
  std::vector<std::int64_t> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), std::int64_t{0});
  for (std::int64_t i = n - 1; i > 0; --i)
    std::swap(order[static_cast<std::size_t>(i)],
              order[static_cast<std::size_t>(rng.below(i + 1))]);
  return order;
}

template Tensor<float> uniform(const Shape&, Rng&);
template Tensor<double> uniform(const Shape&, Rng&);
template Tensor<float> normal(const Shape&, Rng&);
template Tensor<double> normal(const Shape&, Rng&);
template Tensor<float> bernoulli(const Tensor<float>&, Rng&);
template Tensor<double> bernoulli(const Tensor<double>&, Rng&);

}  // namespace gradus
