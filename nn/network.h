// What: Network, layers in a row that are chosen at run time, and mlp, which makes the usual one.
// Why: a program that reads its architecture from options cannot write it as a type, as Sequential
//      does.
// Invariants: named like the Sequential of the same layers: "0.weight", "2.weight"...
// Read next: loss.h.
#pragma once

#include <type_traits>
#include <variant>
#include <vector>

#include "nn/conv.h"
#include "nn/layers.h"

namespace gradus::nn {

template <class T = float>
using AnyLayer = std::variant<Linear<T>, Gated<T>, Conv2d<T>, ConvTranspose2d<T>, MaxPool2d,
                              AvgPool2d, Flatten, Unflatten, Relu, Tanh, Elu, Gelu, Softplus>;

template <class T = float>
class Network {
 public:
  using Scalar = T;

  explicit Network(std::vector<AnyLayer<T>> layers = {}) : layers_(std::move(layers)) {}

  void add(AnyLayer<T> layer) { layers_.push_back(std::move(layer)); }
  const std::vector<AnyLayer<T>>& layers() const { return layers_; }

  Var<T> operator()(Var<T> x, Where where = {}) const {
    for (const AnyLayer<T>& layer : layers_)
      x = std::visit([&](const auto& l) { return call(l, x, where); }, layer);
    return x;
  }
  void visit(auto&& f) {
    for (std::size_t i = 0; i < layers_.size(); ++i)
      std::visit([&](auto& layer) { f(std::to_string(i), layer); }, layers_[i]);
  }

  /// The bias that is added last: what the output is before anything has been learned. Throws
  /// UsageError if no layer has one.
  Parameter<T>& last_bias() {
    for (std::size_t i = layers_.size(); i-- > 0;)
      if (Parameter<T>* const bias = std::visit(
              [](auto& layer) -> Parameter<T>* {
                if constexpr (requires { layer.bias; })
                  return &layer.bias;
                else
                  return nullptr;
              },
              layers_[i]))
        return *bias;
    throw UsageError("Network: no layer has a bias");
  }

 private:
  std::vector<AnyLayer<T>> layers_;
};

/// Linear layers with `activation` between them. sizes: in, hidden..., out; throws UsageError
/// unless there are at least two.
template <class T = float>
Network<T> mlp(const std::vector<Size>& sizes, const std::type_identity_t<AnyLayer<T>>& activation,
               Rng& rng) {
  if (sizes.size() < 2) throw UsageError("mlp: at least two sizes are needed, in and out");
  Network<T> network;
  for (std::size_t i = 0; i + 1 < sizes.size(); ++i) {
    if (i > 0) network.add(activation);
    network.add(Linear<T>(sizes[i], sizes[i + 1], rng));
  }
  return network;
}

}  // namespace gradus::nn
