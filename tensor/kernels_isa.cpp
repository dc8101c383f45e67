// Compiled once per instruction set; see simd.h for what that forbids.
#include "tensor/gemm_isa.h"
#include "tensor/kernels.h"
#include "tensor/rng_isa.h"
#include "tensor/simd_math.h"

namespace gradus::GRADUS_ISA {
namespace {

using Count = std::int64_t;

template <class T>
Pack<T> choose(Bits<T> condition, Pack<T> yes, Pack<T> no) {
  return condition ? yes : no;
}

// The elementwise functions. Each says once what happens to a register full of numbers.
struct Neg {
  template <class T>
  static Pack<T> of(Pack<T> x) {
    return -x;
  }
};
struct Abs {
  template <class T>
  static Pack<T> of(Pack<T> x) {
    return abs<T>(x);
  }
};
struct Sign {  // NaN stays NaN
  template <class T>
  static Pack<T> of(Pack<T> x) {
    const Pack<T> one = broadcast<T>(1);
    return choose<T>(x > 0, one, choose<T>(x < 0, -one, x));
  }
};
struct Sqrt {
  template <class T>
  static Pack<T> of(Pack<T> x) {
    return sqrt<T>(x);
  }
};
struct Exp {
  template <class T>
  static Pack<T> of(Pack<T> x) {
    return exp<T>(x);
  }
};
struct Log {
  template <class T>
  static Pack<T> of(Pack<T> x) {
    return log<T>(x);
  }
};
struct Log1p {
  template <class T>
  static Pack<T> of(Pack<T> x) {
    return log1p<T>(x);
  }
};
struct Tanh {
  template <class T>
  static Pack<T> of(Pack<T> x) {
    return tanh<T>(x);
  }
};
struct Sigmoid {
  template <class T>
  static Pack<T> of(Pack<T> x) {
    return sigmoid<T>(x);
  }
};
struct Softplus {
  template <class T>
  static Pack<T> of(Pack<T> x) {
    return softplus<T>(x);
  }
};

struct NormalCdf {  // lane by lane, as in Pow; erfc, because 1 + erf cancels in the left tail
  static float lane(float x) { return 0.5f * __builtin_erfcf(x * -0.70710678118654752f); }
  static double lane(double x) { return 0.5 * __builtin_erfc(x * -0.70710678118654752); }
  template <class T>
  static Pack<T> of(Pack<T> x) {
    for (Count i = 0; i < lanes<T>; ++i) x[i] = lane(x[i]);
    return x;
  }
};

struct Add {
  template <class T>
  static Pack<T> of(Pack<T> a, Pack<T> b) {
    return a + b;
  }
};
struct Sub {
  template <class T>
  static Pack<T> of(Pack<T> a, Pack<T> b) {
    return a - b;
  }
};
struct Mul {
  template <class T>
  static Pack<T> of(Pack<T> a, Pack<T> b) {
    return a * b;
  }
};
struct Div {
  template <class T>
  static Pack<T> of(Pack<T> a, Pack<T> b) {
    return a / b;
  }
};
struct Pow {  // one lane after the other: rare, and libm is right at every edge
  static float lane(float a, float b) { return __builtin_powf(a, b); }
  static double lane(double a, double b) { return __builtin_pow(a, b); }
  template <class T>
  static Pack<T> of(Pack<T> a, Pack<T> b) {
    for (Count i = 0; i < lanes<T>; ++i) a[i] = lane(a[i], b[i]);
    return a;
  }
};
struct Maximum {
  template <class T>
  static Pack<T> of(Pack<T> a, Pack<T> b) {
    return maximum<T>(a, b);
  }
};
struct Minimum {
  template <class T>
  static Pack<T> of(Pack<T> a, Pack<T> b) {
    return minimum<T>(a, b);
  }
};
struct Equal {
  template <class T>
  static Pack<T> of(Pack<T> a, Pack<T> b) {
    return choose<T>(a == b, broadcast<T>(1), broadcast<T>(0));
  }
};
struct Less {
  template <class T>
  static Pack<T> of(Pack<T> a, Pack<T> b) {
    return choose<T>(a < b, broadcast<T>(1), broadcast<T>(0));
  }
};
struct LessEqual {
  template <class T>
  static Pack<T> of(Pack<T> a, Pack<T> b) {
    return choose<T>(a <= b, broadcast<T>(1), broadcast<T>(0));
  }
};
struct WherePositive {
  template <class T>
  static Pack<T> of(Pack<T> a, Pack<T> x) {
    return choose<T>(x > 0, a, broadcast<T>(0));
  }
};
struct TanhGradient {  // not 1 - y^2, which loses the digits of 1 - y where y is close to 1
  template <class T>
  static Pack<T> of(Pack<T> g, Pack<T> y) {
    return g * ((T(1) - y) * (T(1) + y));
  }
};
struct SigmoidGradient {
  template <class T>
  static Pack<T> of(Pack<T> g, Pack<T> y) {
    return g * y * (T(1) - y);
  }
};

// The loops around them. The last, partial register goes through the same arithmetic.
template <class T, class F>
void map(const T* x, T* y, Count n) {
  Count i = 0;
  for (; i + lanes<T> <= n; i += lanes<T>) store<T>(y + i, F::template of<T>(load(x + i)));
  if (i < n) store_partial<T>(y + i, F::template of<T>(load_partial(x + i, n - i)), n - i);
}

template <class T, class F, bool repeat_a, bool repeat_b>
void zip_rows(const T* a, const T* b, T* y, Count n) {
  const Pack<T> a0 = broadcast(repeat_a ? *a : T(0)), b0 = broadcast(repeat_b ? *b : T(0));
  Count i = 0;
  for (; i + lanes<T> <= n; i += lanes<T>)
    store<T>(y + i, F::template of<T>(repeat_a ? a0 : load(a + i), repeat_b ? b0 : load(b + i)));
  if (i < n)
    store_partial<T>(y + i,
                     F::template of<T>(repeat_a ? a0 : load_partial(a + i, n - i),
                                       repeat_b ? b0 : load_partial(b + i, n - i)),
                     n - i);
}

template <class T, class F>
void zip(const T* a, Count a_stride, const T* b, Count b_stride, T* y, Count n) {
  if (n == 0) return;
  if (a_stride == 0 && b_stride == 0) return zip_rows<T, F, true, true>(a, b, y, n);
  if (a_stride == 0) return zip_rows<T, F, true, false>(a, b, y, n);
  if (b_stride == 0) return zip_rows<T, F, false, true>(a, b, y, n);
  zip_rows<T, F, false, false>(a, b, y, n);
}

template <class T>
struct LogProbAndScore {
  Pack<T> log_prob, score;
};

// log p(x) = l x - softplus(l), but with softplus(l) = max(l, 0) + log(1 + e^-|l|): for x = 1 and a
// large l the two l cancel exactly and the small remainder keeps its digits. The score, its
// derivative x - sigmoid(l), needs the same exponential.
// Not inlined: the compiler is free to fuse the product with the difference in one copy of the code
// and not in the next, and then bits would depend on where in a row a number stands.
template <class T>
[[gnu::noinline]] LogProbAndScore<T> bernoulli(Pack<T> logits, Pack<T> x) {
  const Pack<T> e = exp_within<T>(minus_abs<T>(logits));
  const Pack<T> larger_of_l_and_0 = logits > 0 ? logits : Pack<T>{};
  return {(logits * x - larger_of_l_and_0) - log1p_up_to_1<T>(e),
          x - (logits < 0 ? e : broadcast<T>(1)) / (T(1) + e)};
}

template <class T>
void bernoulli_log_prob(const T* logits, Count logits_stride, const T* x, Count x_stride, T* y,
                        T* score, Count n) {
  const auto read = [n](const T* row, Count stride, Count i) {
    if (stride == 0) return broadcast(*row);
    return i + lanes<T> <= n ? load(row + i) : load_partial(row + i, n - i);
  };
  const auto write = [n](Pack<T> v, T* row, Count i) {
    if (i + lanes<T> <= n) return store<T>(row + i, v);
    store_partial<T>(row + i, v, n - i);
  };
  for (Count i = 0; i < n; i += lanes<T>) {
    const LogProbAndScore<T> r = bernoulli<T>(read(logits, logits_stride, i), read(x, x_stride, i));
    write(r.log_prob, y, i);
    if (score) write(r.score, score, i);
  }
}

template <class T>
void select(const T* c, const T* a, const T* b, T* y, Count n) {
  Count i = 0;
  for (; i + lanes<T> <= n; i += lanes<T>)
    store<T>(y + i, choose<T>(load(c + i) != 0, load(a + i), load(b + i)));
  for (; i < n; ++i) y[i] = c[i] != 0 ? a[i] : b[i];
}

// Several registers at once, because an addition takes four cycles and two can start in each.
template <class T, class F>
T reduce(const T* x, Count n, T start) {
  constexpr Count registers = 4, block = registers * lanes<T>;
  Pack<T> total[registers];
  for (Pack<T>& t : total) t = broadcast(start);
  Count i = 0;
  for (; i + block <= n; i += block)
    for (Count r = 0; r < registers; ++r)
      total[r] = F::template of<T>(total[r], load(x + i + r * lanes<T>));
  for (Count r = 0; i < n; ++r, i += lanes<T>)
    total[r] = F::template of<T>(
        total[r], n - i >= lanes<T> ? load(x + i) : load_partial(x + i, n - i, start));
  const Pack<T> all = F::template of<T>(F::template of<T>(total[0], total[1]),
                                        F::template of<T>(total[2], total[3]));
  Pack<T> result = broadcast(start);
  for (Count lane = 0; lane < lanes<T>; ++lane)
    result = F::template of<T>(result, broadcast<T>(all[lane]));
  return result[0];
}

// The columns of `registers` registers are kept in them while all rows go by.
template <class T, class F, Count registers>
Count reduce_wide_columns(const T* x, Count rows, Count row_stride, T* y, Count n, Count i) {
  constexpr Count width = registers * lanes<T>;
  for (; i + width <= n; i += width) {
    Pack<T> total[registers];
    for (Count r = 0; r < registers; ++r) total[r] = load(x + i + r * lanes<T>);
    for (Count row = 1; row < rows; ++row)
      for (Count r = 0; r < registers; ++r)
        total[r] = F::template of<T>(total[r], load(x + row * row_stride + i + r * lanes<T>));
    for (Count r = 0; r < registers; ++r) store<T>(y + i + r * lanes<T>, total[r]);
  }
  return i;
}

template <class T, class F>
void reduce_columns(const T* x, Count rows, Count row_stride, T* y, Count n) {
  Count i = reduce_wide_columns<T, F, 4>(x, rows, row_stride, y, n, 0);
  i = reduce_wide_columns<T, F, 1>(x, rows, row_stride, y, n, i);
  if (i == n) return;
  Pack<T> total = load_partial(x + i, n - i);
  for (Count row = 1; row < rows; ++row)
    total = F::template of<T>(total, load_partial(x + row * row_stride + i, n - i));
  store_partial<T>(y + i, total, n - i);
}

template <class T>
T sum(const T* x, Count n) {
  return reduce<T, Add>(x, n, T(0));
}

template <class T>
T max(const T* x, Count n) {
  return reduce<T, Maximum>(x, n, x[0]);
}

// 0 times a number is 0, but NaN for an infinity or NaN, and NaN stays in the sum.
struct AddZeroTimes {
  template <class T>
  static Pack<T> of(Pack<T> total, Pack<T> x) {
    return total + 0 * x;
  }
};
template <class T>
T zero_if_finite(const T* x, Count n) {
  return reduce<T, AddZeroTimes>(x, n, T(0));
}

template <class T>
Kernels<T> table() {
  return {
      {map<T, Neg>, map<T, Abs>, map<T, Sign>, map<T, Sqrt>, map<T, Exp>, map<T, Log>,
       map<T, Log1p>, map<T, Tanh>, map<T, Sigmoid>, map<T, Softplus>, map<T, NormalCdf>},
      {zip<T, Add>, zip<T, Sub>, zip<T, Mul>, zip<T, Div>, zip<T, Pow>, zip<T, Maximum>,
       zip<T, Minimum>, zip<T, Equal>, zip<T, Less>, zip<T, LessEqual>, zip<T, WherePositive>,
       zip<T, TanhGradient>, zip<T, SigmoidGradient>},
      bernoulli_log_prob<T>,
      select<T>,
      sum<T>,
      max<T>,
      zero_if_finite<T>,
      reduce_columns<T, Add>,
      reduce_columns<T, Maximum>,
      uniform<T>,
      normal<T>,
      gemm_tile,
      gemm_shape<T>(),
  };
}

}  // namespace

const KernelTables& tables();
const KernelTables& tables() {
  static const KernelTables both = {table<float>(), table<double>()};
  return both;
}

}  // namespace gradus::GRADUS_ISA
