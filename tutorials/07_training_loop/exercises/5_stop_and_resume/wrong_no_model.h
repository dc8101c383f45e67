// Explained: the weights are lost: the run goes on with the random ones of a new model
#pragma once

#include "tutorials/support/exercise.h"

struct SmallRun {
  Rng rng;  // draws the first weights, and then the order of the rows
  nn::Linear<double> model{3, 1, rng};
  nn::Adam<double> adam{{.lr = 0.1}};
  std::int64_t epoch = 0;  // the learning rate depends on it
};

struct Saved {
  std::map<std::string, Tensor<double>> tensors;
  nn::OptimizerState<double> adam;
  Rng::State rng{};
  std::int64_t epoch = 0;
};

inline Saved save_run(const SmallRun& run) {
  Saved saved;
  saved.adam = run.adam.state;
  saved.rng = run.rng.state();
  saved.epoch = run.epoch;
  return saved;
}

inline void resume_run(SmallRun& run, const Saved& saved) {
  run.adam.state = saved.adam;
  run.rng = Rng::restore(saved.rng);
  run.epoch = saved.epoch;
}
