// What a tape costs: chains of 1,000 ops on tensors so small that arithmetic takes no time,
// recorded on a new tape and swept, on one thread.
//
//   bench_tape [--plain]
//
// Prints the median nanoseconds per op: forward, backward, both. With --plain the ops run without
// a tape. The peer is peers/torch_tape.py.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "autograd/compiled_ops.h"
#include "tensor/isa.h"
#include "tensor/parallel.h"

namespace gradus {
namespace {

constexpr int ops = 1000, repetitions = 2000;

using Chain = std::function<Var<float>(const Var<float>& x)>;

Var<float> products_and_sigmoids(const Var<float>& x) {
  Var<float> y = x;
  for (int i = 0; i < ops; ++i) y = i % 2 ? sigmoid(y) : y * x;
  return y;
}

Var<float> biases(const Var<float>& x) {  // x [4, 4]: each row of y gets the first row of x
  const Var<float> bias(x.value().slice(0, 0, 1));
  Var<float> y = x;
  for (int i = 0; i < ops; ++i) y = y + bias;
  return y;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double now() {
  return std::chrono::duration<double, std::nano>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

void measure(std::string_view name, const Tensor<float>& value, const Chain& chain, bool recorded) {
  std::vector<double> forward, backward, both;
  for (int i = 0; i < repetitions; ++i) {
    const double start = now();
    double middle = 0;
    {
      std::optional<Tape<float>> tape;
      if (recorded) tape.emplace();
      const Var<float> x = recorded ? tape->watch(value) : Var<float>(value);
      const Var<float> y = chain(x);
      middle = now();
      if (recorded) tape->gradients(y, Tensor<float>::ones(y.shape()));
    }
    const double end = now();
    forward.push_back((middle - start) / ops);
    backward.push_back((end - middle) / ops);
    both.push_back((end - start) / ops);
  }
  fmt::print("{:44} {:8.0f} {:8.0f} {:8.0f}\n", name, median(forward), median(backward),
             median(both));
}

void run(bool recorded) {
  set_threads(1);
  fmt::print("{} ops {}, float, 1 thread, {}\n\n", ops, recorded ? "on a tape" : "without a tape",
             name(isa()));
  fmt::print("{:44} {:>8} {:>8} {:>8}\n", "median ns an op", "forward", "backward", "both");
  measure("y * x and sigmoid(y) in turn, scalars", 0.5f, products_and_sigmoids, recorded);
  measure("y * x and sigmoid(y) in turn, 16 elements", Tensor<float>::full({16}, 0.5f),
          products_and_sigmoids, recorded);
  measure("y + bias, [4, 4] and [1, 4]", Tensor<float>::full({4, 4}, 0.5f), biases, recorded);
}

}  // namespace
}  // namespace gradus

int main(int argc, char** argv) {
  if (argc > 2 || (argc == 2 && std::string_view(argv[1]) != "--plain")) {
    fmt::print(stderr, "bench_tape: unknown option; usage: bench_tape [--plain]\n");
    return 2;
  }
  gradus::run(argc == 1);
}
