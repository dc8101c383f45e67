// What: Rng, a counter-based random number generator (Philox 4x32-10), and tensors filled from it.
// Why: the n-th number is a pure function of (seed, n), so a stream can be saved in two words,
//      restored, and drawn by several threads at once with the same result.
// Invariants: no global generator; every function that draws takes the Rng by reference; the same
//      seed gives the same numbers on any number of threads and any instruction set.
// Read next: parallel.h. Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as
//      1, 2, 3", SC 2011.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "tensor/tensor.h"

namespace gradus {

/// One Philox 4x32-10 block: 128 bits of counter and 64 bits of key to 128 random bits.
std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter,
                                    std::array<std::uint32_t, 2> key);

class Rng {
 public:
  explicit Rng(std::uint64_t seed = 0) : seed_(seed) {}

  /// One number in [0, 1), with 53 random bits.
  double uniform();
  /// One number from N(0, 1).
  double normal();
  /// One whole number in [0, n), each equally likely. Throws UsageError if n < 1.
  std::int64_t below(std::int64_t n);
  /// A generator whose stream is independent of this one's and of that of every other `stream`.
  Rng split(std::uint64_t stream) const;

  /// Everything there is to save: Rng::restore(state()) continues with the same numbers.
  struct State {
    std::uint64_t seed, position;
    bool operator==(const State&) const = default;
  };
  State state() const { return {seed_, position_}; }
  static Rng restore(State state);

  /// Reserves the next `blocks` Philox blocks for a bulk draw and returns the first one's number.
  std::uint64_t reserve(std::uint64_t blocks);
  /// Block `number` of this stream.
  std::array<std::uint32_t, 4> block(std::uint64_t number) const;

 private:
  std::uint64_t seed_;
  std::uint64_t position_ = 0;  // the next unused block
};

/// Independent draws, uniform in [0, 1), with 24 (float) or 53 (double) random bits.
template <class T>
Tensor<T> uniform(const Shape& shape, Rng& rng);
/// Independent draws from N(0, 1) (Box and Muller 1958).
template <class T>
Tensor<T> normal(const Shape& shape, Rng& rng);
/// 1 with the given probability and else 0, element by element; NaN counts as probability 0.
template <class T>
Tensor<T> bernoulli(const Tensor<T>& probability, Rng& rng);
/// The numbers 0 to n-1 in random order, each order equally likely (Fisher and Yates).
std::vector<std::int64_t> permutation(std::int64_t n, Rng& rng);

}  // namespace gradus
