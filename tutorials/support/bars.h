// What: stacked_bars, bars of two parts as the text of an SVG file.
// Why: log p = ELBO + KL is a picture: the lower part is the bound, the upper one the gap.
// Invariants: the axis begins below the smallest lower part, so heights compare, areas do not.
//      Drawn with the first two colours of vae/chart.h.
// Read next: ../../vae/chart.h.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace gradus {

/// One bar: from the bottom to `lower`, and from there to `upper`.
struct Bar {
  std::string name;
  double lower, upper;
};

inline std::string stacked_bars(const std::string& title, const std::string& lower_name,
                                const std::string& gap_name, const std::vector<Bar>& bars) {
  constexpr double width = 760, height = 360, left = 70, right = 20, top = 60, bottom = 40;
  double low = bars[0].lower, high = bars[0].upper;
  for (const Bar& bar : bars) {
    low = std::min(low, bar.lower);
    high = std::max(high, bar.upper);
  }
  low -= 0.1 * (high - low);
  const auto y = [&](double value) {
    return height - bottom - (value - low) / (high - low) * (height - top - bottom);
  };
  std::string svg = fmt::format(
      "<svg xmlns='http://www.w3.org/2000/svg' width='{0}' height='{1}' font-family='sans-serif' "
      "font-size='13'>\n<rect width='{0}' height='{1}' fill='white'/>\n"
      "<text x='16' y='26' font-size='17' font-weight='bold'>{2}</text>\n"
      "<rect x='{3}' y='38' width='12' height='12' fill='#0072B2'/><text x='{4}' "
      "y='49'>{5}</text>\n"
      "<rect x='{6}' y='38' width='12' height='12' fill='#D55E00'/><text x='{7}' "
      "y='49'>{8}</text>\n",
      width, height, title, left, left + 18, lower_name, left + 250, left + 268, gap_name);
  for (int tick = 0; tick <= 4; ++tick) {
    const double value = low + tick * (high - low) / 4;
    svg += fmt::format(
        "<line x1='{}' x2='{}' y1='{:.1f}' y2='{:.1f}' stroke='#dddddd'/>"
        "<text x='{}' y='{:.1f}' text-anchor='end'>{:.2f}</text>\n",
        left, width - right, y(value), y(value), left - 8, y(value) + 4, value);
  }
  const double step = (width - left - right) / static_cast<double>(bars.size());
  double x = left;
  for (const Bar& bar : bars) {
    const auto part = [&](double from, double to, const char* color) {
      svg += fmt::format("<rect x='{:.1f}' y='{:.1f}' width='{:.1f}' height='{:.1f}' fill='{}'/>\n",
                         x + 0.15 * step, y(to), 0.7 * step, y(from) - y(to), color);
    };
    part(low, bar.lower, "#0072B2");
    part(bar.lower, bar.upper, "#D55E00");
    svg += fmt::format("<text x='{:.1f}' y='{}' text-anchor='middle'>{}</text>\n", x + 0.5 * step,
                       height - bottom + 18, bar.name);
    x += step;
  }
  return svg + "</svg>\n";
}

}  // namespace gradus
