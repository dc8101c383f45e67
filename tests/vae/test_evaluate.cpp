#include "vae/evaluate.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "nn/init.h"
#include "tensor/parallel.h"
#include "tests/support.h"
#include "tests/vae/small_options.h"
#include "vae/nll.h"
#include "vae/probe.h"

using namespace gradus;
using namespace gradus::test;
using namespace gradus::vae;

namespace {

/// A model that has learned nothing but the mean image.
AnyModel model_of(const Options& options, const LabelledImages& data) {
  Rng rng(1);
  AnyModel model = make_model(options, data.images.shape()[1], rng);
  model.decoder.last_bias().value = nn::logits_of_mean(data.images);
  return model;
}

/// Clusters of points around the corners of a square, the class of each its corner.
Labelled clusters(Size n, double noise, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<Size> labels;
  std::vector<float> corners;
  for (Size i = 0; i < n; ++i) {
    const Size corner = rng.below(4);
    labels.push_back(corner);
    for (const Size c : {corner % 2, corner / 2}) corners.push_back(static_cast<float>(c));
  }
  return {
      Tensor<float>::from({n, 2}, corners) + static_cast<float>(noise) * normal<float>({n, 2}, rng),
      labels};
}

}  // namespace

TEST_CASE("LogSumExp adds up exponentials of any size, one after the other") {
  const auto of = [](const std::vector<double>& xs) {
    LogSumExp total;
    for (const double x : xs) total.add(x);
    return total.value();
  };
  CHECK(of({0.5, -1, 2}) == doctest::Approx(std::log(std::exp(0.5) + std::exp(-1) + std::exp(2))));
  CHECK(of({-2000, -2001}) == doctest::Approx(-2000 + std::log1p(std::exp(-1))).epsilon(1e-14));
  CHECK(of({1000, 3000, 2000}) == 3000);
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(of({-infinity, 1}) == doctest::Approx(1).epsilon(1e-14));
  CHECK(of({}) == -infinity);
  CHECK(of({-infinity}) == -infinity);
  CHECK(std::isnan(of({1, std::nan(""), 2})));
}

TEST_CASE("the likelihood has the same bits on any number of threads, and needs a sample") {
  const Options options = small_options();
  const LabelledImages test = load_test_data(options);
  const AnyModel model = model_of(options, test);
  const auto with_threads = [&](int n) {
    const int before = threads();
    set_threads(n);
    Rng rng(1);
    const auto result = log_likelihood(model, test.images, {}, 300, rng);
    set_threads(before);
    return result;
  };
  CHECK((with_threads(1) == with_threads(2)));
  Rng rng(1);
  check_says(error_of<UsageError>([&] { log_likelihood(model, test.images, {}, 0, rng); }),
             {"log_likelihood", "k is 0", "at least 1"});
}

TEST_CASE("the likelihood of one image is the bound over all of its samples") {
  const Options options = small_options();
  const LabelledImages one = head(load_test_data(options), 1);
  const AnyModel model = model_of(options, one);
  constexpr Size k = 500;  // several pieces
  Rng rng(1), same(1);
  const double estimate = log_likelihood(model, one.images, {}, k, rng).at(0);
  Rng noise = same.split(same.reserve(1));
  const auto all = model.draws(one.images, {}, k, noise);
  const double expected =
      static_cast<double>(importance_weighted_bound(all.log_weights()).value().item());
  CHECK(estimate == doctest::Approx(expected).epsilon(2e-4));  // other noise, pieces differ in it
  CHECK(estimate > static_cast<double>(mean(all.log_weights()).item()));
}

TEST_CASE("nearest finds what plain loops find") {
  Rng rng(1);
  constexpr Size queries = 270, points = 2100, columns = 3, k = 4;
  const Tensor<float> q = normal<float>({queries, columns}, rng),
                      p = normal<float>({points, columns}, rng);
  const auto found = nearest(q, p, k);
  REQUIRE(found.size() == queries);
  for (Size i = 0; i < queries; ++i) {
    std::vector<std::pair<double, Size>> all;
    for (Size j = 0; j < points; ++j) {
      double squares = 0;
      for (Size c = 0; c < columns; ++c)
        squares += std::pow(double(q.at({i, c})) - p.at({j, c}), 2);
      all.emplace_back(squares, j);
    }
    std::sort(all.begin(), all.end());
    for (std::size_t n = 0; n < k; ++n) {
      const Neighbour& neighbour = found[static_cast<std::size_t>(i)][n];
      CHECK(neighbour.row == all[n].second);
      CHECK(neighbour.squared_distance == doctest::Approx(all[n].first).epsilon(1e-12));
    }
  }
  check_says(shape_error_of([&] { nearest(q, p.slice(1, 0, 2), 1); }),
             {"nearest", "[2100, 2]", "[270, 3]"});
  check_says(shape_error_of([&] { nearest(q, p, points + 1); }), {"2101", "[2100, 3]"});
}

TEST_CASE("equal votes go to the class of the nearest") {
  const auto column = [](const std::vector<float>& v) {
    return Tensor<float>::from({static_cast<Size>(v.size()), 1}, v);
  };
  const Labelled train{column({1, 2, 3, 4}), {7, 8, 8, 7}};
  CHECK(knn_accuracy(train, {column({0, 5}), {7, 7}}, 2) == 1);
  CHECK(knn_accuracy(train, {column({0, 0}), {8, 7}}, 3) == 0.5);
}

TEST_CASE("both classifiers learn what can be learned, and nothing from labels without sense") {
  const Labelled train = clusters(400, 0.1, 1), test = clusters(400, 0.1, 2);
  CHECK(linear_probe_accuracy(train, test, 4) > 0.995);
  CHECK(knn_accuracy(train, test, 5) > 0.995);
  CHECK(linear_probe_accuracy(train, test, 4) == linear_probe_accuracy(train, test, 4));
  // Classes that no line separates: a linear probe must guess, a neighbour knows.
  const auto diagonal = [](Labelled data) {
    for (Size& label : data.labels) label = label == 0 || label == 3;
    return data;
  };
  CHECK(linear_probe_accuracy(diagonal(train), diagonal(test), 2) < 0.8);
  CHECK(knn_accuracy(diagonal(train), diagonal(test), 5) > 0.995);
  Labelled shuffled = train;
  Rng rng(3);
  for (Size& label : shuffled.labels) label = rng.below(4);
  CHECK(linear_probe_accuracy(shuffled, test, 4) < 0.6);
  CHECK(knn_accuracy(shuffled, test, 5) < 0.6);
}

TEST_CASE("dimensions are described by plain means and variances over images") {
  const Options options = small_options();
  const LabelledImages test = load_test_data(options);
  const AnyModel model = model_of(options, test);
  const std::vector<Dimension> found = dimensions(model, options, test);
  REQUIRE(found.size() == 3);
  const Tensor<float> codes = model.encode(test.images);
  double kl = 0;
  for (std::size_t j = 0; j < 3; ++j) {
    double sum_of = 0, squares = 0;
    for (Size i = 0; i < 40; ++i) {
      const double c = double(codes.at({i, static_cast<Size>(j)}));
      sum_of += c;
      squares += c * c;
    }
    CHECK(found[j].activity ==
          doctest::Approx(squares / 40 - sum_of * sum_of / 1600).epsilon(1e-4));
    CHECK(found[j].active() == (found[j].activity > 0.01));
    CHECK(found[j].variance > 0.3);  // the noise of 40 samples
    CHECK(std::abs(found[j].mean - sum_of / 40) < 4 * std::sqrt(found[j].variance / 40));
    kl += found[j].kl;
  }
  CHECK(kl == doctest::Approx(evaluate(model, options, test).kl.value).epsilon(1e-5));
}

TEST_CASE("a report has every part, and its text, JSON and chart agree with it") {
  const Options options = small_options();
  const DataSets data = load_data(options);
  const AnyModel model = model_of(options, data.train);
  Size known = 0;
  const Report r = report(model, options, data, {.samples = 20}, [&](Size n) { known = n; });
  CHECK(known == 40);
  REQUIRE(r.nlls.size() == 40);
  CHECK(mean_of(r.nlls).value < -r.bound.elbo.value);
  REQUIRE(r.probes.size() == 2);  // 100 labels, and all 150
  CHECK(r.probes[1].labels == 150);
  CHECK(r.probes[1].knn_pixels > 0.5);
  REQUIRE(r.distances);
  CHECK(r.distances->test_images.value > 0);
  CHECK(r.distances->reconstructions.value > 0);

  const auto json = nlohmann::json::parse(to_json(r, options));
  CHECK(json["nll"].get<double>() == mean_of(r.nlls).value);
  CHECK(json["nll_samples"] == 20);
  CHECK(json["dimensions"].size() == 3);
  CHECK(json["probes"][1]["knn_codes"].get<double>() == r.probes[1].knn_codes);
  for (const char* counts : {"negative_elbo", "nll"}) {
    Size total = 0;
    for (const auto& n : json["histogram"][counts]) total += n.get<Size>();
    CHECK(total == 40);
  }
  const double edge =
      json["histogram"]["first"].get<double>() + json["histogram"]["width"].get<double>();
  CHECK(json["histogram"]["nll"][0] ==
        std::count_if(r.nlls.begin(), r.nlls.end(), [&](double nll) { return nll < edge; }));
  check_says(to_text(r, options),
             {"40 test images of digits", "NLL, 20 samples", "Active units", "5-NN",
              "prior samples", fmt::format("{:.3f}", r.bound.elbo.value)});
  check_says(histogram_chart(r), {"<svg", "-ELBO", "NLL", "nats per image"});
}

TEST_CASE("a quick report leaves out what takes long; an autoencoder has no likelihood") {
  Options options = small_options();
  const DataSets data = load_data(options);
  const Report quick = report(model_of(options, data.train), options, data,
                              {.likelihood = false, .neighbourhood = false});
  CHECK((quick.samples == 0 && quick.nlls.empty() && quick.probes.empty() && !quick.distances));
  CHECK(nlohmann::json::parse(to_json(quick, options))["nll"].is_null());
  options.model = "ae";
  const Report ae = report(model_of(options, data.train), options, data, {});
  CHECK((ae.nlls.empty() && ae.probes.size() == 2 && ae.distances));
  check_says(to_text(ae, options), {"An autoencoder has no p(x), and so no NLL"});
}

TEST_CASE("a conditional model is told the classes, and says so if there are none") {
  Options options = small_options();
  options.conditional = true;
  DataSets data = load_data(options);
  const AnyModel model = model_of(options, data.train);
  CHECK(report(model, options, data, {.samples = 5}).nlls.size() == 40);
  data.test.labels.clear();
  check_says(error_of<UsageError>([&] { evaluate(model, options, data.test); }),
             {"conditional", "0 labels for 40 images", "give the labels"});
}

TEST_CASE("what cannot be evaluated is refused, with what would work") {
  const Options options = small_options();
  DataSets data = load_data(options);
  const AnyModel model = model_of(options, data.train);
  const auto message = [&](Plan plan) {
    return error_of<UsageError>([&] { report(model, options, data, plan); });
  };
  check_says(message({.samples = 0}), {"--samples 0", "1 to 1000000", "--quick"});
  check_says(message({.samples = -3}), {"--samples -3"});
  data.train.labels.clear();
  check_says(message({.samples = 1}), {"a probe", "0 labels for 150 images", "--quick"});
  data.test.images = data.test.images.slice(1, 0, 400);
  check_says(message({}), {"images of 400 pixels", "784"});
}
