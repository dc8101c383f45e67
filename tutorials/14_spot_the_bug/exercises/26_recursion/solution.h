// Exercise 14.26  Four ways to a, and a slope of 6
// Points: 3
// Chapter: 14
//
// micrograd#21, #68 and #91 propose a recursion like this one, and pull request #64 made it.
// Seen for b = a + a, c = b + b: faulty_sweep gives dc/da = 6. The healthy value is 4.
//
//   a) Gradients have to be assigned, = and not +=.
//   b) b hands on what it has before it has got everything from c.
//   c) A node cannot be its own neighbour: a + a counts as one input.
//   d) b is visited twice, and every node may be visited only once.
//
// Give the letter, and mend the function. All nodes are sums, y.gradient is 1 and all others are 0;
// afterwards each node's gradient is dy/dnode. Nodes are in no particular order.
//
// Hint: Do it with a pencil: which gradient has b when it first hands on to a?
// Hint: A node may hand on when all nodes that use it have handed on to it.
// Hint: First list all nodes, inputs before what is made of them; then hand on, from the end of the
//   list to its beginning.
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

inline char cause() {
  // begin solution: the letter of the cause
  return 'b';
  // end solution
}

inline void mended_sweep(Node& y) {
  // begin solution: every node after all that use it
  std::vector<Node*> listed;
  const std::function<void(Node&)> list = [&](Node& node) {
    if (std::find(listed.begin(), listed.end(), &node) != listed.end()) return;
    for (Node* input : node.inputs) list(*input);
    listed.push_back(&node);
  };
  list(y);
  for (; !listed.empty(); listed.pop_back())
    for (Node* input : listed.back()->inputs) input->gradient += listed.back()->gradient;
  // end solution
}
