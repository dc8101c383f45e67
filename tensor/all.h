// What: everything of tensor/ that programs use, in one include.
// Why: a first program should begin with its subject, not with a list of headers.
// Invariants: declares nothing itself; the headers of the kernels stay inside the library.
// Read next: errors.h, where the reading order begins.
#pragma once

#include "tensor/conv.h"
#include "tensor/errors.h"
#include "tensor/isa.h"
#include "tensor/math.h"
#include "tensor/parallel.h"
#include "tensor/print.h"
#include "tensor/profile.h"
#include "tensor/rng.h"
#include "tensor/tensor.h"
