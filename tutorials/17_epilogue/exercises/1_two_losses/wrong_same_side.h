// Explained: the generator works for the critic: both lose when D(fake) rises, and nobody wants to
// look real
#pragma once

#include "tutorials/support/exercise.h"

struct Losses {
  Var<double> critic, generator;
};

inline Losses losses(const Var<double>& real, const Var<double>& fake) {
  return {mean(softplus(-real)) + mean(softplus(fake)), mean(softplus(fake))};
}
