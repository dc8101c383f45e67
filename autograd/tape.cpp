#include "autograd/tape.h"

#include <algorithm>
#include <atomic>
#include <string>

#include "autograd/ops.h"

namespace gradus {
namespace {

template <class T>
thread_local Tape<T>* active_tape = nullptr;

std::uint64_t next_serial() {
  static std::atomic<std::uint64_t> last = 0;
  return ++last;
}

std::string at(Where where) { return " (" + where.text() + ")"; }

/// What a rule of `op` returned, summed to the shape of the input it is for: broadcasting undone.
template <class T>
Var<T> sum_to_input(const Var<T>& gradient, const Shape& input, const char* op, Where where) {
  try {
    return sum_to(gradient, input, where);
  } catch (const ShapeError&) {
    throw ShapeError(std::string(op) + ": its rule returned a gradient of shape " +
                         gradient.shape().text() + " for an input of shape " + input.text(),
                     where);
  }
}

void show_to_observer(const auto& nodes) {
  if (op_observer)
    for (const auto& node : nodes) op_observer(node.op);
}

}  // namespace

std::uint64_t Identity::next() { return next_serial(); }

template <class T>
Tape<T>::Tape(Values values)
    : recording_(next_serial()), outer_(std::exchange(active_tape<T>, this)) {
  if (values == Values::keep) {
    kept_.emplace();
    ++op_watchers;
  }
}

template <class T>
Tape<T>::~Tape() {
  show_to_observer(nodes_);
  active_tape<T> = outer_;
  if (kept_) --op_watchers;
}

template <class T>
Tape<T>* Tape<T>::active() {
  return active_tape<T>;
}

template <class T>
Var<T> Tape<T>::watch(const Tensor<T>& value, Where where) {
  Var<T> leaf = record("leaf", Tensor<T>(value), where);
  nodes_.back().watched = true;
  if (kept_) kept_->push_back({value, {}});
  return leaf;
}

template <class T>
Var<T> Tape<T>::watch(const Identity& name, const Tensor<T>& value, Where where) {
  const auto known = leaves_.find(name.number());
  if (known != leaves_.end()) return Var<T>(Tensor<T>(value), recording_, known->second);
  Var<T> leaf = watch(value, where);
  leaves_.emplace(name.number(), leaf.node_);
  return leaf;
}

template <class T>
bool Tape<T>::tracks(const Var<T>& x, const char* op, Where where) const {
  if (x.tape_ == 0 || x.tape_ == recording_) return x.tape_ != 0;
  throw Error(std::string(op) +
              ": an operand was recorded on a tape that has ended, was swept, or is not the "
              "innermost one; use its .value(), or compute it again on this tape" +
              at(where));
}

template <class T>
bool Tape<T>::tracks(const std::vector<Var<T>>& xs, const char* op, Where where) const {
  // Not any_of, which would stop looking at the first that is tracked.
  return std::count_if(xs.begin(), xs.end(),
                       [&](const Var<T>& x) { return tracks(x, op, where); }) > 0;
}

template <class T>
Var<T> Tape<T>::record(const char* op, Tensor<T>&& value, Where where) {
  nodes_.emplace_back(op, where, value.shape());
  return Var<T>(std::move(value), recording_, static_cast<NodeId>(nodes_.size() - 1));
}

/// What output() does while somebody wants to see each op.
template <class T>
Var<T> Tape<T>::watched_output(const char* op, Tensor<T>&& value, Where where,
                               std::vector<Var<T>>&& inputs) {
  if (FiniteCheck::on()) check_finite(op, value, inputs, where);
  Tape<T>* const tape = active();
  if (!tape || !tape->tracks(inputs, op, where)) return Var<T>(std::move(value));
  if (tape->kept_) tape->kept_->push_back({value, std::move(inputs)});
  return tape->record(op, std::move(value), where);
}

template <class T>
std::vector<std::string> Tape<T>::ops() const {
  std::vector<std::string> names;
  for (const Node& node : nodes_) names.emplace_back(node.op);
  return names;
}

template <class T>
std::vector<Step<T>> Tape<T>::steps() const {
  std::vector<Step<T>> all;
  const auto var = [this](NodeId i) {
    const auto at = static_cast<std::size_t>(i);
    return Var<T>(kept_ ? Tensor<T>((*kept_)[at].value) : Tensor<T>(), recording_, i);
  };
  for (const Node& node : nodes_) {
    const std::size_t i = all.size();
    all.push_back({node.op, node.where, node.shape, var(static_cast<NodeId>(i)),
                   kept_ ? (*kept_)[i].inputs : std::vector<Var<T>>()});
  }
  if (!kept_)
    for (const Edge& edge : edges_)
      all[static_cast<std::size_t>(edge.y)].inputs.push_back(var(edge.x));
  for (const auto& [name, node] : leaves_) all[static_cast<std::size_t>(node)].identity = name;
  return all;
}

template <class T>
void Tape<T>::clear() {
  show_to_observer(nodes_);
  if (kept_) kept_->clear();
  nodes_.clear();
  edges_.clear();
  rules_.clear();
  leaves_.clear();
  recording_ = next_serial();
}

template <class T>
Gradients<T> Tape<T>::gradients(const Var<T>& y, Keep keep, Where where) {
  if (y.value().numel() != 1)
    throw ShapeError("gradients: y has shape " + y.shape().text() +
                         ", not one element; take its sum or mean, or pass a cotangent",
                     where);
  return gradients(y, Tensor<T>::ones(y.shape()), keep, where);
}

template <class T>
Gradients<T> Tape<T>::gradients(const Var<T>& y, const Tensor<T>& cotangent, Keep keep,
                                Where where) {
  return sweep(y, cotangent, keep, false, where);
}

template <class T>
Gradients<T> Tape<T>::recorded_gradients(const Var<T>& y, Where where) {
  if (y.value().numel() != 1)
    throw ShapeError("recorded_gradients: y has shape " + y.shape().text() + ", not one element",
                     where);
  return sweep(y, Tensor<T>::ones(y.shape()), Keep::yes, true, where);
}

/// What the sweep does after each rule while a FiniteCheck lives.
template <class T>
void Tape<T>::check_gradient(const Edge& edge, const Var<T>& g, const Var<T>& gradient) const {
  const Node& y = nodes_[static_cast<std::size_t>(edge.y)];
  const Node& x = nodes_[static_cast<std::size_t>(edge.x)];
  check_finite_gradient(y.op, gradient.value(), x.op, x.where, g.value(), y.where);
}

// An op appends all edges of its output before it returns, and whoever uses that output appends
// later. So, newest first, every contribution into a node has been added up before the first edge
// out of it is used: the order of recording, reversed, is a reverse topological order.
template <class T>
Gradients<T> Tape<T>::sweep(const Var<T>& y, Var<T> seed, Keep keep, bool record, Where where) {
  if (y.tape_ != recording_)
    throw Error("gradients: y is " +
                std::string(y.tape_ == 0 ? "a constant: nothing it was computed from is watched"
                                         : "not on this tape; if an earlier gradients() has let "
                                           "go of the recording, ask it with Keep::yes") +
                at(where));
  if (seed.shape() != y.shape())
    throw ShapeError("gradients: cotangent " + seed.shape().text() + " for y " + y.shape().text(),
                     where);

  Gradients<T> result;
  auto& grad = result.of_node_;
  grad.resize(nodes_.size());
  grad[static_cast<std::size_t>(y.node_)] = std::move(seed);
  const Recording<T> mode(record ? this : nullptr);
  const bool checks = FiniteCheck::on();
  std::optional<FiniteCheck> paused;  // what a rule makes on its way is its own affair
  if (checks) paused.emplace(false);
  for (std::size_t e = edges_.size(); e-- > 0;) {
    const Edge& edge = edges_[e];
    const auto from = static_cast<std::size_t>(edge.y), to = static_cast<std::size_t>(edge.x);
    if (grad[from]) {
      Var<T> contribution = (*edge.rule)(*grad[from]);
      if (contribution.shape() != nodes_[to].shape)
        contribution =
            sum_to_input(contribution, nodes_[to].shape, nodes_[from].op, nodes_[from].where);
      if (!grad[to])
        grad[to] = std::move(contribution);
      else if (record)
        grad[to] = *grad[to] + contribution;
      else
        add_to(grad[to]->value_, contribution.value_);
      if (checks) [[unlikely]]
        check_gradient(edge, *grad[from], *grad[to]);
    }
    if (keep == Keep::no) {
      const bool last_use = e == 0 || edges_[e - 1].y != edge.y;
      if (last_use && !nodes_[from].watched) grad[from].reset();
      edges_.pop_back();  // with all that its rule remembered
    }
  }

  result.recording_ = recording_;
  result.everything_ = keep == Keep::yes;
  for (const Node& node : nodes_) result.watched_.push_back(node.watched);
  result.leaves_ = leaves_;
  if (keep == Keep::no) clear();
  return result;
}

template <class T>
Var<T> Gradients<T>::operator[](const Var<T>& x) const {
  const auto node = static_cast<std::size_t>(x.node_);
  if (x.tape_ != recording_ || node >= of_node_.size())
    throw Error("gradients: x was not on the tape when these gradients were computed");
  if (!everything_ && !watched_[node])
    throw Error("gradients: x is an intermediate result; ask for them with Keep::yes");
  return of_node_[node] ? *of_node_[node] : Var<T>(Tensor<T>::zeros(x.shape()));
}

template <class T>
const Tensor<T>* Gradients<T>::find(const Identity& leaf) const {
  const auto known = leaves_.find(leaf.number());
  if (known == leaves_.end()) return nullptr;
  const std::optional<Var<T>>& gradient = of_node_[static_cast<std::size_t>(known->second)];
  return gradient ? &gradient->value() : nullptr;
}

template <class T>
const Tensor<T>* Gradients<T>::find(const Var<T>& x) const {
  const auto node = static_cast<std::size_t>(x.node_);
  const bool known = x.tape_ == recording_ && node < of_node_.size() && of_node_[node];
  return known ? &of_node_[node]->value() : nullptr;
}

template <class T>
void Gradients<T>::scale(T factor) {
  for (std::optional<Var<T>>& gradient : of_node_)
    if (gradient) gradient = Var<T>(gradient->value() * Tensor<T>(factor));
}

template <class T>
Recording<T>::Recording(Tape<T>* tape) : outer_(std::exchange(active_tape<T>, tape)) {}

template <class T>
Recording<T>::~Recording() {
  active_tape<T> = outer_;
}

template class Tape<float>;
template class Tape<double>;
template class Gradients<float>;
template class Gradients<double>;
template class Recording<float>;
template class Recording<double>;

}  // namespace gradus
