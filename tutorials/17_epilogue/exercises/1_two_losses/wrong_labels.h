// Explained: the labels are exchanged: the critic is to say yes to real points and no to generated
// ones, and the generator wants a yes
#pragma once

#include "tutorials/support/exercise.h"

struct Losses {
  Var<double> critic, generator;
};

inline Losses losses(const Var<double>& real, const Var<double>& fake) {
  return {mean(softplus(real)) + mean(softplus(-fake)), mean(softplus(fake))};
}
