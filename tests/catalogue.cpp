#include "tests/catalogue.h"

#include <cmath>
#include <fstream>
#include <limits>
#include <optional>
#include <regex>

#include "tensor/isa.h"
#include "tensor/parallel.h"
#include "tests/support.h"

namespace gradus::catalogue {
namespace {

using X = Tensor<double>;
using Numbers = std::vector<double>;

/// Sets back what a check changes for all that run after it.
struct Restore {
  Isa isa = gradus::isa();
  int threads = gradus::threads();
  ~Restore() {
    set_isa(isa);
    set_threads(threads);
  }
};

/// Calls f(line, arguments, name) for every line, case and layout. Large cases come last.
template <class F>
void for_each_case(const Catalogue& catalogue, const std::vector<Layout>& layouts, bool large,
                   const F& f) {
  Rng rng(11);
  for (const Line& line : catalogue.lines()) {
    std::vector<Shapes> cases = line.shapes;
    if (large && !line.large.empty()) cases.push_back(line.large);
    for (const Shapes& shapes : cases)
      for (const Layout layout : layouts) {
        if (layout == Layout::repeated && !line.may_repeat) continue;
        std::string name = line.name;
        std::vector<X> arguments;
        for (std::size_t i = 0; i < shapes.size(); ++i) {
          arguments.push_back(lay_out(line.arguments[i](shapes[i], rng), layout));
          name += " " + shapes[i].text();
        }
        f(line, arguments, name + " " + text(layout));
      }
  }
}

Tensor<float> to_float(const X& x) {
  std::vector<float> values;
  for (const double v : x.to_vector()) values.push_back(static_cast<float>(v));
  return Tensor<float>::from(x.shape(), values);
}
X to_double(const Tensor<float>& x) {
  const std::vector<float> values = x.to_vector();
  return X::from(x.shape(), Numbers(values.begin(), values.end()));
}

/// |a - b| in proportion to their size, but never to less than 1; infinite unless both are numbers.
double relative_error(double a, double b) {
  if (!std::isfinite(a) || !std::isfinite(b)) return std::numeric_limits<double>::infinity();
  return std::abs(a - b) / std::max({1.0, std::abs(a), std::abs(b)});
}

template <class T>
double worst_error(const std::vector<T>& received, const Numbers& expected) {
  REQUIRE(received.size() == expected.size());
  double worst = 0;
  for (std::size_t i = 0; i < expected.size(); ++i)
    worst = std::max(worst, relative_error(static_cast<double>(received[i]), expected[i]));
  return worst;
}

template <class T>
double error_of_value(const Function<T>& f, const std::vector<Tensor<T>>& arguments,
                      const Loops& by_loops) {
  const Tensor<T> y = f(Vars<T>(arguments.begin(), arguments.end())).value();
  plain::Arrays arrays;
  for (const Tensor<T>& x : arguments) arrays.emplace_back(x);
  const plain::Array expected = by_loops(arrays);
  REQUIRE(y.shape() == expected.shape);
  return worst_error(y.to_vector(), expected.values);
}

/// What rounding may do: a few units in the last place, and one for each number in a long sum.
template <class T>
double rounding(const std::vector<X>& arguments) {
  Size longest = 0;
  for (const X& x : arguments) longest = std::max(longest, x.numel());
  return static_cast<double>(64 + longest) * std::numeric_limits<T>::epsilon();
}

/// The value, then the gradients of <weights, f> by all arguments, one after the other.
template <class T>
std::vector<T> everything(const Function<T>& f, const std::vector<Tensor<T>>& arguments) {
  Tape<T> tape;
  Vars<T> leaves;
  for (const Tensor<T>& x : arguments) leaves.push_back(tape.watch(x));
  const Var<T> y = f(leaves);
  std::vector<T> all = y.value().to_vector();
  Tensor<T> weights = Tensor<T>::uninitialized(y.shape());
  T* const p = weights.write();
  for (Size i = 0; i < weights.numel(); ++i) p[i] = T(i % 5 + 1) / T(4);
  if (!y.tracked()) return all;
  const Gradients<T> gradients = tape.gradients(y, weights);
  for (const Var<T>& leaf : leaves) {
    const std::vector<T> one = gradients[leaf].value().to_vector();
    all.insert(all.end(), one.begin(), one.end());
  }
  return all;
}

/// The gradients of <cotangent, f> by all arguments, in a row: a function of the arguments and the
/// cotangent like any other. Needs an active tape that tracks them.
CheckedFunction gradient_of(const CheckedFunction& f) {
  return [f](const Vars<double>& x) {
    Vars<double> leaves = x, rows;
    const Var<double> cotangent = leaves.back();
    leaves.pop_back();
    const Var<double> total = sum(f(leaves) * cotangent);
    const Gradients<double> gradients = Tape<double>::active()->recorded_gradients(total);
    for (const Var<double>& leaf : leaves)
      rows.push_back(reshape(gradients[leaf], {leaf.value().numel()}));
    return concat(rows, 0);
  };
}

double inner(const X& a, const X& b) { return sum(a * b).item(); }

/// How much <u, J v> and <J' u, v> differ.
double error_along(const CheckedFunction& f, const std::vector<X>& x, Rng& rng) {
  const Generator random = between(-1, 1);
  std::vector<X> v;
  for (const X& argument : x) v.push_back(random(argument.shape(), rng));
  const auto at = [&](double t) {
    Tape<double> tape;
    Vars<double> moved;
    for (std::size_t i = 0; i < x.size(); ++i) moved.push_back(tape.watch(x[i] + t * v[i]));
    return f(moved).value();
  };
  constexpr double h = 1e-3;
  const X along = (8.0 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / X(12 * h);

  Tape<double> tape;
  Vars<double> leaves;
  for (const X& argument : x) leaves.push_back(tape.watch(argument));
  const Var<double> y = f(leaves);
  const X u = random(y.shape(), rng);
  double received = 0;
  if (y.tracked()) {
    const Gradients<double> gradients = tape.gradients(y, u);
    for (std::size_t i = 0; i < x.size(); ++i)
      received += inner(gradients[leaves[i]].value(), v[i]);
  }
  return relative_error(received, inner(u, along));
}

/// Of first and of second order.
double error_along_both(const Line& line, const std::vector<X>& x, Rng& rng) {
  std::vector<X> with_cotangent = x;
  const X y = line.of_double(Vars<double>(x.begin(), x.end())).value();
  with_cotangent.push_back(between(-1, 1)(y.shape(), rng));
  return std::max(error_along(line.of_double, x, rng),
                  error_along(gradient_of(line.of_double), with_cotangent, rng));
}

constexpr double gradient_tolerance = 1e-6;

}  // namespace

std::set<std::string> Catalogue::names() const {
  std::set<std::string> names;
  for (const Line& line : lines_) names.insert(line.name);
  return names;
}

Generator between(double low, double high) {
  return [=](const Shape& shape, Rng& rng) {
    return low + (high - low) * uniform<double>(shape, rng);
  };
}

Generator both_signs(double low, double high) {
  return [=](const Shape& shape, Rng& rng) {
    const X size = between(low, high)(shape, rng);
    return size * (2.0 * bernoulli(X::full(shape, 0.5), rng) - 1.0);
  };
}

Generator grid(double offset) {
  return [=](const Shape& shape, Rng& rng) {
    X x = X::uninitialized(shape);
    double* const p = x.write();
    for (Size i = 0; i < x.numel(); ++i) p[i] = offset + 0.25 * static_cast<double>(rng.below(9));
    return x;
  };
}

X distinct(const Shape& shape, Rng& rng) {
  Numbers values;
  for (const std::int64_t i : permutation(shape.numel(), rng))
    values.push_back(0.125 * static_cast<double>(i) - 1.0);
  return X::from(shape, values);
}

std::string text(Layout layout) {
  const char* const names[] = {"contiguous", "transposed", "sliced", "repeated"};
  return names[static_cast<std::size_t>(layout)];
}

X lay_out(X x, Layout layout) {
  switch (layout) {
    case Layout::contiguous:
      break;
    case Layout::transposed:
      if (x.rank() >= 2) x = x.transpose(0, -1).to_contiguous().transpose(0, -1);
      break;
    case Layout::sliced:
      for (int axis = 0; axis < x.rank(); ++axis) {
        Shape around = x.shape();
        around[axis] = 1;
        const X pad = X::full(around, std::numeric_limits<double>::quiet_NaN());
        x = concat(std::vector{pad, x, pad}, axis).slice(axis, 1, 1 + x.shape()[axis]);
      }
      break;
    case Layout::repeated:
      if (x.rank() >= 1 && x.shape()[-1] > 0) x = x.slice(-1, 0, 1).broadcast_to(x.shape());
      break;
  }
  return x;
}

std::vector<Shape> every_broadcast_shape() {
  const std::vector<Size> full = {2, 3, 2, 3};
  std::vector<Shape> shapes;
  for (std::size_t rank = 0; rank <= full.size(); ++rank)
    for (unsigned ones = 0; ones < 1u << rank; ++ones) {
      Shape shape(std::span<const Size>(full).last(rank));
      for (int axis = 0; axis < shape.rank(); ++axis)
        if (ones >> axis & 1u) shape[axis] = 1;
      shapes.push_back(shape);
    }
  return shapes;
}

void check_values(const Catalogue& catalogue) {
  for_each_case(
      catalogue, every_layout, true,
      [](const Line& line, const std::vector<X>& arguments, const std::string& name) {
        CAPTURE(name);
        std::vector<Tensor<float>> in_float;
        for (const X& x : arguments) in_float.push_back(to_float(x));
        CHECK(error_of_value(line.of_double, arguments, line.by_loops) <
              rounding<double>(arguments));
        CHECK(error_of_value(line.of_float, in_float, line.by_loops) < rounding<float>(arguments));
      });
}

void check_every_entry(const Catalogue& catalogue, const std::vector<Layout>& layouts, int order) {
  double worst = 0;
  std::string of;
  for_each_case(catalogue, layouts, false,
                [&](const Line& line, const std::vector<X>& arguments, const std::string& name) {
                  const GradcheckOptions options{.order = order, .tolerance = gradient_tolerance};
                  const GradcheckReport report =
                      gradcheck(name, line.of_double, arguments, options);
                  CHECK_MESSAGE(report.passed, report.text);
                  if (report.worst > worst) {
                    worst = report.worst;
                    of = name;
                  }
                });
  MESSAGE("order " << order << ", " << name(isa()) << ": worst error " << worst << " (" << of
                   << ")");
}

void check_directions(const Catalogue& catalogue) {
  double worst = 0;
  Rng rng(12);
  for_each_case(catalogue, every_layout, true,
                [&](const Line& line, const std::vector<X>& arguments, const std::string& name) {
                  CAPTURE(name);
                  const double error = error_along_both(line, arguments, rng);
                  CHECK(error < gradient_tolerance);
                  worst = std::max(worst, error);
                });
  MESSAGE("directions: worst error " << worst);
}

void check_broadcasting(const Line& line) {
  std::vector<Shapes> cases;
  for (const Shape& a : every_broadcast_shape()) {
    if (line.arguments.size() == 1) cases.push_back({a});
    if (line.arguments.size() == 2)
      for (const Shape& b : every_broadcast_shape()) cases.push_back({a, b});
  }
  Rng rng(13);
  for (const Shapes& shapes : cases) {
    CAPTURE(line.name);
    CAPTURE(shapes.front().text());
    CAPTURE(shapes.back().text());
    std::vector<X> arguments;
    for (std::size_t i = 0; i < shapes.size(); ++i)
      arguments.push_back(line.arguments[i](shapes[i], rng));
    REQUIRE(error_of_value(line.of_double, arguments, line.by_loops) < rounding<double>(arguments));
    REQUIRE(error_along_both(line, arguments, rng) < gradient_tolerance);
  }
}

void check_precisions(const Catalogue& catalogue) {
  double worst = 0;
  for_each_case(catalogue, every_layout, false,
                [&](const Line& line, const std::vector<X>& arguments, const std::string& name) {
                  std::vector<Tensor<float>> in_float;
                  std::vector<X> in_double;  // of the same numbers
                  for (const X& x : arguments) {
                    in_float.push_back(to_float(x));
                    in_double.push_back(to_double(in_float.back()));
                  }
                  const double error = worst_error(everything(line.of_float, in_float),
                                                   everything(line.of_double, in_double));
                  CAPTURE(name);
                  CHECK(error < 1e-5);
                  worst = std::max(worst, error);
                });
  MESSAGE("float: worst error of a value or gradient " << worst);
}

void check_threads(const Catalogue& catalogue) {
  const Restore restore;
  for_each_case(catalogue, {Layout::contiguous, Layout::transposed}, true,
                [](const Line& line, const std::vector<X>& arguments, const std::string& name) {
                  std::vector<Tensor<float>> in_float;
                  for (const X& x : arguments) in_float.push_back(to_float(x));
                  set_threads(1);
                  const std::vector<float> alone = everything(line.of_float, in_float);
                  for (const int n : {2, 3}) {
                    set_threads(n);
                    CHECK_MESSAGE(everything(line.of_float, in_float) == alone, name);
                  }
                });
}

void check_instruction_sets(const Catalogue& catalogue) {
  const Restore restore;
  for_each_case(catalogue, every_layout, false,
                [](const Line& line, const std::vector<X>& arguments, const std::string& name) {
                  CAPTURE(name);
                  std::optional<Numbers> first;
                  for (const Isa each : available_isas()) {
                    CAPTURE(std::string(gradus::name(each)));
                    set_isa(each);
                    const Numbers received = everything(line.of_double, arguments);
                    if (!first) first = received;
                    CHECK(worst_error(received, *first) < 1e-13);
                  }
                });
}

void check_complete(const std::string& header, const std::set<std::string>& names,
                    const std::set<std::string>& without) {
  std::ifstream file(test::source_folder() / header);
  REQUIRE_MESSAGE(file.good(), header);
  const std::regex definition("(?:inline )?(?:struct|class|Var<T>|double|void) (\\w+).*");
  std::set<std::string> found;
  std::smatch match;
  for (std::string line; std::getline(file, line);)
    if (std::regex_match(line, match, definition) && !line.ends_with(";")) found.insert(match[1]);
  for (const std::string& name : found)
    CHECK_MESSAGE(names.contains(name) != without.contains(name), header << ": " << name);
  for (const std::string& name : without)
    CHECK_MESSAGE(found.contains(name), header << ": " << name);
  CHECK(!found.empty());
}

}  // namespace gradus::catalogue
