#include "nn/data.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "tests/support.h"

using namespace gradus;
using namespace gradus::nn;
using namespace gradus::test;

namespace {

constexpr Size rows = 23, columns = 3;

/// Row i is 10 i, 10 i + 1, 10 i + 2, and its label is i.
template <class T = float>
Tensor<T> images() {
  std::vector<T> values;
  for (Size i = 0; i < rows; ++i)
    for (Size j = 0; j < columns; ++j) values.push_back(static_cast<T>(10 * i + j));
  return Tensor<T>::from({rows, columns}, values);
}
std::vector<Size> labels() {
  std::vector<Size> all(rows);
  std::iota(all.begin(), all.end(), 0);
  return all;
}

/// The labels in the order of the batches, after checking that each comes with its image.
template <class T>
std::vector<Size> order_of(const Batches<T>& batches) {
  std::vector<Size> order;
  for (const auto& batch : batches) {
    REQUIRE(batch.images.shape() == Shape{static_cast<Size>(batch.labels.size()), columns});
    for (std::size_t i = 0; i < batch.labels.size(); ++i) {
      for (Size j = 0; j < columns; ++j)
        CHECK(batch.images.at({static_cast<Size>(i), j}) ==
              static_cast<T>(10 * batch.labels[i] + j));
      order.push_back(batch.labels[i]);
    }
  }
  return order;
}

}  // namespace

TEST_CASE_TEMPLATE("every row appears once per pass, with its label", T, float, double) {
  for (const Size size : {1, 4, 22, 23, 24, 1000}) {
    CAPTURE(size);
    Rng rng(1);
    CHECK(order_of(Batches{images<T>(), labels(), size}) == labels());
    std::vector<Size> order = order_of(Batches{images<T>(), labels(), size, rng});
    CHECK(order != labels());
    std::sort(order.begin(), order.end());
    CHECK(order == labels());
  }
}

TEST_CASE("the order is a function of the Rng: the same seed, the same order; the next pass not") {
  Rng rng(7), same(7), other(8);
  const std::vector<Size> first = order_of(Batches{images(), labels(), 4, rng});
  CHECK(first == order_of(Batches{images(), labels(), 4, same}));
  CHECK(first != order_of(Batches{images(), labels(), 4, other}));
  CHECK(first != order_of(Batches{images(), labels(), 4, rng}));
  // The size of the batches does not enter.
  Rng again(7);
  CHECK(first == order_of(Batches{images(), labels(), 9, again}));
}

TEST_CASE("going through the same batches twice gives the same rows") {
  Rng rng(7);
  const Batches batches{images(), labels(), 5, rng};
  CHECK(order_of(batches) == order_of(batches));
}

TEST_CASE("the last batch holds what is left") {
  for (const bool shuffled : {false, true}) {
    Rng rng(1);
    const Batches batches =
        shuffled ? Batches{images(), labels(), 5, rng} : Batches{images(), labels(), 5};
    REQUIRE(batches.count() == 5);
    for (Size i = 0; i < 4; ++i) CHECK(batches[i].images.shape()[0] == 5);
    CHECK(batches[4].images.shape() == Shape{3, columns});
    CHECK(batches[4].labels.size() == 3);
  }
  CHECK(Batches{images(), labels(), rows}.count() == 1);
  CHECK(Batches{images(), labels(), 1000}.count() == 1);
}

TEST_CASE("batches in order are views of the images") {
  const Tensor<float> all = images();
  const Batches batches{all, labels(), 5};
  for (Size i = 0; i < batches.count(); ++i)
    CHECK(batches[i].images.data() == all.data() + 5 * i * columns);
}

TEST_CASE("labels may be left out, and images may have any shape") {
  Rng rng(1);
  for (const auto& batch : Batches{images(), {}, 4, rng}) CHECK(batch.labels.empty());
  for (const auto& batch : Batches{images(), {}, 4}) CHECK(batch.labels.empty());
  const Batches pictures{Tensor<float>::zeros({6, 2, 4, 4}), {}, 4, rng};
  CHECK(pictures[0].images.shape() == Shape{4, 2, 4, 4});
  CHECK(pictures[1].images.shape() == Shape{2, 2, 4, 4});
}

TEST_CASE("no rows make no batches") {
  Rng rng(1);
  const Tensor<float> none = Tensor<float>::zeros({0, 3});
  CHECK(Batches{none, {}, 4}.count() == 0);
  CHECK(order_of(Batches{none, {}, 4, rng}).empty());
}

TEST_CASE("a batch size below 1, labels of another number, a scalar and a missing batch") {
  Rng rng(1);
  check_says(error_of<UsageError>([&] { Batches(images(), labels(), 0, rng); }),
             {"Batches: size 0", "at least 1"});
  check_says(error_of<UsageError>([&] { Batches(images(), labels(), -3); }), {"size -3"});
  const std::string line = "(test_data.cpp:" + std::to_string(__LINE__ + 1) + ")";
  const auto message = error_of<ShapeError>([&] { Batches(images(), {1, 2}, 4, rng); });
  check_says(message, {"2 labels", "[23, 3]", line});
  check_says(error_of<ShapeError>([] { Batches(Tensor<float>(1.0f), {}, 4); }), {"scalar"});
  for (const Size missing : {-1, 6})
    check_says(error_of<UsageError>([&] { Batches(images(), labels(), 4)[missing]; }),
               {"no batch " + std::to_string(missing), "of 6"});
}
