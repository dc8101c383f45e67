#include "tensor/print.h"

#include <algorithm>
#include <cmath>

namespace gradus {
namespace {

constexpr Size print_all_up_to = 1000;
constexpr Size edge = 3;  // elements shown at each end of an abbreviated axis

/// Positions shown along an axis; -1 stands for the dots.
std::vector<Size> shown(Size n, bool abbreviate) {
  std::vector<Size> positions;
  for (Size i = 0; i < n; ++i) {
    if (abbreviate && n > 2 * edge && i == edge) {
      positions.push_back(-1);
      i = n - edge;
    }
    positions.push_back(i);
  }
  return positions;
}

/// Calls f(number) for each element that is shown.
template <class T, class F>
void for_each_shown(const Tensor<T>& x, bool abbreviate, std::vector<Size>& index, const F& f) {
  const int axis = static_cast<int>(index.size());
  if (axis == x.rank()) {
    const T* p = x.data();
    for (std::size_t a = 0; a < index.size(); ++a) p += index[a] * x.strides()[a];
    return f(*p);
  }
  for (const Size i : shown(x.shape()[axis], abbreviate)) {
    if (i < 0) continue;
    index.push_back(i);
    for_each_shown(x, abbreviate, index, f);
    index.pop_back();
  }
}

/// The shortest of a few formats in which every shown number still reads the same.
template <class T>
std::string common_format(const Tensor<T>& x, bool abbreviate) {
  bool whole = true, fixed = true;
  int digits = 0;
  std::vector<Size> index;
  for_each_shown(x, abbreviate, index, [&](T value) {
    const auto v = static_cast<double>(value);
    if (!std::isfinite(v) || v == 0) return;
    whole &= v == std::floor(v) && std::abs(v) < 1e7;
    fixed &= std::abs(v) < 1e5 && std::abs(v) >= 1e-3;
    while (digits < 4 &&
           std::abs(v - std::stod(fmt::format("{:.{}f}", v, digits))) > 1e-6 * std::abs(v))
      ++digits;
  });
  if (whole) return "{:.0f}";
  if (fixed) return fmt::format("{{:.{}f}}", digits);
  return "{:.4e}";
}

template <class T>
std::string number_text(T value, const std::string& format) {
  return fmt::format(fmt::runtime(format), value);
}
std::string number_text(Size value, const std::string&) { return std::to_string(value); }

template <class T>
struct Printer {
  const Tensor<T>& x;
  bool abbreviate;
  std::string format;
  std::size_t width = 0;
  std::string text = "";

  void print(std::vector<Size>& index) {
    const int axis = static_cast<int>(index.size());
    if (axis == x.rank()) {
      const T* p = x.data();
      for (std::size_t a = 0; a < index.size(); ++a) p += index[a] * x.strides()[a];
      text += fmt::format("{:>{}}", number_text(*p, format), width);
      return;
    }
    // Numbers stand side by side; everything larger starts a line of its own, blocks of matrices
    // with an empty line between them.
    const auto blank_lines = static_cast<std::size_t>(x.rank() - axis - 1);
    const std::string separator = blank_lines == 0
                                      ? ", "
                                      : "," + std::string(blank_lines, '\n') +
                                            std::string(static_cast<std::size_t>(axis) + 1, ' ');
    text += "[";
    bool first = true;
    for (const Size i : shown(x.shape()[axis], abbreviate)) {
      if (!first) text += separator;
      first = false;
      if (i < 0) {
        text += "...";
        continue;
      }
      index.push_back(i);
      print(index);
      index.pop_back();
    }
    text += "]";
  }
};

}  // namespace

template <class T>
std::string to_text(const Tensor<T>& x, const std::string& format) {
  const bool abbreviate = x.numel() > print_all_up_to;
  Printer<T> printer{x, abbreviate, format.empty() ? common_format(x, abbreviate) : format};
  std::vector<Size> index;
  if (x.rank() > 0)
    for_each_shown(x, abbreviate, index, [&](T value) {
      printer.width = std::max(printer.width, number_text(value, printer.format).size());
    });
  printer.print(index);
  return printer.text;
}

template std::string to_text(const Tensor<float>&, const std::string&);
template std::string to_text(const Tensor<double>&, const std::string&);
template std::string to_text(const Tensor<Size>&, const std::string&);

}  // namespace gradus
