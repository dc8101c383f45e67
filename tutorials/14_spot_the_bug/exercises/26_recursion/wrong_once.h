// Explained: each node hands on once, but too early: at its first visit it has not got everything
// yet
#pragma once

#include "tutorials/support/exercise.h"

/// A sum of other nodes, or a number.
struct Node {
  std::vector<Node*> inputs;
  double gradient = 0;
};

inline void faulty_sweep(Node& y) {
  for (Node* input : y.inputs) {
    input->gradient += y.gradient;
    faulty_sweep(*input);
  }
}

inline char cause() { return 'b'; }

inline void mended_sweep(Node& y) {
  std::vector<Node*> seen;
  const std::function<void(Node&)> visit = [&](Node& node) {
    if (std::find(seen.begin(), seen.end(), &node) != seen.end()) return;
    seen.push_back(&node);
    for (Node* input : node.inputs) {
      input->gradient += node.gradient;
      visit(*input);
    }
  };
  visit(y);
}
