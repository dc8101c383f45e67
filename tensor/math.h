// What: arithmetic on whole tensors: elementwise functions, reductions, products, rearrangement.
// Why: everything the tape differentiates is written with these.
// Invariants: functions return new tensors and leave their arguments alone; shapes broadcast by
//      NumPy's rule; every result has the same bits on any number of threads. Comparisons give 1
//      or 0. T is float or double, except where std::int64_t is said to be possible.
// Read next: conv.h.
#pragma once

#include "tensor/tensor.h"

namespace gradus {

// Elementwise, one argument.
template <class T>
Tensor<T> neg(const Tensor<T>& x);
template <class T>
Tensor<T> abs(const Tensor<T>& x);
/// -1, 0 or 1.
template <class T>
Tensor<T> sign(const Tensor<T>& x);
template <class T>
Tensor<T> sqrt(const Tensor<T>& x);
template <class T>
Tensor<T> exp(const Tensor<T>& x);
template <class T>
Tensor<T> log(const Tensor<T>& x);
/// log(1 + x), exact for small x too.
template <class T>
Tensor<T> log1p(const Tensor<T>& x);
template <class T>
Tensor<T> tanh(const Tensor<T>& x);
/// 1 / (1 + exp(-x)).
template <class T>
Tensor<T> sigmoid(const Tensor<T>& x);
/// log(1 + exp(x)), without overflow.
template <class T>
Tensor<T> softplus(const Tensor<T>& x);
/// The probability that a standard normal variable is below x: (1 + erf(x / sqrt 2)) / 2.
template <class T>
Tensor<T> normal_cdf(const Tensor<T>& x);

// Elementwise, two arguments that broadcast. The infix operators + - * / do the same.
template <class T>
Tensor<T> add(const Tensor<T>& a, const Tensor<T>& b, Where where = {});
template <class T>
Tensor<T> sub(const Tensor<T>& a, const Tensor<T>& b, Where where = {});
template <class T>
Tensor<T> mul(const Tensor<T>& a, const Tensor<T>& b, Where where = {});
template <class T>
Tensor<T> div(const Tensor<T>& a, const Tensor<T>& b, Where where = {});
template <class T>
Tensor<T> pow(const Tensor<T>& a, const Tensor<T>& b, Where where = {});
/// The larger one; NaN if either is NaN.
template <class T>
Tensor<T> maximum(const Tensor<T>& a, const Tensor<T>& b, Where where = {});
/// The smaller one; NaN if either is NaN.
template <class T>
Tensor<T> minimum(const Tensor<T>& a, const Tensor<T>& b, Where where = {});
template <class T>
Tensor<T> equal(const Tensor<T>& a, const Tensor<T>& b, Where where = {});
template <class T>
Tensor<T> less(const Tensor<T>& a, const Tensor<T>& b, Where where = {});
template <class T>
Tensor<T> less_equal(const Tensor<T>& a, const Tensor<T>& b, Where where = {});
template <class T>
Tensor<T> greater(const Tensor<T>& a, const Tensor<T>& b, Where where = {});
template <class T>
Tensor<T> greater_equal(const Tensor<T>& a, const Tensor<T>& b, Where where = {});
/// a where x > 0, else 0: one pass, which is what the gradient of relu is made of.
template <class T>
Tensor<T> where_positive(const Tensor<T>& a, const Tensor<T>& x, Where where = {});
/// g (1 - y^2), in one pass: dL/dx where y = tanh(x) and g = dL/dy.
template <class T>
Tensor<T> tanh_gradient(const Tensor<T>& g, const Tensor<T>& y, Where where = {});
/// g y (1 - y), in one pass: dL/dx where y = sigmoid(x) and g = dL/dy.
template <class T>
Tensor<T> sigmoid_gradient(const Tensor<T>& g, const Tensor<T>& y, Where where = {});
/// log p(x) of a Bernoulli variable with p(x = 1) = sigmoid(logits): x l - softplus(l), which is
/// finite for logits of any size. x is 0 or 1, or a grey value in between. The two broadcast.
/// `score`, unless null, receives d log p(x) / d logits = x - sigmoid(logits) from the same pass.
template <class T>
Tensor<T> bernoulli_log_prob(const Tensor<T>& logits, const Tensor<T>& x, Where where = {},
                             Tensor<T>* score = nullptr);

/// a where the condition is not 0, else b. The three broadcast.
template <class T>
Tensor<T> where(const Tensor<T>& condition, const Tensor<T>& a, const Tensor<T>& b,
                Where where = {});

/// Adds b (broadcast to a's shape) to a; in place when nobody else sees a's memory.
template <class T>
void add_to(Tensor<T>& a, const Tensor<T>& b, Where where = {});

// Reductions over axes.
template <class T>
Tensor<T> sum(const Tensor<T>& x, Axes axes = Axes::all(), Dims dims = Dims::drop,
              Where where = {});
template <class T>
Tensor<T> mean(const Tensor<T>& x, Axes axes = Axes::all(), Dims dims = Dims::drop,
               Where where = {});
/// The largest element; NaN if there is one. Throws ShapeError if there is none to choose from.
template <class T>
Tensor<T> max(const Tensor<T>& x, Axes axes = Axes::all(), Dims dims = Dims::drop,
              Where where = {});
/// Sums x down to `shape`, which must broadcast to x's: the adjoint of broadcast_to.
template <class T>
Tensor<T> sum_to(const Tensor<T>& x, const Shape& shape, Where where = {});
/// The position of the largest element along an axis, the first one if there are several; NaN
/// counts as the largest. The axis is dropped.
template <class T>
Tensor<Size> argmax(const Tensor<T>& x, int axis, Where where = {});

// Rearrangement.
/// Joins tensors along an axis; all other sizes must agree. Also for std::int64_t.
template <class T>
Tensor<T> concat(const std::vector<Tensor<T>>& parts, int axis, Where where = {});
/// y[.., i, ..] = x[.., index[.., i, ..], ..] along `axis`; index has x's rank, and x's sizes (or
/// smaller) on all other axes. Throws ShapeError on an index that is not there.
template <class T>
Tensor<T> gather(const Tensor<T>& x, int axis, const Tensor<Size>& index, Where where = {});
/// The adjoint of gather: zeros of `shape`, to which x is added at the places gather reads.
template <class T>
Tensor<T> scatter_add(const Tensor<T>& x, int axis, const Tensor<Size>& index, const Shape& shape,
                      Where where = {});
/// Row i of the result is row rows[i] of x: a mini-batch. Also for std::int64_t.
template <class T>
Tensor<T> take_rows(const Tensor<T>& x, const std::vector<Size>& rows, Where where = {});
/// [..., classes], 1 at the class and else 0. Throws ShapeError on a class outside 0..classes-1.
template <class T>
Tensor<T> one_hot(const Tensor<Size>& index, Size classes, Where where = {});

// Products.
/// [..., n, k] x [..., k, m] -> [..., n, m]; axes before the last two broadcast. Transposed views
/// are read in place.
template <class T>
Tensor<T> matmul(const Tensor<T>& a, const Tensor<T>& b, Where where = {});
/// x W' + b: x [..., in], weight [out, in], bias [out] -> [..., out].
template <class T>
Tensor<T> linear(const Tensor<T>& x, const Tensor<T>& weight, const Tensor<T>& bias,
                 Where where = {});

/// True if no element is NaN or infinite.
template <class T>
bool all_finite(const Tensor<T>& x);

}  // namespace gradus
