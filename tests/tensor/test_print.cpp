// Tensors as text.
#include "tensor/print.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

using namespace gradus;

namespace {

using Float = Tensor<float>;
constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

template <class T>
std::string text(const Tensor<T>& x) {
  return fmt::format("{}", x);
}

std::vector<std::string> lines(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> result;
  for (std::string line; std::getline(stream, line);) result.push_back(line);
  return result;
}

}  // namespace

TEST_CASE("a scalar prints as its number") {
  CHECK(text(Float(2)) == "2");
  CHECK(text(Float(-0.25f)) == "-0.25");
  CHECK(text(Tensor<double>(1.0 / 3)) == "0.3333");
  CHECK(text(Float(not_a_number)) == "nan");
  CHECK(text(Tensor<Size>(7)) == "7");
}

TEST_CASE("whole numbers print without a point") {
  CHECK(text(Float::vector({1, 2, 3})) == "[1, 2, 3]");
  CHECK(text(Float::vector({0, 0})) == "[0, 0]");
}

TEST_CASE("all numbers have as many digits as the longest needs, at most four after the point") {
  CHECK(text(Float::vector({0.5f, 1, 2})) == "[0.5, 1.0, 2.0]");
  CHECK(text(Float::vector({0.5f, 0.125f})) == "[0.500, 0.125]");
  CHECK(text(Float::vector({0.1f, 0.2f})) == "[0.1, 0.2]");
  CHECK(text(Float::vector({1 / 3.0f, 1})) == "[0.3333, 1.0000]");
}

TEST_CASE("very large and very small numbers print as powers of ten") {
  CHECK(text(Float::vector({1e-6f, 1})) == "[1.0000e-06, 1.0000e+00]");
  CHECK(text(Float::vector({1.5e10f, -1})) == "[ 1.5000e+10, -1.0000e+00]");
  CHECK(text(Float::vector({1e-3f, 1})) == "[0.001, 1.000]");
}

TEST_CASE("columns are aligned, also with negative numbers") {
  CHECK(text(Float::matrix({{1, -2}, {30, 4}})) ==
        "[[ 1, -2],\n"
        " [30,  4]]");
  CHECK(text(Float::matrix({{0.5f, -1}, {10, 4}})) ==
        "[[ 0.5, -1.0],\n"
        " [10.0,  4.0]]");
}

TEST_CASE("infinities and NaN stand in line and leave the format of the others alone") {
  CHECK(text(Float::vector({infinity, -infinity, not_a_number, 1.5f})) ==
        "[ inf, -inf,  nan,  1.5]");
  CHECK(text(Float::vector({infinity, 2})) == "[inf,   2]");
}

TEST_CASE("matrices of a rank-3 tensor have an empty line between them, of rank 4 two") {
  CHECK(text(Float::arange(8).reshape({2, 2, 2})) ==
        "[[[0, 1],\n"
        "  [2, 3]],\n"
        "\n"
        " [[4, 5],\n"
        "  [6, 7]]]");
  CHECK(text(Float::arange(4).reshape({2, 1, 2, 1})) ==
        "[[[[0],\n"
        "   [1]]],\n"
        "\n"
        "\n"
        " [[[2],\n"
        "   [3]]]]");
}

TEST_CASE("views print what they show") {
  const Float x = Float::matrix({{1, 2, 3}, {4, 5, 6}});
  CHECK(text(x.transpose()) == "[[1, 4],\n [2, 5],\n [3, 6]]");
  CHECK(text(x.slice(1, 1, 3)) == "[[2, 3],\n [5, 6]]");
  CHECK(text(Float(7).broadcast_to({3})) == "[7, 7, 7]");
}

TEST_CASE("long rows go on in the next line, within 100 columns") {
  const std::vector<std::string> rows = lines(text(Float::arange(900)));
  CHECK(rows.size() > 1);
  for (const std::string& row : rows) CHECK(row.size() <= 100);
  CHECK(rows[0].substr(0, 12) == "[  0,   1,  ");
  CHECK(rows[1].substr(0, 6) == "  19, ");
  CHECK(std::count(rows[0].begin(), rows[0].end(), ',') == 19);
  CHECK(lines(text(Float::zeros({28, 28}))).size() == 28);  // a binary digit has a line for a row
}

TEST_CASE("a tensor of more than 1,000 elements shows three at both ends of each axis") {
  CHECK(text(Float::arange(1001)) == "[   0,    1,    2, ...,  998,  999, 1000]");
  CHECK(text(Float::arange(2000).reshape({1000, 2})) ==
        "[[   0,    1],\n"
        " [   2,    3],\n"
        " [   4,    5],\n"
        " ...,\n"
        " [1994, 1995],\n"
        " [1996, 1997],\n"
        " [1998, 1999]]");
  CHECK(text(Float::zeros({7, 200})) ==
        "[[0, 0, 0, ..., 0, 0, 0],\n"
        " [0, 0, 0, ..., 0, 0, 0],\n"
        " [0, 0, 0, ..., 0, 0, 0],\n"
        " ...,\n"
        " [0, 0, 0, ..., 0, 0, 0],\n"
        " [0, 0, 0, ..., 0, 0, 0],\n"
        " [0, 0, 0, ..., 0, 0, 0]]");
  CHECK(text(Float::arange(1000)).find("...") == std::string::npos);
}

TEST_CASE("numbers that are not shown have no say in the format") {
  std::vector<float> values(2000, 1);
  values[1000] = -0.123f;
  CHECK(text(Float::from({2000}, values)) == "[1, 1, 1, ..., 1, 1, 1]");
}

TEST_CASE("a format for one number serves for all") {
  const Float x = Float::matrix({{1, -2.125f}, {30, 4}});
  CHECK(fmt::format("{:.2f}", x) ==
        "[[ 1.00, -2.12],\n"
        " [30.00,  4.00]]");
  CHECK(fmt::format("{:.1e}", Float(1500)) == "1.5e+03");
  CHECK(fmt::format("x = {:+.1f}, y = {}", Float::vector({1, 2}), 3) == "x = [+1.0, +2.0], y = 3");
  CHECK(to_text(x, "{:.0f}") == "[[ 1, -2],\n [30,  4]]");
  CHECK_THROWS_AS(to_text(x, "{:d}"), fmt::format_error);
}

TEST_CASE("tensors without elements") {
  CHECK(text(Float()) == "[]");
  CHECK(text(Float::zeros({0, 3})) == "[] of shape [0, 3]");
  CHECK(text(Float::zeros({2, 0})) == "[] of shape [2, 0]");
}

TEST_CASE("whole-number tensors") {
  CHECK(text(Tensor<Size>::arange(4)) == "[0, 1, 2, 3]");
  CHECK(text(Tensor<Size>::from({2, 2}, {-1, 10, 200, Size{1} << 40})) ==
        "[[           -1,            10],\n"
        " [          200, 1099511627776]]");
  CHECK(fmt::format("{:02}", Tensor<Size>::arange(2)) == "[00, 01]");
}

TEST_CASE("a shape prints as its text and can be padded") {
  CHECK(fmt::format("{}", Shape{2, 3}) == "[2, 3]");
  CHECK(fmt::format("{:>8}|", Shape{2, 3}) == "  [2, 3]|");
}

TEST_CASE("the range of a tensor") {
  CHECK(range_text(Float::matrix({{1, -2.5f}, {0, 4}})) == "-2.5 ... 4");
  CHECK(range_text(Tensor<double>(0.125)) == "0.125");
  CHECK(range_text(Float(infinity)) == "inf");
  CHECK(range_text(Float::vector({not_a_number, 1, 2, -infinity})) == "1 ... 2, 2 not finite");
  CHECK(range_text(Float::vector({not_a_number, infinity})) == "none finite");
  CHECK(range_text(Float()) == "empty");
  CHECK(range_text(Float::matrix({{1, 9}, {2, 8}}).slice(1, 0, 1)) == "1 ... 2");
}

TEST_CASE("the place of an element") {
  CHECK(index_text({2, 3}, 0) == "[0, 0]");
  CHECK(index_text({2, 3}, 5) == "[1, 2]");
  CHECK(index_text({2, 3, 4}, 23 - 4) == "[1, 1, 3]");
  CHECK(index_text({}, 0) == "[]");
}

TEST_CASE("a table is aligned, and leaves out what is empty") {
  CHECK(table_text({{"name", "unused", "n"}, {"a", "", "1"}, {"bbbbbb", "", "123"}}, "<<>") ==
        "name      n\n"
        "a         1\n"
        "bbbbbb  123\n");
  CHECK(table_text({{"name", "note"}, {"", "x"}, {"a", ""}}, "<<") == "name  note\n      x\na\n");
  CHECK(table_text({{"a", "b"}}, "<<") == "\n");
}
