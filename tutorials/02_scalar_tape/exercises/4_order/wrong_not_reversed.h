// Explained: inputs come before what uses them: this is the order of computing. Turn it over
#pragma once

#include "tutorials/support/exercise.h"

/// inputs[i]: the nodes that node i was computed from.
using Inputs = std::vector<std::vector<std::size_t>>;

inline std::vector<std::size_t> backward_order(const Inputs& inputs, std::size_t y) {
  std::vector<std::size_t> order, next(inputs.size(), 0), path = {y};
  std::vector<bool> seen(inputs.size(), false);
  seen[y] = true;
  while (!path.empty()) {
    const std::size_t i = path.back();
    if (next[i] == inputs[i].size()) {  // all that i was made from is in the list
      order.push_back(i);
      path.pop_back();
    } else {
      const std::size_t input = inputs[i][next[i]++];
      if (!seen[input]) path.push_back(input);
      seen[input] = true;
    }
  }
  return order;
}
