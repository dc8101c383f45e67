// Explained: this is the encoder alone; the decoder has weights of its own, not the encoder's
// turned round
#pragma once

#include "tutorials/support/exercise.h"

inline Size count_parameters() { return (784 * 128 + 128) + (128 * 8 + 8); }
