#include "vae/chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>
#include <string_view>

#include "tensor/errors.h"

namespace gradus::vae {

namespace {

// In pixels.
constexpr double left = 80, top = 70, below = 56;  // the margins of the axes
constexpr double letter = 7.2;                     // typical width of a letter at font size 13
constexpr double key = 28;                         // length of the piece of line in front of a name
constexpr double name_distance = 18;               // between the baselines of two names
constexpr std::size_t most_dots = 50;              // longer series are drawn as lines alone

struct Look {
  std::string_view color, dash;
};
constexpr std::array<Look, 6> looks = {{{"#0072B2", "none"},
                                        {"#D55E00", "8 4"},
                                        {"#009E73", "2 4"},
                                        {"#CC79A7", "12 4 2 4"},
                                        {"#E69F00", "5 3"},
                                        {"#56B4E9", "14 5"}}};

// Okabe and Ito's palette in the order of how well it shows on white, grey and an outline alone.
constexpr std::array<std::string_view, 10> marker_colors = {
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000",
    "#E69F00", "#56B4E9", "#F0E442", "#999999", "#FFFFFF"};

// Not NaN, not infinite, and so far from the largest double that differences are finite too.
bool drawable(double value) { return std::abs(value) < 1e300; }
bool drawable(const Series& s, std::size_t i) { return drawable(s.x[i]) && drawable(s.y[i]); }

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;  // XML has no control codes
    }
  }
  return out;
}

/// Letters of a UTF-8 text: bytes that do not continue a letter.
double letters(std::string_view text) {
  return static_cast<double>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

/// One axis: the values it shows, the pixels they are shown at, and the step between its ticks.
struct Axis {
  double low, high;  // values
  double from, to;   // pixels
  double step;
  bool powers = false;  // a value v stands for 2^v

  double pixel(double value) const { return from + (value - low) / (high - low) * (to - from); }
  std::int64_t first_tick() const { return std::llround(std::ceil(low / step - 1e-9)); }
  std::int64_t last_tick() const { return std::llround(std::floor(high / step + 1e-9)); }
};

/// The smallest of 1, 2, 5, 10, 20, 50, ... (and 0.5, 0.2, ...) that is at least `least`.
double round_step(double least) {
  const double power = std::pow(10.0, std::floor(std::log10(least)));
  for (const double digit : {1.0, 2.0, 5.0}) {
    if (digit * power >= least * (1 - 1e-9)) return digit * power;
  }
  return 10 * power;
}

/// An axis over all drawable values, with at most `intervals` intervals between its ticks.
Axis axis_over(const std::vector<Series>& series, std::vector<double> Series::*values, double from,
               double to, int intervals, bool powers) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  bool whole = true;
  for (const Series& s : series) {
    for (std::size_t i = 0; i < s.x.size(); ++i) {
      if (!drawable(s, i)) continue;
      const double value = (s.*values)[i];
      low = std::min(low, value);
      high = std::max(high, value);
      whole = whole && value == std::round(value);
    }
  }
  const double size = std::max(std::abs(low), std::abs(high));
  if (high - low <= std::max(1e-9 * size, 1e-290)) {  // one value: show it in the middle
    const double margin = size < 1e-280 ? 1 : 0.1 * size;
    low -= margin;
    high += margin;
  }
  const double least = (high - low) / intervals;
  const double step = powers ? std::ceil(least) : round_step(least);
  return {low, high, from, to, whole ? std::max(step, 1.0) : step, powers};
}

/// Lets an axis begin and end at a tick, or at a power of two.
Axis rounded(Axis axis) {
  const double unit = axis.powers ? 1 : axis.step;
  axis.low = std::floor(axis.low / unit + 1e-9) * unit;
  axis.high = std::ceil(axis.high / unit - 1e-9) * unit;
  return axis;
}

/// Tick `number` of an axis, with just the digits that tell it from its neighbours.
std::string tick_text(const Axis& axis, std::int64_t number) {
  const double value = static_cast<double>(number) * axis.step;
  if (axis.powers)
    return fmt::format("{}{:.0f}", value < 0 ? "1/" : "", std::exp2(std::abs(value)));
  const int step_exponent = static_cast<int>(std::floor(std::log10(axis.step) + 1e-9));
  const double size = std::max(std::abs(axis.low), std::abs(axis.high));
  if (size < 1e7 && step_exponent >= -4) {
    return fmt::format("{:.{}f}", value, std::max(0, -step_exponent));
  }
  if (number == 0) return "0";
  const int exponent = static_cast<int>(std::floor(std::log10(std::abs(value)) + 1e-9));
  return fmt::format("{:.{}e}", value, std::clamp(exponent - step_exponent, 0, 17));
}

using Out = std::back_insert_iterator<std::string>;

void draw_y_axis(Out out, const Axis& x, const Axis& y) {
  for (std::int64_t tick = y.first_tick(); tick <= y.last_tick(); ++tick) {
    const double at = y.pixel(static_cast<double>(tick) * y.step);
    fmt::format_to(out, "<path d='M{:.1f} {:.1f}H{:.1f}' stroke='#dddddd'/>\n", x.from, at, x.to);
    fmt::format_to(out, "<text x='{:.1f}' y='{:.1f}' text-anchor='end'>{}</text>\n", x.from - 8,
                   at + 4.5, tick_text(y, tick));
  }
  fmt::format_to(out, "<path d='M{:.1f} {:.1f}H{:.1f}' stroke='#333333'/>\n", x.from, y.from, x.to);
}

void draw_axes(Out out, const Axis& x, const Axis& y) {
  draw_y_axis(out, x, y);
  for (std::int64_t tick = x.first_tick(); tick <= x.last_tick(); ++tick) {
    const double at = x.pixel(static_cast<double>(tick) * x.step);
    fmt::format_to(out, "<path d='M{:.1f} {:.1f}v5' stroke='#333333'/>\n", at, y.from);
    fmt::format_to(out, "<text x='{:.1f}' y='{:.1f}' text-anchor='middle'>{}</text>\n", at,
                   y.from + 20, tick_text(x, tick));
  }
}

void draw_line(Out out, const Series& s, const Look& look, const Axis& x, const Axis& y) {
  std::string path, dots;
  bool pen_down = false;
  for (std::size_t i = 0; i < s.x.size(); ++i) {
    if (drawable(s, i)) {
      const double px = x.pixel(s.x[i]), py = y.pixel(s.y[i]);
      fmt::format_to(std::back_inserter(path), "{}{:.1f} {:.1f}", pen_down ? "L" : "M", px, py);
      const bool alone = !pen_down && (i + 1 == s.x.size() || !drawable(s, i + 1));
      if (alone || s.x.size() <= most_dots) {
        fmt::format_to(std::back_inserter(dots), "<circle cx='{:.1f}' cy='{:.1f}' r='3'/>", px, py);
      }
    }
    pen_down = drawable(s, i);
  }
  fmt::format_to(out, "<path d='{}' fill='none' stroke='{}' stroke-width='2' ", path, look.color);
  fmt::format_to(out, "stroke-linejoin='round' stroke-dasharray='{}'/>\n", look.dash);
  fmt::format_to(out, "<g fill='{}'>{}</g>\n", look.color, dots);
}

void draw_labels(Out out, const Series& s, const Axis& x, const Axis& y) {
  for (std::size_t i = 0; i < std::min(s.labels.size(), s.x.size()); ++i)
    if (drawable(s, i))
      fmt::format_to(out, "<text x='{:.1f}' y='{:.1f}'>{}</text>\n", x.pixel(s.x[i]) + 7,
                     y.pixel(s.y[i]) - 7, escaped(s.labels[i]));
}

/// The outline of shape k of five around a point.
std::string marker(std::size_t k, double x, double y) {
  static constexpr std::array<std::string_view, 5> outlines = {
      "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z", "m-2.7-2.7h5.4v5.4h-5.4z", "m0-3.8l3.6 6.4h-7.2z",
      "m0-4l4 4l-4 4l-4-4z", "m0 3.8l3.6-6.4h-7.2z"};
  return fmt::format("M{:.1f} {:.1f}{}", x, y, outlines[k % outlines.size()]);
}

void draw_markers(Out out, std::size_t k, const std::string& path) {
  fmt::format_to(out, "<path d='{}' fill='{}' fill-opacity='0.8' stroke='#333333' ", path,
                 marker_colors[k % marker_colors.size()]);
  fmt::format_to(out, "stroke-width='0.5'/>\n");
}

/// The name of a line, and the height it should stand at: that of the line's last point.
struct Name {
  std::size_t series;
  double at;
};

/// Names from top to bottom, moved up where they would stand closer than name_distance.
std::vector<Name> placed_names(const std::vector<Series>& series, const Axis& y) {
  std::vector<Name> names;
  for (std::size_t k = 0; k < series.size(); ++k) {
    for (std::size_t i = series[k].name.empty() ? 0 : series[k].x.size(); i-- > 0;) {
      if (!drawable(series[k], i)) continue;
      names.push_back({k, y.pixel(series[k].y[i])});
      break;
    }
  }
  std::stable_sort(names.begin(), names.end(), [](Name a, Name b) { return a.at < b.at; });
  double lowest = y.from;
  for (std::size_t i = names.size(); i-- > 0;) {  // up from the bottom ...
    names[i].at = std::min(names[i].at, lowest);
    lowest = names[i].at - name_distance;
  }
  double highest = y.to;
  for (Name& name : names) {  // ... and down again where that went past the top
    name.at = std::max(name.at, highest);
    highest = name.at + name_distance;
  }
  return names;
}

void draw_names(Out out, const std::vector<Series>& series, const Axis& x, const Axis& y) {
  for (const Name& name : placed_names(series, y)) {
    const Look& look = looks[name.series % looks.size()];
    fmt::format_to(out, "<path d='M{:.1f} {:.1f}h{}' stroke='{}' ", x.to + 10, name.at, key,
                   look.color);
    fmt::format_to(out, "stroke-width='2' stroke-dasharray='{}'/>", look.dash);
    fmt::format_to(out, "<text x='{:.1f}' y='{:.1f}'>{}</text>\n", x.to + key + 16, name.at + 4.5,
                   escaped(series[name.series].name));
  }
}

void check_series(const char* chart, const Series& s) {
  if (s.x.size() != s.y.size()) {
    throw Error(fmt::format("{}: series \"{}\" has {} x but {} y: pass as many of each", chart,
                            s.name, s.x.size(), s.y.size()));
  }
}

bool any_drawable(const std::vector<Series>& series) {
  for (const Series& s : series)
    for (std::size_t i = 0; i < s.x.size(); ++i)
      if (drawable(s, i)) return true;
  return false;
}

/// Where the axes end, so that names and labels of up to 40 letters fit beside them. A longer one
/// runs over the edge, rather than squeeze the chart to nothing.
double right_end(const std::vector<Series>& series, const Page& page) {
  double name = 0, label = 0;
  for (const Series& s : series) {
    name = std::max(name, letters(s.name));
    for (const std::string& text : s.labels) label = std::max(label, letters(text));
  }
  return page.width - 24 -
         std::max(name > 0 ? key + letter * std::min(name, 40.0) : 0,
                  letter * std::min(label, 40.0));
}

/// Everything around the axes, which end at `right`.
std::string opening(const std::string& title, const std::string& x_label,
                    const std::string& y_label, const Page& page, double right) {
  std::string svg;
  const Out out = std::back_inserter(svg);
  fmt::format_to(out, "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {} {}' ", page.width,
                 page.height);
  fmt::format_to(out, "width='{}' height='{}' font-family='Helvetica, Arial, sans-serif' ",
                 page.width, page.height);
  fmt::format_to(out, "font-size='13' fill='#333333'>\n");
  fmt::format_to(out, "<rect width='100%' height='100%' fill='white'/>\n");
  fmt::format_to(out, "<text x='16' y='28' font-size='17' font-weight='bold'>{}</text>\n",
                 escaped(title));
  fmt::format_to(out, "<text x='16' y='52'>{}</text>\n", escaped(y_label));
  fmt::format_to(out, "<text x='{:.1f}' y='{}' text-anchor='middle'>{}</text>\n",
                 (left + right) / 2, page.height - 12, escaped(x_label));
  return svg;
}

std::string no_data(const Page& page, double right) {
  return fmt::format("<text x='{:.1f}' y='{:.1f}' text-anchor='middle'>no data</text>\n</svg>\n",
                     (left + right) / 2, (top + page.height - below) / 2);
}

}  // namespace

std::string line_chart(const std::string& title, const std::string& x_label,
                       const std::string& y_label, std::vector<Series> series, Page page) {
  for (Series& s : series) {
    check_series("line_chart", s);
    if (page.logarithmic) {
      for (double& value : s.x) value = std::log2(value);
      for (double& value : s.y) value = std::log2(value);
    }
  }
  const double right = right_end(series, page), bottom = page.height - below;
  std::string svg = opening(title, x_label, y_label, page, right);
  if (!any_drawable(series)) return svg + no_data(page, right);
  const Axis x = axis_over(series, &Series::x, left, right, 10, page.logarithmic);
  const Axis y = rounded(axis_over(series, &Series::y, bottom, top, 6, page.logarithmic));
  const Out out = std::back_inserter(svg);
  draw_axes(out, x, y);
  for (std::size_t k = 0; k < series.size(); ++k) {
    draw_line(out, series[k], looks[k % looks.size()], x, y);
    draw_labels(out, series[k], x, y);
  }
  draw_names(out, series, x, y);
  return svg + "</svg>\n";
}

std::string scatter_chart(const std::string& title, const std::string& x_label,
                          const std::string& y_label, const std::vector<Series>& series,
                          Page page) {
  for (const Series& s : series) check_series("scatter_chart", s);
  const double right = right_end(series, page), bottom = page.height - below;
  std::string svg = opening(title, x_label, y_label, page, right);
  if (!any_drawable(series)) return svg + no_data(page, right);
  const Axis x = rounded(axis_over(series, &Series::x, left, right, 10, false));
  const Axis y = rounded(axis_over(series, &Series::y, bottom, top, 6, false));
  const Out out = std::back_inserter(svg);
  draw_axes(out, x, y);
  for (std::size_t k = 0; k < series.size(); ++k) {
    const Series& s = series[k];
    std::string points;
    for (std::size_t i = 0; i < s.x.size(); ++i)
      if (drawable(s, i)) points += marker(k, x.pixel(s.x[i]), y.pixel(s.y[i]));
    draw_markers(out, k, points);
    const double height = top + name_distance * static_cast<double>(k);
    draw_markers(out, k, marker(k, right + key, height));
    fmt::format_to(out, "<text x='{:.1f}' y='{:.1f}'>{}</text>\n", right + key + 12, height + 4.5,
                   escaped(s.name));
  }
  return svg + "</svg>\n";
}

std::string bar_chart(const std::string& title, const std::string& x_label,
                      const std::string& y_label, const std::vector<double>& values,
                      const std::vector<std::string>& names, Page page) {
  if (names.size() != values.size())
    throw Error(fmt::format("bar_chart: {} values but {} names: pass as many of each",
                            values.size(), names.size()));
  Series bars{"", {0, static_cast<double>(values.size())}, {0, 0}};  // from here to there, from 0
  for (std::size_t i = 0; i < values.size(); ++i) {
    bars.x.push_back(static_cast<double>(i));
    bars.y.push_back(values[i]);
  }
  const double right = right_end({bars}, page), bottom = page.height - below;
  std::string svg = opening(title, x_label, y_label, page, right);
  if (values.empty()) return svg + no_data(page, right);
  const Axis x = axis_over({bars}, &Series::x, left, right, 10, false);
  const Axis y = rounded(axis_over({bars}, &Series::y, bottom, top, 6, false));
  const Out out = std::back_inserter(svg);
  draw_y_axis(out, x, y);
  const double slot = x.pixel(1) - x.pixel(0), gap = std::max(slot / 6, (slot - 60) / 2);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!drawable(values[i])) continue;
    const double at = x.pixel(static_cast<double>(i)), zero = y.pixel(0), end = y.pixel(values[i]);
    fmt::format_to(out, "<rect x='{:.1f}' y='{:.1f}' width='{:.1f}' height='{:.1f}' fill='{}'/>\n",
                   at + gap, std::min(zero, end), slot - 2 * gap, std::abs(zero - end),
                   looks[0].color);
    if (values.size() > most_dots) continue;
    fmt::format_to(out, "<text x='{:.1f}' y='{:.1f}' font-size='{}' ", at + slot / 2, bottom + 16,
                   values.size() > 25 ? 9 : 12);
    fmt::format_to(out, "text-anchor='middle'>{}</text>\n", escaped(names[i]));
  }
  return svg + "</svg>\n";
}

}  // namespace gradus::vae
