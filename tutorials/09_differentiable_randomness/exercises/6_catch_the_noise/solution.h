// Exercise 9.6  Break it: noise that is no noise
// Points: 5
// Chapter: 9
//
// draw(shape, rng) is said to return independent N(0, 1) numbers, all of them taken from rng.
// Write the test: return true for a sampler that does so and false for one that does not. Among
// those you will be given are
//
//   - one that starts a generator of its own in every call, always with the same seed;
//   - one that draws one row and repeats it for the whole batch;
//   - one whose numbers have the standard deviation 0.01;
//   - one with a hidden generator, so that the same seed does not give the same numbers.
//
// The honest one must pass, of course: an average of n numbers is not exactly 0.
//
// Hint: Draw twice with one Rng, and once more with a fresh Rng of the same seed. Which of the
// three results have to be equal, and which have to differ? And two rows of one result?
// Hint: Of 50 x 1,000 numbers the mean is 0 +- 0.0045 and the variance 1 +- 0.0063; leave room.
#pragma once

#include "tutorials/support/exercise.h"

using Sampler = std::function<Tensor<double>(const Shape&, Rng&)>;

inline bool is_honest(const Sampler& draw) {
  // begin solution: draw a few times, and compare
  const Shape shape{50, 1000};
  Rng rng{1}, same{1};
  const Tensor<double> first = draw(shape, rng), second = draw(shape, rng);
  const Tensor<double> repeated = draw(shape, same);
  const auto differ = [](const Tensor<double>& a, const Tensor<double>& b) {
    return max(abs(a - b)).item() > 0;
  };
  const double m = mean(first).item(), v = mean(first * first).item() - m * m;
  const bool right_size = std::abs(m) < 0.1 && std::abs(v - 1) < 0.15;
  return right_size && differ(first, second) && !differ(first, repeated) &&
         differ(first.slice(0, 0, 1), first.slice(0, 1, 2));
  // end solution
}
