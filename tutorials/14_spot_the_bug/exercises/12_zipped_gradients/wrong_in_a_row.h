// Explained: all ten move, which hides the fault: the gradients were put in a row with the
// encoder's first, and the parameters with the generator's first
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

inline char cause() { return 'c'; }

inline void mended_step(Numbers& parameters, const Numbers& gradients, double lr) {
  std::vector<double> row = gradients.encoder;
  row.insert(row.end(), gradients.generator.begin(), gradients.generator.end());
  std::size_t next = 0;
  for (double& p : parameters.generator) p -= lr * row[next++];
  for (double& p : parameters.encoder) p -= lr * row[next++];
}
