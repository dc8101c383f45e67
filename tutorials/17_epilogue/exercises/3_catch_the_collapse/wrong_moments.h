// Explained: mean and variance of all points together do not see where the bells are: the circle
// has the same
#pragma once

#include "tutorials/support/exercise.h"

using Generator = std::function<Tensor<double>(Size, Rng&)>;

inline bool draws_like_the_data(const Generator& generate) {
  Rng rng{1};
  const std::vector<double> p = generate(2000, rng).to_vector();
  double x = 0, y = 0, xx = 0, yy = 0;
  for (std::size_t j = 0; j < p.size(); j += 2) {
    x += p[j] / 2000;
    y += p[j + 1] / 2000;
    xx += p[j] * p[j] / 2000;
    yy += p[j + 1] * p[j + 1] / 2000;
  }
  const auto near = [](double a, double b) { return std::abs(a - b) < 0.06; };
  return near(x, 0) && near(y, 0) && near(xx, 0.51) && near(yy, 0.51);
}
