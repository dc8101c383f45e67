// What: everything of nn/, autograd/ and tensor/ that programs use, in one include.
// Why: as in tensor/all.h.
// Invariants: declares nothing itself.
// Read next: parameter.h.
#pragma once

#include "autograd/all.h"
#include "nn/checkpoint.h"
#include "nn/data.h"
#include "nn/files.h"
#include "nn/init.h"
#include "nn/layers.h"
#include "nn/loss.h"
#include "nn/optim.h"
#include "nn/parameter.h"
#include "nn/schedule.h"
