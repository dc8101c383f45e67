// Shapes, axes and the rules of broadcasting.
#include "tensor/shape.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/support.h"

using namespace gradus;
using test::shape_error_of;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("an error names the file and line of the caller") {
  const auto caller = [](Where where = {}) { return where.text(); };
  CHECK(caller() == "test_shape.cpp:" + std::to_string(__LINE__));
  CHECK(Where("folder/file.cpp", 7).text() == "file.cpp:7");
  const Shape shape{2, 3};
  std::string text;
  try {
    resolve_axis("sum", 2, shape, Where());
  } catch (const Error& error) {
    text = error.what();
  }
  CHECK(text == "sum: no axis 2 in [2, 3] (test_shape.cpp:" + std::to_string(__LINE__ - 4) + ")");
}

TEST_CASE("a shape knows its rank, sizes and number of elements") {
  const Shape scalar, empty{0}, cube{2, 3, 4};
  CHECK(scalar.rank() == 0);
  CHECK(scalar.numel() == 1);
  CHECK(empty.rank() == 1);
  CHECK(empty.numel() == 0);
  CHECK(cube.rank() == 3);
  CHECK(cube.numel() == 24);
  CHECK(Shape{2, 0, 3}.numel() == 0);
  CHECK(Shape{1, 2, 3, 4, 5, 6}.rank() == max_rank);
}

TEST_CASE("negative axes count from the end") {
  Shape shape{2, 3, 4};
  CHECK(shape[-1] == shape[2]);
  CHECK(shape[-3] == shape[0]);
  shape[-2] = 7;
  CHECK(shape == Shape{2, 7, 4});
  for (int axis = 0; axis < 3; ++axis) {
    CHECK(resolve_axis("op", axis, shape, {}) == axis);
    CHECK(resolve_axis("op", axis - 3, shape, {}) == axis);
  }
}

TEST_CASE("shapes are equal when rank and all sizes are") {
  CHECK(Shape{2, 3} == Shape{2, 3});
  CHECK(Shape{2, 3} != Shape{3, 2});
  CHECK(Shape{2, 3} != Shape{2, 3, 1});
  CHECK(Shape{} != Shape{1});
  CHECK(Shape(std::vector<Size>{4, 5}) == Shape{4, 5});
}

TEST_CASE("a shape prints as a list of its sizes") {
  CHECK(Shape{}.text() == "[]");
  CHECK(Shape{0}.text() == "[0]");
  CHECK(Shape{128, 784}.text() == "[128, 784]");
}

TEST_CASE("an impossible shape is an error that names the caller's line") {
  const std::string negative = shape_error_of([] { Shape{2, -1}; });
  CHECK(negative == "shape: negative size in [2, -1]");
  const std::string rank = shape_error_of([] { Shape{1, 1, 1, 1, 1, 1, 1}; });
  CHECK(rank == "shape: rank 7, but at most 6 axes are possible");
  const Size many = Size{1} << 40;
  const std::string huge = shape_error_of([&] { Shape{many, many}; });
  CHECK(contains(huge, "more elements than any memory"));
  CHECK(Shape{many, 0, 3}.numel() == 0);
}

TEST_CASE("an axis that is not there is an error") {
  const std::string expected = "sum: no axis 2 in [4, 5]";
  CHECK(shape_error_of([] { resolve_axis("sum", 2, Shape{4, 5}, Where()); }) == expected);
  CHECK(contains(shape_error_of([] { resolve_axis("sum", -3, Shape{4, 5}, {}); }), "no axis -3"));
  CHECK(contains(shape_error_of([] { resolve_axis("sum", 0, Shape{}, {}); }), "no axis 0 in []"));
}

TEST_CASE("axes are given as one number, a list, or all") {
  const Shape shape{2, 3, 4};
  using Flags = std::array<bool, max_rank>;
  CHECK(Axes(1).flags("op", shape, {}) == Flags{false, true, false});
  CHECK(Axes(-1).flags("op", shape, {}) == Flags{false, false, true});
  CHECK(Axes({0, -1}).flags("op", shape, {}) == Flags{true, false, true});
  CHECK(Axes({-1, 0}).flags("op", shape, {}) == Flags{true, false, true});
  CHECK(Axes::all().flags("op", shape, {}) == Flags{true, true, true});
  CHECK(Axes::all().flags("op", Shape{}, {}) == Flags{});
  CHECK(Axes(std::initializer_list<int>{}).flags("op", shape, {}) == Flags{});
}

TEST_CASE("an axis named twice is an error, also by its other name") {
  const Shape shape{2, 3, 4};
  const std::string text = shape_error_of([&] { Axes({2, -1}).flags("mean", shape, Where()); });
  CHECK(text == "mean: axis 2 named twice");
  CHECK_THROWS_AS(Axes({0, 0}).flags("mean", shape, {}), ShapeError);
  CHECK_THROWS_AS(Axes({3}).flags("mean", shape, {}), ShapeError);
  CHECK_THROWS_AS(Axes({0, 1, 2, 3, 4, 5, 6}), Error);
}

TEST_CASE("row-major strides: the last axis is the fastest") {
  CHECK(row_major(Shape{2, 3, 4}) == Strides{12, 4, 1});
  CHECK(row_major(Shape{7}) == Strides{1});
  CHECK(row_major(Shape{}) == Strides{});
}

TEST_CASE("broadcasting aligns shapes at the last axis and repeats sizes of 1") {
  struct Row {
    Shape a, b, result;
  };
  const Row rows[] = {
      {{}, {}, {}},
      {{}, {3}, {3}},
      {{1}, {3}, {3}},
      {{2, 3}, {3}, {2, 3}},
      {{2, 1}, {3}, {2, 3}},
      {{2, 1, 4}, {3, 1}, {2, 3, 4}},
      {{5, 1, 1, 2}, {4, 3, 1}, {5, 4, 3, 2}},
      {{1}, {0}, {0}},
      {{2, 1}, {0}, {2, 0}},
      {{0, 3}, {1, 3}, {0, 3}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.a.text());
    CAPTURE(row.b.text());
    CHECK(broadcast_shapes("op", row.a, row.b, {}) == row.result);
    CHECK(broadcast_shapes("op", row.b, row.a, {}) == row.result);
  }
}

TEST_CASE("what is repeated by broadcasting has stride 0") {
  CHECK(broadcast_strides({2, 3}, {3, 1}, {2, 3}) == Strides{3, 1});
  CHECK(broadcast_strides({2, 1}, {7, 5}, {2, 3}) == Strides{7, 0});
  CHECK(broadcast_strides({3}, {2}, {4, 1, 3}) == Strides{0, 0, 2});
  CHECK(broadcast_strides({1}, {1}, {1}) == Strides{1});
  CHECK(broadcast_strides({}, {}, {2, 3}) == Strides{});
}

TEST_CASE("shapes that do not broadcast are an error with the op, both shapes and the line") {
  const std::string text = shape_error_of([] {
    broadcast_shapes("mul", Shape{2, 3}, Shape{4, 3}, Where());
  });
  CHECK(contains(text, "mul: "));
  CHECK(contains(text, "[2, 3] and [4, 3]"));
  CHECK(contains(text, "axis -2"));
  CHECK_THROWS_AS(broadcast_shapes("mul", Shape{2}, Shape{3}, {}), ShapeError);
  CHECK_THROWS_AS(broadcast_shapes("mul", Shape{0}, Shape{3}, {}), ShapeError);
  CHECK_THROWS_AS(broadcast_shapes("mul", Shape{3, 1}, Shape{2, 2, 1}, {}), ShapeError);
}

TEST_CASE("reduced axes are dropped, or kept with size 1") {
  const Shape shape{2, 3, 4};
  CHECK(reduced_shape("sum", shape, 1, Dims::drop, {}) == Shape{2, 4});
  CHECK(reduced_shape("sum", shape, 1, Dims::keep, {}) == Shape{2, 1, 4});
  CHECK(reduced_shape("sum", shape, {0, -1}, Dims::drop, {}) == Shape{3});
  CHECK(reduced_shape("sum", shape, {0, -1}, Dims::keep, {}) == Shape{1, 3, 1});
  CHECK(reduced_shape("sum", shape, Axes::all(), Dims::drop, {}) == Shape{});
  CHECK(reduced_shape("sum", shape, Axes::all(), Dims::keep, {}) == Shape{1, 1, 1});
  CHECK(reduced_shape("sum", Shape{}, Axes::all(), Dims::keep, {}) == Shape{});
}
