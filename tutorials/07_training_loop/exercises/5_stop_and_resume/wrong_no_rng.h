// Explained: the random stream is lost: the rows come in another order than they would have
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
  nn::for_each_parameter(run.model, [&](const std::string& path, const auto& parameter) {
    saved.tensors[path] = parameter.value;
  });
  saved.adam = run.adam.state;
  saved.epoch = run.epoch;
  return saved;
}

inline void resume_run(SmallRun& run, const Saved& saved) {
  nn::for_each_parameter(run.model, [&](const std::string& path, auto& parameter) {
    parameter.value = saved.tensors.at(path);
  });
  run.adam.state = saved.adam;
  run.epoch = saved.epoch;
}
