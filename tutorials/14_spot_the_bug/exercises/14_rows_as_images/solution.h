// Exercise 14.14  A network that sees one row at a time
// Points: 3
// Chapter: 14
//
// Articles 000 and 001 hand images [B, 28, 28] to a Dense layer, which acts on the last axis alone.
// Seen: a layer of 128 for images of 28 x 28 has 3,712 numbers and gives a code of shape [B, 28,
// 128], one for every row, each blind to the other 27 rows. Healthy: 100,480 numbers and [B, 128].
//
//   a) The layer has too few outputs.
//   b) The layer is applied to each row of an image: the image was never flattened to 784 numbers.
//   c) The batch axis is missing, so that the rows are taken for images of a batch.
//   d) Weights are shared between images, as in a convolution.
//
// Give the letter, and mend the function: images [B, H, W] -> the code of one nn::Linear with
// `hidden` outputs, [B, hidden], and the number of its parameters. Draw nothing else from rng.
//
// Hint: 28 * 128 + 128 = 3,712, and 784 * 128 + 128 = 100,480.
// Hint: reshape(x, shape) reads the same numbers, in row-major order, as another shape.
#pragma once

#include "tutorials/support/exercise.h"

struct Coded {
  Size parameters;
  Tensor<double> code;
};

inline Coded faulty_encode(const Tensor<double>& images, Size hidden, Rng& rng) {
  const nn::Linear<double> dense(images.shape()[2], hidden, rng);
  return {nn::parameter_count(dense), dense(Var<double>(images)).value()};
}

inline char cause() {
  // begin solution: the letter of the cause
  return 'b';
  // end solution
}

inline Coded mended_encode(const Tensor<double>& images, Size hidden, Rng& rng) {
  // begin solution: one code for each image
  const Size batch = images.shape()[0], pixels = images.shape()[1] * images.shape()[2];
  const nn::Linear<double> dense(pixels, hidden, rng);
  return {nn::parameter_count(dense), dense(Var<double>(images.reshape({batch, pixels}))).value()};
  // end solution
}
