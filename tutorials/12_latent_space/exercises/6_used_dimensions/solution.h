// Exercise 12.6  How many dimensions are used?
// Points: 3
// Chapter: 12
//
// means [n, L] holds the code, the mean of q(z|x), of n images. A dimension that says something
// about images differs from image to image. Following Burda, Grosse and Salakhutdinov (2016) it is
// called active if its variance over the images is above 0.01. Return how many are active.
//
// Hint: The variance is the mean of the squared distances from the mean, here for each column.
// Hint: mean(x, 0) takes means over images and leaves [L].
#pragma once

#include "tutorials/support/exercise.h"

inline Size active_dimensions(const Tensor<double>& means) {
  // begin solution: the variance of each column
  const Tensor<double> away = means - gradus::mean(means, 0);
  Size active = 0;
  for (const double variance : gradus::mean(away * away, 0).to_vector()) active += variance > 0.01;
  return active;
  // end solution
}
