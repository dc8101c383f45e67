// What: the inner loops of the optimisers, one table for each instruction set.
// Why: a step touches every parameter; it must read and write each number once.
// Invariants: as in tensor/kernels.h.
// Read next: updates_isa.cpp.
#pragma once

#include <cstdint>

namespace gradus::nn {

/// The numbers of one step, worked out in double and rounded once.
template <class T>
struct SgdStep {
  T lr, momentum;
  bool nesterov;
};
template <class T>
struct RmsPropStep {
  T lr, decay, rest, epsilon;  // rest = 1 - decay
};
template <class T>
struct AdamStep {
  T shrink;        // 1 - lr weight_decay
  T beta1, rest1;  // rest = 1 - beta
  T beta2, rest2;
  T rate;   // lr / (1 - beta1^t)
  T scale;  // 1 / sqrt(1 - beta2^t)
  T epsilon;
};

template <class T>
struct Updates {
  void (*sgd)(const SgdStep<T>&, const T* g, T* velocity, T* x, std::int64_t n);
  void (*rms_prop)(const RmsPropStep<T>&, const T* g, T* square, T* x, std::int64_t n);
  void (*adam)(const AdamStep<T>&, const T* g, T* mean, T* square, T* x, std::int64_t n);
};

/// What one compilation of updates_isa.cpp provides.
struct UpdateTables {
  Updates<float> of_float;
  Updates<double> of_double;
};

}  // namespace gradus::nn
