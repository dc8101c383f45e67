// Explained: nodes are listed by their distance from y: a node near y may be used by one that is
// further away
#pragma once

#include "tutorials/support/exercise.h"

/// inputs[i]: the nodes that node i was computed from.
using Inputs = std::vector<std::vector<std::size_t>>;

inline std::vector<std::size_t> backward_order(const Inputs& inputs, std::size_t y) {
  std::vector<std::size_t> order = {y};
  std::vector<bool> seen(inputs.size(), false);
  seen[y] = true;
  for (std::size_t done = 0; done < order.size(); ++done) {
    for (const std::size_t input : inputs[order[done]]) {
      if (!seen[input]) order.push_back(input);
      seen[input] = true;
    }
  }
  return order;
}
