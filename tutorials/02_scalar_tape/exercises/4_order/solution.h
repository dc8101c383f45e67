// Exercise 2.4  An order without a tape
// Points: 4
// Chapter: 2
//
// Some libraries keep a graph instead of a tape: each node knows its inputs, and nobody knows what
// was computed first. Before a sweep they have to find an order. Return all nodes that y depends
// on, y included, each once, so that every node comes after all nodes that use it. y is then the
// first. Nodes are numbered in no particular order; a node may use another twice; there are no
// cycles.
//
// Do not recurse: one test has a chain of 200,000 nodes, and each call of a function takes room on
// the stack.
//
// Hint: Walk in depth from y, and list a node when all its inputs have been listed. That order is
//   the wrong way round: turn it over at the end.
// Hint: Instead of calling yourself, keep a vector with the path from y to where you are, and for
//   each node how many of its inputs you have already looked at.
#pragma once

#include "tutorials/support/exercise.h"

/// inputs[i]: the nodes that node i was computed from.
using Inputs = std::vector<std::vector<std::size_t>>;

inline std::vector<std::size_t> backward_order(const Inputs& inputs, std::size_t y) {
  // begin solution: an order in which every node follows all that use it
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
  return {order.rbegin(), order.rend()};
  // end solution
}
