// What: a classifier, one pass over the data, its score on other data, and a run that can be saved.
// Why: every training program is these four things; chapters 8 to 16 only change the loss.
// Invariants: a Run is all that changes in training, so whoever saves it saves everything.
// Read next: ../../nn/checkpoint.h.
#pragma once

#include <fmt/format.h>

#include "nn/checkpoint.h"
#include "nn/data.h"
#include "nn/inspect.h"
#include "nn/layers.h"
#include "nn/loss.h"
#include "vae/data.h"

namespace gradus {

inline auto classifier(Rng& rng) {
  return nn::Sequential{nn::Linear{784, 128, rng}, nn::Relu{}, nn::Linear{128, 10, rng}};
}

/// One pass over the data. Returns the mean loss on the way, in nats per image.
double train_epoch(auto& model, auto& optimizer, const vae::LabelledImages& data, Rng& rng) {
  double total = 0;
  for (const nn::Batch<float>& batch : nn::Batches{data.images, data.labels, 64, rng}) {
    Tape tape;  // recording starts
    const Var<> loss = mean(nn::cross_entropy(model(Var<>(batch.images)), batch.labels));
    optimizer.step(model, tape.gradients(loss));
    total += loss.item() * static_cast<double>(batch.labels.size());
  }  // and ends
  return total / static_cast<double>(data.labels.size());
}

/// What a model scores on images it does not learn from: nats per image, and the share it gets
/// right. There is no tape, so nothing is recorded.
struct Score {
  double loss, right;
};
Score validate(const auto& model, const vae::LabelledImages& data) {
  const Var<> logits = model(Var<>(data.images));
  const std::vector<Size> guesses = argmax(logits.value(), 1).to_vector();
  double right = 0;
  for (std::size_t i = 0; i < guesses.size(); ++i) right += guesses[i] == data.labels[i];
  return {mean(nn::cross_entropy(logits, data.labels)).item(),
          right / static_cast<double>(guesses.size())};
}

inline void section_3(const vae::LabelledImages& data) {
  fmt::print("\n3. How far the gradient of a batch is from that of all {} images\n",
             data.labels.size());
  Rng rng{1};
  const auto model = classifier(rng);
  const auto gradient = [&](const nn::Batch<float>& batch) {
    Tape tape;
    const Var<> loss = mean(nn::cross_entropy(model(Var<>(batch.images)), batch.labels));
    const Gradients<float> gradients = tape.gradients(loss);
    std::vector<Tensor<float>> parts;
    nn::for_each_parameter(model, [&](const std::string&, const auto& parameter) {
      parts.push_back(gradients.find(parameter.identity)->reshape({-1}));
    });
    return concat(parts, 0);
  };
  const Tensor<float> whole = gradient({data.images, data.labels});
  for (const Size size : {1, 4, 16, 64, 256}) {
    const nn::Batches batches{data.images, data.labels, size, rng};
    double square = 0;
    for (Size i = 0; i < 8; ++i) square += std::pow(nn::norm(gradient(batches[i]) - whole), 2) / 8;
    fmt::print("   batches of {:3}: {:.1f} times its length\n", size,
               std::sqrt(square) / nn::norm(whole));
  }
}

/// Everything that changes while a run goes on.
struct Run {
  Rng rng;  // draws the first weights, then the order of the images
  decltype(classifier(rng)) model = classifier(rng);
  nn::Adam<float> adam{{.lr = 1e-3}};
  std::int64_t epoch = 0;

  void train(const vae::LabelledImages& data) {
    train_epoch(model, adam, data, rng);
    ++epoch;
  }
};

inline nn::Checkpoint to_checkpoint(const Run& run) {
  nn::Checkpoint checkpoint;
  nn::put_model(checkpoint, run.model, "model.");
  nn::put_optimizer(checkpoint, run.adam.state, "adam.");
  nn::put_rng(checkpoint, "rng", run.rng);
  checkpoint.metadata["epoch"] = std::to_string(run.epoch);
  return checkpoint;
}

inline void restore(Run& run, const nn::Checkpoint& checkpoint, const std::string& file) {
  nn::get_model(checkpoint, run.model, file, "model.");
  run.adam.state = nn::get_optimizer<float>(checkpoint, "adam.", file);
  run.rng = nn::get_rng(checkpoint, "rng", file);
  run.epoch = checkpoint.integer("epoch", file);
}

}  // namespace gradus
