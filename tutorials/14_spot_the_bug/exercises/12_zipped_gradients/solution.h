// Exercise 14.12  Six parameters that stand still
// Points: 3
// Chapter: 14
//
// Article 000 has the gradients [[g1, g2, g3, g4], [e1, ..., e6]] of a generator with 4 and an
// encoder with 6 parameters, and writes generator_gradients, encoder_gradients = zip(*gradients).
// Python's zip(*lists) makes the pairs (g1, e1), (g2, e2), ... and stops with the shorter list; its
// first pair becomes generator_gradients, its second encoder_gradients. Seen: after a step 6 of 10
// parameters are the same to the last bit, and two of the others have taken somebody else's
// gradient. Healthy: 0.
//
//   a) The learning rate is so small that a step rounds to nothing.
//   b) Six of the gradients are 0.
//   c) zip has turned the two lists into pairs: the gradients are taken apart crosswise, and most
//      are dropped.
//   d) The parameters were copied, and the step changed the copies.
//
// Give the letter, and mend the step: each parameter p with the gradient g becomes p - lr g. (With
// real tensors the bug is a shape error; here each parameter is one number, and nothing complains.)
//
// Hint: Write down the list of pairs. Who gets e1?
// Hint: Each network has its list, and each parameter its place in it.
#pragma once

#include "tutorials/support/exercise.h"

struct Numbers {
  std::vector<double> generator, encoder;
};

inline void faulty_step(Numbers& parameters, const Numbers& gradients, double lr) {
  std::vector<std::vector<double>> pairs;
  for (std::size_t i = 0; i < gradients.generator.size() && i < gradients.encoder.size(); ++i)
    pairs.push_back({gradients.generator[i], gradients.encoder[i]});
  for (std::size_t i = 0; i < 2; ++i) {
    parameters.generator[i] -= lr * pairs[0][i];
    parameters.encoder[i] -= lr * pairs[1][i];
  }
}

inline char cause() {
  // begin solution: the letter of the cause
  return 'c';
  // end solution
}

inline void mended_step(Numbers& parameters, const Numbers& gradients, double lr) {
  // begin solution: a step for each parameter
  for (std::size_t i = 0; i < parameters.generator.size(); ++i)
    parameters.generator[i] -= lr * gradients.generator[i];
  for (std::size_t i = 0; i < parameters.encoder.size(); ++i)
    parameters.encoder[i] -= lr * gradients.encoder[i];
  // end solution
}
