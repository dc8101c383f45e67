// Explained: a node is listed when it is first met, on the way down: another user of it may come
// later. List it when all below it has been listed
#pragma once

#include "tutorials/support/exercise.h"

/// inputs[i]: the nodes that node i was computed from.
using Inputs = std::vector<std::vector<std::size_t>>;

inline std::vector<std::size_t> backward_order(const Inputs& inputs, std::size_t y) {
  std::vector<std::size_t> order, stack = {y};
  std::vector<bool> seen(inputs.size(), false);
  while (!stack.empty()) {
    const std::size_t i = stack.back();
    stack.pop_back();
    if (seen[i]) continue;
    seen[i] = true;
    order.push_back(i);
    for (const std::size_t input : inputs[i]) stack.push_back(input);
  }
  return order;
}
