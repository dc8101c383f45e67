// Tensors are values; views share memory until someone writes.
#include "tensor/tensor.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/support.h"

using namespace gradus;
using test::shape_error_of;

namespace {

using Float = Tensor<float>;
using Values = std::vector<float>;

/// 0, 1, 2, ... under this shape.
Float counting(const Shape& shape) { return Float::arange(shape.numel()).reshape(shape); }

bool share_memory(const Float& a, const Float& b) { return a.data() == b.data(); }

}  // namespace

// -- Making tensors ------------------------------------------------------------------------------

TEST_CASE("tensors can be made in several ways") {
  CHECK(Float().shape() == Shape{0});
  CHECK(Float(2.5f).shape() == Shape{});
  CHECK(Float(2.5f).item() == 2.5f);
  CHECK(Float::full({2, 3}, 7).to_vector() == Values(6, 7));
  CHECK(Float::zeros({3}).to_vector() == Values(3, 0));
  CHECK(Float::ones({3}).to_vector() == Values(3, 1));
  CHECK(Float::arange(4).to_vector() == Values{0, 1, 2, 3});
  CHECK(Float::arange(0).numel() == 0);
  CHECK(Float::linspace(-1, 1, 5).to_vector() == Values{-1, -0.5f, 0, 0.5f, 1});
  CHECK(Float::linspace(3, 9, 1).to_vector() == Values{3});
  CHECK(Float::vector({4, 5}).shape() == Shape{2});
  CHECK(Float::matrix({{1, 2, 3}, {4, 5, 6}}).shape() == Shape{2, 3});
  CHECK(Float::matrix({{1, 2, 3}, {4, 5, 6}}).to_vector() == Values{1, 2, 3, 4, 5, 6});
  CHECK(Float::matrix({}).shape() == Shape{0, 0});
  CHECK(Float::from({2, 1}, {8, 9}).at({1, 0}) == 9);
  CHECK(Tensor<Size>::arange(3).to_vector() == std::vector<Size>{0, 1, 2});
}

TEST_CASE("linspace ends exactly at its last value") {
  for (Size n = 2; n < 100; ++n) {
    const Float x = Float::linspace(0.1f, 0.7f, n);
    CHECK(x.at({0}) == 0.1f);
    CHECK(x.at({-1}) == doctest::Approx(0.7f).epsilon(1e-6));
  }
}

TEST_CASE("values that do not fill the shape are an error") {
  CHECK(shape_error_of([] {
          Float::from({2, 2}, {1, 2, 3});
        }) == "from: 3 values for shape [2, 2]");
  CHECK(shape_error_of([] {
          Float::matrix({{1, 2}, {3}});
        }) == "matrix: rows of different lengths");
}

// -- Reading -------------------------------------------------------------------------------------

TEST_CASE("at reads one element, negative indices from the end") {
  const Float x = counting({2, 3, 4});
  for (Size i = 0; i < 2; ++i)
    for (Size j = 0; j < 3; ++j)
      for (Size k = 0; k < 4; ++k) {
        const auto expected = static_cast<float>((i * 3 + j) * 4 + k);
        CHECK(x.at({i, j, k}) == expected);
        CHECK(x.at({i - 2, j - 3, k - 4}) == expected);
      }
  CHECK(Float(5).at({}) == 5);
}

TEST_CASE("at: wrong rank and indices that are not there are errors") {
  const Float x = counting({2, 3});
  CHECK(shape_error_of([&] { x.at({1}); }) == "at: 1 indices into [2, 3]");
  CHECK(shape_error_of([&] { x.at({0, 3}); }) == "at: index 3 on axis 1 of [2, 3]");
  CHECK(shape_error_of([&] { x.at({-3, 0}); }) == "at: index -3 on axis 0 of [2, 3]");
}

TEST_CASE("item is the only element, whatever the rank") {
  CHECK(Float::full({1, 1, 1}, 3).item() == 3);
  CHECK(counting({2, 3}).slice(0, 1, 2).slice(1, 2, 3).item() == 5);
  CHECK(shape_error_of([] { counting({2}).item(); }) ==
        "item: a tensor of shape [2] is not a single number");
  CHECK_THROWS_AS(Float().item(), ShapeError);
}

// -- Values: no write is seen through another tensor ---------------------------------------------

TEST_CASE("a copy shares memory until one of the two is written") {
  Float a = counting({3});
  Float b = a;
  CHECK(share_memory(a, b));
  CHECK(!a.exclusive());
  b.write()[0] = 10;
  CHECK(!share_memory(a, b));
  CHECK(a.to_vector() == Values{0, 1, 2});
  CHECK(b.to_vector() == Values{10, 1, 2});
  CHECK(a.exclusive());
  a.write()[1] = 20;
  CHECK(b.to_vector() == Values{10, 1, 2});
}

TEST_CASE("writing to a tensor that nobody else sees does not copy") {
  Float a = counting({3});
  const float* const before = a.data();
  a.write()[0] = 10;
  CHECK(a.data() == before);
  Float b = std::move(a);
  b.write()[1] = 11;
  CHECK(b.data() == before);
  CHECK(b.to_vector() == Values{10, 11, 2});
}

TEST_CASE("writing to the original leaves every view alone, and the other way round") {
  const auto views = [](const Float& x) {
    return std::vector<Float>{x,
                              x.transpose(),
                              x.slice(0, 1, 3),
                              x.slice(1, 1, 2),
                              x.slice(0, 1, 3).slice(1, 0, 2),
                              x.slice(0, 0, 1).broadcast_to({5, 4}),
                              x.reshape({4, 3}),
                              x.transpose().slice(0, 1, 3).transpose(),
                              x.broadcast_to({2, 3, 4})};
  };
  const std::size_t count = views(counting({3, 4})).size();
  for (std::size_t i = 0; i < count; ++i) {
    CAPTURE(i);
    Float x = counting({3, 4});
    Float view = views(x)[i];
    const Values all = x.to_vector(), seen = view.to_vector();

    SUBCASE("write to the view") {
      float* const p = view.write();
      for (Size k = 0; k < view.numel(); ++k) p[k] = -1;
      CHECK(view.to_vector() == Values(seen.size(), -1));
      CHECK(x.to_vector() == all);
    }
    SUBCASE("write to the original") {
      float* const p = x.write();
      for (Size k = 0; k < x.numel(); ++k) p[k] = -1;
      CHECK(x.to_vector() == Values(all.size(), -1));
      CHECK(view.to_vector() == seen);
    }
  }
}

TEST_CASE("a view that has outlived its tensor can be written, element by element in order") {
  Float rows = counting({4, 3}).slice(0, 1, 3);
  const float* const before = rows.data();
  CHECK(rows.exclusive());
  rows.write()[0] = 100;
  CHECK(rows.data() == before);  // contiguous and alone: in place
  CHECK(rows.to_vector() == Values{100, 4, 5, 6, 7, 8});

  Float columns = counting({4, 3}).transpose();
  CHECK(!columns.exclusive());  // not in row-major order, so write() has to copy
  columns.write()[1] = 100;
  CHECK(columns.to_vector() == Values{0, 100, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11});
}

TEST_CASE("writing to a repeated element writes only to one of its repetitions") {
  Float x = Float(1).broadcast_to({2, 2});
  x.write()[3] = 5;
  CHECK(x.to_vector() == Values{1, 1, 1, 5});
  Float y = Float::vector({1}).broadcast_to({3});
  y.write()[0] = 5;
  CHECK(y.to_vector() == Values{5, 1, 1});
}

TEST_CASE("assignment to itself and writing to an empty tensor do no harm") {
  Float x = counting({3});
  const Float& same = x;
  x = same;
  CHECK(x.to_vector() == Values{0, 1, 2});
  Float empty;
  empty.write();
  CHECK(empty.numel() == 0);
  Float none = Float::zeros({2, 0});
  none.write();
  CHECK(none.to_vector().empty());
}

// -- Views ---------------------------------------------------------------------------------------

TEST_CASE("transpose exchanges two axes without a copy") {
  const Float x = counting({2, 3, 4});
  const Float last = x.transpose(), outer = x.transpose(0, -1);
  CHECK(share_memory(x, last));
  CHECK(share_memory(x, outer));
  CHECK(last.shape() == Shape{2, 4, 3});
  CHECK(outer.shape() == Shape{4, 3, 2});
  for (Size i = 0; i < 2; ++i)
    for (Size j = 0; j < 3; ++j)
      for (Size k = 0; k < 4; ++k) {
        CHECK(last.at({i, k, j}) == x.at({i, j, k}));
        CHECK(outer.at({k, j, i}) == x.at({i, j, k}));
      }
  CHECK(last.transpose().to_vector() == x.to_vector());
  CHECK(x.transpose(1, 1).to_vector() == x.to_vector());
  CHECK(shape_error_of([&] { x.transpose(0, 3); }) == "transpose: no axis 3 in [2, 3, 4]");
  CHECK_THROWS_AS(Float::arange(3).transpose(), ShapeError);
}

TEST_CASE("slice takes a part of an axis without a copy") {
  const Float x = counting({4, 5});
  CHECK(share_memory(x, x.slice(0, 0, 2)));
  CHECK(x.slice(0, 1, 3).to_vector() == Values{5, 6, 7, 8, 9, 10, 11, 12, 13, 14});
  CHECK(x.slice(1, 1, 3).to_vector() == Values{1, 2, 6, 7, 11, 12, 16, 17});
  CHECK(x.slice(-1, -2, 5).slice(0, -1, 4).to_vector() == Values{18, 19});
  CHECK(x.slice(0, 2, 2).shape() == Shape{0, 5});
  CHECK(x.slice(0, 4, 4).numel() == 0);
  CHECK(x.slice(0, 0, 4).contiguous());
  CHECK(x.slice(1, 0, 5).contiguous());
  CHECK(x.slice(0, 1, 3).slice(0, 1, 2).at({0, 0}) == 10);
}

TEST_CASE("slice: positions that are not there are errors") {
  const Float x = counting({4, 5});
  CHECK(shape_error_of([&] { x.slice(0, 1, 5); }) == "slice: [1, 5) on axis 0 of [4, 5]");
  CHECK_THROWS_AS(x.slice(0, 3, 2), ShapeError);
  CHECK_THROWS_AS(x.slice(0, -5, 2), ShapeError);
  CHECK_THROWS_AS(x.slice(2, 0, 1), ShapeError);
}

TEST_CASE("broadcast_to repeats without a copy") {
  const Float row = counting({3}), column = counting({2, 1});
  CHECK(share_memory(row, row.broadcast_to({4, 3})));
  CHECK(row.broadcast_to({2, 3}).to_vector() == Values{0, 1, 2, 0, 1, 2});
  CHECK(column.broadcast_to({2, 3}).to_vector() == Values{0, 0, 0, 1, 1, 1});
  CHECK(Float(4).broadcast_to({2, 2}).to_vector() == Values(4, 4));
  CHECK(row.broadcast_to({3}).strides() == row.strides());
  CHECK(row.broadcast_to({0, 3}).numel() == 0);
  CHECK(column.transpose().broadcast_to({3, 2}).to_vector() == Values{0, 1, 0, 1, 0, 1});
}

TEST_CASE("broadcast_to a shape that does not fit is an error") {
  const Float x = counting({2, 3});
  CHECK(shape_error_of([&] { x.broadcast_to({3}); }) == "broadcast_to: [2, 3] cannot become [3]");
  CHECK(shape_error_of([&] {
          x.broadcast_to({1, 3});
        }) == "broadcast_to: [2, 3] cannot become [1, 3]");
  const std::string text = shape_error_of([&] { x.broadcast_to({2, 4}); });
  CHECK(text.find("[2, 3] and [2, 4]") != std::string::npos);
}

TEST_CASE("reshape keeps the order and copies only what is not in a row") {
  const Float x = counting({2, 6});
  CHECK(share_memory(x, x.reshape({3, 4})));
  CHECK(x.reshape({3, 4}).to_vector() == x.to_vector());
  CHECK(x.reshape({-1}).shape() == Shape{12});
  CHECK(x.reshape({3, -1, 2}).shape() == Shape{3, 2, 2});
  CHECK(share_memory(x.slice(0, 1, 2), x.slice(0, 1, 2).reshape({3, 2})));
  CHECK(x.slice(0, 1, 2).reshape({3, 2}).to_vector() == Values{6, 7, 8, 9, 10, 11});
  const Float turned = x.transpose().reshape({12});
  CHECK(!share_memory(x, turned));
  CHECK(turned.to_vector() == x.transpose().to_vector());
  CHECK(Float(3).reshape({1, 1}).shape() == Shape{1, 1});
  CHECK(Float::full({1, 1}, 3).reshape(Shape{}).item() == 3);
  CHECK(Float::zeros({0, 3}).reshape({3, 0, 2}).numel() == 0);
  CHECK(Float::zeros({0, 3}).reshape({-1, 2}).shape() == Shape{0, 2});
}

TEST_CASE("reshape to another number of elements is an error") {
  const Float x = counting({2, 6});
  CHECK(shape_error_of([&] {
          x.reshape({5, 2});
        }) == "reshape: [2, 6] has 12 elements, [5, 2] would have 10");
  const std::string text = shape_error_of([&] { x.reshape({5, -1}); });
  CHECK(text.find("reshape: no size for -1") == 0);
  CHECK(text.find("[2, 6]") != std::string::npos);
  CHECK_THROWS_AS(x.reshape({-1, -1}), ShapeError);
  CHECK_THROWS_AS(Float().reshape({0, -1}), ShapeError);
}

TEST_CASE("contiguous means: the elements lie in row-major order without gaps") {
  const Float x = counting({3, 4});
  CHECK(x.contiguous());
  CHECK(!x.transpose().contiguous());
  CHECK(!x.slice(1, 0, 3).contiguous());
  CHECK(x.slice(0, 1, 3).contiguous());
  CHECK(!Float(1).broadcast_to({2}).contiguous());
  // The stride of an axis of size 1 does not matter, nor do any strides if there are no elements.
  CHECK(x.slice(0, 1, 2).transpose().contiguous());
  CHECK(x.slice(1, 1, 2).transpose().slice(1, 0, 1).contiguous());
  CHECK(!x.slice(1, 1, 2).contiguous());
  CHECK(x.transpose().slice(0, 1, 1).contiguous());
  CHECK(Float(1).broadcast_to({1, 1}).contiguous());
  CHECK(Float(1).contiguous());
  CHECK(Float().contiguous());
}

TEST_CASE("to_contiguous is the tensor itself or a copy in order") {
  const Float x = counting({3, 4});
  CHECK(share_memory(x, x.to_contiguous()));
  const Float y = x.transpose().to_contiguous();
  CHECK(y.contiguous());
  CHECK(y.shape() == Shape{4, 3});
  CHECK(y.to_vector() == x.transpose().to_vector());
  CHECK(Float(2).broadcast_to({2, 3}).to_contiguous().to_vector() == Values(6, 2));
}

TEST_CASE("six axes: every pair of axes transposed, read in order") {
  const Shape shape{2, 3, 1, 2, 2, 3};
  const Float x = counting(shape);
  for (int a = 0; a < 6; ++a)
    for (int b = 0; b < 6; ++b) {
      const Float y = x.transpose(a, b).slice(a, 0, 1);
      Values expected;
      Strides strides = row_major(shape);
      std::swap(strides[static_cast<std::size_t>(a)], strides[static_cast<std::size_t>(b)]);
      for (Size number = 0; number < y.numel(); ++number) {
        Size rest = number, offset = 0;
        for (int axis = 5; axis >= 0; --axis) {
          offset += rest % y.shape()[axis] * strides[static_cast<std::size_t>(axis)];
          rest /= y.shape()[axis];
        }
        expected.push_back(static_cast<float>(offset));
      }
      CHECK(y.to_vector() == expected);
    }
  CHECK_THROWS_AS(x.reshape({1, 2, 3, 1, 2, 2, 3}), ShapeError);
}
