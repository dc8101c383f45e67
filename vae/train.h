// What: train, the whole of a training run; evaluate, the bound on a data set.
// Why: this is the loop of the README with everything a real run needs around it.
// Invariants: the same options give the same bits, on any number of threads, and whether the run
//      was interrupted and resumed or not. Nothing is computed that depends on the clock.
// Read next: main.cpp.
#pragma once

#include <functional>

#include "vae/run.h"

namespace gradus::vae {

/// Means over images, in nats per image, and the standard errors of these means.
struct Evaluation {
  Size images = 0;
  double elbo = 0, reconstruction = 0, kl = 0;
  double elbo_error = 0, reconstruction_error = 0, kl_error = 0;
};

/// The bound on `data`, one sample of z for each image. The noise is the same each time, so epochs
/// can be compared.
Evaluation evaluate(const AnyModel& model, const Options& options, const LabelledImages& data);

/// Trains and writes the run folder, from the start or, with `resume`, from its checkpoint (which
/// may be missing: then from the start). Before each batch `stop` is asked; once it says yes, the
/// checkpoint is written, in the middle of the epoch, and the result is false, else true. Throws
/// UsageError if `folder` holds a run already and is not to be resumed.
bool train(
    const Options& options, const RunFolder& folder, bool resume,
    const std::function<bool()>& stop = [] { return false; });

}  // namespace gradus::vae
