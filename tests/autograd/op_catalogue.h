// What: the catalogue of the differentiable ops, one line each (more where an op has more forms).
// Why: an op that is recorded on any tape of any test, but is not here, fails that test program.
// Invariants: every function of autograd/ops.h has a line; every line that can has an empty case.
// Read next: test_ops.cpp.
#pragma once

#include "tests/catalogue.h"

namespace gradus::catalogue {

const Catalogue& ops();

}  // namespace gradus::catalogue
