// Chapter 5: one product of matrices, faster and faster, and what stands in the way each time.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "tensor/math.h"
#include "tutorials/05_matmul_ladder/ladder.h"
#include "vae/chart.h"

using namespace gradus;
using Matrix = Tensor<float>;

void odd_sizes(Ladder& ladder) {
  Rng rng{5};
  int equal = 0;
  for (int i = 0; i < 100; ++i) {
    const Index m = 1 + rng.below(40), n = 1 + rng.below(80), k = 1 + rng.below(300);
    const Matrix a = whole_numbers({m, k}, rng), b = whole_numbers({k, n}, rng);
    const std::vector<float> expected = matmul(a, b).to_vector();
    for (const auto& [name, step] : ladder.steps()) {
      Matrix c = Matrix::full({m, n}, -1);
      step({m, n, k, a.data(), b.data(), c.write()});
      equal += c.to_vector() == expected;
    }
  }
  fmt::print("100 products of odd sizes on 6 rungs: {} of 600 are the library's\n", equal);
}

/// The speed of each rung. Returns the points of those on one core, at their intensity.
vae::Series climb(Ladder& ladder, double peak_of_one, double peak_of_all) {
  constexpr Index rows = 192, n = 1024;
  Rng rng{1};
  const Matrix a = whole_numbers({rows, n}, rng), b = whole_numbers({n + 1, n}, rng);
  Matrix c = Matrix::zeros({rows + 1, n});
  float* const y = c.write();
  vae::Series points{"rungs 1 to 5", {}, {}};
  fmt::print("\n[192, 1024] x [1024, 1024]                         of the peak\n");
  const auto row = [&](const std::string& name, double gflops, bool all = false) {
    fmt::print("{:32} {:8.1f} GFLOP/s {:8.1f} %\n", name, gflops,
               100 * gflops / (all ? peak_of_all : peak_of_one));
  };
  for (const auto& [name, step] : ladder.steps()) {
    const Index m = name == "1 naive" ? 12 : rows;  // a few rows tell its speed
    const auto from = [&, &step = step](Index number) {
      return speed(m * n * n, [&] { step({m, n, n, a.data(), b.data() + number, y + number}); });
    };
    const double gflops = from(0);
    row(name, gflops, name == "6 threads");
    if (name == "3 blocked") row("3 blocked, 4 bytes further on", from(1));
    if (name == "6 threads") break;
    const bool room = name != "5 packed" && (points.y.empty() || gflops > 1.4 * points.y.back());
    points.x.push_back(2.0 * rows * n * n / (4 * (n * n + 2 * rows * n)));
    points.y.push_back(gflops);
    points.labels.push_back(room ? name : "");
  }
  const auto library = [&] { matmul(a, b.slice(0, 0, n)); };
  row("the library, all threads", speed(rows * n * n, library), true);
  const int all = threads();
  set_threads(1);
  row("the library, one thread", speed(rows * n * n, library));
  set_threads(all);
  return points;
}

/// All products of a training step of the layers 784-400-40 and 20-400-784, with 128 images.
void training_step() {
  Rng rng{2};
  struct Layer {
    Matrix x, w, g;  // input, weight, gradient of the output
  };
  std::vector<Layer> layers;
  for (const auto& [in, out] :
       {std::pair<Index, Index>{784, 400}, {400, 40}, {20, 400}, {400, 784}})
    layers.push_back({whole_numbers({128, in}, rng), whole_numbers({out, in}, rng),
                      whole_numbers({128, out}, rng)});
  Index forward = 0;
  for (const Layer& l : layers) forward += 128 * l.w.numel();
  const Index inputs = forward - 128 * layers[0].w.numel();
  fmt::print("\na training step, 784-400-40 and 20-400-784, 128 images\n");
  const auto row = [](const char* name, Index multiply_adds, const std::function<void()>& work) {
    const double gflops = speed(multiply_adds, work);
    fmt::print("{:24} {:12} multiply-adds {:9.2f} ms {:8.1f} GFLOP/s\n", name, multiply_adds,
               2e-6 * static_cast<double>(multiply_adds) / gflops, gflops);
  };
  const auto ys = [&] {
    for (const Layer& l : layers) matmul(l.x, l.w.transpose());
  };
  const auto dws = [&] {
    for (const Layer& l : layers) matmul(l.g.transpose(), l.x);
  };
  const auto dxs = [&] {
    for (std::size_t i = 1; i < layers.size(); ++i) matmul(layers[i].g, layers[i].w);
  };
  row("outputs   y = x W'", forward, ys);
  row("weights  dW = g' x", forward, dws);
  row("inputs   dx = g W", inputs, dxs);
  row("all of it", 2 * forward + inputs, [&] { ys(), dws(), dxs(); });
}

/// [batch, 784] x [784, 512] with weights that come from far away, beside the two limits.
void roofline(double fastest, const vae::Series& rungs) {
  const int all = threads();
  set_threads(1);
  Rng rng{3};
  std::vector<Matrix> weights;  // 512 MB of them, so that none is still in a cache
  for (int i = 0; i < 320; ++i) weights.push_back(whole_numbers({784, 512}, rng));
  std::size_t next = 0;
  const auto far = [&]() -> const Matrix& { return weights[++next % weights.size()]; };
  float sink = 0;
  const auto read = limits(isa()).read;
  const Index numbers = weights[0].numel();
  const double bandwidth =
      4e-9 * static_cast<double>(numbers) / seconds([&] { read(far().data(), numbers, &sink); });
  fmt::print("\none core: {:.1f} GFLOP/s, {:.1f} GB/s from far memory\n", fastest, bandwidth);
  fmt::print("batch  FLOP per byte                         limit\n");
  vae::Series roof{"the two limits", {}, {}}, batches{"batch 1 to 512", {}, {}};
  for (Index batch = 1; batch <= 512; batch *= 2) {
    const Matrix x = whole_numbers({batch, 784}, rng);
    const double intensity = static_cast<double>(2 * batch * 784 * 512) /
                             static_cast<double>(4 * (784 * 512 + batch * (784 + 512)));
    const double gflops = speed(batch * 784 * 512, [&] { matmul(x, far()); });
    const double limit = std::min(fastest, bandwidth * intensity);
    fmt::print("{:5} {:14.1f} {:12.1f} GFLOP/s {:8.1f} GFLOP/s\n", batch, intensity, gflops, limit);
    batches.x.push_back(intensity);
    batches.y.push_back(gflops);
  }
  for (const double x : {0.5, fastest / bandwidth, 256.0}) {
    roof.x.push_back(x);
    roof.y.push_back(std::min(fastest, bandwidth * x));
  }
  set_threads(all);
  std::filesystem::create_directories("runs/05_matmul_ladder");
  std::ofstream("runs/05_matmul_ladder/roofline.svg") << vae::line_chart(
      "The roofline of one core", "floating-point operations for each byte of A, B and C",
      "GFLOP/s", {roof, batches, rungs}, {.width = 860, .height = 520, .logarithmic = true});
}

int main(int argc, char**) {
  if (argc > 1) return fmt::print(stderr, "05_matmul_ladder takes no options\n"), 2;
  fmt::print("instruction set {}, {} threads\n\n", name(isa()), threads());
  Ladder ladder(1024);
  odd_sizes(ladder);
  const double one = peak(1);
  const vae::Series rungs = climb(ladder, one, peak(threads()));
  training_step();
  roofline(one, rungs);
}
