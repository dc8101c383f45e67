// What: everything of nn/, autograd/ and tensor/ that programs use, in one include.
// Why: as in tensor/all.h.
// Invariants: declares nothing itself; files (checkpoint.h, files.h) are included by name, because
//      <filesystem> takes a third of a second to compile.
// Read next: parameter.h.
#pragma once

#include "autograd/all.h"
#include "nn/conv.h"
#include "nn/data.h"
#include "nn/init.h"
#include "nn/inspect.h"
#include "nn/layers.h"
#include "nn/loss.h"
#include "nn/network.h"
#include "nn/optim.h"
#include "nn/parameter.h"
#include "nn/schedule.h"
