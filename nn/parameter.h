// What: Parameter, a tensor that is trained; visit, by which a model names its members; and the
//       functions that walk over them.
// Why: optimisers, checkpoints and summaries need every parameter and its name, and nothing else
//      of a model. No registration, no base class: a model is a struct with one method.
// Invariants: nothing keeps a pointer into a model, so models are copied and moved like numbers; a
//      copied model trains alone. The order of visiting is the order of declaration.
// Read next: layers.h.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

#include "autograd/ops.h"

namespace gradus::nn {

template <class T = float>
struct Parameter {
  Tensor<T> value;
  Identity identity;  // by which a tape knows it again

  Parameter() = default;
  explicit Parameter(Tensor<T> initial) : value(std::move(initial)) {}
};

template <class>
inline constexpr bool is_parameter = false;
template <class T>
inline constexpr bool is_parameter<Parameter<T>> = true;

/// Anything with visit(f), which calls f(name, member) for each Parameter or part of the model:
///     void visit(auto&& f) { f("weight", weight); f("bias", bias); }
template <class M>
concept Model = requires(std::remove_const_t<M>& model) {
  model.visit([](std::string_view, auto&) {});
};

/// A layer maps one Var to one Var, and may be a Model as well.
template <class L, class T = float>
concept Layer = requires(const L& layer, const Var<T>& x) {
  { layer(x) } -> std::convertible_to<Var<T>>;
};

/// Calls f(path, member) for everything a model consists of that has no visit of its own: its
/// Parameters, and whatever else its members name, such as the Rng of a Dropout. Paths look like
/// "encoder.0.weight".
template <class M, class F>
void for_each_leaf(M& model, const F& f, const std::string& path = "") {
  if constexpr (Model<M>) {
    // visit() has no const form, so that a model need not write it twice. For a const model the
    // members are handed on as const.
    const_cast<std::remove_const_t<M>&>(model).visit([&](std::string_view name, auto& member) {
      using Member = std::remove_reference_t<decltype(member)>;
      using Passed = std::conditional_t<std::is_const_v<M>, const Member, Member>;
      const std::string full = path.empty() ? std::string(name) : path + "." + std::string(name);
      for_each_leaf(static_cast<Passed&>(member), f, full);
    });
  } else {
    f(path, model);
  }
}

/// Calls f(path, parameter) for each Parameter.
template <class M, class F>
void for_each_parameter(M& model, const F& f) {
  for_each_leaf(model, [&f](const std::string& path, auto& leaf) {
    if constexpr (is_parameter<std::remove_cvref_t<decltype(leaf)>>) f(path, leaf);
  });
}

/// The number of trained numbers.
template <class M>
Size parameter_count(const M& model) {
  Size count = 0;
  for_each_parameter(model, [&](const std::string&, const auto& p) { count += p.value.numel(); });
  return count;
}

/// The parameter as an operand: a leaf of the active tape, or a constant if nothing records.
template <class T>
Var<T> tracked(const Parameter<T>& parameter) {
  Tape<T>* const tape = Tape<T>::active();
  return tape ? tape->watch(parameter.identity, parameter.value) : Var<T>(parameter.value);
}

}  // namespace gradus::nn
