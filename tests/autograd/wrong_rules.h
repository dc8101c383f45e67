// What: wrong rules, each beside the right one: the mistakes that people make, on purpose.
// Why: a check is worth what it catches. gradcheck must reject each wrong function, name the
//      family of the mistake where the line says so, and accept the right one.
// Invariants: a line holds one mistake; the right function is right, to the line's order.
// Read next: wrong_rules.cpp, test_gradcheck.cpp.
#pragma once

#include <string>
#include <vector>

#include "autograd/gradcheck.h"

namespace gradus::test {

struct WrongRule {
  std::string name;
  CheckedFunction right, wrong;
  std::vector<Tensor<double>> inputs;
  std::string hint;  // a part of the hint; empty if there is none to be expected
  int order = 1;     // 2: the wrong one passes order 1
};

std::vector<WrongRule> wrong_rules();

}  // namespace gradus::test
