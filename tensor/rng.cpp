#include "tensor/rng.h"

#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include "tensor/errors.h"
#include "tensor/parallel.h"
#include "tensor/profile.h"

namespace gradus {
namespace {

// A double in [0, 1) from 53 random bits, a float from 24: as many as fit exactly.
double unit(std::uint32_t high, std::uint32_t low) {
  return static_cast<double>((static_cast<std::uint64_t>(high) << 21) ^ (low >> 11)) * 0x1p-53;
}
void fill_uniform(const std::array<std::uint32_t, 4>& bits, std::array<float, 4>& out) {
  for (std::size_t i = 0; i < 4; ++i) out[i] = static_cast<float>(bits[i] >> 8) * 0x1p-24f;
}
void fill_uniform(const std::array<std::uint32_t, 4>& bits, std::array<double, 2>& out) {
  for (std::size_t i = 0; i < 2; ++i) out[i] = unit(bits[2 * i], bits[2 * i + 1]);
}

// Box and Muller: two uniform numbers give two normal ones. 1 - u lies in (0, 1], so that its
// logarithm is finite.
template <class T>
void box_muller(T& a, T& b) {
  const T radius = std::sqrt(T(-2) * std::log(T(1) - a));
  const T angle = T(2) * std::numbers::pi_v<T> * b;
  a = radius * std::cos(angle);
  b = radius * std::sin(angle);
}

/// Fills n numbers, a block of Philox at a time; transform(numbers of the block) may change them.
template <class T, class Transform>
void fill(T* y, Size n, Rng& rng, const Transform& transform) {
  constexpr Size per_block = 16 / sizeof(T), per_task = 4096;
  const std::uint64_t first =
      rng.reserve(static_cast<std::uint64_t>((n + per_block - 1) / per_block));
  parallel_for((n + per_task - 1) / per_task, [&](Size task) {
    const Size end = std::min(n, (task + 1) * per_task);
    for (Size i = task * per_task; i < end; i += per_block) {
      std::array<T, per_block> numbers;
      fill_uniform(rng.block(first + static_cast<std::uint64_t>(i / per_block)), numbers);
      transform(numbers);
      for (Size j = 0; j < std::min(per_block, end - i); ++j)
        y[i + j] = numbers[static_cast<std::size_t>(j)];
    }
  });
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
  double a = unit(bits[0], bits[1]), b = unit(bits[2], bits[3]);
  box_muller(a, b);
  return a;
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
  Tensor<T> result = Tensor<T>::uninitialized(shape);
  const Timed timed("uniform", result);
  fill(result.write(), result.numel(), rng, [](const auto&) {});
  return result;
}

template <class T>
Tensor<T> normal(const Shape& shape, Rng& rng) {
  Tensor<T> result = Tensor<T>::uninitialized(shape);
  const Timed timed("normal", result);
  fill(result.write(), result.numel(), rng, [](auto& numbers) {
    for (std::size_t i = 0; i < numbers.size(); i += 2) box_muller(numbers[i], numbers[i + 1]);
  });
  return result;
}

template <class T>
Tensor<T> bernoulli(const Tensor<T>& probability, Rng& rng) {
  Tensor<T> result = uniform<T>(probability.shape(), rng);
  const Tensor<T> p = probability.to_contiguous();
  T* const y = result.write();
  for (Size i = 0; i < result.numel(); ++i) y[i] = y[i] < p.data()[i] ? T(1) : T(0);
  return result;
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
