// What: sections 4 to 6 of the program: losses at the edge of float, what a network scores before
//       it has learned anything, and what a sigmoid too many costs.
// Why: a loss that is infinite stops a run; a loss that is merely wrong does not.
// Invariants: losses are in nats; per image they are sums over the pixels.
// Read next: ../../nn/loss.h.
#pragma once

#include <fmt/format.h>

#include <cmath>

#include "nn/init.h"
#include "nn/loss.h"
#include "vae/data.h"

namespace gradus {

// Three ways to write -log p(x = 0) for p(x = 1) = sigmoid(logit).
inline Var<> from_probability(const Var<>& logit) { return -log(1.0F - sigmoid(logit)); }
inline Var<> from_clamped(const Var<>& logit) {
  return -log(1.0F - clamp(sigmoid(logit), 1e-7F, 1 - 1e-7F));
}
inline Var<> from_logit(const Var<>& logit) { return -bernoulli_log_prob(logit, Var<>(0.0F)); }

inline void section_4() {
  fmt::print("\n4. The loss of a black pixel, and its slope, in float\n");
  fmt::print("   logit    from probability            clamped         from logit\n");
  const auto text = [](float x) { return std::isnan(x) ? "nan" : fmt::format("{:.4g}", x); };
  for (const float logit : {1.0F, 10.0F, 15.0F, 20.0F, 1000.0F}) {
    fmt::print("   {:5}", logit);
    for (const auto loss : {from_probability, from_clamped, from_logit}) {
      Tape tape;
      const Var<> x = tape.watch(Tensor<float>(logit)), y = loss(x);
      fmt::print(" {:>10} {:>7}", text(y.item()), text(tape.gradients(y)[x].item()));
    }
    fmt::print("\n");
  }
}

inline void section_5() {
  fmt::print("\n5. Nothing learned yet: all logits 0, nats\n");
  const Var<> x(Tensor<float>::zeros({32, 784}));  // the pixels do not matter: log 2 for each
  const Var<> per_image = -nn::bernoulli_log_prob_per_row(x, x);
  const float per_number = mean(per_image).item() / 784;
  fmt::print("   a batch of 32 images {:.1f}, an image {:.2f}, a pixel {:.4f}\n",
             sum(per_image).item(), mean(per_image).item(), per_number);  // -> 543.43
  const Var<> classes = nn::cross_entropy(Var<>(Tensor<float>::zeros({1, 10})), {3});
  fmt::print("   one class of ten {:.4f}\n", classes.item());  // -> 2.3026
}

/// What no network can get below at a pixel of grey value x, if one sigmoid stands before the loss.
inline double floor_once(double x) {
  return x <= 0 || x >= 1 ? 0 : -x * std::log(x) - (1 - x) * std::log(1 - x);
}
/// The same if two do: the logit of the loss is a probability, so it is between 0 and 1.
inline double floor_twice(double x) {
  const auto loss = [x](double logit) { return std::log1p(std::exp(logit)) - x * logit; };
  if (x <= 0.5) return loss(0);
  return x >= 1 / (1 + std::exp(-1.0)) ? loss(1) : floor_once(x);
}

/// The loss per image of the best network there could be: every pixel of every image has a logit of
/// its own, and 400 steps of gradient descent adapt it.
template <class Loss>
double descend(const Tensor<float>& images, float rate, const Loss& loss) {
  Tensor<float> logits = Tensor<float>::zeros(images.shape());
  for (int step = 0; step < 400; ++step) {
    Tape tape;
    const Var<> free = tape.watch(logits);
    logits = logits - rate * tape.gradients(sum(loss(free)))[free].value();
  }
  return mean(loss(Var<>(logits))).item();
}

inline void section_6(const vae::LabelledImages& data) {
  const Tensor<float>& images = data.images;
  const auto score = [](const Var<>& logits, const Tensor<float>& x) {
    return -nn::bernoulli_log_prob_per_row(logits, Var<>(x));
  };
  fmt::print("\n6. {} images: nats per image, and per pixel\n", images.shape()[0]);
  const auto line = [](const char* name, double per_image) {
    fmt::print("   {:43} {:7.2f} {:8.4f}\n", name, per_image, per_image / 784);
  };
  line("all logits 0", mean(score(Var<>(Tensor<float>::zeros(images.shape())), images)).item());
  const Tensor<float> bias = nn::logits_of_mean(images);
  line("the mean image, as a bias",
       mean(score(Var<>(bias.broadcast_to(images.shape())), images)).item());
  const auto floor = [](const Tensor<float>& x, const auto& of_pixel) {
    double total = 0;
    for (const float grey : x.to_vector()) total += of_pixel(grey);
    return total / static_cast<double>(x.shape()[0]);
  };
  line("a perfect network", floor(images, floor_once));
  line("a perfect network behind two sigmoids", floor(images, floor_twice));
  const Tensor<float> few = images.slice(0, 0, 100);
  const auto once = [&](const Var<>& logits) { return score(logits, few); };
  const auto twice = [&](const Var<>& logits) { return score(sigmoid(logits), few); };
  fmt::print("   100 of them, by 400 steps of gradient descent\n");
  line("with one sigmoid, cannot fall below", floor(few, floor_once));
  line("                  falls to", descend(few, 4, once));
  line("with two sigmoids, starts at",
       mean(twice(Var<>(Tensor<float>::zeros(few.shape())))).item());
  line("                   cannot fall below", floor(few, floor_twice));
  line("                   falls to", descend(few, 50, twice));
  for (const int classes : {4, 10})
    fmt::print("   {} classes, right and certain, behind two softmaxes {:.4f}\n", classes,
               std::log(1 + (classes - 1) / std::exp(1.0)));  // -> 1.4612
}

}  // namespace gradus
