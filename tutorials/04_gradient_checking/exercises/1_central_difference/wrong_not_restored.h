// Explained: entries that were moved did not go back: by the last entry all the others stand h too
// low
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> central_difference(const std::function<double(const Tensor<double>&)>& f,
                                         const Tensor<double>& x, double h) {
  std::vector<double> numbers = x.to_vector(), slopes;
  for (double& number : numbers) {
    const double before = number;
    number = before + h;
    const double right = f(Tensor<double>::from(x.shape(), numbers));
    number = before - h;
    const double left = f(Tensor<double>::from(x.shape(), numbers));
    slopes.push_back((right - left) / (2 * h));
  }
  return Tensor<double>::from(x.shape(), slopes);
}
