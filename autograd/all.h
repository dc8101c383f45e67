// What: everything of autograd/ and tensor/ that programs use, in one include.
// Why: as in tensor/all.h.
// Invariants: declares nothing itself.
// Read next: tape.h.
#pragma once

#include "autograd/arena.h"
#include "autograd/compiled_ops.h"
#include "autograd/finite.h"
#include "autograd/gradcheck.h"
#include "autograd/gradcheck_hints.h"
#include "autograd/ops.h"
#include "autograd/show.h"
#include "autograd/tape.h"
#include "tensor/all.h"
