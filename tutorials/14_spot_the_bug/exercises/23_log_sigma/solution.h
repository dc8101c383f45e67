// Exercise 14.23  A KL of 0.36 that is 2.19
// Points: 3
// Chapter: 14
//
// The formulas of article 004 for z and for the KL; keras#3283 and FluxML/model-zoo#147 are about
// such a pair. Here the encoder's second number is called s, and draw_code is agreed upon. Seen for
// m = 0, s = 1: faulty_kl gives 0.359, but the mean of log q(z) - log p(z) over 100,000 draws of
// draw_code is 2.19, the healthy value.
//
//   a) log q and log p both lack their log(2 pi) / 2.
//   b) The two are KL(p || q) and KL(q || p), which differ.
//   c) 100,000 draws are too few: the difference is chance.
//   d) The KL takes s for log sigma^2, and draw_code takes it for log sigma.
//
// Give the letter, and mend the KL: m and s, both [B, L], to KL(q || N(0, I)), [B].
//
// Hint: Write the KL with sigma first: (m^2 + sigma^2 - 1 - log sigma^2) / 2.
// Hint: If s = log sigma, what are sigma^2 and log sigma^2? Both terms change.
#pragma once

#include "tutorials/support/exercise.h"

inline Var<double> draw_code(const Var<double>& m, const Var<double>& s, const Var<double>& e) {
  return m + exp(s) * e;
}

inline Var<double> faulty_kl(const Var<double>& m, const Var<double>& s) {
  return 0.5 * sum(square(m) + exp(s) - 1.0 - s, 1);
}

inline char cause() {
  // begin solution: the letter of the cause
  return 'd';
  // end solution
}

inline Var<double> mended_kl(const Var<double>& m, const Var<double>& s) {
  // begin solution: the KL of what draw_code draws
  return 0.5 * sum(square(m) + exp(2.0 * s) - 1.0 - 2.0 * s, 1);
  // end solution
}
