// Explained: level by level is not enough: a node that is used on two levels hands on at the first
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
  std::vector<Node*> queue = {&y};
  for (std::size_t i = 0; i < queue.size(); ++i)
    for (Node* input : queue[i]->inputs) {
      input->gradient += queue[i]->gradient;
      if (std::find(queue.begin(), queue.end(), input) == queue.end()) queue.push_back(input);
    }
}
