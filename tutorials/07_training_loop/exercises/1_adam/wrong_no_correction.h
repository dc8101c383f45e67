// Explained: the averages are not corrected for their start at 0 by 1 / (1 - beta^t): the first
// step is far too long, because s has risen less than m
#pragma once

#include "tutorials/support/exercise.h"

struct AdamRule {
  double rate, beta1, beta2, epsilon;
};
struct AdamMemory {
  std::vector<double> m, s;  // averages of the gradient and of its square, 0 at first
  int steps = 0;             // done so far
};

inline void adam_step(std::vector<double>& x, const std::vector<double>& g, const AdamRule& rule,
                      AdamMemory& memory) {
  ++memory.steps;
  for (std::size_t i = 0; i < x.size(); ++i) {
    double &m = memory.m[i], &s = memory.s[i];
    m = rule.beta1 * m + (1 - rule.beta1) * g[i];
    s = rule.beta2 * s + (1 - rule.beta2) * g[i] * g[i];
    x[i] -= rule.rate * m / (std::sqrt(s) + rule.epsilon);
  }
}
