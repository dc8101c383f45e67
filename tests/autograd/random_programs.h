// What: programs of random ops from a seed; a check of their gradients; and shrinking, which makes
//       a program that fails as small as it can be.
// Why: each op alone is right (test_ops.cpp). Here they meet: shared values, broadcasting, views
//      of views, sums over many paths, depth, several outputs.
// Invariants: a seed gives the same program everywhere. Values lie between -3 and 3, are at least
//      0.1 away from kinks, and no value moves more than 10 times as far as the leaves do along a
//      random direction: there, differences of function values are worth something.
// Read next: test_random_programs.cpp.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "autograd/ops.h"
#include "tensor/rng.h"

namespace gradus::random_programs {

using V = Var<double>;
using X = Tensor<double>;
using Vars = std::vector<V>;
using Tensors = std::vector<X>;

/// One op with its constants chosen, to be applied to values.
struct Step {
  std::string text;  // as code; $0, $1... stand for the inputs
  std::function<V(const Vars&)> apply;
};

/// A kind of op: how many inputs it takes, and a step for inputs of these values, if it accepts
/// them.
struct Kind {
  std::string name;
  std::size_t inputs;
  std::function<std::optional<Step>(const Tensors&, Rng&)> step;
};

/// Elementwise, of one argument; accepts says for which values.
Kind unary(const std::string& name, const std::function<V(const V&)>& f,
           const std::function<bool(double)>& accepts);
/// All that programs are made of.
std::vector<Kind> kinds();

/// A value of a program: a leaf, or a step applied to values of earlier lines.
struct Line {
  std::string kind;  // "leaf", or that of the step
  Step step;
  std::vector<std::size_t> inputs;
  X value;
  bool is_leaf() const { return inputs.empty(); }
};

struct Program {
  std::vector<Line> lines;
  std::vector<std::size_t> outputs;
};

/// 2 to 4 leaves and up to 90 steps, at most 60 deep. Outputs are all values that nothing uses.
Program random_program(std::uint64_t seed, const std::vector<Kind>& kinds);

/// The longest way from a leaf, in steps.
std::size_t depth(const Program& program);

/// As lines of C++.
std::string code(const Program& program);

/// What is wrong with the first and second gradients of the outputs, randomly weighted, by all
/// leaves; empty if nothing is. They are compared with differences (entry by entry, and along a
/// random direction for the second order), and with those of the same program recorded in another
/// order.
std::string mistake(const Program& program);

/// The smallest program that still fails which one gets to by leaving lines out: later ones, and
/// earlier ones, of which the values become leaves.
Program shrink(Program program, const std::function<bool(const Program&)>& fails);

}  // namespace gradus::random_programs
