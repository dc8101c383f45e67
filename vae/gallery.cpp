#include "vae/gallery.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "nn/data.h"
#include "nn/files.h"
#include "vae/chart.h"
#include "vae/pictures.h"

namespace gradus::vae {
namespace {

constexpr Size looked_at = 2000;  // test images behind a chart
constexpr Size shown_dimensions = 10, traversal_steps = 11;
constexpr double reach = 3;          // of a traversal, in standard deviations of the prior
constexpr Size manifold_steps = 16;  // each way
constexpr Size images_with_maps = 8;

template <class F>
void for_each_batch(const LabelledImages& data, const F& f) {
  for (const auto& batch : nn::Batches{data.images, data.labels, 200}) f(batch);
}

Tensor<float> traversal(const AnyModel& model, const Options& options, const LabelledImages& test,
                        const std::vector<double>& kl) {
  const LabelledImages first = head(test, 1);
  const Tensor<float> code = model.encode(first.images, context_of(options, first.labels));
  const Tensor<float> codes =
      traversal_codes(code, most_used(kl, shown_dimensions), traversal_steps);
  const std::vector<Size> labels(static_cast<std::size_t>(codes.shape()[0]), first.labels[0]);
  return model.decode(codes, context_of(options, labels));
}

}  // namespace

std::vector<NamedPicture> all_pictures(const RunFolder& folder) {
  return {{folder.samples(), "64 images decoded from z ~ N(0, I)"},
          {folder.reconstructions(), "test images, and below each its reconstruction"},
          {folder.interpolation(), "on the way from test image 0 to 1, or as asked for last"},
          {folder.traversal(), "a row for each dimension, most used first, from -3 to 3"},
          {folder.manifold(), "decoded from a grid over the plane of codes"},
          {folder.stddev(), "test images, and beside each the standard deviations of its codes"},
          {folder.codes(), "codes of test images in the plane, by class"},
          {folder.kl(), "KL of each dimension"},
          {folder.loss(), "the bound over the epochs"}};
}

void write_pictures(const RunFolder& folder, const Options& options, const AnyModel& model,
                    const LabelledImages& test, const std::vector<Metrics>& metrics) {
  const auto png = [&](const std::filesystem::path& file, const Tensor<float>& images,
                       Size columns) { write_png(file, grid(images, test.side, columns)); };
  const Size pixels = test.images.shape()[1], latent = latent_size(options, pixels);
  Rng rng(options.seed);
  png(folder.samples(), sample_images(model, options, 64, rng, pixels), 8);
  const LabelledImages few = head(test, 2 * pictures_per_row);
  png(folder.reconstructions(), reconstruction_pairs(model, options, few),
      std::min(few.images.shape()[0], pictures_per_row));
  if (few.images.shape()[0] > 1)
    png(folder.interpolation(), interpolation_strip(model, options, head(few, 2), 10), 10);
  if (options.model != "ae") {
    const std::vector<double> kl = kl_of_dimensions(model, options, head(test, looked_at));
    png(folder.traversal(), traversal(model, options, test, kl), traversal_steps);
    write_file(folder.kl(), kl_chart(kl));
    if (latent == 2 && !options.conditional)  // told no class, there is one plane to show
      png(folder.manifold(), model.decode(manifold_codes(manifold_steps)), manifold_steps);
  }
  if (latent == 2)
    write_file(folder.codes(), codes_chart(model, options, head(test, looked_at / 2)));
  if (std::holds_alternative<SpatialPosterior>(model.form.chosen))
    png(folder.stddev(), stddev_maps(model, head(test, images_with_maps)), 1 + options.latent);
  write_file(folder.loss(), loss_chart(metrics));
}

std::vector<double> kl_of_dimensions(const AnyModel& model, const Options& options,
                                     const LabelledImages& data) {
  std::vector<double> total;
  for_each_batch(data, [&](const auto& batch) {
    const Var<float> x = beside(Var<float>(batch.images), context_of(options, batch.labels));
    const std::vector<float> kl = sum(kl_per_dimension(model.posterior(x)), 0).value().to_vector();
    total.resize(kl.size());
    for (std::size_t i = 0; i < kl.size(); ++i) total[i] += kl[i];
  });
  for (double& kl : total) kl /= static_cast<double>(data.images.shape()[0]);
  return total;
}

std::vector<Size> most_used(const std::vector<double>& kl, Size count) {
  std::vector<Size> order(kl.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](Size a, Size b) {
    return kl[static_cast<std::size_t>(a)] > kl[static_cast<std::size_t>(b)];
  });
  order.resize(static_cast<std::size_t>(std::min<Size>(count, std::ssize(order))));
  return order;
}

Tensor<float> traversal_codes(const Tensor<float>& code, const std::vector<Size>& dimensions,
                              Size steps) {
  const Size latent = code.shape()[1], count = static_cast<Size>(dimensions.size());
  Tensor<float> codes = code.broadcast_to({count * steps, latent}).to_contiguous();
  const std::vector<float> values = Tensor<float>::linspace(-reach, reach, steps).to_vector();
  float* const out = codes.write();
  for (Size row = 0; row < count * steps; ++row)
    out[row * latent + dimensions[static_cast<std::size_t>(row / steps)]] =
        values[static_cast<std::size_t>(row % steps)];
  return codes;
}

double inverse_normal_cdf(double p) {
  // Newton's steps. From 0 outwards the distribution function bends one way only, so that they
  // come nearer from one side and never overshoot.
  double x = 0;
  for (int step = 0; step < 100; ++step) {
    const double density = std::exp(-x * x / 2) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
    x -= (0.5 * std::erfc(-x / std::numbers::sqrt2) - p) / density;
  }
  return x;
}

Tensor<float> manifold_codes(Size steps) {
  const auto value = [steps](Size k) {
    return static_cast<float>(
        inverse_normal_cdf((static_cast<double>(k) + 0.5) / static_cast<double>(steps)));
  };
  std::vector<float> codes;
  for (Size i = 0; i < steps; ++i)
    for (Size j = 0; j < steps; ++j) {
      codes.push_back(value(j));
      codes.push_back(value(steps - 1 - i));
    }
  return Tensor<float>::from({steps * steps, 2}, codes);
}

Tensor<float> stddev_maps(const AnyModel& model, const LabelledImages& data) {
  const AnyPosterior<float> any = model.posterior(Var<float>(data.images));
  const auto* const q = std::get_if<MatrixNormal<float>>(&any.q);
  if (!q)
    throw UsageError("stddev_maps: the codes of this model are not maps; use --network spatial");
  const Tensor<float> stddev = sqrt(q->variance().value());
  const Size n = stddev.shape()[0], maps = stddev.shape()[1], height = stddev.shape()[2],
             width = stddev.shape()[3], side = data.side;
  const Shape enlarged = {n, maps, height, side / height, width, side / width};
  const Tensor<float> pixels = stddev.reshape({n, maps, height, 1, width, 1})
                                   .broadcast_to(enlarged)
                                   .reshape({n, maps, side * side});
  const Tensor<float> images = data.images.reshape({n, 1, side * side});
  return concat(std::vector<Tensor<float>>{images, pixels}, 1)
      .reshape({n * (1 + maps), side * side});
}

std::string codes_chart(const AnyModel& model, const Options& options, const LabelledImages& data) {
  std::vector<Series> series;
  for (Size label = 0; label < classes; ++label)
    series.push_back({fmt::format("{}", label), {}, {}});
  for_each_batch(data, [&](const auto& batch) {
    const Tensor<float> codes = model.encode(batch.images, context_of(options, batch.labels));
    const std::vector<float> z = codes.to_vector();
    for (std::size_t i = 0; i < batch.labels.size(); ++i) {
      Series& of_class = series.at(static_cast<std::size_t>(batch.labels[i]));
      of_class.x.push_back(z.at(2 * i));
      of_class.y.push_back(z.at(2 * i + 1));
    }
  });
  std::erase_if(series, [](const Series& s) { return s.x.empty(); });
  return scatter_chart(fmt::format("Codes of {} test images, by class", data.images.shape()[0]),
                       "mean of the first dimension of z", "mean of the second dimension of z",
                       series, {.width = 760, .height = 640});
}

std::string kl_chart(const std::vector<double>& kl) {
  std::vector<double> values;
  std::vector<std::string> names;
  for (const Size dimension : most_used(kl, std::ssize(kl))) {
    values.push_back(kl[static_cast<std::size_t>(dimension)]);
    names.push_back(fmt::format("{}", dimension));
  }
  return bar_chart("KL of each dimension",
                   fmt::format("the {} dimensions of z, most used first", kl.size()),
                   "nats per image", values, names);
}

std::string rate_distortion_chart(std::vector<RateDistortion> rows) {
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.kl < b.kl; });
  Series series{"", {}, {}};
  for (const RateDistortion& row : rows) {
    series.x.push_back(row.kl);
    series.y.push_back(-row.reconstruction);
    series.labels.push_back(row.label);
  }
  return line_chart("Rate and distortion", "rate: KL (nats per image)",
                    "distortion: -reconstruction (nats per image)", {series});
}

}  // namespace gradus::vae
