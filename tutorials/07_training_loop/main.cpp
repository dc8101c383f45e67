// Chapter 7: optimisers, schedules, and a training loop that can be stopped and resumed.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "nn/schedule.h"
#include "tutorials/07_training_loop/loop.h"
#include "tutorials/07_training_loop/optimisers.h"
#include "tutorials/support/mnist_option.h"
#include "vae/chart.h"
#include "vae/digits.h"

using namespace gradus;
using vae::LabelledImages;

const std::filesystem::path folder = "runs/07_training_loop";

void section_2() {
  fmt::print("\n2. Burda's eight stages\n");
  const nn::Schedule rate = nn::burda_stages(1e-3);
  std::int64_t done = 0;
  for (std::int64_t stage = 0, length = 1; stage < 8; ++stage, length *= 3) {
    const double first = 1e4 * rate(done), last = 1e4 * rate(done + length - 1);
    done += length;
    fmt::print("   stage {}: {:4} epochs, rate {:4.1f}e-4 to {:4.1f}e-4, {:4} epochs in all\n",
               stage, length, first, last, done);  // -> 1.0e-4, 3280 epochs in all
  }
}

void section_4(const LabelledImages& train, const LabelledImages& other) {
  fmt::print("\n4. Four optimisers, four passes: nats per image on the way, and on other images\n");
  const auto row = [&](const char* name, auto optimizer) {
    Rng rng{2};
    auto model = classifier(rng);
    fmt::print("   {:22}", name);
    for (int epoch = 0; epoch < 4; ++epoch)
      fmt::print(" {:5.2f}", train_epoch(model, optimizer, train, rng));
    const Score score = validate(model, other);
    fmt::print("   {:5.2f}, {:.1f} % right\n", score.loss, 100 * score.right);
  };
  row("gradient descent, 0.1", nn::Sgd<float>{{.lr = 0.1}});
  row("momentum 0.9, 0.02", nn::Sgd<float>{{.lr = 0.02, .momentum = 0.9}});
  row("RMSprop, 0.001", nn::RmsProp<float>{{.lr = 1e-3}});
  row("Adam, 0.001", nn::Adam<float>{{.lr = 1e-3}});
}

/// Few images, and every fifth label wrong: what can be learned by heart is nothing worth learning.
void section_5(const LabelledImages& other) {
  fmt::print("\n5. 200 images, a fifth of the labels wrong: nats per image\n");
  LabelledImages few = vae::digits(200, Rng{7});
  for (std::size_t i = 0; i < 200; i += 5) few.labels[i] = (few.labels[i] + 3) % 10;
  Rng rng{3};
  auto model = classifier(rng), best = model;
  nn::Adam<float> adam{{.lr = 1e-3}};
  std::vector<vae::Series> lines{{"learned from", {}, {}}, {"other", {}, {}}};
  double lowest = 1e9;
  for (int epoch = 1; epoch <= 200; ++epoch) {
    train_epoch(model, adam, few, rng);
    const double losses[] = {validate(model, few).loss, validate(model, other).loss};
    for (std::size_t i = 0; i < 2; ++i) {
      lines[i].x.push_back(epoch);
      lines[i].y.push_back(losses[i]);
    }
    if (epoch == 1 || epoch == 10 || epoch == 200)
      fmt::print("   pass {:3}: these {:.2f}, other images {:.2f}\n", epoch, losses[0], losses[1]);
    if (losses[1] >= lowest) continue;
    lowest = losses[1];
    best = model;  // a copy: it stays as it is
  }
  fmt::print("   the best of the 200 on other images: {:.2f}\n", validate(best, other).loss);
  std::ofstream(folder / "validation.svg") << vae::line_chart(
      "Learning by heart", "passes over 200 images", "cross-entropy (nats per image)", lines);
}

std::string bytes_of_weights(const Run& run) {
  nn::Checkpoint checkpoint;
  nn::put_model(checkpoint, run.model);
  return nn::encode(checkpoint);
}

/// Two passes, a stop, two more in a new Run from the file; `forget` spoils what was saved.
void section_6(const LabelledImages& data) {
  fmt::print(
      "\n6. Stopped after two passes and resumed: weights with the same bits as without a stop?\n");
  Run whole{Rng{5}};
  for (int epoch = 0; epoch < 4; ++epoch) whole.train(data);
  const auto row = [&](const char* name, const auto& forget) {
    Run first{Rng{5}}, second{Rng{6}};
    for (int epoch = 0; epoch < 2; ++epoch) first.train(data);
    nn::save(folder / "half.safetensors", to_checkpoint(first));
    restore(second, nn::load(folder / "half.safetensors"), "half.safetensors");
    forget(second);
    while (second.epoch < 4) second.train(data);
    const bool same = bytes_of_weights(second) == bytes_of_weights(whole);
    fmt::print("   {:36} {}\n", name, same);
  };
  row("everything is in the file", [](Run&) {});
  row("without the averages of Adam", [](Run& run) { run.adam.state.averages.clear(); });
  row("without Adam's count of steps", [](Run& run) { run.adam.state.steps = 0; });
  row("without the random stream", [](Run& run) { run.rng = Rng{6}; });
}

void on_mnist(const LabelledImages& train, const LabelledImages& test) {
  Rng rng{1};
  nn::Sequential model{nn::Linear{784, 256, rng}, nn::Relu{}, nn::Linear{256, 10, rng}};
  nn::Adam<float> adam;
  for (int epoch = 0; epoch < 8; ++epoch) {
    adam.options.lr = nn::cosine(2e-3, 8, 1e-4)(epoch);
    const double loss = train_epoch(model, adam, train, rng);
    const Score score = validate(model, test);
    fmt::print("   pass {}: {:.3f} nats on the way; test {:.3f}, {:.2f} % right\n", epoch + 1, loss,
               score.loss, 100 * score.right);
  }
}

int main(int argc, char** argv) try {
  const MnistOption option{argc, argv};
  std::filesystem::create_directories(folder);
  section_1(folder);
  section_2();
  const LabelledImages train = vae::digits(3000, Rng{8}), other = vae::digits(1000, Rng{9});
  section_3(train);
  section_4(train, other);
  section_5(other);
  section_6(other);
  if (option.full) {
    fmt::print("\n7. MNIST\n");
    on_mnist(option.read(vae::Split::train), option.read(vae::Split::test));
  }
} catch (const Error& e) {
  return fmt::print(stderr, "{}\n", e.what()), 2;
}
