// What: tensors and shapes as text, for fmt::print("{}", x) and fmt::print("{:.2f}", x).
// Why: printing is the first debugger.
// Invariants: nested brackets, columns aligned, all numbers in one format; a tensor of more than
//      1,000 elements shows the first and last three along each axis.
// Read next: math.h.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "tensor/tensor.h"

namespace gradus {

/// The tensor as nested brackets. `format` is that of one number ("{:.2f}"); if it is empty, the
/// fewest digits that tell the numbers apart are used, at most four after the point.
template <class T>
std::string to_text(const Tensor<T>& x, const std::string& format = "");

}  // namespace gradus

template <class T>
struct fmt::formatter<gradus::Tensor<T>> {
  std::string format_of_number;

  constexpr auto parse(format_parse_context& context) {
    const auto end = std::find(context.begin(), context.end(), '}');
    if (end != context.begin()) format_of_number = "{:" + std::string(context.begin(), end) + "}";
    return end;
  }
  auto format(const gradus::Tensor<T>& x, format_context& context) const {
    const std::string text = gradus::to_text(x, format_of_number);
    return std::copy(text.begin(), text.end(), context.out());
  }
};

template <>
struct fmt::formatter<gradus::Shape> : fmt::formatter<std::string_view> {
  auto format(const gradus::Shape& shape, format_context& context) const {
    return formatter<std::string_view>::format(shape.text(), context);
  }
};
