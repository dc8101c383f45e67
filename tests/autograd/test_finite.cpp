// FiniteCheck: the first NaN or infinity is found where it is made, forward and backward.
#include "autograd/finite.h"

#include <doctest/doctest.h>

#include <limits>
#include <thread>

#include "autograd/ops.h"
#include "tensor/parallel.h"
#include "tensor/rng.h"
#include "tests/support.h"

using namespace gradus;
using test::check_says;
using test::error_of;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

std::string line_after(int line) { return "(test_finite.cpp:" + std::to_string(line + 1) + ")"; }

}  // namespace

TEST_CASE("FiniteCheck names the op, the place of the number, the inputs and the caller's line") {
  const FiniteCheck check;
  const Var<float> p(Tensor<float>::matrix({{1, 0, 2}, {0.5, 0.25, 0}}));
  const int line = __LINE__;
  const std::string error = error_of<NotFinite>([&] { log(p); });
  CHECK(error ==
        "log: 2 of 6 numbers of its result [2, 3] are not finite, the first is -inf at [0, 1]; "
        "input 0 [2, 3]: 0 ... 2 " +
            line_after(line));
}

TEST_CASE("FiniteCheck stops at the first op, on a tape or without, in ops of several inputs") {
  const auto f = [](const Var<float>& x) {
    const Var<float> overflow = exp(x);
    return sum(matmul(overflow - overflow, Var<float>(Tensor<float>::ones({2, 2}))));
  };
  const Tensor<float> x = Tensor<float>::matrix({{1, 2}, {3, 100}});
  CHECK(std::isnan(f(x).item()));
  const FiniteCheck check;
  check_says(error_of<NotFinite>([&] { f(x); }), {"exp: 1 of 4", "inf at [1, 1]", "1 ... 100"});
  Tape tape;
  const Var leaf = tape.watch(x);
  check_says(error_of<NotFinite>([&] { f(leaf); }), {"exp: 1 of 4"});
  const Var<float> zero(0.0f);
  check_says(error_of<NotFinite>([&] {
               concat<float>({leaf, leaf / zero}, 0);
             }),
             {"div: ", "input 0 [2, 2]: 1 ... 100", "input 1 []: 0"});
}

TEST_CASE("FiniteCheck says so when a number was not finite before the op") {
  const FiniteCheck check;
  const Var<float> data(Tensor<float>::vector({1, infinity, 3})), one(1.0f);
  check_says(error_of<NotFinite>([&] {
               concat<float>({data, data}, 0);
             }),
             {"concat: 2 of 6", "inf at [1]",
              "input 1 [3]: 1 ... 3, 1 not finite before this op: look at the data"});
  check_says(error_of<NotFinite>([&] { data* one; }), {"mul: 1 of 3"});
}

TEST_CASE("FiniteCheck goes backward: it names the rule, its input and the incoming gradient") {
  Tape tape;
  const FiniteCheck check;
  const int line = __LINE__;
  const Var x = tape.watch(Tensor<float>::vector({4, 0, 1}));
  const Var y = sqrt(x);  // 0 at 0, but its slope is infinite
  const Var z = sum(3 * y);
  const std::string error = error_of<NotFinite>([&] { tape.gradients(z, Keep::yes); });
  CHECK(error ==
        "sqrt, backward: after its rule, 1 of 3 numbers of the gradient of its input [3] "
        "are not finite, the first is inf at [1] (leaf, test_finite.cpp:" +
            std::to_string(line + 1) + "); its incoming gradient [3]: 3 ... 3 " +
            line_after(line + 1));
  check_says(error_of<NotFinite>([&] { tape.recorded_gradients(z); }), {"sqrt, backward"});
}

TEST_CASE("FiniteCheck sees an overflow in the sum of gradients that are finite") {
  Tape tape;
  const FiniteCheck check;
  const Var x = tape.watch(Tensor<float>::vector({0.5}));
  const Tensor<float> huge = Tensor<float>::vector({3e38f});
  const Var y = sum(x * huge + x * huge);  // 3e38, and its derivative is 6e38
  check_says(error_of<NotFinite>([&] { tape.gradients(y); }),
             {"mul, backward", "1 of 1 numbers of the gradient of its input [1]", "inf at [0]"});
}

TEST_CASE("FiniteCheck lets a mask on the input pass, and complains of one on the output") {
  const Tensor<float> p = Tensor<float>::vector({0.5, 0}), mask = Tensor<float>::vector({1, 0});
  const auto after = [&](const Var<float>& x) { return sum(where(mask, log(x), Var(0.0f))); };
  const auto before = [&](const Var<float>& x) { return sum(log(where(mask, x, Var(1.0f)))); };
  {
    Tape tape;  // what the documentation says of it
    const Var x = tape.watch(p);
    const Var y = after(x);
    CHECK(y.item() == std::log(0.5f));
    CHECK(std::isnan(tape.gradients(y)[x].value().at({1})));
  }
  const FiniteCheck check;
  Tape tape;
  const Var x = tape.watch(p);
  check_says(error_of<NotFinite>([&] { after(x); }), {"log: 1 of 2"});
  CHECK(tape.gradients(before(x))[x].value().to_vector() == std::vector<float>{2, 0});
  const FiniteCheck off(false);
  CHECK(after(p).item() == std::log(0.5f));
}

TEST_CASE("FiniteCheck ends with its scope, nests, and is of one thread") {
  const Var<float> zero(0.0f);
  const auto complains = [&] { return error_of<NotFinite>([&] { log(zero); }) != "no exception"; };
  CHECK_FALSE(complains());
  {
    const FiniteCheck check;
    CHECK(complains());
    {
      const FiniteCheck off(false);
      CHECK_FALSE(complains());
      const FiniteCheck again;
      CHECK(complains());
    }
    CHECK(complains());
    bool elsewhere = true;
    std::thread([&] { elsewhere = complains(); }).join();
    CHECK_FALSE(elsewhere);
  }
  CHECK_FALSE(complains());
  CHECK(op_watchers == 0);
}

TEST_CASE("FiniteCheck changes no bit of values and gradients, and stays on after a sweep") {
  const auto run = [] {
    Rng rng(3);
    Tape tape;
    const Var x = tape.watch(normal<float>({40, 30}, rng)),
              w = tape.watch(normal<float>({30, 30}, rng));
    const Var y = mean(square(tanh(matmul(x, w)) + sigmoid(x)));
    const Gradients g = tape.gradients(y);
    std::vector<float> all = g[x].value().to_vector();
    for (const float v : g[w].value().to_vector()) all.push_back(v);
    all.push_back(y.item());
    return all;
  };
  const std::vector<float> plain = run();
  const FiniteCheck check;
  CHECK(run() == plain);
  CHECK(FiniteCheck::on());
}
