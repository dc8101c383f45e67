// Explained: this says real or not, without a doubt: a sure critic pays without limit for each
// mistake; the best D is a probability
#pragma once

#include "tutorials/support/exercise.h"

struct Critic {
  std::vector<double> says_real;
  double loss;
};

inline Critic best_critic(const std::vector<double>& p, const std::vector<double>& q) {
  Critic result{{}, 0};
  for (std::size_t i = 0; i < p.size(); ++i) {
    const double d = p[i] > q[i] ? 1 : 0;
    result.says_real.push_back(d);
    result.loss += d > 0 ? q[i] : p[i];
  }
  return result;
}
