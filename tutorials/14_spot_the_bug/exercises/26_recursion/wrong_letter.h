// Explained: not d): if b hands on only once, but at its first visit, the slope is 2
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

inline char cause() { return 'd'; }

inline void mended_sweep(Node& y) {
  std::vector<Node*> listed;
  const std::function<void(Node&)> list = [&](Node& node) {
    if (std::find(listed.begin(), listed.end(), &node) != listed.end()) return;
    for (Node* input : node.inputs) list(*input);
    listed.push_back(&node);
  };
  list(y);
  for (; !listed.empty(); listed.pop_back())
    for (Node* input : listed.back()->inputs) input->gradient += listed.back()->gradient;
}
