// Explained: this is the generator's loss of the theory, log(1 - D(fake)): it is flat where the
// critic is sure, so a generator that is behind learns nothing
#pragma once

#include "tutorials/support/exercise.h"

struct Losses {
  Var<double> critic, generator;
};

inline Losses losses(const Var<double>& real, const Var<double>& fake) {
  return {mean(softplus(-real)) + mean(softplus(fake)), -mean(softplus(fake))};
}
