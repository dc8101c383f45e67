// Exercise 7.1  One step of Adam
// Points: 4
// Chapter: 7
//
// Do step number t = 1, 2, ... of Adam (Kingma, Ba 2015, algorithm 1) on the numbers x, which have
// the gradient g. For each of them
//
//     m = beta1 m + (1 - beta1) g          M = m / (1 - beta1^t)
//     s = beta2 s + (1 - beta2) g^2        S = s / (1 - beta2^t)
//     x = x - rate M / (sqrt(S) + epsilon)
//
// x, g, memory.m and memory.s have the same size. memory.steps counts the finished steps; it is 0
// when the first one begins, and counting is your task.
//
// Hint: Which t does the first step have?
// Hint: The epsilon is added after the root, and after the correction.
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
  // begin solution: the averages, their correction, the step
  ++memory.steps;
  for (std::size_t i = 0; i < x.size(); ++i) {
    double &m = memory.m[i], &s = memory.s[i];
    m = rule.beta1 * m + (1 - rule.beta1) * g[i];
    s = rule.beta2 * s + (1 - rule.beta2) * g[i] * g[i];
    const double mean = m / (1 - std::pow(rule.beta1, memory.steps));
    const double square = s / (1 - std::pow(rule.beta2, memory.steps));
    x[i] -= rule.rate * mean / (std::sqrt(square) + rule.epsilon);
  }
  // end solution
}
