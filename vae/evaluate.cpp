#include "vae/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "nn/data.h"
#include "nn/files.h"
#include "vae/chart.h"
#include "vae/nll.h"
#include "vae/probe.h"
#include "vae/progress.h"

namespace gradus::vae {
namespace {

constexpr Size at_once = 1000;  // images that an encoder is given

double sum_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

Tensor<float> shown(const LabelledImages& data, const Options& options) {
  Rng coins(3);  // not of --seed, so that runs can be compared
  return shown(data.images, options, coins);
}

void require_labels(const LabelledImages& data, const char* who, const char* otherwise) {
  const Size images = data.images.shape()[0];
  if (static_cast<Size>(data.labels.size()) != images)
    throw UsageError(
        fmt::format("{} needs the class of each image, and there are {} labels for "
                    "{} images; {}",
                    who, data.labels.size(), images, otherwise));
}

void require_context(const LabelledImages& data, const Options& options) {
  if (options.conditional)
    require_labels(data, "a conditional model", "give the labels of the data it learned from");
}

/// Calls f(images, context) for one block of images after the other.
template <class F>
void for_blocks(const LabelledImages& data, const Options& options, Size size, const F& f) {
  require_context(data, options);
  const Tensor<float> x = shown(data, options);
  for (const auto& batch : nn::Batches{x, data.labels, size})
    f(batch.images, context_of(options, batch.labels));
}

/// The codes of images, [n, L].
Tensor<float> codes(const AnyModel& model, const Options& options, const LabelledImages& data) {
  std::vector<Tensor<float>> parts;
  for_blocks(data, options, at_once, [&](const Tensor<float>& x, const Context<float>& context) {
    parts.push_back(model.encode(x, context));
  });
  return concat(parts, 0);
}

struct Moments {
  std::vector<double> mean, variance;  // of each column
};
Moments moments(const Tensor<float>& x) {
  const Size rows = x.shape()[0], columns = x.shape()[1];
  const std::vector<float> values = x.to_vector();
  const auto n = static_cast<double>(rows);
  Moments m;
  for (Size j = 0; j < columns; ++j) {
    double total = 0, squares = 0;
    const auto at = [&](Size i) {
      return static_cast<double>(values[static_cast<std::size_t>(i * columns + j)]);
    };
    for (Size i = 0; i < rows; ++i) total += at(i);
    for (Size i = 0; i < rows; ++i) squares += (at(i) - total / n) * (at(i) - total / n);
    m.mean.push_back(total / n);
    m.variance.push_back(squares / n);
  }
  return m;
}

/// Throws unless what the model decodes has the size of the images.
void require_size(const AnyModel& model, const Options& options, const LabelledImages& data) {
  const Size pixels = data.images.shape()[1];
  const Size made =
      model
          .decode(Tensor<float>::zeros({1, latent_size(options, pixels)}), context_of(options, {0}))
          .shape()[1];
  if (pixels != made)
    throw UsageError(
        fmt::format("images of {} pixels, but the run learned from images of {}; "
                    "evaluate it on the data it learned from",
                    pixels, made));
}

std::vector<double> nlls(const AnyModel& model, const Options& options, const LabelledImages& data,
                         Size samples, const std::function<void(Size)>& on_way) {
  constexpr Size block = 100;
  Rng rng(6);
  std::vector<double> result;
  for_blocks(data, options, block, [&](const Tensor<float>& x, const Context<float>& context) {
    for (const double l : log_likelihood(model, x, context, samples, rng)) result.push_back(-l);
    if (on_way) on_way(static_cast<Size>(result.size()));
  });
  return result;
}

/// Numbers of images in intervals of the same width.
struct Histogram {
  double first = 0, width = 1;
  std::vector<Size> bound, nll;
};
Histogram histogram(const Report& report) {
  constexpr std::size_t bins = 40;
  Histogram h;
  double low = std::numeric_limits<double>::infinity(), high = -low;
  std::vector<double> bounds;
  for (const double elbo : report.bound.elbos) bounds.push_back(-elbo);
  for (const std::vector<double>& values : {bounds, report.nlls})
    for (const double v : values) {
      if (!std::isfinite(v)) continue;
      low = std::min(low, v);
      high = std::max(high, v);
    }
  if (low < high) h = {low, (high - low) / bins, {}, {}};
  const auto count = [&](const std::vector<double>& values) {
    std::vector<Size> counts(bins);
    for (const double v : values)
      if (std::isfinite(v))
        ++counts[std::min(bins - 1, static_cast<std::size_t>((v - h.first) / h.width))];
    return counts;
  };
  h.bound = count(bounds);
  if (!report.nlls.empty()) h.nll = count(report.nlls);
  return h;
}

std::string line(const std::string& name, const Mean& mean) {
  return fmt::format("  {:<24}{:>10.3f}  {:.3f}\n", name, mean.value, mean.error);
}

std::string text_of(const std::vector<Dimension>& dimensions) {
  constexpr std::size_t most = 20;
  std::vector<std::size_t> order(dimensions.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return dimensions[a].kl > dimensions[b].kl;
  });
  std::string text = fmt::format("\n  {:>9}{:>10}{:>14}{:>10}{:>14}\n", "dimension", "KL",
                                 "Var_x E_q[z]", "mean z", "variance z");
  for (std::size_t i = 0; i < std::min(most, order.size()); ++i) {
    const Dimension& d = dimensions[order[i]];
    text += fmt::format("  {:>9}{:>10.3f}{:>14.4f}{:>10.3f}{:>14.3f}\n", order[i], d.kl, d.activity,
                        d.mean, d.variance);
  }
  if (order.size() > most)
    text += fmt::format("  and {} with a KL of at most {:.3f}\n", order.size() - most,
                        dimensions[order[most]].kl);
  return text;
}

}  // namespace

Mean mean_of(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  const double mean = sum_of(values) / n;
  double squares = 0;
  for (const double v : values) squares += (v - mean) * (v - mean);
  return {mean, n > 1 ? std::sqrt(squares / (n - 1) / n) : 0};
}

Tensor<float> shown(const Tensor<float>& images, const Options& options, Rng& rng) {
  return options.binarize == "dynamic" ? bernoulli(images, rng) : images;
}

Evaluation evaluate(const AnyModel& model, const Options& options, const LabelledImages& data) {
  Rng rng = Rng(options.seed).split(2);
  Evaluation e;
  std::vector<double> reconstruction, kl;
  for_blocks(data, options, options.batch,
             [&](const Tensor<float>& x, const Context<float>& context) {
               const auto draws = model.draws(x, context, 1, rng);
               for (const float r : draws.log_likelihood.value().to_vector())
                 reconstruction.push_back(static_cast<double>(r));
               for (const float k : draws.kl().value().to_vector())
                 kl.push_back(static_cast<double>(k));
             });
  for (std::size_t i = 0; i < kl.size(); ++i) e.elbos.push_back(reconstruction[i] - kl[i]);
  e.elbo = mean_of(e.elbos);
  e.reconstruction = mean_of(reconstruction);
  e.kl = mean_of(kl);
  return e;
}

std::vector<Dimension> dimensions(const AnyModel& model, const Options& options,
                                  const LabelledImages& data) {
  Rng rng(7);
  std::vector<Tensor<float>> means, samples, kls;
  for_blocks(data, options, at_once, [&](const Tensor<float>& x, const Context<float>& context) {
    const auto q = model.posterior(beside(Var<float>(x), context));
    means.push_back(mean_of(q).value());
    samples.push_back(q.sample(rng).value());
    kls.push_back(kl_per_dimension(q).value());
  });
  const Moments of_means = moments(concat(means, 0)), of_z = moments(concat(samples, 0)),
                of_kl = moments(concat(kls, 0));
  std::vector<Dimension> result;
  for (std::size_t j = 0; j < of_z.mean.size(); ++j)
    result.push_back({of_kl.mean[j], of_means.variance[j], of_z.mean[j], of_z.variance[j]});
  return result;
}

std::vector<Probe> probes(const AnyModel& model, const Options& options, const DataSets& data) {
  constexpr Size neighbours = 5;
  for (const LabelledImages* part : {&data.train, &data.test})
    require_labels(*part, "a probe", "leave it out with --quick");
  const Labelled codes_of_test{codes(model, options, data.test), data.test.labels};
  const Labelled pixels_of_test{data.test.images, data.test.labels};
  const Tensor<float> all_codes = codes(model, options, data.train);
  const Size all = data.train.images.shape()[0];
  std::vector<Probe> result;
  for (const Size count : {Size{100}, Size{1000}, all}) {
    if (count > all || (count == all && !result.empty() && result.back().labels == all)) continue;
    const LabelledImages part = head(data.train, count);
    const Labelled known_codes{all_codes.slice(0, 0, count), part.labels};
    const Labelled known_pixels{part.images, part.labels};
    result.push_back({count, linear_probe_accuracy(known_codes, codes_of_test, classes),
                      linear_probe_accuracy(known_pixels, pixels_of_test, classes),
                      knn_accuracy(known_codes, codes_of_test, std::min(neighbours, count)),
                      knn_accuracy(known_pixels, pixels_of_test, std::min(neighbours, count))});
  }
  return result;
}

Distances distances(const AnyModel& model, const Options& options, const DataSets& data) {
  const LabelledImages test = head(data.test, at_once);
  const auto to_data = [&](const Tensor<float>& images) {
    std::vector<double> result;
    for (const auto& neighbours : nearest(images, data.train.images, 1))
      result.push_back(std::sqrt(neighbours.front().squared_distance));
    return mean_of(result);
  };
  Rng rng(8);
  const Context<float> context = context_of(options, test.labels);
  return {to_data(sample_images(model, options, at_once, rng)),
          to_data(model.decode(codes(model, options, test), context)), to_data(test.images)};
}

Size Report::active_units() const {
  return std::count_if(dimensions.begin(), dimensions.end(),
                       [](const Dimension& d) { return d.active(); });
}

Report report(const AnyModel& model, const Options& options, const DataSets& data, Plan plan,
              const std::function<void(Size images)>& on_way) {
  constexpr Size most = 1'000'000;
  if (plan.samples < 1 || plan.samples > most)
    throw UsageError(
        fmt::format("--samples {}: expected 1 to {}; --quick leaves the likelihood "
                    "out",
                    plan.samples, most));
  require_size(model, options, data.test);
  Report r;
  r.bound = evaluate(model, options, data.test);
  r.dimensions = dimensions(model, options, data.test);
  if (plan.likelihood && options.model == "vae") {
    r.samples = plan.samples;
    r.nlls = nlls(model, options, data.test, plan.samples, on_way);
  }
  if (plan.neighbourhood) {
    r.probes = probes(model, options, data);
    r.distances = distances(model, options, data);
  }
  return r;
}

std::string to_text(const Report& report, const Options& options) {
  std::string text = fmt::format("{} test images of {}, nats per image\n\n",
                                 report.bound.elbos.size(), options.data);
  text += fmt::format("  {:<24}{:>10}  {}\n", "", "mean", "standard error");
  text += line("ELBO", report.bound.elbo) + line("reconstruction", report.bound.reconstruction) +
          line("KL", report.bound.kl);
  if (report.samples > 0)
    text += line(fmt::format("NLL, {} samples", report.samples), mean_of(report.nlls));
  if (options.model == "ae")
    text += "  An autoencoder has no p(x), and so no NLL: its ELBO is log p(x|z) at the code.\n";

  text += text_of(report.dimensions);
  text += fmt::format("  Active units (Var_x E_q[z] > 0.01): {} of {}\n", report.active_units(),
                      report.dimensions.size());

  if (!report.probes.empty())
    text += fmt::format("\n  Test images classified rightly, in %\n  {:>9}{:>16}{:>8}{:>16}{:>8}\n",
                        "labels", "linear: codes", "pixels", "5-NN: codes", "pixels");
  for (const Probe& p : report.probes)
    text +=
        fmt::format("  {:>9}{:>16.1f}{:>8.1f}{:>16.1f}{:>8.1f}\n", p.labels, 100 * p.linear_codes,
                    100 * p.linear_pixels, 100 * p.knn_codes, 100 * p.knn_pixels);
  if (report.distances)
    text += fmt::format("\n  {:<24}{:>10}  {}\n", "To the next training image", "distance",
                        "standard error") +
            line("prior samples", report.distances->prior_samples) +
            line("reconstructions", report.distances->reconstructions) +
            line("test images", report.distances->test_images);
  return text;
}

std::string to_json(const Report& report, const Options& options) {
  using Json = nlohmann::ordered_json;
  Json json = {{"data", options.data}, {"split", "test"}, {"images", report.bound.elbos.size()}};
  const auto put = [](Json& to, const std::string& name, const Mean& mean) {
    to[name] = mean.value;
    to[name + "_standard_error"] = mean.error;
  };
  put(json, "elbo", report.bound.elbo);
  put(json, "reconstruction", report.bound.reconstruction);
  put(json, "kl", report.bound.kl);
  json["nll"] = nullptr;
  if (report.samples > 0) {
    put(json, "nll", mean_of(report.nlls));
    json["nll_samples"] = report.samples;
  }
  json["active_units"] = report.active_units();
  for (const Dimension& d : report.dimensions)
    json["dimensions"].push_back(
        {{"kl", d.kl}, {"activity", d.activity}, {"mean", d.mean}, {"variance", d.variance}});
  for (const Probe& p : report.probes)
    json["probes"].push_back({{"labels", p.labels},
                              {"linear_codes", p.linear_codes},
                              {"linear_pixels", p.linear_pixels},
                              {"knn_codes", p.knn_codes},
                              {"knn_pixels", p.knn_pixels}});
  if (report.distances) {
    Json& to = json["distance_to_training_images"];
    put(to, "prior_samples", report.distances->prior_samples);
    put(to, "reconstructions", report.distances->reconstructions);
    put(to, "test_images", report.distances->test_images);
  }
  const Histogram h = histogram(report);
  json["histogram"] = {
      {"first", h.first}, {"width", h.width}, {"negative_elbo", h.bound}, {"nll", h.nll}};
  return json.dump(2) + "\n";
}

std::string scores_csv(const Report& report) {
  std::string text = report.nlls.empty() ? "image,elbo\n" : "image,elbo,nll\n";
  for (std::size_t i = 0; i < report.bound.elbos.size(); ++i) {
    text += fmt::format("{},{:.6f}", i, report.bound.elbos[i]);
    if (!report.nlls.empty()) text += fmt::format(",{:.6f}", report.nlls[i]);
    text += "\n";
  }
  return text;
}

std::string histogram_chart(const Report& report) {
  const Histogram h = histogram(report);
  std::vector<Series> series;
  for (const auto& [name, counts] : {std::pair{"-ELBO", h.bound}, {"NLL", h.nll}}) {
    if (counts.empty()) continue;
    Series steps{name, {}, {}};
    for (std::size_t i = 0; i < counts.size(); ++i)
      for (const std::size_t edge : {i, i + 1}) {
        steps.x.push_back(h.first + h.width * static_cast<double>(edge));
        steps.y.push_back(static_cast<double>(counts[i]));
      }
    series.push_back(std::move(steps));
  }
  return line_chart("Images by their score", "nats per image", "images", series);
}

Report evaluate_run(const RunFolder& folder, const AnyModel& model, const Options& options,
                    const DataSets& data, Plan plan) {
  Progress progress(data.test.images.shape()[0], 1);
  Size known = 0;
  const Report result = report(model, options, data, plan, [&](Size images) {
    progress.step(images - known, "likelihood", fmt::format("{} samples", plan.samples));
    known = images;
  });
  write_file(folder.scores(), histogram_chart(result));
  write_file(folder.image_scores(), scores_csv(result));
  write_file(folder.evaluation(), to_json(result, options));
  return result;
}

}  // namespace gradus::vae
