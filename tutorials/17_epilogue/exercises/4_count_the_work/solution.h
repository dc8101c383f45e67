// Exercise 17.4  Count the work of a training step
// Points: 4
// Chapter: 17
//
// encoder and decoder name the sizes of a VAE's layers: {784, 400, 40} and {20, 400, 784}. Return
// the FLOP in the matrix products of one training step with a batch of so many images. A multiply-
// add counts as 2. Biases, activations and the optimiser do not count.
//
// A layer from I to O computes, for B images, its output y = x W' with B I O multiply-adds. Going
// back, it computes the gradient of W and the gradient of x, each with as many. Only what is needed
// is computed: nobody asks for the gradient of the images.
//
// Hint: The decoder's input is made of the encoder's output: its gradient is needed.
// Hint: So all layers count three times, but for one.
#pragma once

#include "tutorials/support/exercise.h"

inline double flops_of_step(const std::vector<Size>& encoder, const std::vector<Size>& decoder,
                            Size batch) {
  // begin solution: three products for each layer, two for the first
  double total = 0;
  for (const std::vector<Size>& sizes : {encoder, decoder})
    for (std::size_t i = 0; i + 1 < sizes.size(); ++i)
      total += 3 * 2.0 * static_cast<double>(batch * sizes[i] * sizes[i + 1]);
  return total - 2.0 * static_cast<double>(batch * encoder[0] * encoder[1]);
  // end solution
}
