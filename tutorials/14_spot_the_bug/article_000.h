// What: the program of article 000 (TensorFlow, a VAE of layers with two codes), in our words.
// Why: the first boss level. It is wrong wherever the article is wrong.
// Invariants: line for line and name for name. What C++ or the library refuses stands behind
//      "refused:" as the article has it, and below it the nearest thing that runs.
// Read next: article_001.h.
#pragma once

#include <utility>

#include "nn/data.h"
#include "nn/layers.h"
#include "nn/optim.h"

namespace article_000 {

using namespace gradus;

struct Generator {
  nn::Linear<float> dense1, dense2;

  // Keras chooses the number of inputs when it sees the first of them.
  Generator(Size inputs, Rng& rng) : dense1(inputs, 128, rng), dense2(128, 784, rng) {}
  Var<float> operator()(const Var<float>& inputs) const {
    const Var<float> x = relu(dense1(inputs));
    return sigmoid(dense2(x));
  }
  void visit(auto&& f) {
    f("dense1", dense1);
    f("dense2", dense2);
  }
};

struct Encoder {
  nn::Linear<float> dense1, dense2, dense3;

  Encoder(Size inputs, Rng& rng)
      : dense1(inputs, 128, rng), dense2(128, 64, rng), dense3(64, 2, rng) {}
  std::pair<Var<float>, Var<float>> operator()(const Var<float>& inputs) const {
    const Var<float> x = relu(dense2(relu(dense1(inputs))));
    const Var<float> z_mean = sigmoid(dense3(x));
    return {z_mean, z_mean};
  }
  void visit(auto&& f) {
    f("dense1", dense1);
    f("dense2", dense2);
    f("dense3", dense3);
  }
};

struct Program {
  Generator generator;
  Encoder encoder;
  nn::Adam<float> generator_optimizer{{.lr = 0.001}}, encoder_optimizer{{.lr = 0.001}};

  /// An image is [28, 28] in the article, so inputs = 28. With 784 it is [784], and the rest runs.
  Program(Size inputs, Rng& rng) : generator(4, rng), encoder(inputs, rng) {}

  static Var<float> code(const Var<float>& z_mean, const Var<float>& z_log_variance) {
    // Each step makes a layers.Concatenate() and a layers.Lambda() for this line.
    // refused: t * layers.epsilon(); this is backend.epsilon()
    const float epsilon = 1e-7F;
    return concat(std::vector{z_mean, z_log_variance}, -1) * epsilon;
  }

  template <class Model>
  Tensor<float> train_step(const Model& model, Generator& g, Encoder& e, const Tensor<float>& x,
                           const Var<float>& z_mean, const Var<float>& z_log_variance) {
    (void)model;
    Tape tape;
    const Var<float> z = code(z_mean, z_log_variance);
    const Var<float> x_reconstructed = g(z);
    const Var<float> x_reconstructed_loss = mean(square(x_reconstructed - Var<float>(x)));
    const Var<float> kl_loss =
        -0.5F * sum(1.0F + z_log_variance - square(z_mean) - exp(z_log_variance), 1);
    const Var<float> loss = x_reconstructed_loss + kl_loss;
    // refused: tape.gradients(loss), because a loss is one number; TensorFlow adds up all of them
    const Gradients<float> gradients = tape.gradients(loss, Tensor<float>::ones(loss.shape()));
    // refused: zip(*gradients), because a gradient is asked for by its parameter
    generator_optimizer.step(g, gradients);
    encoder_optimizer.step(e, gradients);
    return loss.value();
  }

  /// Before it, (x_train, _), (x_test, _) = mnist.load_data(), both divided by 255.0, as float64.
  /// refused: mnist.train_dataset(); epochs is not defined either
  Tensor<float> train(const Tensor<float>& x_train, int epochs, Rng& rng) {
    Tensor<float> loss;
    for (int epoch = 0; epoch < epochs; ++epoch)
      for (const auto& batch : nn::Batches{x_train, std::vector<Size>{}, 64, rng}) {
        const auto [z_mean, z_log_variance] = encoder(Var<float>(batch.images));
        // refused: train_step(generator, encoder, ...), one argument too few
        loss = train_step(*this, generator, encoder, batch.images, z_mean, z_log_variance);
      }
    return loss;
  }

  Tensor<float> reconstruct(const Tensor<float>& x) const {
    const auto [z_mean, z_log_variance] = encoder(Var<float>(x));
    return generator(code(z_mean, z_log_variance)).value();
  }
};

}  // namespace article_000
