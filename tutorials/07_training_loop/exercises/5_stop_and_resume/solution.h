// Exercise 7.5  Stop and resume
// Points: 4
// Chapter: 7
//
// A SmallRun is everything that changes while a model is trained. Write save_run, which saves it,
// and resume_run, which brings it back into a run that was just made with another seed. A run that
// was stopped and resumed must end with the same bits as one that was not. Here the "file" is a
// struct, Saved:
//
//   - tensors: the value of every parameter, under its path;
//   - adam: what the optimiser remembers, run.adam.state;
//   - rng: the state of the random stream, run.rng.state(); Rng::restore(state) continues it;
//   - epoch: how many epochs are done.
//
// Hint: nn::for_each_parameter(run.model, f) calls f(path, parameter); parameter.value is a tensor.
// Hint: Go through the members of SmallRun. Is each of them saved, and brought back?
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
  // begin solution: put all four members into a Saved
  Saved saved;
  nn::for_each_parameter(run.model, [&](const std::string& path, const auto& parameter) {
    saved.tensors[path] = parameter.value;
  });
  saved.adam = run.adam.state;
  saved.rng = run.rng.state();
  saved.epoch = run.epoch;
  return saved;
  // end solution
}

inline void resume_run(SmallRun& run, const Saved& saved) {
  // begin solution: and take them out again
  nn::for_each_parameter(run.model, [&](const std::string& path, auto& parameter) {
    parameter.value = saved.tensors.at(path);
  });
  run.adam.state = saved.adam;
  run.rng = Rng::restore(saved.rng);
  run.epoch = saved.epoch;
  // end solution
}
