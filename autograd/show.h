// What: a tape as text: wengert_list, one line for each step of the computation, and graphviz, the
//       same as a graph.
// Why: what is on a tape is best learned by looking at one.
// Invariants: nothing of the tape changes. Values and constants are shown if the tape keeps them
//      (Tape tape{Values::keep}); gradients if they are handed over, and after Keep::yes, because a
//      sweep with Keep::no leaves nothing to be shown. All else costs an ordinary tape nothing.
// Read next: gradcheck.h. Source: Wengert 1964, "A simple automatic derivative evaluation program".
#pragma once

#include <map>
#include <string>

#include "autograd/tape.h"

namespace gradus {

template <class T>
struct ShowOptions {
  const Gradients<T>* gradients = nullptr;
  /// What to call the leaves of named objects, by Identity::number(); nn::parameter_names(model).
  std::map<std::uint64_t, std::string> names = {};
};

/// A table: v2 = mul(v0, v1), shape, range of the values, range of the gradient, line of source.
template <class T>
std::string wengert_list(const Tape<T>& tape, const ShowOptions<T>& options = {});

/// The graph in the language of Graphviz, for `dot -Tsvg`; arrows lead from inputs to outputs.
template <class T>
std::string graphviz(const Tape<T>& tape, const ShowOptions<T>& options = {});

}  // namespace gradus
