// What: Var, a tensor that remembers where it was computed; Tape, the record of a computation;
//       Gradients, what the tape gives back.
// Why: reverse-mode differentiation. Every op writes down, for each tracked input, one rule: how
//      the gradient of its output becomes a gradient of that input (a vector-Jacobian product,
//      VJP). Read backwards, the list of rules is the chain rule.
// Invariants: 1 uses of a variable add up; 2 asking twice gives the same answer (kept) or an error
//      (not kept); 3 neither depth nor sharing costs more than one visit per rule, and nothing
//      recurses; 4 without a tape nothing is recorded; 5 a Var of a dead tape is an error on a new
//      one; 6 no rule is stored for an untracked input; 7 only the tape undoes broadcasting; 8
//      rules are made of differentiable ops, so gradients have gradients; 9 the end of the scope
//      returns every byte. Each is a test of that name in tests/autograd/test_tape.cpp.
// Read next: ops.h.
#pragma once

#include <atomic>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "autograd/arena.h"
#include "autograd/finite.h"
#include "tensor/math.h"

namespace gradus {

template <class T = float>
class Tape;
template <class T = float>
class Gradients;

/// Position of a node on its tape.
using NodeId = std::int32_t;

/// A value that ops can be applied to: a constant, or an output or leaf on a tape.
template <class T = float>
class Var {
 public:
  using Scalar = T;

  Var() = default;
  Var(Tensor<T> constant) : value_(std::move(constant)) {}
  Var(T scalar) : value_(scalar) {}

  const Tensor<T>& value() const { return value_; }
  const Shape& shape() const { return value_.shape(); }
  /// The number in a Var of one element.
  T item(Where where = {}) const { return value_.item(where); }
  /// True if gradients flow to it.
  bool tracked() const { return tape_ != 0; }
  /// Where it stands on its tape; -1 for a constant.
  NodeId node() const { return node_; }

  // Infix operators, elementwise and broadcasting; include ops.h to use them.
  friend Var operator+(const Located<Var>& a, const Var& b) { return add(a.value(), b, a.where); }
  friend Var operator-(const Located<Var>& a, const Var& b) { return sub(a.value(), b, a.where); }
  friend Var operator*(const Located<Var>& a, const Var& b) { return mul(a.value(), b, a.where); }
  friend Var operator/(const Located<Var>& a, const Var& b) { return div(a.value(), b, a.where); }
  friend Var operator-(const Located<Var>& x) { return neg(x.value(), x.where); }

 private:
  friend class Tape<T>;
  friend class Gradients<T>;
  Var(Tensor<T>&& value, std::uint64_t tape, NodeId node)
      : value_(std::move(value)), tape_(tape), node_(node) {}

  Tensor<T> value_;
  std::uint64_t tape_ = 0;  // serial number of its recording; 0: a constant
  NodeId node_ = -1;
};

/// How dL/dy, called g, becomes a contribution to dL/dx: of y's shape if the op broadcasts, else of
/// x's.
template <class T>
struct Rule {
  virtual ~Rule() = default;
  virtual Var<T> operator()(const Var<T>& g) const = 0;
};

/// A rule given as a function, with what it captured.
template <class T, class F>
struct RuleOf final : Rule<T> {
  explicit RuleOf(const F& f) : function(f) {}
  Var<T> operator()(const Var<T>& g) const override { return function(g); }
  F function;
};

/// The name of an object that a tape knows again: a parameter that is used twice is one leaf. A
/// copied object is another object and gets a name of its own; a moved one keeps its name.
class Identity {
 public:
  Identity() : number_(next()) {}
  Identity(const Identity&) : Identity() {}
  Identity(Identity&& other) noexcept : number_(other.number_) {}
  Identity& operator=(const Identity&) { return *this; }  // a new value, the same object
  std::uint64_t number() const { return number_; }

 private:
  static std::uint64_t next();
  std::uint64_t number_;
};

/// The derivatives of one output with respect to what its tape watched.
template <class T>
class Gradients {
 public:
  /// dL/dx, of x's shape; zeros if L does not depend on x. Throws Error if x is not of the
  /// recording that was swept, or is neither watched nor kept.
  Var<T> operator[](const Var<T>& x) const;
  /// dL/dx of a leaf known by name, or nullptr if the tape never met it or L does not depend on it.
  const Tensor<T>* find(const Identity& leaf) const;
  /// The same of anything on the tape; nullptr, too, where the gradient was let go.
  const Tensor<T>* find(const Var<T>& x) const;
  /// Multiplies all of them.
  void scale(T factor);

 private:
  friend class Tape<T>;
  std::uint64_t recording_ = 0;
  bool everything_ = false;  // gradients of nodes that were not watched are there too
  std::vector<std::optional<Var<T>>, PoolAllocator<std::optional<Var<T>>>> of_node_;
  std::vector<bool> watched_;
  std::unordered_map<std::uint64_t, NodeId> leaves_;
};

/// If set, called with the op of each node when a recording is let go. Tests collect with it which
/// ops were ever recorded; to be set before the first tape.
inline void (*op_observer)(const char* op) = nullptr;

/// Whether a sweep leaves the recording as it is (and keeps every gradient it works out), or lets
/// go of each rule as soon as it has been used.
enum class Keep { no, yes };

/// How many finite checks and tapes that keep values live, on any thread. While there are none, an
/// op need not ask further.
inline std::atomic<int> op_watchers = 0;

/// Whether a tape holds on to every value and every constant it meets, so that it can be shown.
enum class Values { forget, keep };

/// A node of a recording, to be shown.
template <class T>
struct Step {
  std::string op;  // "leaf" for a leaf
  Where where;
  Shape shape;
  Var<T> y;                    // its value is there if the tape keeps values
  std::vector<Var<T>> inputs;  // those that are tracked; if the tape keeps values, all of them
  std::uint64_t identity = 0;  // of the leaf of a named object
};

template <class T>
class Tape {
 public:
  /// Recording on this thread starts, and ends with the scope. Tapes nest; the innermost records.
  explicit Tape(Values values = Values::forget);
  ~Tape();
  Tape(const Tape&) = delete;
  Tape& operator=(const Tape&) = delete;

  /// A new leaf.
  Var<T> watch(const Tensor<T>& value, Where where = {});
  /// The leaf of a named object: the same one each time it is asked for.
  Var<T> watch(const Identity& name, const Tensor<T>& value, Where where = {});

  /// dy/dx for all watched x. y must have one element, or else take the cotangent dL/dy of y's
  /// shape. With Keep::no the tape is empty afterwards. Throws Error if y is not on this tape.
  Gradients<T> gradients(const Var<T>& y, Keep keep = Keep::no, Where where = {});
  Gradients<T> gradients(const Var<T>& y, const Tensor<T>& cotangent, Keep keep = Keep::no,
                         Where where = {});
  /// The same, and the sweep itself is recorded, so that the gradients can be differentiated
  /// again. The recording is kept.
  Gradients<T> recorded_gradients(const Var<T>& y, Where where = {});

  /// Rules recorded so far.
  std::size_t rules() const { return edges_.size(); }
  /// The name of the op behind each node, in the order of recording; "leaf" for a leaf.
  std::vector<std::string> ops() const;
  /// Everything recorded so far, in order; for show.h.
  std::vector<Step<T>> steps() const;

  /// The tape that records on this thread, or nullptr.
  static Tape* active();

  // For ops (see output and vjp below).
  bool tracks(const Var<T>& x, const char* op, Where where) const;
  bool tracks(const std::vector<Var<T>>& xs, const char* op, Where where) const;
  Var<T> record(const char* op, Tensor<T>&& value, Where where);
  template <class F>
  void add_rule(const Var<T>& y, const Var<T>& x, const F& rule) {
    const auto* const stored = ::new (rules_.room_for<RuleOf<T, F>>()) RuleOf<T, F>(rule);
    edges_.push_back({y.node_, x.node_, std::unique_ptr<const Rule<T>, Destroy>(stored)});
  }
  static Var<T> watched_output(const char* op, Tensor<T>&& value, Where where,
                               std::vector<Var<T>>&& inputs);

 private:
  template <class>
  friend class Recording;

  struct Node {
    Node(const char* op_, Where where_, const Shape& shape_)
        : op(op_), where(where_), shape(shape_) {}
    const char* op;
    Where where;
    Shape shape;
    bool watched = false;
  };
  struct Kept {
    Tensor<T> value;
    std::vector<Var<T>> inputs;
  };
  struct Destroy {
    void operator()(const Rule<T>* rule) const { rule->~Rule(); }
  };
  struct Edge {
    NodeId y, x;
    std::unique_ptr<const Rule<T>, Destroy> rule;
  };

  Gradients<T> sweep(const Var<T>& y, Var<T> seed, Keep keep, bool record, Where where);
  [[gnu::noinline]] void check_gradient(const Edge& edge, const Var<T>& g,
                                        const Var<T>& gradient) const;
  void clear();

  Arena rules_;  // before edges_, which destroy the rules in it
  // In the order of recording. Deques, because a rule that records while it runs moves nothing.
  std::deque<Node, PoolAllocator<Node>> nodes_;
  std::deque<Edge, PoolAllocator<Edge>> edges_;
  std::optional<std::deque<Kept>> kept_;  // of each node, with Values::keep
  std::unordered_map<std::uint64_t, NodeId> leaves_;
  std::uint64_t recording_;  // serial number; a new one once the recording has been let go
  Tape* outer_;
};

/// Makes a tape the recording one for a scope; nullptr pauses recording.
template <class T = float>
class Recording {
 public:
  explicit Recording(Tape<T>* tape);
  ~Recording();
  Recording(const Recording&) = delete;
  Recording& operator=(const Recording&) = delete;

 private:
  Tape<T>* outer_;
};

/// The inputs of an op, each of which is a Var or a vector of them.
template <class T, class... Inputs>
[[gnu::noinline]] std::vector<Var<T>> listed(const Inputs&... inputs) {
  std::vector<Var<T>> list;
  const auto add = [&list]<class Input>(const Input& input) {
    if constexpr (std::is_same_v<Input, Var<T>>)
      list.push_back(input);
    else
      list.insert(list.end(), input.begin(), input.end());
  };
  (add(inputs), ...);
  return list;
}

/// The result of an op: a node of the active tape if that tracks an input, else a constant.
template <class T, class... Inputs>
Var<T> output(const char* op, Tensor<T> value, Where where, const Inputs&... inputs) {
  if (op_watchers.load(std::memory_order_relaxed) > 0) [[unlikely]]
    return Tape<T>::watched_output(op, std::move(value), where, listed<T>(inputs...));
  Tape<T>* const tape = Tape<T>::active();
  // Counted, not ||: an input of a dead tape is an error even behind one that is tracked.
  if (!tape || (int{tape->tracks(inputs, op, where)} + ...) == 0) return Var<T>(std::move(value));
  return tape->record(op, std::move(value), where);
}

/// States the rule by which dL/dy, called g, becomes a contribution to dL/dx. The captures of the
/// rule are what the tape must remember; for an untracked x they are dropped at once.
template <class T, class F>
void vjp(const Var<T>& y, const Var<T>& x, const F& rule) {
  if (y.tracked() && x.tracked()) Tape<T>::active()->add_rule(y, x, rule);
}

extern template class Tape<float>;
extern template class Tape<double>;
extern template class Gradients<float>;
extern template class Gradients<double>;
extern template class Recording<float>;
extern template class Recording<double>;

}  // namespace gradus
