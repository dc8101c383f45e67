// Speed of convolutions: each layer of the convolutional VAE on 28 x 28 images, batch 128, forward
// and backward, and the whole training step.
//
//   bench_conv [--step]
//
// --step leaves the layers out, which is what a profile wants.
// Times are medians. GFLOP/s count what the matrix products need, 2 in out kh kw for each pixel of
// the smaller image; so the time for everything that is not a product lowers them.
// peers/torch_conv.py measures the same step with PyTorch.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string_view>
#include <vector>

#include "nn/conv.h"
#include "nn/layers.h"
#include "nn/optim.h"
#include "tensor/isa.h"
#include "tensor/parallel.h"
#include "vae/digits.h"
#include "vae/models.h"

namespace gradus {
namespace {

constexpr Size batch = 128;
constexpr int repeats = 60;
const ConvGeometry halving{.stride = 2, .padding = 1};

double seconds_of(const auto& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// The median time of calls of work(), which says itself how long it took.
double median_seconds(const auto& work) {
  std::vector<double> samples;
  for (int i = 0; i < repeats; ++i) samples.push_back(work());
  std::nth_element(samples.begin(), samples.begin() + repeats / 2, samples.end());
  return samples[repeats / 2];
}

/// A layer on images of x's shape; `products` are the multiply-adds of its forward pass. The
/// gradient of the images is left out for the first layer of a model.
template <class L>
void bench_layer(std::string_view name, const L& layer, const Shape& shape, double products,
                 bool first_layer = false) {
  Rng rng(3);
  const Tensor<float> images = normal<float>(shape, rng);
  const Tensor<float> cotangent = normal<float>(layer(Var<float>(images)).shape(), rng);
  const double forward =
      median_seconds([&] { return seconds_of([&] { layer(Var<float>(images)); }); });
  const double backward = median_seconds([&] {
    Tape tape;
    const Var<float> x = first_layer ? Var<float>(images) : tape.watch(images);
    const Var<float> y = layer(x);
    return seconds_of([&] { tape.gradients(y, cotangent); });
  });
  const double gflop = 2e-9 * products;
  fmt::print("{:<28}  {:6.2f} ms  {:6.1f}      {:6.2f} ms  {:6.1f}\n", name, 1e3 * forward,
             gflop / forward, 1e3 * backward, (first_layer ? 1 : 2) * gflop / backward);
}

void bench_layers() {
  fmt::print("{}, {} threads\n{:<28}  forward    GFLOP/s     backward   GFLOP/s\n", name(isa()),
             threads(), "layer");
  Rng rng(1);
  const double outer = 1.0 * batch * 14 * 14 * 32 * 16, inner = 1.0 * batch * 7 * 7 * 64 * 32 * 16;
  bench_layer("Conv2d 1-32, 28 x 28", nn::Conv2d{1, 32, 4, halving, rng}, {batch, 1, 28, 28}, outer,
              true);
  bench_layer("Conv2d 32-64, 14 x 14", nn::Conv2d{32, 64, 4, halving, rng}, {batch, 32, 14, 14},
              inner);
  bench_layer("ConvTranspose2d 64-32, 7 x 7", nn::ConvTranspose2d{64, 32, 4, halving, rng},
              {batch, 64, 7, 7}, inner);
  bench_layer("ConvTranspose2d 32-1, 14 x 14", nn::ConvTranspose2d{32, 1, 4, halving, rng},
              {batch, 32, 14, 14}, outer);
}

void bench_step() {
  Rng rng(1);
  nn::Sequential encoder{nn::Unflatten{{1, 28, 28}},
                         nn::Conv2d{1, 32, 4, halving, rng},
                         nn::Relu{},
                         nn::Conv2d{32, 64, 4, halving, rng},
                         nn::Relu{},
                         nn::Flatten{},
                         nn::Linear{64 * 7 * 7, 256, rng},
                         nn::Relu{},
                         nn::Linear{256, 2 * 16, rng}};
  nn::Sequential decoder{nn::Linear{16, 256, rng},
                         nn::Relu{},
                         nn::Linear{256, 64 * 7 * 7, rng},
                         nn::Relu{},
                         nn::Unflatten{{64, 7, 7}},
                         nn::ConvTranspose2d{64, 32, 4, halving, rng},
                         nn::Relu{},
                         nn::ConvTranspose2d{32, 1, 4, halving, rng},
                         nn::Flatten{}};
  vae::Vae model{encoder, decoder};
  nn::Adam adam{{.lr = 1e-3}};
  const Tensor<float> images = vae::digits(batch, Rng{2}).images;
  const double seconds = median_seconds([&] {
    return seconds_of([&] {
      Tape tape;
      adam.step(model, tape.gradients(-model.elbo(images, rng).mean()));
    });
  });
  fmt::print("training step of the whole model: {:.2f} ms\n", 1e3 * seconds);
}

}  // namespace
}  // namespace gradus

int main(int argc, char** argv) {
  const bool only_step = argc > 1 && std::string_view(argv[1]) == "--step";
  if (!only_step) gradus::bench_layers();
  gradus::bench_step();
}
