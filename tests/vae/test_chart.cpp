#include "vae/chart.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tensor/errors.h"

using namespace gradus;
using namespace gradus::vae;

namespace {

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

std::string chart(const std::vector<Series>& series) {
  return line_chart("Loss", "epoch", "-ELBO (nats per image)", series);
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// What group 1 of the pattern matched, for every match.
std::vector<std::string> all(const std::string& text, const std::string& pattern) {
  const std::regex regex(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator m(text.begin(), text.end(), regex), end; m != end; ++m) {
    found.push_back((*m)[1]);
  }
  return found;
}

std::vector<std::string> x_ticks(const std::string& svg) {
  auto texts = all(svg, "text-anchor='middle'>([^<]*)<");
  texts.erase(texts.begin());  // the label of the axis
  return texts;
}

std::vector<std::string> y_ticks(const std::string& svg) {
  return all(svg, "text-anchor='end'>([^<]*)<");
}

std::vector<double> numbers(const std::vector<std::string>& texts) {
  std::vector<double> values;
  for (const std::string& text : texts) values.push_back(std::stod(text));
  return values;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("ticks stand at round numbers with the digits they need") {
  CHECK(y_ticks(chart({{"a", {1, 2}, {103.2, 148.9}}})) ==
        Texts{"100", "110", "120", "130", "140", "150"});
  CHECK(y_ticks(chart({{"a", {1, 2}, {-0.31, 0.42}}})) ==
        Texts{"-0.4", "-0.2", "0.0", "0.2", "0.4", "0.6"});
  CHECK(y_ticks(chart({{"a", {1, 2}, {0.5, 4e9}}})) ==
        Texts{"0", "1e+09", "2e+09", "3e+09", "4e+09"});
}

TEST_CASE("an axis of whole numbers has no ticks between them") {
  CHECK(x_ticks(chart({{"a", {1, 2, 3}, {5.5, 6, 7}}})) == Texts{"1", "2", "3"});
  CHECK(x_ticks(chart({{"a", {0, 0.5, 1}, {5.5, 6, 7}}})).size() == 11);
}

TEST_CASE("points are drawn to scale, larger values higher") {
  const std::string svg = chart({{"a", {0, 1, 4}, {0, 10, 40}}});
  const auto x = numbers(all(svg, "cx='([^']*)'"));
  const auto y = numbers(all(svg, "cy='([^']*)'"));
  REQUIRE(x.size() == 3);
  CHECK((x[2] - x[0]) / (x[1] - x[0]) == doctest::Approx(4).epsilon(0.01));
  CHECK((y[2] - y[0]) / (y[1] - y[0]) == doctest::Approx(4).epsilon(0.01));
  CHECK(y[2] < y[0]);
}

TEST_CASE("one point is drawn as a dot between the ends of the axes") {
  const std::string svg = chart({{"train", {1}, {120.25}}});
  CHECK(all(svg, "(<circle)").size() == 1);
  CHECK(x_ticks(svg) == Texts{"1"});
  CHECK(contains(svg, ">train<"));
}

TEST_CASE("equal values are drawn between ticks above and below, of any size") {
  for (const double value : {0.0, 1e-310, 3e-5, -7.0, 105.0, 2e200}) {
    CAPTURE(value);
    const std::string svg = chart({{"a", {1, 2, 3}, {value, value, value}}});
    const auto ticks = numbers(y_ticks(svg));
    REQUIRE(ticks.size() >= 3);
    CHECK(ticks.front() < value);
    CHECK(ticks.back() > value);
  }
}

TEST_CASE("values that cannot be drawn leave a gap and no trace in the scale") {
  for (const double hole : {nan_value, infinity, -infinity, 1e308}) {
    CAPTURE(hole);
    const std::string svg = chart({{"a", {1, 2, 3, 4, 5}, {1, 2, hole, 2, 1}}});
    CHECK(y_ticks(svg) == Texts{"1", "2"});
    CHECK(all(svg, "(<circle)").size() == 4);
    CHECK(all(svg, "<path d='M[^ML]*L[^ML]*(M)[^ML]*L[^ML]*' fill='none'").size() == 1);
    CHECK_FALSE(contains(svg, "nan"));
    CHECK_FALSE(contains(svg, "inf"));
  }
}

TEST_CASE("a long series is a line without dots, except for a point between two gaps") {
  Series series{"a", {}, {}};
  for (int i = 0; i < 200; ++i) {
    series.x.push_back(i);
    series.y.push_back(i == 99 || i == 101 ? nan_value : std::sin(0.1 * i));
  }
  CHECK(all(chart({series}), "(<circle)").size() == 1);
}

TEST_CASE("without a value to draw the chart says so") {
  for (const std::vector<Series>& series :
       {std::vector<Series>{}, {{"a", {}, {}}}, {{"a", {1}, {nan_value}}}}) {
    CHECK(contains(chart(series), ">no data<"));
  }
}

TEST_CASE("names stand apart from each other and on the page, however the lines end") {
  for (const double end : {0.0, 5.0, 10.0}) {
    std::vector<Series> series{{"frame", {0, 1, 2}, {0, 10, nan_value}}};
    for (int k = 0; k < 7; ++k) series.push_back({fmt::format("s{}", k), {0, 1}, {5, end}});
    const std::string svg = chart(series);
    auto heights = numbers(all(svg, "<text x='[^']*' y='([^']*)'>(?:frame|s[0-9])<"));
    REQUIRE(heights.size() == 8);
    std::sort(heights.begin(), heights.end());
    for (std::size_t i = 1; i < heights.size(); ++i) CHECK(heights[i] - heights[i - 1] >= 15);
    CHECK(heights.front() > 52);
    CHECK(heights.back() < 400);
  }
}

TEST_CASE("six series have six colours and six dashes") {
  std::vector<Series> series;
  for (int k = 0; k < 6; ++k) series.push_back({fmt::format("s{}", k), {0, 1}, {0, 1.0 * k}});
  const std::string svg = chart(series);
  const auto distinct = [&](const char* pattern) {
    const auto found = all(svg, pattern);
    return std::set<std::string>(found.begin(), found.end()).size();
  };
  CHECK(distinct("fill='none' stroke='([^']*)'") == 6);
  CHECK(distinct("stroke-linejoin='round' stroke-dasharray='([^']*)'") == 6);
}

TEST_CASE("logarithmic axes have ticks at powers of two, and equal factors equal distances") {
  const std::string svg =
      line_chart("Time", "batch", "ms", {{"a", {1, 4, 16, 0}, {0.25, 3, 60, 1}}},
                 {.width = 520, .height = 330, .logarithmic = true});
  CHECK(x_ticks(svg) == Texts{"1", "2", "4", "8", "16"});
  CHECK(y_ticks(svg) == Texts{"1/4", "1", "4", "16", "64"});
  CHECK(contains(svg, "viewBox='0 0 520 330' width='520' height='330'"));
  const auto x = numbers(all(svg, "cx='([^']*)'"));
  REQUIRE(x.size() == 3);  // zero has no logarithm
  CHECK(x[1] - x[0] == doctest::Approx(x[2] - x[1]).epsilon(0.01));
  CHECK(numbers(all(svg, "cy='([^']*)'"))[0] == doctest::Approx(330 - 56));
}

TEST_CASE("a logarithmic axis of many powers has ticks at every second or third") {
  const std::string svg =
      line_chart("Time", "batch", "ms", {{"a", {1, 4096}, {0.012, 100}}}, {.logarithmic = true});
  CHECK(x_ticks(svg) == Texts{"1", "4", "16", "64", "256", "1024", "4096"});
  CHECK(y_ticks(svg) == Texts{"1/64", "1/8", "1", "8", "64"});
}

TEST_CASE("text is escaped, so that any title gives well-formed XML") {
  const std::string svg = line_chart("a<b & \"c\"\x01", "x>", "y", {{"<s>", {1}, {1}}});
  CHECK(contains(svg, ">a&lt;b &amp; &quot;c&quot; <"));
  CHECK(contains(svg, ">x&gt;<"));
  CHECK(contains(svg, ">&lt;s&gt;<"));
}

TEST_CASE("a series with more x than y is an error that names it") {
  CHECK_THROWS_WITH_AS(chart({{"train", {1, 2}, {1}}}),
                       "line_chart: series \"train\" has 2 x but 1 y: pass as many of each", Error);
}

TEST_CASE("labels stand beside their points, and a series without a name is not named") {
  const std::string svg = line_chart("t", "x", "y", {{"", {1, 2}, {3, 4}, {"beta 1", "<2>"}}});
  CHECK(contains(svg, ">beta 1<"));
  const std::string wide =
      line_chart("t", "x", "y", {{"", {1, 2}, {3, 4}, {"", "twenty letters of it"}}});
  const auto begin = numbers(all(wide, "<text x='([^']*)' y='[^']*'>twenty"));
  REQUIRE(begin.size() == 1);
  CHECK(begin[0] + 20 * 7.2 < 760);
  CHECK(contains(svg, ">&lt;2&gt;<"));
  CHECK(all(svg, "(<text)").size() == all(chart({{"", {1, 2}, {3, 4}}}), "(<text)").size() + 2);
}

TEST_CASE("a scatter chart has every point, and a legend with the same marks") {
  std::vector<Series> series;
  for (int k = 0; k < 10; ++k)
    series.push_back({fmt::format("class {}", k), {0.1 * k, 0.5, nan_value}, {1, 0.1 * k, 2}});
  const std::string svg = scatter_chart("Codes", "z1", "z2", series);
  const auto paths = all(svg, "<path d='([^']*z)' fill=");
  const auto colors = all(svg, "<path d='[^']*z' fill='([^']*)'");
  REQUIRE(paths.size() == 20);  // points, then legend, for each
  std::set<std::string> looks;
  for (std::size_t k = 0; k < 10; ++k) {
    CHECK(all(paths[2 * k], "(M)").size() == 2);
    CHECK(all(paths[2 * k + 1], "(M)").size() == 1);
    CHECK(colors[2 * k] == colors[2 * k + 1]);
    const auto outline = [](const std::string& path) { return path.substr(path.rfind('m')); };
    CHECK(outline(paths[2 * k]) == outline(paths[2 * k + 1]));
    looks.insert(colors[2 * k] + outline(paths[2 * k]));
    CHECK(contains(svg, fmt::format(">class {}<", k)));
  }
  CHECK(looks.size() == 10);
  CHECK(contains(scatter_chart("t", "x", "y", {}), ">no data<"));
  CHECK_THROWS_WITH_AS(scatter_chart("t", "x", "y", {{"a", {1, 2}, {1}}}),
                       "scatter_chart: series \"a\" has 2 x but 1 y: pass as many of each", Error);
}

TEST_CASE("a bar chart has bars to scale, that start at 0, with their names below") {
  const std::string svg =
      bar_chart("KL", "dimension", "nats", {4, 2, nan_value, 1, -1}, {"7", "3", "x", "a<b", "5"});
  const auto heights = numbers(all(svg, "<rect x=[^>]* height='([^']*)'"));
  const auto tops = numbers(all(svg, "<rect x='[^']*' y='([^']*)'"));
  REQUIRE(heights.size() == 4);
  CHECK(heights[0] == doctest::Approx(2 * heights[1]).epsilon(0.01));
  CHECK(heights[1] == doctest::Approx(2 * heights[2]).epsilon(0.01));
  CHECK(heights[2] == doctest::Approx(heights[3]).epsilon(0.01));
  CHECK(tops[0] + heights[0] == doctest::Approx(tops[1] + heights[1]).epsilon(0.001));
  CHECK(tops[3] == doctest::Approx(tops[1] + heights[1]).epsilon(0.001));
  CHECK(contains(svg, ">7</text>"));
  CHECK(contains(svg, ">a&lt;b</text>"));
  const std::vector<double> many(60, 1.0);
  const std::string wide = bar_chart("KL", "", "", many, std::vector<std::string>(60, "name"));
  CHECK(all(wide, "(<rect x=)").size() == 60);
  CHECK_FALSE(contains(wide, ">name<"));
  CHECK(contains(bar_chart("KL", "", "", {}, {}), ">no data<"));
  CHECK_THROWS_WITH_AS(bar_chart("KL", "", "", {1}, {}),
                       "bar_chart: 1 values but 0 names: pass as many of each", Error);
}
