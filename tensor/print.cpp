#include "tensor/print.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gradus {
namespace {

constexpr Size print_all_up_to = 1000;
constexpr Size edge = 3;  // elements shown at each end of an abbreviated axis
constexpr std::size_t line_width = 100;

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

template <class T>
Size stride(const Tensor<T>& x, int axis) {
  return x.strides()[static_cast<std::size_t>(axis)];
}

/// Calls f(number) for each element that is shown, from `axis` on and beginning at `offset`.
template <class T, class F>
void for_each_shown(const Tensor<T>& x, bool abbreviate, const F& f, int axis = 0,
                    Size offset = 0) {
  if (axis == x.rank()) return f(x.data()[offset]);
  for (const Size i : shown(x.shape()[axis], abbreviate))
    if (i >= 0) for_each_shown(x, abbreviate, f, axis + 1, offset + i * stride(x, axis));
}

template <class T>
std::string number_text(T value, const std::string& format) {
  return fmt::format(fmt::runtime(format), value);
}

/// One format for all numbers shown: without a point if all are whole, else as many digits as they
/// have (at most four), or powers of ten if those would not do.
template <class T>
std::string common_format(const Tensor<T>& x, bool abbreviate) {
  bool whole = true, fixed = true;
  int digits = 1;
  for_each_shown(x, abbreviate, [&](T value) {
    const auto v = static_cast<double>(value);
    if (!std::isfinite(v) || v == 0) return;
    whole &= v == std::floor(v) && std::abs(v) < 1e7;
    fixed &= std::abs(v) >= 1e-4 && std::abs(v) < 1e5;
    const auto rounding_error = [&] { return v - std::stod(fmt::format("{:.{}f}", v, digits)); };
    while (digits < 4 && std::abs(rounding_error()) > 1e-6 * std::abs(v)) ++digits;
  });
  if (whole) return "{:.0f}";
  if (fixed) return fmt::format("{{:.{}f}}", digits);
  return "{:.4e}";
}
std::string common_format(const Tensor<Size>&, bool) { return "{}"; }

template <class T>
struct Printer {
  const Tensor<T>& x;
  bool abbreviate;
  std::string format;
  std::size_t width = 0;
  std::string text = "";

  void print(int axis = 0, Size offset = 0) {
    if (axis == x.rank()) {
      text += fmt::format("{:>{}}", number_text(x.data()[offset], format), width);
      return;
    }
    // Numbers stand side by side as far as the line goes; everything larger starts a line of its
    // own, blocks of matrices with an empty line between them.
    const bool numbers = axis == x.rank() - 1;
    const auto indent = static_cast<std::size_t>(axis) + 1;
    const auto line_breaks = static_cast<std::size_t>(std::max(1, x.rank() - axis - 1));
    const std::string new_line = "," + std::string(line_breaks, '\n') + std::string(indent, ' ');
    const std::size_t per_line = std::max<std::size_t>(1, (line_width - indent) / (width + 2));
    std::size_t count = 0;
    text += "[";
    for (const Size i : shown(x.shape()[axis], abbreviate)) {
      if (count > 0) text += numbers && count % per_line != 0 ? ", " : new_line;
      ++count;
      if (i < 0)
        text += "...";
      else
        print(axis + 1, offset + i * stride(x, axis));
    }
    text += "]";
  }
};

}  // namespace

template <class T>
std::string to_text(const Tensor<T>& x, const std::string& format) {
  if (x.numel() == 0) return x.rank() == 1 ? "[]" : "[] of shape " + x.shape().text();
  const bool abbreviate = x.numel() > print_all_up_to;
  Printer<T> printer{x, abbreviate, format.empty() ? common_format(x, abbreviate) : format};
  if (x.rank() > 0)
    for_each_shown(x, abbreviate, [&](T value) {
      printer.width = std::max(printer.width, number_text(value, printer.format).size());
    });
  printer.print();
  return printer.text;
}

template <class T>
std::string range_text(const Tensor<T>& x) {
  if (x.numel() == 0) return "empty";
  if (x.numel() == 1) return fmt::format("{:.4g}", x.item());
  T least = std::numeric_limits<T>::infinity(), most = -least;
  Size others = 0;
  for (const T v : x.to_vector()) {
    if (!std::isfinite(v)) {
      ++others;
      continue;
    }
    least = std::min(least, v);
    most = std::max(most, v);
  }
  if (others == x.numel()) return "none finite";
  const std::string range = fmt::format("{:.4g} ... {:.4g}", least, most);
  return others == 0 ? range : fmt::format("{}, {} not finite", range, others);
}

std::string index_text(const Shape& shape, Size position) {
  std::string text = "]";
  for (int axis = shape.rank() - 1; axis >= 0; --axis) {
    text = std::to_string(position % shape[axis]) + text;
    if (axis > 0) text = ", " + text;
    position /= shape[axis];
  }
  return "[" + text;
}

std::string table_text(const std::vector<std::vector<std::string>>& rows,
                       const std::string& alignment) {
  std::vector<std::size_t> widths(alignment.size(), 0);
  for (std::size_t i = 1; i < rows.size(); ++i)
    for (std::size_t k = 0; k < widths.size(); ++k)
      widths[k] = std::max(widths[k], rows[i][k].size());
  std::string text;
  for (const std::vector<std::string>& row : rows) {
    std::string line;
    for (std::size_t k = 0; k < widths.size(); ++k) {
      if (widths[k] == 0) continue;
      const std::size_t width = std::max(widths[k], rows[0][k].size());
      const std::string space(width - row[k].size(), ' ');
      line += (alignment[k] == '<' ? row[k] + space : space + row[k]) + "  ";
    }
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

template std::string range_text(const Tensor<float>&);
template std::string range_text(const Tensor<double>&);
template std::string to_text(const Tensor<float>&, const std::string&);
template std::string to_text(const Tensor<double>&, const std::string&);
template std::string to_text(const Tensor<Size>&, const std::string&);

}  // namespace gradus

// Here and not in the header, which then does with the small half of fmt: every program that
// includes it compiles half a second faster.
template <class T>
fmt::format_context::iterator fmt::formatter<gradus::Tensor<T>>::format(
    const gradus::Tensor<T>& x, format_context& context) const {
  const std::string number = "{:" + std::string(format_of_number) + "}";
  const std::string text = gradus::to_text(x, format_of_number.empty() ? "" : number);
  return std::copy(text.begin(), text.end(), context.out());
}
template struct fmt::formatter<gradus::Tensor<float>>;
template struct fmt::formatter<gradus::Tensor<double>>;
template struct fmt::formatter<gradus::Tensor<gradus::Size>>;

fmt::format_context::iterator fmt::formatter<gradus::Shape>::format(const gradus::Shape& shape,
                                                                    format_context& context) const {
  return formatter<std::string_view>::format(shape.text(), context);
}
