// What: a catalogue: a list of functions of tensors, one line each, and the checks that every line
//       goes through: values, gradients, layouts, precisions, threads, instruction sets.
// Why: what stands in a catalogue is tested in full, without further code. Ops, layers, losses and
//      distributions each have one.
// Invariants: arguments stay clear of kinks by more than differences reach (0.004). Each line says
//      what it should compute as plain loops, which share no code with what it does compute.
// Read next: autograd/op_catalogue.h.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "autograd/gradcheck.h"
#include "tensor/rng.h"
#include "tests/plain.h"

namespace gradus::catalogue {

template <class T>
using Vars = std::vector<Var<T>>;
template <class T>
using Function = std::function<Var<T>(const Vars<T>&)>;
using Generator = std::function<Tensor<double>(const Shape&, Rng&)>;
/// The shapes of the arguments.
using Shapes = std::vector<Shape>;
/// The same function by loops.
using Loops = std::function<plain::Array(const plain::Arrays&)>;

struct Line {
  std::string name;
  Function<double> of_double;
  Function<float> of_float;
  Loops by_loops;
  std::vector<Generator> arguments;
  std::vector<Shapes> shapes;  // each is a case of its own
  Shapes large;                // one more case, of more than one piece of work; may be left out
  bool elementwise = false;    // takes arguments of any shapes that broadcast
  bool may_repeat = true;      // equal elements are no kink
};

class Catalogue {
 public:
  /// f: a generic lambda of a vector of Vars of float or of double.
  template <class F>
  Line& line(std::string name, const F& f, Loops by_loops, std::vector<Generator> arguments,
             std::vector<Shapes> shapes, Shapes large = {}) {
    lines_.push_back({std::move(name), [f](const Vars<double>& v) { return f(v); },
                      [f](const Vars<float>& v) { return f(v); }, std::move(by_loops),
                      std::move(arguments), std::move(shapes), std::move(large)});
    return lines_.back();
  }
  const std::vector<Line>& lines() const { return lines_; }
  std::set<std::string> names() const;

 private:
  std::vector<Line> lines_;
};

// Generators.

Generator between(double low, double high);
/// Both signs, the absolute value between low and high.
Generator both_signs(double low, double high);
/// offset + 0, 1/4, ..., 2: arguments with offsets 1/8 apart are never equal.
Generator grid(double offset);
/// No two elements closer than 1/8.
Tensor<double> distinct(const Shape& shape, Rng& rng);

// Layouts: the same numbers, elsewhere in memory (`repeated` changes the numbers, too).

enum class Layout { contiguous, transposed, sliced, repeated };
inline const std::vector<Layout> every_layout = {Layout::contiguous, Layout::transposed,
                                                 Layout::sliced, Layout::repeated};
std::string text(Layout layout);
/// x as a view of that layout; x itself where its shape leaves no choice. The numbers around a
/// slice are NaN, so that a step beside it does not go unnoticed.
Tensor<double> lay_out(Tensor<double> x, Layout layout);

// Shapes.

/// All shapes of rank 0 to 4 whose axes have the size 1, or else 2 or 3, in turns: every two of
/// them broadcast, and the pairs are all the ways to broadcast.
std::vector<Shape> every_broadcast_shape();

// Checks. They report to doctest.

/// Values are those of the loops: in double, and in float.
void check_values(const Catalogue& catalogue);
/// gradcheck: every entry of every argument. Order 2 checks the gradients of the gradients.
void check_every_entry(const Catalogue& catalogue, const std::vector<Layout>& layouts, int order);
/// <u, J v> = <J' u, v> for random u and v, first and second order, the large cases as well. J v is
/// a difference of values: made of two VJPs (the derivative of J' u by u) it would be the transpose
/// of the rule under test, and a wrong rule would agree with itself.
void check_directions(const Catalogue& catalogue);
/// Values and directions, for all shapes or pairs of shapes that broadcast.
void check_broadcasting(const Line& line);
/// Gradients in float are those in double.
void check_precisions(const Catalogue& catalogue);
/// Values and gradients have the same bits on 1, 2 and 3 threads.
void check_threads(const Catalogue& catalogue);
/// Values and gradients on each instruction set are those on the first.
void check_instruction_sets(const Catalogue& catalogue);
/// Each name of the header (Var<T> f(...), struct S, class C, double f(...), void f(...)) has a
/// line, except those `without`.
void check_complete(const std::string& header, const std::set<std::string>& names,
                    const std::set<std::string>& without = {});

}  // namespace gradus::catalogue
