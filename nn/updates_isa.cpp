// Compiled once per instruction set; see tensor/simd.h for what that forbids.
#include "nn/updates.h"
#include "tensor/simd_math.h"

namespace gradus::GRADUS_ISA {
namespace {

using Count = std::int64_t;

// The last, partial register goes through the same arithmetic as the others.
template <class T>
Pack<T> get(const T* p, Count n) {
  return n == lanes<T> ? load(p) : load_partial(p, n);
}
template <class T>
void put(T* p, Pack<T> v, Count n) {
  n == lanes<T> ? store<T>(p, v) : store_partial<T>(p, v, n);
}

/// A gradient whose square is a finite number. A larger one would make the average of squares
/// infinite, and the parameter would never move again; so it counts as the largest there is. NaN
/// stays.
template <class T>
Pack<T> squarable(Pack<T> g) {
  constexpr T limit = sizeof(T) == 4 ? T(0x1p63) : T(0x1p511);
  g = g > limit ? limit + Pack<T>{} : g;
  return g < -limit ? -limit + Pack<T>{} : g;
}

/// A decaying average, or 0 when nothing has been added for so long that it is next to nothing. The
/// weights of a pixel that is nearly always white get no gradient for thousands of steps; their
/// averages would shrink into the subnormal numbers, with which x86 computes a hundred times slower
/// (all of Adam became half as fast on MNIST). What is dropped is far below what moves a parameter.
/// NaN stays.
template <class T>
Pack<T> settled(Pack<T> average) {
  // lr times what is kept is still a normal number, and its root far below any epsilon.
  constexpr T limit = sizeof(T) == 4 ? T(0x1p-110) : T(0x1p-1000);
  return ((average > -limit) & (average < limit)) ? Pack<T>{} : average;
}

/// Calls f(i, count) for each register's worth of n numbers; count is lanes<T>, at the end less.
template <class T, class F>
[[gnu::always_inline]] inline void for_each_register(Count n, const F& f) {
  Count i = 0;
  for (; i + lanes<T> <= n; i += lanes<T>) f(i, lanes<T>);
  if (i < n) f(i, n - i);
}

template <class T>
void sgd(const nn::SgdStep<T>& step, const T* g, T* velocity, T* x, Count n) {
  for_each_register<T>(n, [&](Count i, Count count) {
    const Pack<T> gradient = get(g + i, count);
    Pack<T> direction = gradient;
    if (velocity) {
      const Pack<T> v = settled<T>(step.momentum * get(velocity + i, count) + gradient);
      put<T>(velocity + i, v, count);
      direction = step.nesterov ? gradient + step.momentum * v : v;
    }
    put<T>(x + i, get(x + i, count) - step.lr * direction, count);
  });
}

template <class T>
void rms_prop(const nn::RmsPropStep<T>& step, const T* g, T* square, T* x, Count n) {
  for_each_register<T>(n, [&](Count i, Count count) {
    const Pack<T> gradient = squarable<T>(get(g + i, count));
    const Pack<T> s =
        settled<T>(step.decay * get(square + i, count) + step.rest * gradient * gradient);
    put<T>(square + i, s, count);
    put<T>(x + i, get(x + i, count) - step.lr * gradient / (sqrt<T>(s) + step.epsilon), count);
  });
}

template <class T>
void adam(const nn::AdamStep<T>& step, const T* g, T* mean, T* square, T* x, Count n) {
  for_each_register<T>(n, [&](Count i, Count count) {
    const Pack<T> gradient = squarable<T>(get(g + i, count));
    const Pack<T> m = settled<T>(step.beta1 * get(mean + i, count) + step.rest1 * gradient);
    const Pack<T> s =
        settled<T>(step.beta2 * get(square + i, count) + step.rest2 * gradient * gradient);
    put<T>(mean + i, m, count);
    put<T>(square + i, s, count);
    const Pack<T> change = step.rate * m / (step.scale * sqrt<T>(s) + step.epsilon);
    put<T>(x + i, step.shrink * get(x + i, count) - change, count);
  });
}

template <class T>
nn::Updates<T> table() {
  return {sgd<T>, rms_prop<T>, adam<T>};
}

}  // namespace

const nn::UpdateTables& update_tables();
const nn::UpdateTables& update_tables() {
  static const nn::UpdateTables both = {table<float>(), table<double>()};
  return both;
}

}  // namespace gradus::GRADUS_ISA
