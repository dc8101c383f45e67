// Chapter 6: layers, what their first weights decide, and losses that stay finite.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "nn/layers.h"
#include "tutorials/06_layers_and_losses/losses.h"
#include "tutorials/support/mnist_option.h"
#include "vae/chart.h"
#include "vae/digits.h"

using namespace gradus;

/// A layer from zero: x W' + b, x [B, in] -> [B, out].
struct Dense {
  nn::Parameter<double> weight, bias;  // [out, in], [out]
  Dense(Size in, Size out, Rng& rng)
      : weight(nn::glorot_uniform<double>(in, out, rng)), bias(Tensor<double>::zeros({out})) {}
  Var<double> operator()(const Var<double>& x) const {
    return matmul(x, transpose(nn::tracked(weight))) + nn::tracked(bias);
  }
  void visit(auto&& f) {
    f("weight", weight);
    f("bias", bias);
  }
};

/// A model from zero: two layers, and a method that names them.
struct Classifier {
  Dense hidden, output;
  Var<double> operator()(const Var<double>& x) const { return output(tanh(hidden(x))); }
  void visit(auto&& f) {
    f("hidden", hidden);
    f("output", output);
  }
};

void section_1() {
  fmt::print("1. A model of two layers, and the numbers in it\n");
  Rng rng{1}, same{1}, data{2};
  Classifier toy{Dense{784, 100, rng}, Dense{100, 10, rng}};
  nn::for_each_parameter(toy, [](const std::string& path, const auto& parameter) {
    fmt::print("   {:14} {:10} {:6}\n", path, parameter.value.shape().text(),
               parameter.value.numel());
  });
  fmt::print("   together {:27}\n", nn::parameter_count(toy));  // -> 79510
  nn::Sequential real{nn::Linear<double>{784, 100, same}, nn::Tanh{},
                      nn::Linear<double>{100, 10, same}};
  const Var<double> x = normal<double>({32, 784}, data);
  const double difference = max(abs((toy(x) - real(x)).value())).item();
  fmt::print("   the same as nn::Sequential from the same seed: {}\n", difference < 1e-12);
}

/// The mean squares of a signal after 0, 1, ..., 50 layers, and of its gradient at the input, if
/// that at the output is 1. Weights are normal, with variance v / n for n inputs; no biases.
template <class Activation>
std::pair<std::vector<double>, double> send(double v, const Activation& activation) {
  constexpr Size n = 512;
  Rng rng{3};
  const auto mean_square = [](const Tensor<double>& x) { return mean(x * x).item(); };
  const Tensor<double> x = normal<double>({128, n}, rng);
  Tape<double> tape;
  const Var<double> input = tape.watch(x);
  Var<double> signal = input;
  std::vector<double> after{mean_square(x)};
  for (int layer = 0; layer < 50; ++layer) {
    const Var<double> weight = std::sqrt(v / n) * normal<double>({n, n}, rng);
    signal = activation(matmul(signal, transpose(weight)));
    after.push_back(mean_square(signal.value()));
  }
  const Tensor<double> cotangent = normal<double>(signal.shape(), rng);
  return {after, mean_square(tape.gradients(signal, cotangent)[input].value())};
}

void section_2() {
  fmt::print("\n2. Mean square of a signal after layers of width 512, and of its gradient\n");
  fmt::print("   variance of a weight   layer 1       10       20       50   gradient\n");
  std::vector<vae::Series> lines;
  const auto row = [&](const std::string& name, double v, const auto& activation) {
    const auto [y, gradient] = send(v, activation);
    fmt::print("   {:20} {:9.2f} {:8.1e} {:8.1e} {:8.1e} {:10.1e}\n", name, y[1], y[10], y[20],
               y[50], gradient);
    if (lines.size() == 4) return;  // the picture shows relu
    lines.push_back({name, Tensor<double>::arange(51).to_vector(), y});
    for (double& square : lines.back().y) square = std::log10(square);
  };
  row("relu, 1 / (3 n)", 1 / 3.0, nn::Relu{});
  row("relu, 1 / n", 1, nn::Relu{});
  row("relu, 2 / n", 2, nn::Relu{});
  row("relu, 2.42 / n", 2.42, nn::Relu{});
  row("tanh, 1 / (3 n)", 1 / 3.0, nn::Tanh{});
  row("tanh, 1 / n", 1, nn::Tanh{});
  row("tanh, 2 / n", 2, nn::Tanh{});
  std::filesystem::create_directories("runs/06_layers_and_losses");
  std::ofstream("runs/06_layers_and_losses/signals.svg")
      << vae::line_chart("What 50 layers of relu leave of a signal", "layers passed",
                         "mean square, as a power of ten", lines);
}

/// Twenty layers of relu between the pixels and ten classes.
struct Deep {
  std::vector<nn::Linear<>> layers;
  Deep(double v, Rng& rng) {
    for (int i = 0; i <= 20; ++i) {
      const Size in = i == 0 ? 784 : 64, out = i == 20 ? 10 : 64;
      layers.emplace_back(in, out, rng);
      layers.back().weight.value = static_cast<float>(std::sqrt(v / static_cast<double>(in))) *
                                   normal<float>({out, in}, rng);
    }
  }
  Var<> operator()(Var<> x) const {
    for (std::size_t i = 0; i < 20; ++i) x = relu(layers[i](x));
    return layers[20](x);
  }
  void visit(auto&& f) {
    for (std::size_t i = 0; i < layers.size(); ++i) f(std::to_string(i), layers[i]);
  }
};

void section_3() {
  fmt::print("\n3. Twenty layers of relu learn digits by 500 steps of gradient descent\n");
  const vae::LabelledImages digits = vae::digits(100, Rng{4});
  for (const double v : {1.0, 2.0}) {
    Rng rng{5};
    Deep model{v, rng};
    const auto loss = [&] { return mean(nn::cross_entropy(model(digits.images), digits.labels)); };
    fmt::print("   {:.2f} / n: loss {:6.4f}", v, loss().item());  // -> 2.3026
    for (int step = 0; step < 500; ++step) {
      Tape tape;
      const Gradients<float> gradients = tape.gradients(loss());
      nn::for_each_parameter(model, [&](const std::string&, nn::Parameter<float>& p) {
        p.value = p.value - 0.004F * *gradients.find(p.identity);
      });
    }
    fmt::print(", after it {:.1f}\n", loss().item());
  }
}

int main(int argc, char** argv) try {
  const MnistOption option{argc, argv};
  section_1();
  section_2();
  section_3();
  section_4();
  section_5();
  section_6(option.full ? option.read(vae::Split::test) : vae::digits(1000, Rng{4}));
} catch (const Error& e) {
  return fmt::print(stderr, "{}\n", e.what()), 2;
}
