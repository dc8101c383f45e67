#include "autograd/finite.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "autograd/tape.h"
#include "tensor/print.h"

namespace gradus {
namespace {

/// "2 of 6 numbers of its result [2, 3] are not finite, the first is nan at [0, 1]"
template <class T>
std::string finding(const std::string& what, const Tensor<T>& x) {
  const auto finite = [](T v) { return std::isfinite(v); };
  const std::vector<T> values = x.to_vector();
  const auto good = std::count_if(values.begin(), values.end(), finite);
  const auto first = std::find_if_not(values.begin(), values.end(), finite);
  return fmt::format("{} of {} numbers of {} {} are not finite, the first is {} at {}",
                     x.numel() - good, x.numel(), what, x.shape().text(), *first,
                     index_text(x.shape(), first - values.begin()));
}

}  // namespace

FiniteCheck::FiniteCheck(bool on) : outer_(std::exchange(on_, on)) { ++op_watchers; }

FiniteCheck::~FiniteCheck() {
  on_ = outer_;
  --op_watchers;
}

template <class T>
void check_finite(const char* op, const Tensor<T>& y, const std::vector<Var<T>>& inputs,
                  Where where) {
  if (all_finite(y)) return;
  std::string text = fmt::format("{}: {}", op, finding("its result", y));
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const Tensor<T>& x = inputs[i].value();
    text += fmt::format("; input {} {}: {}", i, x.shape().text(), range_text(x));
    if (!all_finite(x)) text += " before this op: look at the data and the parameters";
  }
  throw NotFinite(text, where);
}

template <class T>
void check_finite_gradient(const char* op, const Tensor<T>& gradient, const char* input,
                           Where input_where, const Tensor<T>& g, Where where) {
  if (all_finite(gradient)) return;
  throw NotFinite(
      fmt::format("{}, backward: after its rule, {} ({}, {}); its incoming gradient {}: "
                  "{}",
                  op, finding("the gradient of its input", gradient), input, input_where.text(),
                  g.shape().text(), range_text(g)),
      where);
}

template void check_finite(const char*, const Tensor<float>&, const std::vector<Var<float>>&,
                           Where);
template void check_finite(const char*, const Tensor<double>&, const std::vector<Var<double>>&,
                           Where);
template void check_finite_gradient(const char*, const Tensor<float>&, const char*, Where,
                                    const Tensor<float>&, Where);
template void check_finite_gradient(const char*, const Tensor<double>&, const char*, Where,
                                    const Tensor<double>&, Where);

}  // namespace gradus
