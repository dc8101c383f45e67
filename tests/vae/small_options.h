// What: small_options, a run that takes a moment.
// Why: tests of runs and of their evaluation want a trained model, not a good one.
// Invariants: 150 training and 40 test images of the drawn digits, and a net to match.
// Read next: test_run.cpp.
#pragma once

#include "vae/options.h"

namespace gradus::test {

inline vae::Options small_options() {
  vae::Options o;
  o.train_images = 150;
  o.test_images = 40;
  o.hidden = {24};
  o.latent = 3;
  return o;
}

}  // namespace gradus::test
