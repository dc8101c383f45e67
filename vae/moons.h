// What: drawn moons, from the half moon to the full one: the data set `--data moons`.
// Why: the one image that a person can put between two others. Whether a model finds the three
//      quarter moon between half and full is a question with a right answer.
// Invariants: image 0 of each set is the half moon and image 1 the full one; nothing but the phase
//      varies. An image depends on the Rng and its number alone; grey values are whole multiples of
//      1/255.
// Read next: moons.cpp.
#pragma once

#include <cstdint>
#include <span>

#include "tensor/rng.h"
#include "vae/data.h"

namespace gradus::vae {

/// Draws the moon of which `lit` is lit, 0.5 (half, the right one) to 1 (full), into 28x28 grey
/// values in [0, 1], row by row. Throws UsageError for another share.
void draw_moon(double lit, std::span<float, 784> image);

/// n moons; images [n, 784]. With phases = 0 every phase is as likely as any other, else there are
/// so many, evenly from half to full. The label counts tenths of the way, 0 to 9. Throws UsageError
/// if n < 0, or phases is 1 or negative.
LabelledImages moons(std::int64_t n, const Rng& rng, std::int64_t phases = 0);

}  // namespace gradus::vae
