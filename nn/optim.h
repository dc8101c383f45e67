// What: Sgd, RmsProp, Adam and AdamW, and gradient clipping.
// Why: an optimiser turns a gradient into a step; each one is a different guess about how far the
//      gradient can be trusted.
// Invariants: an optimiser keeps only its own averages and is handed the model each time. One pass
//      over a parameter reads and writes every number once, in place if nobody else sees it. A
//      parameter without a gradient is left alone.
// Read next: inspect.h.
#pragma once

#include <cmath>
#include <map>

#include "nn/parameter.h"

namespace gradus::nn {

/// What an optimiser remembers between steps; saved in checkpoints.
template <class T>
struct OptimizerState {
  struct Averages {
    Tensor<T> first, second;  // of the gradient and of its square; empty where not used
  };
  std::int64_t steps = 0;
  std::map<std::string, Averages> averages;  // by the path of the parameter
};

struct SgdOptions {
  double lr = 1e-2;
  double momentum = 0;
  bool nesterov = false;
};

/// v = momentum v + g; step -lr v (Polyak 1964), or -lr (g + momentum v) with Nesterov's
/// correction (Sutskever, Martens, Dahl, Hinton 2013).
template <class T = float>
struct Sgd {
  SgdOptions options;
  OptimizerState<T> state;
  explicit Sgd(SgdOptions chosen = {}) : options(chosen) {}

  void update(Parameter<T>& parameter, const Tensor<T>& g, const std::string& path);
  void step(Model auto& model, const Gradients<T>& gradients);
};

struct RmsPropOptions {
  double lr = 1e-3;
  double decay = 0.99;
  double epsilon = 1e-8;
};

/// s = decay s + (1 - decay) g^2; step -lr g / (sqrt(s) + epsilon) (Tieleman, Hinton 2012).
template <class T = float>
struct RmsProp {
  RmsPropOptions options;
  OptimizerState<T> state;
  explicit RmsProp(RmsPropOptions chosen = {}) : options(chosen) {}

  void update(Parameter<T>& parameter, const Tensor<T>& g, const std::string& path);
  void step(Model auto& model, const Gradients<T>& gradients);
};

struct AdamOptions {
  double lr = 1e-3;
  double beta1 = 0.9, beta2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 0;  ///< besides the step, parameter -= lr weight_decay parameter
};

/// m = beta1 m + (1 - beta1) g, s = beta2 s + (1 - beta2) g^2, both corrected for their start at 0
/// by 1 / (1 - beta^t); step -lr m / (sqrt(s) + epsilon) (Kingma, Ba 2015, algorithm 1). Weight
/// decay is that of AdamW, kept apart from the gradient (Loshchilov, Hutter 2019).
template <class T = float>
struct Adam {
  AdamOptions options;
  OptimizerState<T> state;
  explicit Adam(AdamOptions chosen = {}) : options(chosen) {}

  void update(Parameter<T>& parameter, const Tensor<T>& g, const std::string& path);
  void step(Model auto& model, const Gradients<T>& gradients);
};

/// Those of Adam, except that weights decay unless told otherwise.
struct AdamWOptions {
  double lr = 1e-3;
  double beta1 = 0.9, beta2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 1e-2;
};

template <class T = float>
struct AdamW : Adam<T> {
  explicit AdamW(AdamWOptions chosen = {})
      : Adam<T>(AdamOptions{chosen.lr, chosen.beta1, chosen.beta2, chosen.epsilon,
                            chosen.weight_decay}) {}
};

/// Updates every parameter of the model that has a gradient.
template <class Optimizer, class T>
void step_all(Optimizer& optimizer, Model auto& model, const Gradients<T>& gradients) {
  ++optimizer.state.steps;
  for_each_parameter(model, [&](const std::string& path, Parameter<T>& parameter) {
    if (const Tensor<T>* const g = gradients.find(parameter.identity))
      optimizer.update(parameter, *g, path);
  });
}
template <class T>
void Sgd<T>::step(Model auto& model, const Gradients<T>& gradients) {
  step_all(*this, model, gradients);
}
template <class T>
void RmsProp<T>::step(Model auto& model, const Gradients<T>& gradients) {
  step_all(*this, model, gradients);
}
template <class T>
void Adam<T>::step(Model auto& model, const Gradients<T>& gradients) {
  step_all(*this, model, gradients);
}

/// The length of all gradients of a model, as one vector.
template <class T>
double gradient_norm(const Model auto& model, const Gradients<T>& gradients) {
  double squares = 0;
  for_each_parameter(model, [&](const std::string&, const Parameter<T>& parameter) {
    if (const Tensor<T>* const g = gradients.find(parameter.identity))
      squares += static_cast<double>(sum(*g * *g).item());
  });
  return std::sqrt(squares);
}

/// Scales the gradients down to the length `limit` if they are longer (Pascanu, Mikolov, Bengio
/// 2013). Returns the length before.
template <class T>
double clip_by_norm(const Model auto& model, Gradients<T>& gradients, double limit) {
  const double norm = gradient_norm(model, gradients);
  if (norm > limit) gradients.scale(static_cast<T>(limit / norm));
  return norm;
}

extern template struct Sgd<float>;
extern template struct Sgd<double>;
extern template struct RmsProp<float>;
extern template struct RmsProp<double>;
extern template struct Adam<float>;
extern template struct Adam<double>;

}  // namespace gradus::nn
