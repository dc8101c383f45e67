// What: Batches, one pass over a data set in mini-batches.
// Why: a gradient from 128 images is nearly as good as one from 60,000, and 500 times cheaper.
// Invariants: every row appears once per pass; the order is a function of the Rng alone; the last
//      batch holds what is left.
// Read next: checkpoint.h.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "tensor/math.h"
#include "tensor/rng.h"

namespace gradus::nn {

template <class T = float>
struct Batch {
  Tensor<T> images;          // [B, D]
  std::vector<Size> labels;  // B, or none
};

/// for (const auto& batch : Batches{images, labels, 128, rng}) ...
template <class T = float>
class Batches {
 public:
  /// In random order. Throws UsageError if size < 1, ShapeError unless there are as many labels as
  /// rows, or none.
  Batches(Tensor<T> images, std::vector<Size> labels, Size size, Rng& rng, Where where = {})
      : Batches(std::move(images), std::move(labels), size, where) {
    order_ = permutation(images_.shape()[0], rng);
  }
  /// In the order of the rows.
  Batches(Tensor<T> images, std::vector<Size> labels, Size size, Where where = {})
      : images_(std::move(images)), labels_(std::move(labels)), size_(size) {
    if (size < 1)
      throw UsageError("Batches: size " + std::to_string(size) + ", at least 1 is needed");
    if (images_.rank() < 1) throw ShapeError("Batches: a scalar has no rows", where);
    if (!labels_.empty() && static_cast<Size>(labels_.size()) != images_.shape()[0])
      throw ShapeError("Batches: " + std::to_string(labels_.size()) + " labels for images " +
                           images_.shape().text(),
                       where);
  }

  /// Number of batches.
  Size count() const { return (images_.shape()[0] + size_ - 1) / size_; }

  /// Batch number i, from 0. Without an order the images are a view. Throws UsageError if there is
  /// no such batch.
  Batch<T> operator[](Size i) const {
    if (i < 0 || i >= count())
      throw UsageError("Batches: no batch " + std::to_string(i) + " of " + std::to_string(count()));
    const Size begin = i * size_, end = std::min(images_.shape()[0], begin + size_);
    Batch<T> batch;
    if (order_.empty()) {
      batch.images = images_.slice(0, begin, end);
      if (!labels_.empty()) batch.labels.assign(labels_.begin() + begin, labels_.begin() + end);
      return batch;
    }
    const std::vector<Size> rows(order_.begin() + begin, order_.begin() + end);
    batch.images = take_rows(images_, rows);
    if (!labels_.empty())
      for (const Size row : rows) batch.labels.push_back(labels_[static_cast<std::size_t>(row)]);
    return batch;
  }

  class Iterator {
   public:
    Iterator(const Batches* batches, Size i) : batches_(batches), i_(i) {}
    Batch<T> operator*() const { return (*batches_)[i_]; }
    Iterator& operator++() {
      ++i_;
      return *this;
    }
    bool operator==(const Iterator&) const = default;

   private:
    const Batches* batches_;
    Size i_;
  };
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, count()}; }

 private:
  Tensor<T> images_;
  std::vector<Size> labels_;
  Size size_;
  std::vector<Size> order_;  // empty: as they are
};

}  // namespace gradus::nn
