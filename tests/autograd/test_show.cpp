// A tape as a table and as a graph.
#include "autograd/show.h"

#include <doctest/doctest.h>

#include "autograd/ops.h"
#include "tests/support.h"

using namespace gradus;
using test::check_says;

namespace {

std::string at(int line) { return "test_show.cpp:" + std::to_string(line); }

}  // namespace

TEST_CASE("wengert_list shows each step with its shape, ranges and line of source") {
  const Identity name;
  Tape<double> tape{Values::keep};
  const int line = __LINE__;
  const Var x = tape.watch(Tensor<double>::vector({1, 2, 3}));
  const Var w = tape.watch(name, Tensor<double>::vector({0.5, -1, 2}));
  const Var y = sum(w * x + 10.0);
  const Gradients g = tape.gradients(y, Keep::yes);
  const std::string text =
      wengert_list(tape, {.gradients = &g, .names = {{name.number(), "layer.weight"}}});
  check_says(text, {"step               shape  value     gradient  made at\n",
                    "v0  =  leaf               [3]    1 ... 3   -1 ... 2  " + at(line + 1) + "\n",
                    "v1  =  leaf layer.weight  [3]    -1 ... 2  1 ... 3   " + at(line + 2) + "\n",
                    "v2  =  mul(v1, v0)        [3]    -2 ... 6  1 ... 1   " + at(line + 3) + "\n",
                    "v3  =  add(v2, 10)        [3]    8 ... 16  1 ... 1   " + at(line + 3) + "\n",
                    "v4  =  sum(v3)            []     34.5      1         " + at(line + 3) + "\n"});
}

TEST_CASE("an ordinary tape is shown without values and constants") {
  Tape tape;
  const Var x = tape.watch(Tensor<float>::vector({1, 2}));
  const Var y = x * Var<float>(Tensor<float>::vector({3, 4}));
  const std::string text = wengert_list(tape);
  check_says(text, {"v1  =  mul(v0)  [2]    test_show.cpp"});
  CHECK(text.find("value") == std::string::npos);
  CHECK(text.find("gradient") == std::string::npos);
  CHECK(wengert_list(Tape<float>()).find("v0") == std::string::npos);
}

TEST_CASE("graphviz draws leaves, steps, constants and an arrow for each input") {
  Tape tape{Values::keep};
  const Identity name;
  const Var x = tape.watch(name, Tensor<float>::vector({1, 2}));
  const Var y = (x * x) / Var<float>(Tensor<float>::vector({3, 4}));
  const Gradients g = tape.gradients(y, Tensor<float>::ones({2}), Keep::yes);
  CHECK(graphviz(tape, {.gradients = &g, .names = {{name.number(), "a \"b\""}}}) ==
        "digraph tape {\n"
        "  node [shape=box, fontname=\"Helvetica\", fontsize=11];\n"
        "  v0 [label=\"v0 = leaf a \\\"b\\\"\\n[2]\\n1 ... 2\\ngradient 0.6667 ... 1\", "
        "style=filled, fillcolor=lightgrey];\n"
        "  v1 [label=\"v1 = mul\\n[2]\\n1 ... 4\\ngradient 0.25 ... 0.3333\"];\n"
        "  v2 [label=\"v2 = div\\n[2]\\n0.3333 ... 1\\ngradient 1 ... 1\"];\n"
        "  c0 [label=\"const [2]\", shape=plaintext];\n"
        "  v0 -> v1;\n"
        "  v0 -> v1;\n"
        "  v1 -> v2;\n"
        "  c0 -> v2;\n"
        "}\n");
}

TEST_CASE("a tape that keeps values shows them as they were, and computes the same gradients") {
  Tensor<float> weight = Tensor<float>::vector({1, 2});
  Tape tape{Values::keep};
  const Var x = tape.watch(weight);
  weight.write()[0] = 100;
  const Var y = sum(x * x);
  check_says(wengert_list(tape), {"leaf         [2]    1 ... 2"});
  CHECK(tape.gradients(y)[x].value().to_vector() == std::vector<float>{2, 4});
  CHECK(wengert_list(tape).find("v0") == std::string::npos);  // Keep::no has let go of it
  const Var again = tape.watch(weight);
  check_says(wengert_list(tape), {"v0  =  leaf  [2]    2 ... 100"});
  CHECK(op_watchers == 1);
  CHECK(sum(again).item() == 102);
}

TEST_CASE("the end of a tape that keeps values lets ops go unwatched") {
  { Tape tape{Values::keep}; }
  CHECK(op_watchers == 0);
}
