// Exercise 14.19  Memory that grows while testing
// Points: 3
// Chapter: 14
//
// skorch#218 and semseg#60 ran out of memory, not in training but while the test error was
// measured. Seen: called in the middle of training, faulty_error adds 6 rules to the tape for every
// test batch, each with the tensors it needs; 20 batches leave 120. The healthy value is 0.
//
//   a) The total keeps every batch's loss alive: .item() is missing.
//   b) The batches are too large.
//   c) The model is copied with all its parameters at each call.
//   d) The tape cannot know that nobody will ask for these gradients, and records.
//
// Give the letter, and mend the function, which returns the mean squared error of a model that is
// to give back what it is given. The tape of the training must go on recording afterwards.
//
// Hint: tape.rules() before and after each line shows which of them record.
// Hint: Recording<double> pauses a tape for a scope; autograd/tape.h says how.
#pragma once

#include "tutorials/support/exercise.h"

using Function = std::function<Var<double>(const Var<double>&)>;

inline double faulty_error(const Function& model, const std::vector<Tensor<double>>& batches) {
  double total = 0;
  for (const Tensor<double>& x : batches) total += mean(square(model(x) - Var<double>(x))).item();
  return total / static_cast<double>(batches.size());
}

inline char cause() {
  // begin solution: the letter of the cause
  return 'd';
  // end solution
}

inline double mended_error(const Function& model, const std::vector<Tensor<double>>& batches) {
  // begin solution: the same number, without a record
  const Recording<double> pause(nullptr);
  return faulty_error(model, batches);
  // end solution
}
