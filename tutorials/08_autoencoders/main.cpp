// Chapter 8: autoencoders: what they keep, what they are good for, and why they cannot draw.
#include <fmt/format.h>

#include <bit>
#include <filesystem>

#include "nn/data.h"
#include "nn/layers.h"
#include "nn/loss.h"
#include "nn/optim.h"
#include "vae/digits.h"
#include "vae/pictures.h"

using namespace gradus;

/// Two networks, the second of which undoes the first.
template <class Encoder, class Decoder>
struct Autoencoder {
  Encoder encoder;
  Decoder decoder;

  /// |x - decoder(encoder(x))|^2, summed over the numbers of a row: [B, D] -> [B].
  template <class T>
  Var<T> error(const Tensor<T>& x) const {
    return nn::squared_error(decoder(encoder(Var<T>(x))), Var<T>(x));
  }
  void visit(auto&& f) {
    f("encoder", encoder);
    f("decoder", decoder);
  }
};

template <class Encoder, class Decoder>
Autoencoder(Encoder, Decoder) -> Autoencoder<Encoder, Decoder>;

auto digit_autoencoder(Size latent, Rng& rng) {
  const nn::Sequential encoder{nn::Linear{784, 128, rng}, nn::Relu{}, nn::Linear{128, latent, rng}};
  const nn::Sequential decoder{nn::Linear{latent, 128, rng}, nn::Relu{}, nn::Linear{128, 784, rng},
                               nn::Sigmoid{}};
  return Autoencoder{encoder, decoder};
}

void train(auto& model, const Tensor<float>& images, int epochs, Rng& rng) {
  nn::Adam adam{{.lr = 2e-3}};
  for (int epoch = 0; epoch < epochs; ++epoch)
    for (const auto& batch : nn::Batches{images, std::vector<Size>{}, 64, rng}) {
      Tape tape;
      adam.step(model, tape.gradients(mean(model.error(batch.images))));
    }
}

/// The squared distance of each row of a to the nearest row of b, on average.
double distance(const Tensor<float>& a, const Tensor<float>& b) {
  const Tensor<float> squares = sum(a * a, 1, Dims::keep) + sum(b * b, 1) -
                                2.0F * matmul(a, b.transpose());  // |a - b|^2, [n, m]
  return -mean(max(-squares, 1)).item();
}

/// The share of test images that a linear classifier gets right, trained on few labels.
double probe(const Tensor<float>& codes, const std::vector<Size>& labels, const Tensor<float>& test,
             const std::vector<Size>& truth) {
  Rng rng{4};
  nn::Linear classifier{codes.shape()[1], 10, rng};
  nn::Adam adam{{.lr = 1e-2}};
  for (int step = 0; step < 300; ++step) {
    Tape tape;
    adam.step(classifier, tape.gradients(mean(nn::cross_entropy(classifier(Var(codes)), labels))));
  }
  const std::vector<Size> guesses = argmax(classifier(Var(test)).value(), 1).to_vector();
  double right = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) right += guesses[i] == truth[i];
  return right / static_cast<double>(truth.size());
}

void linear_section() {
  const std::vector<double> variances{4, 2, 0.5, 0.3};
  std::vector<double> numbers;  // two points on each of four orthogonal axes
  for (const double side : {1.0, -1.0})
    for (unsigned i = 0; i < 4; ++i)
      for (unsigned j = 0; j < 4; ++j)  // a Hadamard matrix: +1 and -1
        numbers.push_back(side * std::sqrt(variances[i]) * (std::popcount(i & j) % 2 ? -1 : 1));
  const Tensor<double> x = Tensor<double>::from({8, 4}, numbers);
  fmt::print("1. Matrices as networks, data of variances 4, 2, 0.5, 0.3\n");
  for (const Size latent : {1, 2, 3}) {
    Rng rng{1};
    Autoencoder model{nn::Linear<double>{4, latent, rng}, nn::Linear<double>{latent, 4, rng}};
    nn::Adam<double> adam{{.lr = 0.01}};
    for (int step = 0; step < 2000; ++step) {
      Tape<double> tape;
      adam.step(model, tape.gradients(mean(model.error(x))));
    }
    double left_over = 0;
    for (std::size_t i = static_cast<std::size_t>(latent); i < 4; ++i) left_over += variances[i];
    fmt::print("  {} numbers: error {:.4f}, variances left out {:.4f}\n", latent,
               mean(model.error(x)).item(), left_over);  // -> 0.8000, variances left out 0.8000
  }
}

int main(int argc, char** argv) {
  if (argc > 1) return fmt::print(stderr, "{} takes no arguments\n", argv[0]), 2;
  linear_section();
  const vae::LabelledImages data = vae::digits(8000, Rng{1}), test = vae::digits(1000, Rng{2});
  const Tensor<float> mean_image = mean(data.images, 0, Dims::keep);
  const Tensor<float> away = test.images - mean_image;
  const double nothing = mean(sum(away * away, 1)).item();
  const Tensor<float> few = data.images.slice(0, 0, 100);
  const std::vector<Size> labels(data.labels.begin(), data.labels.begin() + 100);
  fmt::print("\n2. Digits; the error of the mean image is {:.1f} and counts as 100 %\n", nothing);
  fmt::print("   784 pixels: a linear probe with 100 labels gets {:.0f} % right\n",
             100 * probe(few, labels, test.images, test.labels));
  const std::filesystem::path folder = "runs/08_autoencoders";
  std::filesystem::create_directories(folder);
  for (const Size latent : {2, 8, 32}) {
    Rng rng{3};
    auto model = digit_autoencoder(latent, rng);
    train(model, data.images, 6, rng);
    const auto encode = [&](const Tensor<float>& x) { return model.encoder(Var(x)).value(); };
    const auto decode = [&](const Tensor<float>& z) { return model.decoder(Var(z)).value(); };
    const Tensor<float> codes = encode(data.images), centre = mean(codes, 0, Dims::keep);
    const Tensor<float> spread = sqrt(mean((codes - centre) * (codes - centre), 0, Dims::keep));
    const Tensor<float> random = decode(centre + spread * normal<float>({1000, latent}, rng));
    const Tensor<float> again = decode(encode(test.images));
    const double error = mean(model.error(test.images)).item();
    fmt::print("   {:2} numbers: error {:.0f} %, probe {:.0f} %, ", latent, 100 * error / nothing,
               100 * probe(encode(few), labels, encode(test.images), test.labels));
    fmt::print("squared distance of random codes {:.0f} %\n",
               100 * distance(random, data.images) / distance(again, data.images));
    if (latent != 32) continue;
    const auto first = [](const Tensor<float>& x) { return x.slice(0, 0, 10); };
    vae::write_png(
        folder / "digits.png",
        vae::grid(concat(std::vector{first(test.images), first(again), first(random)}, 0),
                  data.side, 10));
  }
}
