// What: FiniteCheck, a scope in which the first NaN or infinity that an op computes is an error.
// Why: NaN spreads. By the time it is seen in a loss, the op that made it is a thousand ops away.
// Invariants: forward, every op's result is checked, on a tape or without one; in a sweep, the
//      gradient of every input, after each rule. The message names the op, the line that called
//      it, and the shapes and ranges of what it was given. No bit of any result changes. While no
//      check lives, an op pays one comparison.
// Read next: tape.h.
#pragma once

#include <vector>

#include "tensor/tensor.h"

namespace gradus {

template <class T>
class Var;

/// Until the end of the scope, on this thread: throws NotFinite where a NaN or infinity is made.
///
/// Minus infinity can be meant: where(mask, log(p), 0) throws away the logarithms of 0. Yet its
/// gradient is NaN there, 0 / 0, because the rule of log is applied all the same. The cure is to
/// mask what goes in, log(where(mask, p, 1)), and then there is nothing to complain of. Where an
/// infinity is right, `const FiniteCheck off(false);` leaves a scope alone.
class FiniteCheck {
 public:
  explicit FiniteCheck(bool on = true);
  ~FiniteCheck();
  FiniteCheck(const FiniteCheck&) = delete;
  FiniteCheck& operator=(const FiniteCheck&) = delete;

  static bool on() { return on_; }

 private:
  static inline thread_local bool on_ = false;
  bool outer_;
};

/// For output(): throws NotFinite unless all of y, which `op` has made of the inputs, is finite.
template <class T>
void check_finite(const char* op, const Tensor<T>& y, const std::vector<Var<T>>& inputs,
                  Where where);

/// For the sweep: throws NotFinite unless all of `gradient` is finite. A rule of `op` has just
/// added to it, given the gradient g of its output; it belongs to the output of `input`.
template <class T>
void check_finite_gradient(const char* op, const Tensor<T>& gradient, const char* input,
                           Where input_where, const Tensor<T>& g, Where where);

}  // namespace gradus
