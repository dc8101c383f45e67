// Chapter 3: an array is a memory and a way to read it; what that makes free, and what it costs.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "autograd/ops.h"
#include "autograd/show.h"
#include "tensor/print.h"
#include "tutorials/03_tensors/array.h"
#include "tutorials/03_tensors/diagram.h"

/// A line about a view, and its drawing.
void show(Diagram& diagram, const std::string& name, const toy::Array& x) {
  std::string elements;
  std::vector<std::vector<std::size_t>> places;
  std::vector<std::vector<double>> values;
  toy::for_each_index(x.shape, [&](const toy::Sizes& i) {
    elements += fmt::format(" {}", at(x, i));
    if (i.back() == 0) {
      places.emplace_back();
      values.emplace_back();
    }
    places.back().push_back(static_cast<std::size_t>(&at(x, i) - x.memory->data()));
    values.back().push_back(at(x, i));
  });
  fmt::print("{:19} {:7} {:7} {:6}  {}\n", name, fmt::format("{}", x.shape),
             fmt::format("{}", x.strides), x.offset, elements);
  diagram.view(name, fmt::format("shape {}, strides {}, offset {}", x.shape, x.strides, x.offset),
               places, values);
}

void views() {
  const toy::Array x = toy::counting({3, 4});
  Diagram diagram(*x.memory);
  fmt::print("1. Six views of one memory\n");
  fmt::print("{:19} {:7} {:7} {:6}   {}\n", "view", "shape", "strides", "offset", "its elements");
  show(diagram, "x", x);
  show(diagram, "its transpose", transpose(x));
  show(diagram, "columns 1 and 2", slice(x, 1, 1, 3));
  show(diagram, "row 1, repeated", broadcast_to(slice(x, 0, 1, 2), {3, 4}));
  show(diagram, "column 1, repeated", broadcast_to(slice(x, 1, 1, 2), {3, 4}));
  show(diagram, "the diagonal", {x.memory, 0, {3}, {5}});
  std::filesystem::create_directories("runs/03_tensors");
  std::ofstream("runs/03_tensors/views.svg") << diagram.svg();
}

void broadcasting() {
  fmt::print("\n2. Shapes that go together, and shapes that do not\n");
  const std::pair<toy::Sizes, toy::Sizes> pairs[] = {
      {{3, 4}, {4}}, {{3, 1}, {4}}, {{8, 1, 5}, {7, 1}}, {{128, 1}, {128}}, {{3, 4}, {3}}};
  for (const auto& [a, b] : pairs) {
    fmt::print("{:9} + {:6} ", fmt::format("{}", a), fmt::format("{}", b));
    try {
      fmt::print("-> {}\n", (toy::counting(a) + toy::counting(b)).shape);
    } catch (const std::invalid_argument& e) {
      fmt::print("-> {}\n", e.what());
    }
  }
}

/// A shape that broadcasts to `shape`: sizes made 1 and axes in front left out, as `bits` says.
toy::Sizes smaller_shape(const toy::Sizes& shape, std::mt19937& bits) {
  toy::Sizes small(shape.begin() + static_cast<std::ptrdiff_t>(bits() % (shape.size() + 1)),
                   shape.end());
  for (std::size_t& n : small) n = bits() % 2 == 0 ? 1 : n;
  return small;
}

void adjoint() {
  std::mt19937 bits(3);
  int equal = 0;
  const int pairs = 500;
  for (int i = 0; i < pairs; ++i) {
    toy::Sizes shape(1 + bits() % 4);
    for (std::size_t& n : shape) n = 1 + bits() % 5;
    const toy::Array x = toy::zeros(smaller_shape(shape, bits)), y = toy::zeros(shape);
    for (double& v : *x.memory) v = double(bits() % 19) - 9;
    for (double& v : *y.memory) v = double(bits() % 19) - 9;
    equal += dot(broadcast_to(x, shape), y) == dot(x, sum_to(y, x.shape));
  }
  fmt::print("\n3. The adjoint of broadcasting\n");
  fmt::print("<broadcast(x), y> = <x, sum_to(y)> for {} of {} pairs of shapes\n", equal, pairs);
  const toy::Array y = toy::counting({3, 4});
  for (const toy::Sizes& shape : {toy::Sizes{4}, {3, 1}, {1, 1}, {}}) {
    const toy::Array x = sum_to(y, shape);
    fmt::print("0, ..., 11 from [3, 4] to {:6}  {}\n", fmt::format("{}", shape), *x.memory);
  }
}

void library() {
  using namespace gradus;
  fmt::print("\n4. The library\n");
  const auto taken = [before = pool_statistics().bytes_in_use] {
    return pool_statistics().bytes_in_use - before;
  };
  Tensor<double> x = Tensor<double>::arange(1'048'576).reshape({1024, 1024});
  fmt::print("x, 1024 x 1024 doubles  {:9} bytes in use\n", taken());
  const Tensor<double> t = x.transpose(), row = x.slice(0, 7, 8).broadcast_to({1024, 1024});
  Tensor<double> same = x;
  fmt::print("and three views of it   {:9}\n", taken());
  same.write()[0] = 7;
  fmt::print("after writing to one    {:9}, x[0, 0] = {}, same[0, 0] = {}\n", taken(), x.at({0, 0}),
             same.at({0, 0}));
  try {
    x + Tensor<double>::zeros({3});
  } catch (const ShapeError& e) {
    std::string text = e.what();
    text.replace(text.find(" (axis"), 1, "\n    ");
    fmt::print("{}\n", text);
  }
  const Tensor<double> target = Tensor<double>::arange(128), guess = target.reshape({128, 1});
  const Tensor<double> wrong = guess - target, right = guess.reshape({128}) - target;
  fmt::print("perfect guesses: errors of shape {}, mean square {}\n", wrong.shape(),
             mean(wrong * wrong).item());  // -> [128, 128], mean square 2730.5
  fmt::print("and in one shape: errors of shape {}, mean square {}\n", right.shape(),
             mean(right * right).item());

  Tape<double> tape{Values::keep};
  const Tensor<double> batch = Tensor<double>::arange(15).reshape({5, 3});
  const Var<double> weight = tape.watch(Tensor<double>::ones({2, 3}));
  const Var<double> bias = tape.watch(Tensor<double>::zeros({2}));
  const Var<double> y = matmul(Var<double>(batch), transpose(weight)) + bias;
  const Gradients<double> slopes = tape.gradients(sum(y), Keep::yes);
  fmt::print("\n{}", wengert_list(tape, {.gradients = &slopes}));
  fmt::print("gradient of the bias: {}\n", slopes[bias].value());  // -> [5, 5]
}

int main(int argc, char**) {
  if (argc > 1) return fmt::print(stderr, "03_tensors takes no options\n"), 2;
  views();
  broadcasting();
  adjoint();
  library();
}
