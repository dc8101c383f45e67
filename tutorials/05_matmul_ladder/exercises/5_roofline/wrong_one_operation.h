// Explained: each step multiplies and adds: two operations, not one
#pragma once

#include "tutorials/support/exercise.h"

inline double intensity(double m, double n, double k) {
  return m * n * k / (4 * (m * k + k * n + m * n));
}

inline double attainable(double flop_per_byte, double peak, double bandwidth) {
  return std::min(peak, bandwidth * flop_per_byte);
}

inline int batch_needed(double in, double out, double peak, double bandwidth) {
  for (int batch = 1; batch <= 1'000'000; ++batch)
    if (attainable(intensity(batch, out, in), peak, bandwidth) == peak) return batch;
  return 0;
}
