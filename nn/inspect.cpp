#include "nn/inspect.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "tensor/print.h"

namespace gradus::nn {
namespace {

using Row = std::vector<std::string>;

}  // namespace

std::string to_text(const std::vector<ParameterSummary>& parameters) {
  std::vector<Row> rows = {{"parameter", "shape", "numbers", "norm", "gradient norm"}};
  Size count = 0;
  double squares = 0, gradient_squares = 0;
  bool gradients = false;
  for (const ParameterSummary& p : parameters) {
    rows.push_back({p.name, p.shape.text(), std::to_string(p.count), fmt::format("{:.4g}", p.norm),
                    p.gradient_norm ? fmt::format("{:.4g}", *p.gradient_norm) : ""});
    count += p.count;
    squares += p.norm * p.norm;
    gradient_squares += std::pow(p.gradient_norm.value_or(0), 2);
    gradients |= p.gradient_norm.has_value();
  }
  rows.push_back({"all", "", std::to_string(count), fmt::format("{:.4g}", std::sqrt(squares)),
                  gradients ? fmt::format("{:.4g}", std::sqrt(gradient_squares)) : ""});
  return table_text(rows, "<<>>>");
}

std::string GradientReport::text() const {
  if (*this) return "every parameter has a gradient";
  std::string text;
  if (!missing.empty())
    text = fmt::format("no gradient, because what was differentiated does not depend on them: {}",
                       fmt::join(missing, ", "));
  if (!missing.empty() && !zero.empty()) text += "; ";
  if (!zero.empty()) text += fmt::format("a gradient of 0 throughout: {}", fmt::join(zero, ", "));
  return text;
}

std::string to_text(const std::vector<UpdateRatio>& ratios) {
  std::vector<Row> rows = {{"parameter", "update", "weight", "ratio"}};
  for (const UpdateRatio& r : ratios)
    rows.push_back({r.name, fmt::format("{:.4g}", r.update), fmt::format("{:.4g}", r.weight),
                    fmt::format("{:.1e}", r.ratio())});
  return table_text(rows, "<>>>");
}

}  // namespace gradus::nn
