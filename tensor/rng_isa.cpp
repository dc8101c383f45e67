// Random numbers, built once per instruction set, but everywhere without fused multiply-adds
// (CMakeLists.txt): a seed means the same numbers on every machine. What is left (+ - * / and the
// square root) is rounded the same way everywhere.
#include "tensor/rng_isa.h"

#include <cstddef>

#include "tensor/simd_math.h"

namespace gradus::GRADUS_ISA {
namespace {

using Count = std::int64_t;

// Blocks of Philox drawn at a time: enough that their words fill registers.
constexpr Count group = 64;

/// The four words of each block of a group, word by word.
struct Words {
  std::uint32_t of[4][group];
};

/// philox of rng.cpp for `group` blocks. The loop over the blocks becomes vector code by itself,
/// because ten rounds in a row, without a loop, are all it holds.
void draw(std::uint64_t seed, std::uint64_t block, Words& words) {
  for (Count i = 0; i < group; ++i) {
    const std::uint64_t number = block + static_cast<std::uint64_t>(i);
    auto c0 = static_cast<std::uint32_t>(number), c1 = static_cast<std::uint32_t>(number >> 32);
    std::uint32_t c2 = 0, c3 = 0;
    auto k0 = static_cast<std::uint32_t>(seed), k1 = static_cast<std::uint32_t>(seed >> 32);
#pragma GCC unroll 10
    for (int round = 0; round < 10; ++round) {
      const std::uint64_t a = std::uint64_t{0xD2511F53} * c0, b = std::uint64_t{0xCD9E8D57} * c2;
      c0 = static_cast<std::uint32_t>(b >> 32) ^ c1 ^ k0;
      c1 = static_cast<std::uint32_t>(b);
      c2 = static_cast<std::uint32_t>(a >> 32) ^ c3 ^ k1;
      c3 = static_cast<std::uint32_t>(a);
      k0 += 0x9E3779B9;
      k1 += 0xBB67AE85;
    }
    words.of[0][i] = c0, words.of[1][i] = c1, words.of[2][i] = c2, words.of[3][i] = c3;
  }
}

/// The numbers of one group: as many random bits as fit exactly, 24 of a word or 53 of two.
void to_unit(const Words& words, float (&y)[4][group]) {
  for (int word = 0; word < 4; ++word)
    for (Count i = 0; i < group; ++i)
      y[word][i] = static_cast<float>(static_cast<std::int32_t>(words.of[word][i] >> 8)) * 0x1p-24f;
}
void to_unit(const Words& words, double (&y)[2][group]) {
  for (int pair = 0; pair < 2; ++pair)
    for (Count i = 0; i < group; ++i) {
      const std::uint64_t high = words.of[2 * pair][i], low = words.of[2 * pair + 1][i];
      y[pair][i] = static_cast<double>((high << 21) ^ (low >> 11)) * 0x1p-53;
    }
}

/// Box and Muller: two uniform numbers give two normal ones. 1 - u lies in (0, 1], so that its
/// logarithm is finite.
template <class T>
void box_muller(T (&u)[group], T (&v)[group]) {
  for (Count i = 0; i < group; i += lanes<T>) {
    const Pack<T> radius = sqrt<T>(T(-2) * log<T>(T(1) - load(u + i)));
    const SinCos<T> angle = sin_cos_of_turns<T>(load(v + i));
    store<T>(u + i, radius * angle.cos);
    store<T>(v + i, radius * angle.sin);
  }
}

template <class T, bool is_normal>
void fill(std::uint64_t seed, std::uint64_t block, T* y, Count n) {
  constexpr Count per_block = 16 / sizeof(T);
  Words words;
  T numbers[per_block][group];
  for (Count begin = 0; begin < n; begin += group * per_block, block += group) {
    draw(seed, block, words);
    to_unit(words, numbers);
    if constexpr (is_normal)
      for (Count j = 0; j < per_block; j += 2) box_muller(numbers[j], numbers[j + 1]);
    const Count count = n - begin < group * per_block ? n - begin : group * per_block;
    T in_order[group * per_block];
    for (Count i = 0; i < group; ++i)
      for (Count j = 0; j < per_block; ++j) in_order[i * per_block + j] = numbers[j][i];
    __builtin_memcpy(y + begin, in_order, static_cast<std::size_t>(count) * sizeof(T));
  }
}

}  // namespace

template <class T>
void uniform(std::uint64_t seed, std::uint64_t block, T* y, Count n) {
  fill<T, false>(seed, block, y, n);
}
template <class T>
void normal(std::uint64_t seed, std::uint64_t block, T* y, Count n) {
  fill<T, true>(seed, block, y, n);
}

template void uniform(std::uint64_t, std::uint64_t, float*, Count);
template void uniform(std::uint64_t, std::uint64_t, double*, Count);
template void normal(std::uint64_t, std::uint64_t, float*, Count);
template void normal(std::uint64_t, std::uint64_t, double*, Count);

}  // namespace gradus::GRADUS_ISA
