// What: exp, log, log1p, tanh, sigmoid, softplus and the sine and cosine of whole registers, and
//      the helpers they need, among them abs, sqrt, maximum and minimum.
// Why: libm works on one number at a time, with branches. A register of numbers must take one path,
//      so every function here is straight arithmetic, and the edges are picked out at the end.
// Invariants: a lane's result depends on that lane alone. In float and in double the largest error
//      measured is 2.5 ulp (tanh; the exponential and the logarithm: below 1), with or without
//      fused multiply-add. Zeros of either sign, infinities, NaN and denormals come out right.
// Read next: kernels_isa.cpp, which runs these over arrays.
//
// Sources: Cody and Waite, Software Manual for the Elementary Functions (1980), for the reductions;
// Tang, Table-Driven Implementation of the Exponential Function (1989), and Muller, Elementary
// Functions (2016), for where the rounding errors go.
#pragma once

#include <cstdint>

#include "tensor/simd.h"

namespace gradus::GRADUS_ISA {

/// What the functions must know about a type: its layout, and polynomials of the right length.
///
/// ln2_high + ln2_low is ln 2. The high part has so few bits that n * ln2_high is exact for every
/// exponent n. The polynomials are weighted least-squares fits at Chebyshev nodes, reweighted by
/// Lawson's algorithm until the largest relative error stops falling (in 200 bits), then rounded.
///   exp_terms:  (e^r - 1 - r) / r^2             for |r| <= ln(2)/2
///   log_terms:  (log(1+f) - f + f^2/2) / f^3    for sqrt(1/2) <= 1+f <= sqrt(2)
/// sin_terms and cos_terms are those of Taylor for sin(x) / x and cos(x), in powers of x^2.
/// The largest errors of the others, relative to e^r - 1 and to log(1+f), stand beside them.
template <class T>
struct MathOf;

template <>
struct MathOf<float> {
  typedef std::uint32_t Unsigned __attribute__((vector_size(GRADUS_VECTOR_BYTES)));
  static constexpr int mantissa_bits = 23, exponent_bias = 127;
  static constexpr std::uint32_t sign_bit = 0x80000000, bits_of_sqrt_half = 0x3f3504f3;
  static constexpr float smallest_normal = 0x1p-126f;
  static constexpr float integer_grid = 0x1.8p23f;  // numbers of this size are 1 apart
  static constexpr float ln2_high = 0x1.63p-1f, ln2_low = -0x1.bd0106p-13f;
  static constexpr float log2_e = 0x1.715476p0f;
  static constexpr float exp_lowest = -104, exp_highest = 89;  // beyond: 0 and infinity
  static constexpr float expm1_lowest = -20;                   // beyond: -1
  static constexpr float exp_terms[] = {0.49999997f, 0.166665465f, 0.041667439f, 0.00836625323f,
                                        0.00138702837f};  // 2^-26.1
  static constexpr float log_terms[] = {0.333333135f,  -0.250000089f, 0.20002073f,
                                        -0.166679949f, 0.142203286f,  -0.124060728f,
                                        0.118835874f,  -0.116711453f, 0.067505151f};  // 2^-30.2
  static constexpr float sin_terms[] = {1, -1.f / 6, 1.f / 120, -1.f / 5040, 1.f / 362880};
  static constexpr float cos_terms[] = {1,          -1.f / 2,    1.f / 24,
                                        -1.f / 720, 1.f / 40320, -1.f / 3628800};
};

template <>
struct MathOf<double> {
  typedef std::uint64_t Unsigned __attribute__((vector_size(GRADUS_VECTOR_BYTES)));
  static constexpr int mantissa_bits = 52, exponent_bias = 1023;
  static constexpr std::uint64_t sign_bit = 0x8000000000000000;
  static constexpr std::uint64_t bits_of_sqrt_half = 0x3fe6a09e667f3bcd;
  static constexpr double smallest_normal = 0x1p-1022;
  static constexpr double integer_grid = 0x1.8p52;
  static constexpr double ln2_high = 0x1.62e42feep-1, ln2_low = 0x1.a39ef35793c76p-33;
  static constexpr double log2_e = 0x1.71547652b82fep0;
  static constexpr double exp_lowest = -746, exp_highest = 710;
  static constexpr double expm1_lowest = -40;
  static constexpr double exp_terms[] = {
      0.5000000000000006,     0.16666666666666588,    0.04166666666657675,
      0.008333333333389653,   0.0013888888931565912,  0.00019841269718779285,
      2.4801505273377038e-05, 2.7557407743661732e-06, 2.7626037829004844e-07,
      2.5053713717104434e-08};  // 2^-54.7
  static constexpr double log_terms[] = {
      0.33333333333333454, -0.24999999999998926, 0.1999999999994632,  -0.16666666666913307,
      0.14285714293818477, -0.1249999998209487,  0.11111110517394043, -0.1000000038119339,
      0.09090933461952931, -0.08333345772108831, 0.07691715300191049, -0.07142000637681396,
      0.06675139315913071, -0.06269787944856141, 0.05817829279064746, -0.05326891922891475,
      0.05415891675851826, -0.06274678616906383, 0.05696650231328833, -0.024276673061119813};
  // 2^-57.6
  static constexpr double sin_terms[] = {1,
                                         -1. / 6,
                                         1. / 120,
                                         -1. / 5040,
                                         1. / 362880,
                                         -1. / 39916800,
                                         1. / 6227020800,
                                         -1. / 1307674368000,
                                         1. / 355687428096000};
  static constexpr double cos_terms[] = {1,
                                         -1. / 2,
                                         1. / 24,
                                         -1. / 720,
                                         1. / 40320,
                                         -1. / 3628800,
                                         1. / 479001600,
                                         -1. / 87178291200,
                                         1. / 20922789888000};
};

// -- Bits and signs ------------------------------------------------------------------------------

/// The bits of a Pack as unsigned numbers, whose sums and shifts may run over.
template <class T>
using Unsigned = typename MathOf<T>::Unsigned;

template <class T>
[[gnu::always_inline]] inline Unsigned<T> bits_of(Pack<T> x) {
  return reinterpret_cast<Unsigned<T>>(x);
}
template <class T>
[[gnu::always_inline]] inline Pack<T> from_bits(Unsigned<T> b) {
  return reinterpret_cast<Pack<T>>(b);
}

template <class T>
[[gnu::always_inline]] inline Pack<T> abs(Pack<T> x) {
  return from_bits<T>(bits_of<T>(x) & ~MathOf<T>::sign_bit);
}

/// -|x|
template <class T>
[[gnu::always_inline]] inline Pack<T> minus_abs(Pack<T> x) {
  return from_bits<T>(bits_of<T>(x) | MathOf<T>::sign_bit);
}

/// |x| with the sign of s, also when that sign is the one of -0.
template <class T>
[[gnu::always_inline]] inline Pack<T> with_sign_of(Pack<T> s, Pack<T> x) {
  return from_bits<T>(bits_of<T>(abs<T>(x)) | (bits_of<T>(s) & MathOf<T>::sign_bit));
}

// -- Helpers -------------------------------------------------------------------------------------

/// The larger; NaN if either is NaN.
template <class T>
[[gnu::always_inline]] inline Pack<T> maximum(Pack<T> a, Pack<T> b) {
  return ((a > b) | (a != a)) ? a : b;
}

/// The smaller; NaN if either is NaN.
template <class T>
[[gnu::always_inline]] inline Pack<T> minimum(Pack<T> a, Pack<T> b) {
  return ((a < b) | (a != a)) ? a : b;
}

// x, but no less than low or no more than high; unlike above, NaN is only ever in x.
template <class T>
[[gnu::always_inline]] inline Pack<T> at_least(T low, Pack<T> x) {
  return x < low ? broadcast<T>(low) : x;
}
template <class T>
[[gnu::always_inline]] inline Pack<T> at_most(T high, Pack<T> x) {
  return x > high ? broadcast<T>(high) : x;
}

// There is no operator for the square root; compilers turn this loop into one instruction.
template <class T>
[[gnu::always_inline]] inline Pack<T> sqrt(Pack<T> x) {
  T lane[lanes<T>];
  store<T>(lane, x);
  for (T& v : lane) {
    if constexpr (sizeof(T) == sizeof(float))
      v = __builtin_sqrtf(v);
    else
      v = __builtin_sqrt(v);
  }
  return load<T>(lane);
}

/// c[0] + c[1] x + c[2] x^2 + ..., by Horner's rule.
template <class T, int first = 0, int n>
[[gnu::always_inline]] inline Pack<T> polynomial(Pack<T> x, const T (&c)[n]) {
  if constexpr (first == n - 1)
    return broadcast<T>(c[first]);
  else
    return polynomial<T, first + 1>(x, c) * x + c[first];
}

/// The nearest whole number, for |x| < 2^21: the sum has no room for a fraction.
template <class T>
[[gnu::always_inline]] inline Pack<T> nearest_integer(Pack<T> x) {
  return (x + MathOf<T>::integer_grid) - MathOf<T>::integer_grid;
}

/// y * 2^n for a whole n, correct also where 2^n is no number any more but the product is: the
/// factor is applied in two halves. On the integer grid the low bits of a number are a plain
/// integer; there we put n plus two biases, and a half of it is the exponent field of 2^(n/2).
template <class T>
[[gnu::always_inline]] inline Pack<T> times_two_to(Pack<T> n, Pack<T> y) {
  using M = MathOf<T>;
  const Unsigned<T> fields = bits_of<T>(n + (M::integer_grid + 2 * M::exponent_bias));
  const Unsigned<T> half = fields >> 1, other_half = fields - half;
  return y * from_bits<T>(half << M::mantissa_bits) * from_bits<T>(other_half << M::mantissa_bits);
}

/// 2^n for a whole n whose 2^n is a normal number (and 0 for the n just below them): n plus the
/// bias is its exponent field.
template <class T>
[[gnu::always_inline]] inline Pack<T> two_to(Pack<T> n) {
  using M = MathOf<T>;
  return from_bits<T>(bits_of<T>(n + (M::integer_grid + M::exponent_bias)) << M::mantissa_bits);
}

// -- The exponential -----------------------------------------------------------------------------

/// x = n ln 2 + r with n whole and |r| <= ln(2)/2, so that e^x = 2^n e^r.
template <class T>
struct ExpReduced {
  Pack<T> n;
  Pack<T> expm1_r;  // e^r - 1, relatively accurate however small r is
};

// Cody and Waite: n * ln2_high is exact, and so is its difference to x. The rest of n ln 2 is
// small. Subtracting it rounds, so the sum is built on the exact part: r = exact - rest only enters
// through its higher powers, e^r - 1 = exact + (r^2 P(r) - rest).
template <class T>
[[gnu::always_inline]] inline ExpReduced<T> reduce_exp(Pack<T> x) {
  using M = MathOf<T>;
  const Pack<T> n = nearest_integer<T>(x * M::log2_e);
  const Pack<T> exact = x - n * M::ln2_high, rest = n * M::ln2_low, r = exact - rest;
  return {n, exact + (r * r * polynomial<T>(r, M::exp_terms) - rest)};
}

/// e^x where it cannot overflow. Below the normal numbers it underflows gradually.
template <class T>
[[gnu::always_inline]] inline Pack<T> exp_within(Pack<T> x) {
  const ExpReduced<T> e = reduce_exp<T>(at_least<T>(MathOf<T>::exp_lowest, x));
  return times_two_to<T>(e.n, T(1) + e.expm1_r);
}

/// e^x
template <class T>
[[gnu::always_inline]] inline Pack<T> exp(Pack<T> x) {
  return exp_within<T>(at_most<T>(MathOf<T>::exp_highest, x));
}

/// e^x - 1 for x <= 0, relatively accurate also near 0: 2^n (e^r - 1) + (2^n - 1), where the
/// bracket is exact as long as it matters.
template <class T>
[[gnu::always_inline]] inline Pack<T> expm1_within(Pack<T> x) {
  const ExpReduced<T> e = reduce_exp<T>(at_least<T>(MathOf<T>::expm1_lowest, x));
  const Pack<T> scale = two_to<T>(e.n);
  return scale * e.expm1_r + (scale - T(1));
}

// -- The logarithm -------------------------------------------------------------------------------

/// x = 2^n (1 + f) with n whole and sqrt(1/2) <= 1 + f < sqrt(2): log x = n ln 2 + log(1 + f).
template <class T>
struct LogReduced {
  Pack<T> n, f;
};

// For positive normal x. As integers, floats are ordered as they are as numbers, so adding what
// lies between sqrt(1/2) and 1 makes the exponent field step at sqrt(1/2), sqrt(2), ... instead of
// at powers of two.
template <class T>
[[gnu::always_inline]] inline LogReduced<T> reduce_log(Pack<T> x) {
  using M = MathOf<T>;
  const Unsigned<T> one = bits_of<T>(broadcast<T>(1));
  const Unsigned<T> shifted = bits_of<T>(x) + (one - M::bits_of_sqrt_half);
  const Unsigned<T> exponent = shifted >> M::mantissa_bits;
  const Unsigned<T> grid = bits_of<T>(broadcast<T>(M::integer_grid));
  const Pack<T> n = from_bits<T>(grid + exponent) - (M::integer_grid + M::exponent_bias);
  const Unsigned<T> mantissa = shifted - (exponent << M::mantissa_bits);
  return {n, from_bits<T>(mantissa + M::bits_of_sqrt_half) - T(1)};
}

/// n ln 2 + log(1 + f) = n ln 2 + f - f^2/2 + f^3 P(f), the small numbers summed first.
template <class T>
[[gnu::always_inline]] inline Pack<T> sum_log(LogReduced<T> v) {
  using M = MathOf<T>;
  const Pack<T> f2 = v.f * v.f;
  const Pack<T> tail = f2 * v.f * polynomial<T>(v.f, M::log_terms) + v.n * M::ln2_low;
  return v.n * M::ln2_high + (v.f - (T(0.5) * f2 - tail));
}

/// y is the logarithm of x, unless x is at the edge of where it has one, or beyond.
template <class T>
[[gnu::always_inline]] inline Pack<T> log_at_edges(Pack<T> x, Pack<T> y) {
  constexpr T infinity = __builtin_inff();
  y = x < infinity ? y : x;  // infinity and NaN are their own logarithms
  y = x == 0 ? broadcast<T>(-infinity) : y;
  return x < 0 ? broadcast<T>(__builtin_nanf("")) : y;
}

/// log x; -infinity at 0, NaN below.
template <class T>
[[gnu::always_inline]] inline Pack<T> log(Pack<T> x) {
  using M = MathOf<T>;
  constexpr T shift = M::mantissa_bits + 1;  // makes every denormal a normal number
  const auto denormal = x < M::smallest_normal;
  LogReduced<T> v = reduce_log<T>(denormal ? x * T(std::int64_t{1} << int(shift)) : x);
  v.n = denormal ? v.n - shift : v.n;
  return log_at_edges<T>(x, sum_log<T>(v));
}

// log(1 + x) for x > -1. The sum u = 1 + x is rounded, and x - (u - 1) is exactly what it lost, as
// long as that matters. After the reduction the loss is still there, 2^n times smaller, and joins
// f. (Not with 2^-n but with 2^(1-n) and a half: 2^-n is out of reach of two_to at the largest n.)
template <class T>
[[gnu::always_inline]] inline Pack<T> log1p_inside(Pack<T> x, Pack<T> u) {
  LogReduced<T> v = reduce_log<T>(u);
  v.f += (x - (u - T(1))) * two_to<T>(T(1) - v.n) * T(0.5);
  return sum_log<T>(v);
}

/// log(1 + x), relatively accurate also near 0; -infinity at -1, NaN below.
template <class T>
[[gnu::always_inline]] inline Pack<T> log1p(Pack<T> x) {
  const Pack<T> u = T(1) + x;
  return with_sign_of<T>(x, log_at_edges<T>(u, log1p_inside<T>(x, u)));  // for -0
}

/// log(1 + e) for 0 <= e <= 1. The sum 1 + e is never built, so nothing of a small e is lost.
template <class T>
[[gnu::always_inline]] inline Pack<T> log1p_up_to_1(Pack<T> e) {
  const auto halved = e > T(0.41421356237309505);  // 1 + e > sqrt(2)
  return sum_log<T>({halved ? broadcast<T>(1) : Pack<T>{}, halved ? T(0.5) * e - T(0.5) : e});
}

// -- Activations ---------------------------------------------------------------------------------

/// (1 - e^-2|x|) / (1 + e^-2|x|) with the sign of x; the exponential cannot overflow.
template <class T>
[[gnu::always_inline]] inline Pack<T> tanh(Pack<T> x) {
  const Pack<T> e = expm1_within<T>(T(2) * minus_abs<T>(x));
  return with_sign_of<T>(x, e / (T(2) + e));
}

/// 1 / (1 + e^-x), written so that e^-|x| is all that is needed: it keeps the digits of both tails.
template <class T>
[[gnu::always_inline]] inline Pack<T> sigmoid(Pack<T> x) {
  const Pack<T> e = exp_within<T>(minus_abs<T>(x));
  return (x < 0 ? e : broadcast<T>(1)) / (T(1) + e);
}

/// log(1 + e^x) = max(x, 0) + log(1 + e^-|x|)
template <class T>
[[gnu::always_inline]] inline Pack<T> softplus(Pack<T> x) {
  const Pack<T> e = exp_within<T>(minus_abs<T>(x));
  return (x > 0 ? x : Pack<T>{}) + log1p_up_to_1<T>(e);
}

// -- Sine and cosine -----------------------------------------------------------------------------

template <class T>
struct SinCos {
  Pack<T> sin, cos;
};

/// Of 2 pi u for 0 <= u < 1. The nearest quarter turn is taken off exactly; what remains is at most
/// an eighth of a turn, pi/4, for which the Taylor series is as short as any other polynomial.
template <class T>
[[gnu::always_inline]] inline SinCos<T> sin_cos_of_turns(Pack<T> u) {
  using M = MathOf<T>;
  const Pack<T> quarters = T(4) * u, nearest = nearest_integer<T>(quarters);
  const Pack<T> x = (quarters - nearest) * T(1.57079632679489661923), x2 = x * x;
  const Pack<T> sin = x * polynomial<T>(x2, M::sin_terms), cos = polynomial<T>(x2, M::cos_terms);
  // Each quarter turn exchanges the two and gives one of them the other sign.
  const Unsigned<T> turns = bits_of<T>(nearest + M::integer_grid);
  const auto odd = (turns & 1) != 0;
  const Pack<T> s = odd ? cos : sin, c = odd ? sin : cos;
  return {(turns & 2) != 0 ? -s : s, ((turns + 1) & 2) != 0 ? -c : c};
}

}  // namespace gradus::GRADUS_ISA
