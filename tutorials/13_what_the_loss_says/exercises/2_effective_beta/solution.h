// Exercise 13.2  The beta nobody chose
// Points: 4
// Chapter: 13
//
// A program computes an error for each of B images x D pixels, and a KL for each of B images x L
// latent dimensions. It reduces both to one number each, and adds the two. The right reduction of
// both sums over the pixels or the dimensions and then takes the mean over the images. A program
// may take a mean where a sum belongs, or the other way round.
//
// Return beta, for which the program's loss has the same minimum as the right one with beta times
// the KL: loss = c (reconstruction + beta KL), c any constant.
//
// Hint: A mean is a sum divided by a count. By how much is each of the two divided in all?
// Hint: If the loss is R / r + K / k with R and K sums over everything, take 1 / r out of it.
#pragma once

#include "tutorials/support/exercise.h"

struct Reduction {
  bool mean_over_images;
  bool mean_over_rest;  // over the pixels, or over the latent dimensions; else the sum
};
struct Program {
  Size images, pixels, latent;  // B, D, L
  Reduction error, kl;
};

inline double effective_beta(const Program& program) {
  // begin solution: what the error is divided by, over what the KL is divided by
  const auto divisor = [&](const Reduction& reduction, Size rest) {
    return static_cast<double>((reduction.mean_over_images ? program.images : 1) *
                               (reduction.mean_over_rest ? rest : 1));
  };
  return divisor(program.error, program.pixels) / divisor(program.kl, program.latent);
  // end solution
}
