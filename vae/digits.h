// What: handwritten-looking digits, drawn on the spot from strokes: the data set `--data digits`.
// Why: a newcomer trains a first VAE without a download. The images obey the conventions of MNIST
//      (white on black, 28x28, about a 20x20 box, centred by mass), so every model takes either.
// Invariants: an image depends on the Rng alone, never on the number of threads; grey values are
//      whole multiples of 1/255, as if read from a file of bytes.
// Read next: digits.cpp. Source of the conventions: LeCun, Bottou, Bengio, Haffner, "Gradient-based
//      learning applied to document recognition", Proc. IEEE 1998.
#pragma once

#include <cstdint>
#include <span>

#include "tensor/rng.h"
#include "vae/data.h"

namespace gradus::vae {

/// Draws one digit of the given class (0 to 9) into 28x28 grey values in [0, 1], row by row.
/// Throws UsageError if there is no such class.
void draw_digit(int digit, Rng& rng, std::span<float, 784> image);

/// n digits; images [n, 784]. Each run of ten holds every class once, in random order. Image i
/// depends on the seed of rng and on i only, so a smaller set is the beginning of a larger one.
/// Throws UsageError if n < 0.
LabelledImages digits(std::int64_t n, const Rng& rng);

}  // namespace gradus::vae
