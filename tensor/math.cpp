#include "tensor/math.h"

#include <atomic>
#include <cmath>

#include "tensor/kernels.h"
#include "tensor/parallel.h"
#include "tensor/profile.h"
#include "tensor/walk.h"

namespace gradus {
namespace {

// Elements a task works on. Fixed, so that a reduction's partial sums never depend on the threads;
// large enough that handing out a task costs little against doing it.
constexpr Size task_size = 16384;
// Elements of a strided row that are gathered at a time, on the stack.
constexpr Size block_size = 256;

/// Elements up to which an elementwise op is not worth a second thread: fewer where each takes a
/// nanosecond or two.
Size one_thread_up_to(Unary op) {
  const bool quick = op == Unary::neg || op == Unary::abs || op == Unary::sign || op == Unary::sqrt;
  return quick ? task_size : task_size / 4;
}
Size one_thread_up_to(Binary op) { return op == Binary::pow ? task_size / 4 : task_size; }

Size tasks_for(Size n, Size size) { return (n + size - 1) / size; }

/// Calls f(begin, end) for pieces of [0, n) on the pool.
template <class F>
void for_each_piece(Size n, Size size, const F& f) {
  if (n == 0) return;
  if (n <= size) return f(Size{0}, n);  // without a division, which a tiny op would feel
  parallel_for(tasks_for(n, size),
               [&](Size task) { f(task * size, std::min(n, (task + 1) * size)); });
}

/// A row of an operand as a kernel wants it: stride 1, or 0 for one repeated number.
template <class T>
struct Row {
  const T* data;
  Size stride;
  T block[block_size];

  void read(const T* from, Size from_stride, Size n) {
    data = from;
    stride = from_stride;
    if (stride == 0 || stride == 1) return;
    for (Size i = 0; i < n; ++i) block[i] = from[i * from_stride];
    data = block;
    stride = 1;
  }
};

/// True if x has one row, of `width` numbers.
template <class T>
bool is_row(const Tensor<T>& x, Size width) {
  return x.numel() == width && x.shape()[x.rank() - 1] == width;
}

/// Calls f(position, rows, n) for every row of the operands, which broadcast to `shape`, cut to
/// block_size where a row has to be gathered; on the threads for more than `alone` elements.
template <class T, std::size_t Operands, class F>
void for_each_row(const Shape& shape, const std::array<const Tensor<T>*, Operands>& operands,
                  Size alone, const F& f) {
  const Size all = shape.numel();
  const Size size = all > alone ? alone / 4 : alone;  // so that two threads get even shares
  // The ordinary case first, because planning a walk takes longer than a small op itself: all in
  // one row, each operand its elements in order or a single number.
  bool in_order = true;
  for (const Tensor<T>* x : operands)
    in_order &= x->numel() == 1 || (x->shape() == shape && x->contiguous());
  if (in_order)
    return for_each_piece(all, size, [&](Size begin, Size end) {
      std::array<Row<T>, Operands> rows;
      for (std::size_t k = 0; k < Operands; ++k) {
        const Size stride = operands[k]->numel() == 1 ? 0 : 1;
        rows[k].read(operands[k]->data() + begin * stride, stride, end - begin);
      }
      f(begin, rows, end - begin);
    });

  // So is a bias: one row for all rows of the others.
  const Size width = shape[shape.rank() - 1];
  bool rows_in_order = all > 0 && width <= size;
  for (const Tensor<T>* x : operands)
    rows_in_order &=
        x->numel() == 1 || (x->contiguous() && (x->shape() == shape || is_row(*x, width)));
  if (rows_in_order)
    return for_each_piece(all / width, size / width, [&](Size begin, Size end) {
      std::array<Row<T>, Operands> rows;
      for (Size i = begin; i < end; ++i) {
        for (std::size_t k = 0; k < Operands; ++k) {
          const Size numel = operands[k]->numel();
          rows[k].read(operands[k]->data() + (numel == all ? i * width : 0), numel == 1 ? 0 : 1,
                       width);
        }
        f(i * width, rows, width);
      }
    });

  std::array<Strides, Operands> strides;
  bool gathers = false;
  for (std::size_t k = 0; k < Operands; ++k)
    strides[k] = broadcast_strides(operands[k]->shape(), operands[k]->strides(), shape);
  const Walk<Operands> walk(shape, strides);
  for (std::size_t k = 0; k < Operands; ++k) gathers |= walk.stride(k) != 0 && walk.stride(k) != 1;
  for_each_piece(all, size, [&](Size begin, Size end) {
    std::array<Row<T>, Operands> rows;
    walk.rows(begin, end, [&](Size position, const std::array<Size, Operands>& offsets, Size n) {
      const Size step = gathers ? block_size : n;
      for (Size i = 0; i < n; i += step) {
        const Size m = std::min(step, n - i);
        for (std::size_t k = 0; k < Operands; ++k)
          rows[k].read(operands[k]->data() + offsets[k] + i * walk.stride(k), walk.stride(k), m);
        f(position + i, rows, m);
      }
    });
  });
}

/// Exchanges of neighbouring axes after which x lies in memory in row-major order, if anything can
/// bring that about. Results of map and zip get the layout of their operand in this way: an image
/// with channels last stays one, and nothing is gathered number by number.
template <class T>
std::vector<int> exchanges_to_memory_order(const Tensor<T>& x) {
  std::vector<int> exchanges;
  if (x.contiguous()) return exchanges;
  Strides strides = x.strides();
  if (std::find(strides.begin(), strides.begin() + x.rank(), 0) != strides.begin() + x.rank())
    return exchanges;  // a repeated operand has no layout worth keeping
  for (int pass = 1; pass < x.rank(); ++pass)
    for (int axis = 0; axis + 1 < x.rank(); ++axis) {
      const auto i = static_cast<std::size_t>(axis);
      if (strides[i] >= strides[i + 1]) continue;
      std::swap(strides[i], strides[i + 1]);
      exchanges.push_back(axis);
    }
  return exchanges;
}

template <class T>
Tensor<T> exchanged(Tensor<T> x, const std::vector<int>& exchanges) {
  for (const int axis : exchanges) x = x.transpose(axis, axis + 1);
  return x;
}

template <class T>
Tensor<T> exchanged_back(Tensor<T> x, const std::vector<int>& exchanges) {
  for (std::size_t i = exchanges.size(); i-- > 0;) x = x.transpose(exchanges[i], exchanges[i] + 1);
  return x;
}

template <class T>
Tensor<T> map(const char* name, Unary op, const Tensor<T>& x) {
  const std::vector<int> exchanges = exchanges_to_memory_order(x);
  if (!exchanges.empty()) return exchanged_back(map(name, op, exchanged(x, exchanges)), exchanges);
  const auto kernel = kernels<T>()[op];
  Tensor<T> result = Tensor<T>::uninitialized(x.shape());
  const Timed timed(name, x, result);
  T* const y = result.write();
  for_each_row<T, 1>(x.shape(), {&x}, one_thread_up_to(op), [&](Size position, auto& rows, Size n) {
    if (rows[0].stride == 1) return kernel(rows[0].data, y + position, n);
    kernel(rows[0].data, y + position, 1);  // one number repeated
    std::fill_n(y + position, n, y[position]);
  });
  return result;
}

template <class T>
void zip_into(T* y, const Shape& shape, Binary op, const Tensor<T>& a, const Tensor<T>& b) {
  const auto kernel = kernels<T>()[op];
  for_each_row<T, 2>(shape, {&a, &b}, one_thread_up_to(op), [&](Size position, auto& rows, Size n) {
    kernel(rows[0].data, rows[0].stride, rows[1].data, rows[1].stride, y + position, n);
  });
}

template <class T>
Tensor<T> zip(const char* name, Binary op, const Tensor<T>& a, const Tensor<T>& b, Where where) {
  const Shape shape = broadcast_shapes(name, a.shape(), b.shape(), where);
  // The layout is that of a full-size operand, and of the left one if both are.
  const std::vector<int> exchanges = exchanges_to_memory_order(a.shape() == shape ? a : b);
  if (!exchanges.empty() && (a.shape() == shape || b.shape() == shape)) {
    const Tensor<T> x = exchanged(a.broadcast_to(shape), exchanges);
    const Tensor<T> y = exchanged(b.broadcast_to(shape), exchanges);
    return exchanged_back(zip(name, op, x, y, where), exchanges);
  }
  Tensor<T> result = Tensor<T>::uninitialized(shape);
  const Timed timed(name, a, b, result);
  zip_into(result.write(), shape, op, a, b);
  return result;
}

/// x with the flagged axes moved behind the others: [kept..., reduced...].
template <class T>
Tensor<T> move_to_back(Tensor<T> x, std::array<bool, max_rank> flags) {
  // Bubble the flagged axes back, keeping both groups in order.
  for (int pass = 1; pass < x.rank(); ++pass)
    for (int axis = 0; axis + 1 < x.rank(); ++axis) {
      const auto i = static_cast<std::size_t>(axis);
      if (flags[i] && !flags[i + 1]) {
        x = x.transpose(axis, axis + 1);
        std::swap(flags[i], flags[i + 1]);
      }
    }
  return x;
}

/// One number from n contiguous ones: `leaf` on pieces of fixed size, then on the pieces' results.
/// A piece is halved until it is short, so that rounding grows with the logarithm of its length.
template <class T, class Leaf>
T reduce_row(const T* x, Size n, const Leaf& leaf) {
  constexpr Size short_row = 512;
  if (n <= short_row) return leaf(x, n);
  if (n <= task_size) {
    const Size half = n / 2;
    const T halves[] = {reduce_row(x, half, leaf), reduce_row(x + half, n - half, leaf)};
    return leaf(halves, 2);
  }
  std::vector<T> partial(static_cast<std::size_t>(tasks_for(n, task_size)));
  for_each_piece(n, task_size, [&](Size begin, Size end) {
    partial[static_cast<std::size_t>(begin / task_size)] = reduce_row(x + begin, end - begin, leaf);
  });
  return reduce_row(partial.data(), static_cast<Size>(partial.size()), leaf);
}

// Rows and columns that a task reduces: few enough columns that two threads get even shares of a
// bias, enough that a row of them is worth reading.
constexpr Size rows_per_piece = 512, columns_per_task = 128;
// Rows that are added up one after the other.
constexpr Size few_rows = 32;

/// y[j] = x[0, j] op x[1, j] op ... for n columns; rows lie `row_stride` apart. As above, the rows
/// are halved until they are few.
template <class T>
void reduce_columns(const T* x, Size rows, Size row_stride, Size n,
                    typename Kernels<T>::Columns kernel, T* y) {
  if (rows <= few_rows) return kernel(x, rows, row_stride, y, n);
  const Size half = rows / 2;
  T halves[2 * columns_per_task];
  reduce_columns(x, half, row_stride, n, kernel, halves);
  reduce_columns(x + half * row_stride, rows - half, row_stride, n, kernel, halves + n);
  kernel(halves, 2, n, y, n);
}

/// The same for whole rows, x [rows, n], on the threads.
template <class T>
void reduce_rows(const T* x, Size rows, Size n, typename Kernels<T>::Columns kernel, T* y) {
  // Narrow rows are laid side by side: [rows, n] is [rows / 2, 2 n] as well.
  Size wide = n, high = rows;
  while (2 * wide <= columns_per_task && high % 2 == 0 && high > few_rows) wide *= 2, high /= 2;
  const Size row_tasks = (high + rows_per_piece - 1) / rows_per_piece;
  const Size column_tasks = (wide + columns_per_task - 1) / columns_per_task;
  const bool finished = row_tasks == 1 && wide == n;
  auto partial = Tensor<T>::uninitialized({finished ? 0 : row_tasks, wide});
  T* const result = finished ? y : partial.write();
  parallel_for(row_tasks * column_tasks, [&](Size task) {
    const Size row = task / column_tasks * rows_per_piece;
    const Size column = task % column_tasks * columns_per_task;
    reduce_columns(x + row * wide + column, std::min(rows_per_piece, high - row), wide,
                   std::min(columns_per_task, wide - column), kernel,
                   result + task / column_tasks * wide + column);
  });
  if (!finished) reduce_rows(partial.data(), row_tasks * (wide / n), n, kernel, y);
}

template <class T, class Leaf>
Tensor<T> reduce(const char* name, const Tensor<T>& x, Axes axes, Dims dims, T empty,
                 const Leaf& leaf, typename Kernels<T>::Columns columns, Where where) {
  const auto flags = axes.flags(name, x.shape(), where);
  const Shape shape = reduced_shape(name, x.shape(), axes, dims, where);
  if (x.numel() == 0) return Tensor<T>::full(shape, empty);
  Tensor<T> result = Tensor<T>::uninitialized(shape);
  const Timed timed(name, x, result);
  T* const y = result.write();
  const Size kept = shape.numel(), reduced = x.numel() / kept;
  if (kept == x.numel()) {
    copy_strided(x, y);
    return result;
  }
  // Reduced axes in front and everything in a row: add whole rows. Otherwise bring the reduced
  // axes to the back, where they form rows of their own.
  bool in_front = x.contiguous();
  for (std::size_t axis = 1; axis < static_cast<std::size_t>(x.rank()); ++axis)
    if (flags[axis] && !flags[axis - 1]) in_front = false;
  if (in_front && flags[0] && kept > 1) {
    reduce_rows(x.data(), reduced, kept, columns, y);
    return result;
  }
  const Tensor<T> rows = move_to_back(x, flags).to_contiguous();
  const Size per_task = std::max(Size{1}, task_size / reduced);
  if (kept == 1) {
    *y = reduce_row(rows.data(), reduced, leaf);
  } else {
    parallel_for((kept + per_task - 1) / per_task, [&](Size task) {
      const Size end = std::min(kept, (task + 1) * per_task);
      for (Size row = task * per_task; row < end; ++row)
        y[row] = reduce_row(rows.data() + row * reduced, reduced, leaf);
    });
  }
  return result;
}

/// Calls f(i, position) with the position in x of every element i of `index`, for gather.
template <class F>
void for_each_gathered(const char* name, const Shape& x, int axis, const Tensor<Size>& index,
                       Where where, const F& f) {
  if (index.rank() != x.rank())
    throw ShapeError(std::string(name) + ": index " + index.shape().text() +
                         " must have the rank of " + x.text(),
                     where);
  for (int i = 0; i < x.rank(); ++i)
    if (i != axis && index.shape()[i] > x[i])
      throw ShapeError(std::string(name) + ": index " + index.shape().text() + " is larger than " +
                           x.text() + " on axis " + std::to_string(i),
                       where);
  const int last = x.rank() - 1;
  const Strides strides = row_major(x);
  const Size step = axis == last ? 0 : 1, chosen_step = strides[static_cast<std::size_t>(axis)];
  const Tensor<Size> plain = index.to_contiguous();
  const Size n = index.shape()[last], rows = n == 0 ? 0 : plain.numel() / n;
  const auto gather_row = [&](Size row) {
    Size begin = 0, rest = row;
    for (int a = last; a-- > 0; rest /= index.shape()[a])
      if (a != axis) begin += rest % index.shape()[a] * strides[static_cast<std::size_t>(a)];
    for (Size i = 0; i < n; ++i) {
      const Size chosen = plain.data()[row * n + i];
      if (chosen < 0 || chosen >= x[axis])
        throw ShapeError(std::string(name) + ": index " + std::to_string(chosen) + " on axis " +
                             std::to_string(axis) + " of " + x.text(),
                         where);
      f(row * n + i, begin + i * step + chosen * chosen_step);
    }
  };
  // Along the last axis each row has places of its own, even for scatter_add.
  const Size rows_per_task =
      axis == last ? std::max(Size{1}, task_size / std::max(Size{1}, n)) : rows;
  if (rows > 0)
    parallel_for((rows + rows_per_task - 1) / rows_per_task, [&](Size task) {
      const Size end = std::min(rows, (task + 1) * rows_per_task);
      for (Size row = task * rows_per_task; row < end; ++row) gather_row(row);
    });
}

}  // namespace

template <class T>
Tensor<T> neg(const Tensor<T>& x) {
  return map("neg", Unary::neg, x);
}
template <class T>
Tensor<T> abs(const Tensor<T>& x) {
  return map("abs", Unary::abs, x);
}
template <class T>
Tensor<T> sign(const Tensor<T>& x) {
  return map("sign", Unary::sign, x);
}
template <class T>
Tensor<T> sqrt(const Tensor<T>& x) {
  return map("sqrt", Unary::sqrt, x);
}
template <class T>
Tensor<T> exp(const Tensor<T>& x) {
  return map("exp", Unary::exp, x);
}
template <class T>
Tensor<T> log(const Tensor<T>& x) {
  return map("log", Unary::log, x);
}
template <class T>
Tensor<T> log1p(const Tensor<T>& x) {
  return map("log1p", Unary::log1p, x);
}
template <class T>
Tensor<T> tanh(const Tensor<T>& x) {
  return map("tanh", Unary::tanh, x);
}
template <class T>
Tensor<T> sigmoid(const Tensor<T>& x) {
  return map("sigmoid", Unary::sigmoid, x);
}
template <class T>
Tensor<T> softplus(const Tensor<T>& x) {
  return map("softplus", Unary::softplus, x);
}
template <class T>
Tensor<T> normal_cdf(const Tensor<T>& x) {
  return map("normal_cdf", Unary::normal_cdf, x);
}

template <class T>
Tensor<T> add(const Tensor<T>& a, const Tensor<T>& b, Where where) {
  return zip("add", Binary::add, a, b, where);
}
template <class T>
Tensor<T> sub(const Tensor<T>& a, const Tensor<T>& b, Where where) {
  return zip("sub", Binary::sub, a, b, where);
}
template <class T>
Tensor<T> mul(const Tensor<T>& a, const Tensor<T>& b, Where where) {
  return zip("mul", Binary::mul, a, b, where);
}
template <class T>
Tensor<T> div(const Tensor<T>& a, const Tensor<T>& b, Where where) {
  return zip("div", Binary::div, a, b, where);
}
template <class T>
Tensor<T> pow(const Tensor<T>& a, const Tensor<T>& b, Where where) {
  return zip("pow", Binary::pow, a, b, where);
}
template <class T>
Tensor<T> maximum(const Tensor<T>& a, const Tensor<T>& b, Where where) {
  return zip("maximum", Binary::maximum, a, b, where);
}
template <class T>
Tensor<T> minimum(const Tensor<T>& a, const Tensor<T>& b, Where where) {
  return zip("minimum", Binary::minimum, a, b, where);
}
template <class T>
Tensor<T> equal(const Tensor<T>& a, const Tensor<T>& b, Where where) {
  return zip("equal", Binary::equal, a, b, where);
}
template <class T>
Tensor<T> less(const Tensor<T>& a, const Tensor<T>& b, Where where) {
  return zip("less", Binary::less, a, b, where);
}
template <class T>
Tensor<T> less_equal(const Tensor<T>& a, const Tensor<T>& b, Where where) {
  return zip("less_equal", Binary::less_equal, a, b, where);
}
template <class T>
Tensor<T> greater(const Tensor<T>& a, const Tensor<T>& b, Where where) {
  return zip("greater", Binary::less, b, a, where);
}
template <class T>
Tensor<T> greater_equal(const Tensor<T>& a, const Tensor<T>& b, Where where) {
  return zip("greater_equal", Binary::less_equal, b, a, where);
}
template <class T>
Tensor<T> where_positive(const Tensor<T>& a, const Tensor<T>& x, Where where) {
  return zip("where_positive", Binary::where_positive, a, x, where);
}
template <class T>
Tensor<T> tanh_gradient(const Tensor<T>& g, const Tensor<T>& y, Where where) {
  return zip("tanh_gradient", Binary::tanh_gradient, g, y, where);
}
template <class T>
Tensor<T> sigmoid_gradient(const Tensor<T>& g, const Tensor<T>& y, Where where) {
  return zip("sigmoid_gradient", Binary::sigmoid_gradient, g, y, where);
}
template <class T>
Tensor<T> bernoulli_log_prob(const Tensor<T>& logits, const Tensor<T>& x, Where where,
                             Tensor<T>* score) {
  const Shape shape = broadcast_shapes("bernoulli_log_prob", logits.shape(), x.shape(), where);
  Tensor<T> result = Tensor<T>::uninitialized(shape);
  Tensor<T> slope = Tensor<T>::uninitialized(score ? shape : Shape{0});
  const Timed timed("bernoulli_log_prob", logits, x, result, slope);
  T* const y = result.write();
  T* const s = score ? slope.write() : nullptr;
  const auto kernel = kernels<T>().bernoulli_log_prob;
  for_each_row<T, 2>(shape, {&logits, &x}, task_size / 4, [&](Size i, auto& rows, Size n) {
    kernel(rows[0].data, rows[0].stride, rows[1].data, rows[1].stride, y + i, s ? s + i : nullptr,
           n);
  });
  if (score) *score = std::move(slope);
  return result;
}

template <class T>
Tensor<T> where(const Tensor<T>& condition, const Tensor<T>& a, const Tensor<T>& b, Where where) {
  const Shape values = broadcast_shapes("where", a.shape(), b.shape(), where);
  const Shape shape = broadcast_shapes("where", condition.shape(), values, where);
  // The kernel has no repeating form; a condition is as good as always of full size.
  Tensor<T> result = Tensor<T>::uninitialized(shape);
  const Timed timed("where", condition, a, b, result);
  T* const y = result.write();
  for_each_row<T, 3>(
      shape, {&condition, &a, &b}, task_size, [&](Size position, auto& rows, Size n) {
        for (Size i = 0; i < n; i += block_size) {
          const Size m = std::min(block_size, n - i);
          for (auto& row : rows)
            if (row.stride == 0) std::fill_n(row.block, m, *row.data);
          const auto at = [&](auto& row) { return row.stride == 0 ? row.block : row.data + i; };
          kernels<T>().select(at(rows[0]), at(rows[1]), at(rows[2]), y + position + i, m);
        }
      });
  return result;
}

template <class T>
void add_to(Tensor<T>& a, const Tensor<T>& b, Where where) {
  if (broadcast_shapes("add_to", a.shape(), b.shape(), where) != a.shape())
    throw ShapeError("add_to: " + b.shape().text() + " does not broadcast to " + a.shape().text(),
                     where);
  const Timed timed("add_to", a, b, a);
  if (a.exclusive())
    zip_into(a.write(), a.shape(), Binary::add, a, b);
  else
    a = add(a, b, where);
}

template <class T>
Tensor<T> sum(const Tensor<T>& x, Axes axes, Dims dims, Where where) {
  return reduce("sum", x, axes, dims, T(0), kernels<T>().sum, kernels<T>().sum_columns, where);
}

template <class T>
Tensor<T> mean(const Tensor<T>& x, Axes axes, Dims dims, Where where) {
  const Tensor<T> total = sum(x, axes, dims, where);
  return div(total, Tensor<T>(static_cast<T>(x.numel()) / static_cast<T>(total.numel())), where);
}

template <class T>
Tensor<T> max(const Tensor<T>& x, Axes axes, Dims dims, Where where) {
  if (x.numel() == 0 && reduced_shape("max", x.shape(), axes, dims, where).numel() > 0)
    throw ShapeError("max: no elements in " + x.shape().text(), where);
  return reduce("max", x, axes, dims, T(0), kernels<T>().max, kernels<T>().max_columns, where);
}

template <class T>
Tensor<T> sum_to(const Tensor<T>& x, const Shape& shape, Where where) {
  if (broadcast_shapes("sum_to", shape, x.shape(), where) != x.shape())
    throw ShapeError("sum_to: " + shape.text() + " does not broadcast to " + x.shape().text(),
                     where);
  Tensor<T> result = x;
  while (result.rank() > shape.rank()) result = sum(result, 0, Dims::drop, where);
  for (int axis = 0; axis < shape.rank(); ++axis)
    if (shape[axis] == 1 && result.shape()[axis] != 1)
      result = sum(result, axis, Dims::keep, where);
  return result;
}

template <class T>
Tensor<Size> argmax(const Tensor<T>& x, int axis, Where where) {
  axis = resolve_axis("argmax", axis, x.shape(), where);
  const Size n = x.shape()[axis];
  if (n == 0) throw ShapeError("argmax: no elements in " + x.shape().text(), where);
  std::array<bool, max_rank> flags{};
  flags[static_cast<std::size_t>(axis)] = true;
  const Tensor<T> rows = move_to_back(x, flags).to_contiguous();
  Tensor<Size> result =
      Tensor<Size>::uninitialized(reduced_shape("argmax", x.shape(), axis, Dims::drop, where));
  // NaN counts as the largest number, so that argmax points at what max returns.
  const auto below = [](T a, T b) { return a < b || (std::isnan(b) && !std::isnan(a)); };
  Size* const y = result.write();
  for (Size i = 0; i < result.numel(); ++i) {
    const T* const row = rows.data() + i * n;
    y[i] = std::max_element(row, row + n, below) - row;
  }
  return result;
}

template <class T>
Tensor<T> concat(const std::vector<Tensor<T>>& parts, int axis, Where where) {
  if (parts.empty()) throw ShapeError("concat: nothing to join", where);
  Shape shape = parts[0].shape();
  axis = resolve_axis("concat", axis, shape, where);
  shape[axis] = 0;
  for (const Tensor<T>& part : parts) {
    Shape rest = part.shape();
    if (rest.rank() == shape.rank()) rest[axis] = shape[axis];
    if (rest != shape)
      throw ShapeError("concat: " + parts[0].shape().text() + " and " + part.shape().text() +
                           " differ on another axis than " + std::to_string(axis),
                       where);
    shape[axis] += part.shape()[axis];
  }
  Tensor<T> result = Tensor<T>::uninitialized(shape);
  const Timed timed("concat", result, result);
  T* y = result.write();
  Size outer = 1;
  for (int a = 0; a < axis; ++a) outer *= shape[a];
  const Size row = outer == 0 ? 0 : shape.numel() / outer;
  for (const Tensor<T>& part : parts) {
    const Tensor<T> x = part.to_contiguous();
    const Size n = outer == 0 ? 0 : x.numel() / outer;
    for (Size i = 0; i < outer; ++i) std::copy_n(x.data() + i * n, n, y + i * row);
    y += n;
  }
  return result;
}

template <class T>
Tensor<T> gather(const Tensor<T>& x, int axis, const Tensor<Size>& index, Where where) {
  axis = resolve_axis("gather", axis, x.shape(), where);
  const Tensor<T> plain = x.to_contiguous();
  Tensor<T> result = Tensor<T>::uninitialized(index.shape());
  const Timed timed("gather", result, index, result);
  T* const y = result.write();
  for_each_gathered("gather", x.shape(), axis, index, where,
                    [&](Size i, Size position) { y[i] = plain.data()[position]; });
  return result;
}

template <class T>
Tensor<T> scatter_add(const Tensor<T>& x, int axis, const Tensor<Size>& index, const Shape& shape,
                      Where where) {
  axis = resolve_axis("scatter_add", axis, shape, where);
  if (x.shape() != index.shape())
    throw ShapeError("scatter_add: values " + x.shape().text() + " and index " +
                         index.shape().text() + " must have the same shape",
                     where);
  const Timed timed("scatter_add", x, index, x);
  const Tensor<T> plain = x.to_contiguous();
  Tensor<T> result = Tensor<T>::zeros(shape);
  T* const y = result.write();
  for_each_gathered("scatter_add", shape, axis, index, where,
                    [&](Size i, Size position) { y[position] += plain.data()[i]; });
  return result;
}

template <class T>
Tensor<T> take_rows(const Tensor<T>& x, const std::vector<Size>& rows, Where where) {
  if (x.rank() == 0) throw ShapeError("take_rows: a scalar has no rows", where);
  const Tensor<T> plain = x.to_contiguous();
  Shape shape = x.shape();
  const Size n = shape[0], row = n == 0 ? 0 : x.numel() / n;
  shape[0] = static_cast<Size>(rows.size());
  Tensor<T> result = Tensor<T>::uninitialized(shape);
  const Timed timed("take_rows", result, result);
  for (const Size i : rows)
    if (i < 0 || i >= n)
      throw ShapeError("take_rows: row " + std::to_string(i) + " of " + x.shape().text(), where);
  T* const y = result.write();
  // The rows of a batch lie anywhere in memory; two threads wait for twice as many at a time.
  const Size per_task = std::max(Size{1}, task_size / 4 / std::max(Size{1}, row));
  parallel_for(tasks_for(shape[0], per_task), [&](Size task) {
    for (Size i = task * per_task; i < std::min(shape[0], (task + 1) * per_task); ++i)
      std::copy_n(plain.data() + rows[static_cast<std::size_t>(i)] * row, row, y + i * row);
  });
  return result;
}

template <class T>
Tensor<T> one_hot(const Tensor<Size>& index, Size classes, Where where) {
  std::vector<Size> sizes(index.shape().begin(), index.shape().end());
  sizes.push_back(classes);
  Tensor<T> result = Tensor<T>::zeros(Shape(sizes, where));
  T* y = result.write();
  for (const Size c : index.to_vector()) {
    if (c < 0 || c >= classes)
      throw ShapeError("one_hot: class " + std::to_string(c) + " of " + std::to_string(classes),
                       where);
    y[c] = T(1);
    y += classes;
  }
  return result;
}

template <class T>
Tensor<T> matmul(const Tensor<T>& a, const Tensor<T>& b, Where where) {
  if (a.rank() < 2 || b.rank() < 2 || a.shape()[-1] != b.shape()[-2])
    throw ShapeError("matmul: " + a.shape().text() + " x " + b.shape().text() +
                         ", but [..., n, k] x [..., k, m] is needed",
                     where);
  const auto front = [](const Shape& s) {
    return std::span(s.begin(), static_cast<std::size_t>(s.rank() - 2));
  };
  const auto with_matrix = [](const Shape& batch, Size rows, Size columns) {
    std::vector<Size> sizes(batch.begin(), batch.end());
    sizes.insert(sizes.end(), {rows, columns});
    return Shape(sizes);
  };
  const Size n = a.shape()[-2], k = a.shape()[-1], m = b.shape()[-1];
  const Shape batch =
      broadcast_shapes("matmul", Shape(front(a.shape())), Shape(front(b.shape())), where);
  const Tensor<T> left = a.broadcast_to(with_matrix(batch, n, k), where);
  const Tensor<T> right = b.broadcast_to(with_matrix(batch, k, m), where);
  const auto row = static_cast<std::size_t>(batch.rank()), column = row + 1;
  Tensor<T> result = Tensor<T>::uninitialized(with_matrix(batch, n, m));
  const Timed timed("matmul", Work{.flops = 2.0 * static_cast<double>(result.numel() * k)});
  T* const c = result.write();
  const Walk<2> walk(batch, {left.strides(), right.strides()});
  walk.rows(0, batch.numel(), [&](Size position, const std::array<Size, 2>& offsets, Size count) {
    for (Size i = 0; i < count; ++i)
      gemm<T>({.m = n,
               .n = m,
               .k = k,
               .a = left.data() + offsets[0] + i * walk.stride(0),
               .a_row = left.strides()[row],
               .a_col = left.strides()[column],
               .b = right.data() + offsets[1] + i * walk.stride(1),
               .b_row = right.strides()[row],
               .b_col = right.strides()[column],
               .c = c + (position + i) * n * m,
               .c_row = m});
  });
  return result;
}

template <class T>
Tensor<T> linear(const Tensor<T>& x, const Tensor<T>& weight, const Tensor<T>& bias, Where where) {
  if (x.rank() < 1 || weight.rank() != 2 || x.shape()[-1] != weight.shape()[1] ||
      bias.shape() != Shape{weight.shape()[0]})
    throw ShapeError("linear: x " + x.shape().text() + ", weight " + weight.shape().text() +
                         ", bias " + bias.shape().text() +
                         ", but [..., in], [out, in], [out] are needed",
                     where);
  Shape shape = x.shape();
  shape[-1] = weight.shape()[0];
  Tensor<T> result = Tensor<T>::uninitialized(shape);
  const Size in = weight.shape()[1], out = weight.shape()[0];
  const Timed timed("linear", Work{.flops = 2.0 * static_cast<double>(result.numel() * in)});
  Size count = 1;
  for (int axis = 0; axis + 1 < x.rank(); ++axis) count *= x.shape()[axis];
  const Tensor<T> rows = x.rank() == 2 ? x : x.reshape({count, in});
  const Tensor<T> plain_bias = bias.to_contiguous();
  gemm<T>({.m = count,
           .n = out,
           .k = in,
           .a = rows.data(),
           .a_row = rows.strides()[0],
           .a_col = rows.strides()[1],
           .b = weight.data(),
           .b_row = weight.strides()[1],
           .b_col = weight.strides()[0],
           .c = result.write(),
           .c_row = out,
           .bias = plain_bias.data()});
  return result;
}

template <class T>
bool all_finite(const Tensor<T>& x) {
  const std::vector<int> exchanges = exchanges_to_memory_order(x);
  if (!exchanges.empty()) return all_finite(exchanged(x, exchanges));
  const auto kernel = kernels<T>().zero_if_finite;
  const Timed timed("all_finite", x);
  std::atomic<bool> finite = true;
  for_each_row<T, 1>(x.shape(), {&x}, task_size, [&](Size, const auto& rows, Size n) {
    if (kernel(rows[0].data, rows[0].stride == 0 ? 1 : n) != 0) finite = false;
  });
  return finite;
}

#define GRADUS_INSTANTIATE(T)                                                                      \
  template Tensor<T> neg(const Tensor<T>&);                                                        \
  template Tensor<T> abs(const Tensor<T>&);                                                        \
  template Tensor<T> sign(const Tensor<T>&);                                                       \
  template Tensor<T> sqrt(const Tensor<T>&);                                                       \
  template Tensor<T> exp(const Tensor<T>&);                                                        \
  template Tensor<T> log(const Tensor<T>&);                                                        \
  template Tensor<T> log1p(const Tensor<T>&);                                                      \
  template Tensor<T> tanh(const Tensor<T>&);                                                       \
  template Tensor<T> sigmoid(const Tensor<T>&);                                                    \
  template Tensor<T> softplus(const Tensor<T>&);                                                   \
  template Tensor<T> normal_cdf(const Tensor<T>&);                                                 \
  template Tensor<T> add(const Tensor<T>&, const Tensor<T>&, Where);                               \
  template Tensor<T> sub(const Tensor<T>&, const Tensor<T>&, Where);                               \
  template Tensor<T> mul(const Tensor<T>&, const Tensor<T>&, Where);                               \
  template Tensor<T> div(const Tensor<T>&, const Tensor<T>&, Where);                               \
  template Tensor<T> pow(const Tensor<T>&, const Tensor<T>&, Where);                               \
  template Tensor<T> maximum(const Tensor<T>&, const Tensor<T>&, Where);                           \
  template Tensor<T> minimum(const Tensor<T>&, const Tensor<T>&, Where);                           \
  template Tensor<T> equal(const Tensor<T>&, const Tensor<T>&, Where);                             \
  template Tensor<T> less(const Tensor<T>&, const Tensor<T>&, Where);                              \
  template Tensor<T> less_equal(const Tensor<T>&, const Tensor<T>&, Where);                        \
  template Tensor<T> greater(const Tensor<T>&, const Tensor<T>&, Where);                           \
  template Tensor<T> greater_equal(const Tensor<T>&, const Tensor<T>&, Where);                     \
  template Tensor<T> where_positive(const Tensor<T>&, const Tensor<T>&, Where);                    \
  template Tensor<T> tanh_gradient(const Tensor<T>&, const Tensor<T>&, Where);                     \
  template Tensor<T> sigmoid_gradient(const Tensor<T>&, const Tensor<T>&, Where);                  \
  template Tensor<T> bernoulli_log_prob(const Tensor<T>&, const Tensor<T>&, Where, Tensor<T>*);    \
  template Tensor<T> where(const Tensor<T>&, const Tensor<T>&, const Tensor<T>&, Where);           \
  template void add_to(Tensor<T>&, const Tensor<T>&, Where);                                       \
  template Tensor<T> sum(const Tensor<T>&, Axes, Dims, Where);                                     \
  template Tensor<T> mean(const Tensor<T>&, Axes, Dims, Where);                                    \
  template Tensor<T> max(const Tensor<T>&, Axes, Dims, Where);                                     \
  template Tensor<T> sum_to(const Tensor<T>&, const Shape&, Where);                                \
  template Tensor<Size> argmax(const Tensor<T>&, int, Where);                                      \
  template Tensor<T> concat(const std::vector<Tensor<T>>&, int, Where);                            \
  template Tensor<T> gather(const Tensor<T>&, int, const Tensor<Size>&, Where);                    \
  template Tensor<T> scatter_add(const Tensor<T>&, int, const Tensor<Size>&, const Shape&, Where); \
  template Tensor<T> take_rows(const Tensor<T>&, const std::vector<Size>&, Where);                 \
  template Tensor<T> one_hot(const Tensor<Size>&, Size, Where);                                    \
  template Tensor<T> matmul(const Tensor<T>&, const Tensor<T>&, Where);                            \
  template Tensor<T> linear(const Tensor<T>&, const Tensor<T>&, const Tensor<T>&, Where);          \
  template bool all_finite(const Tensor<T>&);

GRADUS_INSTANTIATE(float)
GRADUS_INSTANTIATE(double)
template Tensor<Size> concat(const std::vector<Tensor<Size>>&, int, Where);
template Tensor<Size> take_rows(const Tensor<Size>&, const std::vector<Size>&, Where);

}  // namespace gradus
