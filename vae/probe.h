// What: nearest neighbours, and two classifiers built on features: k-NN and a linear probe.
// Why: a code is good for something if a simple classifier needs few labels to read a class from
//      it, fewer than from the pixels.
// Invariants: features are [n, D], Euclidean; everything is deterministic. Accuracies are shares.
// Read next: evaluate.h. Source of the probe: Alain, Bengio 2016.
#pragma once

#include <vector>

#include "tensor/tensor.h"

namespace gradus::vae {

/// Features and the class of each row.
struct Labelled {
  Tensor<float> features;
  std::vector<std::int64_t> labels;
};

/// A point that is near to another one.
struct Neighbour {
  double squared_distance;
  std::int64_t row;
};
/// The k rows of `points` nearest to each of the queries, the nearest first, and the first of equal
/// ones first. Throws ShapeError unless both have D columns and there are k points.
std::vector<std::vector<Neighbour>> nearest(const Tensor<float>& queries,
                                            const Tensor<float>& points, std::int64_t k,
                                            Where where = {});

/// The share of test rows that the majority of the k nearest training rows classifies rightly; of
/// classes with the same number of votes the one with the nearest row wins.
double knn_accuracy(const Labelled& train, const Labelled& test, std::int64_t k);

/// The share of test rows classified rightly by multinomial logistic regression on the centred
/// features, with a prior N(0, 1) on each weight, which is L2 regularisation by 1 / (2 n).
double linear_probe_accuracy(const Labelled& train, const Labelled& test, std::int64_t classes);

}  // namespace gradus::vae
