// Explained: not a): four parameters move visibly with the same learning rate
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

inline char cause() { return 'a'; }

inline void mended_step(Numbers& parameters, const Numbers& gradients, double lr) {
  for (std::size_t i = 0; i < parameters.generator.size(); ++i)
    parameters.generator[i] -= lr * gradients.generator[i];
  for (std::size_t i = 0; i < parameters.encoder.size(); ++i)
    parameters.encoder[i] -= lr * gradients.encoder[i];
}
