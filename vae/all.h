// What: the whole library in one include: distributions, bounds and models, and all of nn/,
//       autograd/ and tensor/ below them.
// Why: as in tensor/all.h.
// Invariants: declares nothing itself; files of data and pictures belong to the programs and are
//      included by name (mnist.h, pictures.h, chart.h).
// Read next: distributions.h.
#pragma once

#include "nn/all.h"
#include "vae/digits.h"
#include "vae/distributions.h"
#include "vae/elbo.h"
#include "vae/likelihood.h"
#include "vae/models.h"
#include "vae/moons.h"
#include "vae/nll.h"
