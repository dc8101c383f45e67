// What: Diagram, a drawing of one memory and of several views of it, as the text of an SVG file.
// Why: strides are easier to see than to read: a number keeps its colour wherever it shows up.
// Invariants: the memory holds at most 12 numbers; views have one or two axes.
// Read next: main.cpp.
#pragma once

#include <fmt/format.h>

#include <array>
#include <string>
#include <vector>

class Diagram {
 public:
  explicit Diagram(const std::vector<double>& memory) {
    text(20, 28, "The memory", true);
    for (std::size_t i = 0; i < memory.size(); ++i) cell(20 + 36.0 * double(i), 40, i, memory[i]);
  }

  /// One view: places[r][c] is where in the memory its element [r, c] is, and values[r][c] what it
  /// finds there.
  void view(const std::string& name, const std::string& note,
            const std::vector<std::vector<std::size_t>>& places,
            const std::vector<std::vector<double>>& values) {
    const double left = 20 + 245.0 * double(views_ % 3), top = 124 + 220.0 * double(views_ / 3);
    ++views_;
    text(left, top, name, true);
    text(left, top + 19, note, false);
    for (std::size_t r = 0; r < places.size(); ++r)
      for (std::size_t c = 0; c < places[r].size(); ++c)
        cell(left + 36.0 * double(c), top + 30 + 36.0 * double(r), places[r][c], values[r][c]);
  }

  std::string svg() const {
    const double height = 124 + 220.0 * double((views_ + 2) / 3) - 62;
    return fmt::format(
        "<svg xmlns='http://www.w3.org/2000/svg' width='760' height='{0}' "
        "font-family='sans-serif' font-size='13'>\n"
        "<rect width='760' height='{0}' fill='white'/>\n{1}</svg>\n",
        height, body_);
  }

 private:
  /// A square in the colour of its place: a hue for each four places, lighter from left to right.
  void cell(double x, double y, std::size_t place, double value) {
    constexpr std::array<std::array<int, 3>, 3> hues = {
        {{0, 114, 178}, {213, 94, 0}, {0, 130, 95}}};
    const auto& hue = hues[place / 4 % 3];
    const double white = 0.21 * double(place % 4);
    const auto shade = [&](int c) { return int(c + (255 - c) * white); };
    body_ += fmt::format(
        "<rect x='{}' y='{}' width='34' height='34' fill='rgb({},{},{})'/>\n"
        "<text x='{}' y='{}' text-anchor='middle' fill='{}'>{}</text>\n",
        x, y, shade(hue[0]), shade(hue[1]), shade(hue[2]), x + 17, y + 22,
        white > 0.3 ? "black" : "white", value);
  }

  void text(double x, double y, const std::string& words, bool bold) {
    body_ += fmt::format("<text x='{}' y='{}'{}>{}</text>\n", x, y,
                         bold ? " font-weight='bold'" : "", words);
  }

  std::string body_;
  std::size_t views_ = 0;
};
