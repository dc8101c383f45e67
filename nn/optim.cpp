#include "nn/optim.h"

#include <cmath>

#include "nn/updates.h"
#include "tensor/parallel.h"
#include "tensor/per_isa.h"
#include "tensor/profile.h"

namespace gradus {

GRADUS_PER_ISA(const nn::UpdateTables&, update_tables)  // of updates_isa.cpp

namespace nn {
namespace {

template <class T>
const Updates<T>& updates();
template <>
const Updates<float>& updates() {
  return update_tables(isa()).of_float;
}
template <>
const Updates<double>& updates() {
  return update_tables(isa()).of_double;
}

/// The gradient as an update reads it: in a row, and of the parameter's shape.
template <class T>
Tensor<T> plain_gradient(const Tensor<T>& g, const Parameter<T>& parameter,
                         const std::string& path) {
  if (g.shape() != parameter.value.shape())
    throw Error("optimiser: gradient " + g.shape().text() + " for parameter " + path + " " +
                parameter.value.shape().text());
  return g.to_contiguous();
}

/// An average, zero before its first step.
template <class T>
T* started(Tensor<T>& average, const Parameter<T>& parameter, const std::string& path) {
  const Shape& shape = parameter.value.shape();
  if (average.numel() == 0) average = Tensor<T>::zeros(shape);
  if (average.shape() != shape)
    throw Error("optimiser: averages " + average.shape().text() + " for parameter " + path + " " +
                shape.text() + "; they are those of another model");
  return average.write();
}

/// An update that reads or writes `arrays` numbers for each parameter.
template <class T>
Work update_work(const Tensor<T>& g, int arrays) {
  return {.bytes = static_cast<double>(arrays * g.numel() * Size{sizeof(T)})};
}

/// Calls f(begin, n) for pieces of fixed size, on the threads.
template <class F>
void for_each_piece(Size n, const F& f) {
  constexpr Size piece = 4096;
  parallel_for((n + piece - 1) / piece,
               [&](Size task) { f(task * piece, std::min(piece, n - task * piece)); });
}

}  // namespace

template <class T>
void Sgd<T>::update(Parameter<T>& parameter, const Tensor<T>& g, const std::string& path) {
  const Timed timed("sgd", update_work(g, options.momentum == 0 ? 3 : 5));
  const SgdStep<T> step{static_cast<T>(options.lr), static_cast<T>(options.momentum),
                        options.nesterov};
  const Tensor<T> gradient = plain_gradient(g, parameter, path);
  T* const velocity =
      options.momentum == 0 ? nullptr : started(state.averages[path].first, parameter, path);
  T* const x = parameter.value.write();
  for_each_piece(gradient.numel(), [&](Size i, Size n) {
    updates<T>().sgd(step, gradient.data() + i, velocity ? velocity + i : nullptr, x + i, n);
  });
}

template <class T>
void RmsProp<T>::update(Parameter<T>& parameter, const Tensor<T>& g, const std::string& path) {
  const Timed timed("rms_prop", update_work(g, 5));
  const RmsPropStep<T> step{static_cast<T>(options.lr), static_cast<T>(options.decay),
                            static_cast<T>(1 - options.decay), static_cast<T>(options.epsilon)};
  const Tensor<T> gradient = plain_gradient(g, parameter, path);
  T* const square = started(state.averages[path].second, parameter, path);
  T* const x = parameter.value.write();
  for_each_piece(gradient.numel(), [&](Size i, Size n) {
    updates<T>().rms_prop(step, gradient.data() + i, square + i, x + i, n);
  });
}

template <class T>
void Adam<T>::update(Parameter<T>& parameter, const Tensor<T>& g, const std::string& path) {
  const Timed timed("adam", update_work(g, 7));
  const auto t = static_cast<double>(state.steps);
  const AdamStep<T> step{
      .shrink = static_cast<T>(1 - options.lr * options.weight_decay),
      .beta1 = static_cast<T>(options.beta1),
      .rest1 = static_cast<T>(1 - options.beta1),
      .beta2 = static_cast<T>(options.beta2),
      .rest2 = static_cast<T>(1 - options.beta2),
      .rate = static_cast<T>(options.lr / (1 - std::pow(options.beta1, t))),
      .scale = static_cast<T>(1 / std::sqrt(1 - std::pow(options.beta2, t))),
      .epsilon = static_cast<T>(options.epsilon),
  };
  const Tensor<T> gradient = plain_gradient(g, parameter, path);
  auto& averages = state.averages[path];
  T* const mean = started(averages.first, parameter, path);
  T* const square = started(averages.second, parameter, path);
  T* const x = parameter.value.write();
  for_each_piece(gradient.numel(), [&](Size i, Size n) {
    updates<T>().adam(step, gradient.data() + i, mean + i, square + i, x + i, n);
  });
}

template struct Sgd<float>;
template struct Sgd<double>;
template struct RmsProp<float>;
template struct RmsProp<double>;
template struct Adam<float>;
template struct Adam<double>;

}  // namespace nn
}  // namespace gradus
