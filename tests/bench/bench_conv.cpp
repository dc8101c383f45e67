// Speed of convolutions: each layer of the convolutional VAE on 28 x 28 images, batch 128, forward
// and backward. Its whole training step, beside PyTorch's, is a model of bench_step (conv-b128).
//
// Times are medians. GFLOP/s count what the matrix products need, 2 in out kh kw for each pixel of
// the smaller image; so the time for everything that is not a product lowers them.
#include <fmt/format.h>

#include <string_view>
#include <utility>
#include <vector>

#include "bench/peers.h"
#include "nn/conv.h"
#include "tensor/isa.h"
#include "tensor/parallel.h"

namespace gradus {
namespace {

constexpr Size batch = 128;
constexpr int repeats = 60;
const ConvGeometry halving{.stride = 2, .padding = 1};

/// The median time of calls of work(), which says itself how long it took.
double median_seconds(const auto& work) {
  std::vector<double> samples;
  for (int i = 0; i < repeats; ++i) samples.push_back(work());
  return bench::median(std::move(samples));
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
      median_seconds([&] { return bench::seconds_of([&] { layer(Var<float>(images)); }); });
  const double backward = median_seconds([&] {
    Tape tape;
    const Var<float> x = first_layer ? Var<float>(images) : tape.watch(images);
    const Var<float> y = layer(x);
    return bench::seconds_of([&] { tape.gradients(y, cotangent); });
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

}  // namespace
}  // namespace gradus

int main() { gradus::bench_layers(); }
