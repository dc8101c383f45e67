#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>

#include "tests/autograd/random_programs.h"
#include "tests/support.h"

using namespace gradus;
using namespace gradus::random_programs;

namespace {

/// Checks the programs of these seeds; one that fails is shown with what it shrinks to.
void check_seeds(std::uint64_t first, std::uint64_t last) {
  const std::vector<Kind> all = kinds();
  for (std::uint64_t seed = first; seed <= last; ++seed) {
    const Program program = random_program(seed, all);
    const std::string wrong = mistake(program);
    if (wrong.empty()) continue;
    const Program small = shrink(program, [](const Program& p) { return !mistake(p).empty(); });
    FAIL_CHECK("seed " << seed << ": " << wrong << "\nshrunk (" << mistake(small) << "):\n"
                       << code(small) << "whole:\n"
                       << code(program));
  }
}

/// tanh with a rule that is wrong: 1 - y for 1 - y^2.
V wrong_tanh(const V& x) {
  V y = output(test::made_up("wrong_tanh"), tanh(x.value()), Where{}, x);
  vjp(y, x, [y](const V& g) { return g * (1.0 - y); });
  return y;
}

/// a b, of which the rules are right by themselves, but the second one is not differentiable.
V stiff_mul(const V& a, const V& b) {
  V y = output(test::made_up("stiff_mul"), a.value() * b.value(), Where{}, a, b);
  vjp(y, a, [b](const V& g) { return g * b; });
  vjp(y, b, [a](const V& g) { return g * a.value(); });
  return y;
}

std::vector<Kind> kinds_and(const Kind& planted) {
  std::vector<Kind> list = kinds();
  list.push_back(planted);
  return list;
}

bool contains(const Program& program, const std::string& kind) {
  return std::any_of(program.lines.begin(), program.lines.end(),
                     [&](const Line& line) { return line.kind == kind; });
}

/// Programs with a wrong op in them fail, and shrink to at most so many lines, with that op.
void check_shrinks(const Kind& planted, std::size_t lines) {
  const std::vector<Kind> list = kinds_and(planted);
  const auto fails = [](const Program& p) { return !mistake(p).empty(); };
  int found = 0;
  for (std::uint64_t seed = 1; found < 5 && seed < 100; ++seed) {
    const Program program = random_program(seed, list);
    if (program.lines.size() < 30 || !contains(program, planted.name)) continue;
    ++found;
    CAPTURE(seed);
    REQUIRE(fails(program));
    const Program small = shrink(program, fails);
    CAPTURE(code(small));
    CHECK(fails(small));
    CHECK(contains(small, planted.name));
    CHECK(small.lines.size() <= lines);
  }
  CHECK(found == 5);
}

}  // namespace

TEST_CASE("random programs: 300 seeds") { check_seeds(1, 300); }

TEST_CASE("random programs: ten thousand seeds" * doctest::skip()) { check_seeds(1, 10'000); }

TEST_CASE("random programs are of every kind, deep, shared, and have several outputs") {
  const std::vector<Kind> all = kinds();
  std::map<std::string, int> count;
  std::size_t deepest = 0, shared = 0, several = 0, broadcasting = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const Program program = random_program(seed, all);
    deepest = std::max(deepest, depth(program));
    several += program.outputs.size() > 1;
    std::vector<int> uses(program.lines.size());
    for (const Line& line : program.lines) {
      ++count[line.kind];
      for (const std::size_t i : line.inputs) {
        shared += ++uses[i] == 2;
        broadcasting += line.kind == "mul" && program.lines[i].value.shape() != line.value.shape();
      }
    }
  }
  for (const Kind& kind : all) CHECK_MESSAGE(count[kind.name] >= 5, kind.name);
  CHECK(deepest == 60);
  CHECK(several > 200);
  CHECK(shared > 1000);
  CHECK(broadcasting > 100);
}

TEST_CASE("a seed gives the same program each time, another seed another one") {
  const std::vector<Kind> all = kinds();
  CHECK(code(random_program(7, all)) == code(random_program(7, all)));
  CHECK(code(random_program(7, all)) != code(random_program(8, all)));
}

TEST_CASE("a wrong op is found in any program and shrinks to itself") {
  check_shrinks(unary("wrong_tanh", wrong_tanh, [](double) { return true; }), 2);
}

TEST_CASE("an op that is wrong in second order only is found and shrinks to a few lines") {
  check_shrinks({"stiff_mul", 2,
                 [](const Tensors& x, Rng&) -> std::optional<random_programs::Step> {
                   if (x[0].shape() != x[1].shape()) return std::nullopt;
                   return random_programs::Step{
                       "stiff_mul($0, $1)", [](const Vars& v) { return stiff_mul(v[0], v[1]); }};
                 }},
                3);
}

TEST_CASE("a program is printed as code") {
  Program program;
  program.lines.push_back({"leaf", {}, {}, X::matrix({{0.5, 2}})});
  program.lines.push_back({"tanh", {"tanh($0)", {}}, {0}, {}});
  program.lines.push_back({"mul", {"mul($0, $1)", {}}, {1, 0}, {}});
  program.outputs = {1, 2};
  CHECK(code(program) ==
        "const V v0 = tape.watch(X::from({1, 2}, {0.5, 2}));\n"
        "const V v1 = tanh(v0);\n"
        "const V v2 = mul(v1, v0);\n"
        "// outputs: v1, v2\n");
}
