// What: tensors and shapes as text, for fmt::print("{}", x) and fmt::print("{:.2f}", x).
// Why: printing is the first debugger.
// Invariants: nested brackets, columns aligned, all numbers in one format, lines of at most 100
//      columns; a tensor of more than 1,000 elements shows the first and last three along each
//      axis.
// Read next: math.h.
#pragma once

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "tensor/tensor.h"

namespace gradus {

/// The tensor as nested brackets. `format` is that of one number ("{:.2f}"); if it is empty, whole
/// numbers are printed without a point and others with as many digits after it as they have, at
/// most four. Throws fmt::format_error if the format is not one for a T.
template <class T>
std::string to_text(const Tensor<T>& x, const std::string& format = "");

/// The smallest and the largest number, "-1.5 ... 2", and how many are not finite and therefore
/// left out: "0 ... 1, 3 not finite". One number alone is "0.5".
template <class T>
std::string range_text(const Tensor<T>& x);

/// The element number `position` in row-major order: "[1, 2]".
std::string index_text(const Shape& shape, Size position);

/// Rows of cells as lines, the first of them the heading, the columns aligned as in `alignment`,
/// one of < and > for each. Columns that are empty below their heading are left out.
std::string table_text(const std::vector<std::vector<std::string>>& rows,
                       const std::string& alignment);

}  // namespace gradus

template <class T>
struct fmt::formatter<gradus::Tensor<T>> {
  std::string_view format_of_number;

  constexpr auto parse(format_parse_context& context) {
    const auto end = std::find(context.begin(), context.end(), '}');
    format_of_number = {context.begin(), static_cast<std::size_t>(end - context.begin())};
    return end;
  }
  format_context::iterator format(const gradus::Tensor<T>& x, format_context& context) const;
};

template <>
struct fmt::formatter<gradus::Shape> : fmt::formatter<std::string_view> {
  format_context::iterator format(const gradus::Shape& shape, format_context& context) const;
};
