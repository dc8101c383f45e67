// What: train, the whole of a training run.
// Why: this is the loop of the README with everything a real run needs around it.
// Invariants: the same options give the same bits, on any number of threads, and whether the run
//      was interrupted and resumed or not. Nothing is computed that depends on the clock.
// Read next: evaluate.h.
#pragma once

#include <functional>

#include "vae/run.h"

namespace gradus::vae {

/// Trains and writes the run folder, from the start or, with `resume`, from its checkpoint (which
/// may be missing: then from the start). Before each batch `stop` is asked; once it says yes, the
/// checkpoint is written, in the middle of the epoch, and the result is false, else true. Throws
/// UsageError if `folder` holds a run already and is not to be resumed.
bool train(
    const Options& options, const RunFolder& folder, bool resume,
    const std::function<bool()>& stop = [] { return false; });

}  // namespace gradus::vae
