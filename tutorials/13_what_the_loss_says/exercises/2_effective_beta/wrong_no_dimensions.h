// Explained: a KL that is a mean over dimensions is divided as well: 784 pixels over 200
// dimensions is 3.92, not 784
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
  const auto divisor = [&](const Reduction& reduction, Size rest) {
    return static_cast<double>((reduction.mean_over_images ? program.images : 1) *
                               (reduction.mean_over_rest ? rest : 1));
  };
  return divisor(program.error, program.pixels) / divisor(program.kl, 1);
}
