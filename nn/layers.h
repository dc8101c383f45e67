// What: layers: Linear, Gated, activations, Dropout, LayerNorm, and Sequential to join them.
// Why: a network is a function with parameters; a layer is a small one.
// Invariants: a layer is called like a function, x [B, in] -> [B, out], and changes nothing but the
//      stream of a Dropout. Weights are [out, in], as PyTorch keeps them, so they can travel.
// Read next: conv.h.
#pragma once

#include <tuple>

#include "nn/init.h"
#include "nn/parameter.h"

namespace gradus::nn {

/// x W' + b: x [B, in] -> [B, out]. Starts with Glorot's uniform weights and zero bias.
template <class T = float>
struct Linear {
  Parameter<T> weight, bias;  // [out, in], [out]

  Linear(Size in, Size out, Rng& rng)
      : weight(glorot_uniform<T>(in, out, rng)), bias(Tensor<T>::zeros({out})) {}
  Var<T> operator()(const Var<T>& x, Where where = {}) const {
    return linear(x, tracked(weight), tracked(bias), where);
  }
  void visit(auto&& f) {
    f("weight", weight);
    f("bias", bias);
  }
};

/// (x W' + b) sigmoid(x V' + c): each output opens or closes by itself (Dauphin et al. 2017).
/// x [B, in] -> [B, out]. Starts with He's normal weights and zero biases.
template <class T = float>
struct Gated {
  Linear<T> linear, gate;

  Gated(Size in, Size out, Rng& rng) : linear(in, out, rng), gate(in, out, rng) {
    linear.weight.value = he_normal<T>(in, out, rng);
    gate.weight.value = he_normal<T>(in, out, rng);
  }
  Var<T> operator()(const Var<T>& x, Where where = {}) const {
    return linear(x, where) * sigmoid(gate(x, where));
  }
  void visit(auto&& f) {
    f("linear", linear);
    f("gate", gate);
  }
};

// Activations, elementwise.
struct Relu {
  template <class T>
  Var<T> operator()(const Var<T>& x) const {
    return relu(x);
  }
};
struct LeakyRelu {
  double slope = 0.01;
  template <class T>
  Var<T> operator()(const Var<T>& x) const {
    return leaky_relu(x, static_cast<T>(slope));
  }
};
struct Elu {
  double alpha = 1;
  template <class T>
  Var<T> operator()(const Var<T>& x) const {
    return elu(x, static_cast<T>(alpha));
  }
};
struct Gelu {
  template <class T>
  Var<T> operator()(const Var<T>& x) const {
    return gelu(x);
  }
};
struct Softplus {
  template <class T>
  Var<T> operator()(const Var<T>& x) const {
    return softplus(x);
  }
};
struct Tanh {
  template <class T>
  Var<T> operator()(const Var<T>& x) const {
    return tanh(x);
  }
};
struct Sigmoid {
  template <class T>
  Var<T> operator()(const Var<T>& x) const {
    return sigmoid(x);
  }
};

/// Sets each number to 0 with the given probability and scales the others by 1 / (1 - probability),
/// so that the expectation stays (Srivastava et al. 2014). Only while a tape records: evaluation,
/// which has no tape, passes through.
class Dropout {
 public:
  /// Takes a stream of its own from rng. Throws UsageError unless 0 <= probability < 1.
  Dropout(double probability, Rng& rng)
      : probability_(probability), rng_(rng.split(rng.reserve(1))) {
    if (!(probability >= 0 && probability < 1))
      throw UsageError("Dropout: the probability must be at least 0 and below 1");
  }
  template <class T>
  Var<T> operator()(const Var<T>& x) const {
    if (!Tape<T>::active()) return x;
    const T keep = static_cast<T>(1 - probability_);
    return x * (bernoulli(Tensor<T>::full(x.shape(), keep), rng_) / Tensor<T>(keep));
  }
  void visit(auto&& f) { f("rng", rng_); }  // not trained, but saved with the model's checkpoint

 private:
  double probability_;
  mutable Rng rng_;
};

/// Each row shifted and scaled to mean 0 and variance 1 over its last axis, then to a learned mean
/// and scale (Ba, Kiros, Hinton 2016). x [..., n] -> [..., n]
template <class T = float>
struct LayerNorm {
  Parameter<T> weight, bias;  // [n], [n]
  T epsilon = T(1e-5);        // keeps a row of equal numbers finite

  explicit LayerNorm(Size n) : weight(Tensor<T>::ones({n})), bias(Tensor<T>::zeros({n})) {}
  Var<T> operator()(const Var<T>& x, Where where = {}) const {
    // Checked here, because a weight would also broadcast to a last axis of size 1.
    if (x.shape().rank() == 0 || x.shape()[-1] != weight.value.numel())
      throw ShapeError("LayerNorm: x " + x.shape().text() + " does not end in the size of weight " +
                           weight.value.shape().text(),
                       where);
    const Var<T> centred = sub(x, mean(x, -1, Dims::keep, where), where);
    const Var<T> variance = mean(square(centred), -1, Dims::keep);
    return mul(centred / sqrt(variance + epsilon), tracked(weight), where) + tracked(bias);
  }
  void visit(auto&& f) {
    f("weight", weight);
    f("bias", bias);
  }
};

/// Calls a layer, with the place of the outermost call if the layer can report it.
template <class L, class T>
Var<T> call(const L& layer, const Var<T>& x, Where where) {
  if constexpr (std::invocable<const L&, const Var<T>&, Where>)
    return layer(x, where);
  else
    return layer(x);
}

/// One layer after the other; parameters are called "0.weight", "0.bias", "2.weight"...
template <class... Layers>
class Sequential {
 public:
  explicit Sequential(Layers... layers) : layers_(std::move(layers)...) {}

  template <class T>
  requires(Layer<Layers, T>&&...) Var<T>
  operator()(Var<T> x, Where where = {}) const {
    std::apply([&](const auto&... layer) { ((x = call(layer, x, where)), ...); }, layers_);
    return x;
  }
  void visit(auto&& f) {
    std::size_t i = 0;
    std::apply([&](auto&... layer) { (f(std::to_string(i++), layer), ...); }, layers_);
  }
  /// Layer number I.
  template <std::size_t I>
  auto& layer() {
    return std::get<I>(layers_);
  }

 private:
  std::tuple<Layers...> layers_;
};

}  // namespace gradus::nn
