// What: Product, C = A B for three plain arrays; Rungs, the ways of chapter 5 to compute it;
// Limits,
//       what no way can exceed.
// Why: rungs_isa.cpp and limits_isa.cpp are built once for each instruction set; ladder.h chooses.
// Invariants: all arrays are row-major and without gaps, and C overlaps neither A nor B.
// Read next: rungs_isa.cpp.
#pragma once

#include <cstdint>

namespace gradus {

using Index = std::int64_t;

/// C[m, n] = A[m, k] B[k, n].
struct Product {
  Index m, n, k;
  const float *a, *b;
  float* c;
};

struct Rungs {
  void (*naive)(const Product&);
  void (*reordered)(const Product&);
  void (*blocked)(const Product&);
  void (*registers)(const Product&);
  void (*packed)(const Product&, float* workspace);  // of workspace(m) numbers
  Index (*workspace)(Index m);
};

/// Of limits_isa.cpp.
struct Limits {
  Index (*multiply_adds)(Index rounds, float factor, float* sink);
  void (*read)(const float* x, Index n, float* sink);
};

}  // namespace gradus
