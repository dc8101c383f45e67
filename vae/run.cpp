#include "vae/run.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstring>

#include "nn/files.h"
#include "vae/chart.h"
#include "vae/digits.h"
#include "vae/mnist.h"
#include "vae/moons.h"

namespace gradus::vae {
namespace {

constexpr const char* csv_header = "epoch,split,elbo,reconstruction,kl,seconds\n";

LabelledImages tail(const LabelledImages& data, Size n) {
  const Size all = data.images.shape()[0];
  return {
      data.images.slice(0, all - n, all), {data.labels.end() - n, data.labels.end()}, data.side};
}

LabelledImages load(const Options& options, Split split) {
  const bool train = split == Split::train;
  const Size count = train ? options.train_images : options.test_images;
  if (options.data == "digits") return digits(count, Rng(train ? 1 : 2));
  if (options.data == "moons") return moons(count, Rng(train ? 6 : 7), train ? options.phases : 0);
  std::optional<std::filesystem::path> folder;
  if (options.data_dir) folder = *options.data_dir;
  return head(mnist(find_mnist(folder), split), count);
}

LabelledImages load_binarized(const Options& options, Split split) {
  LabelledImages data = load(options, split);
  Rng coins(split == Split::train ? 4 : 5);  // not --seed: the data of all runs are the same
  if (options.binarize == "fixed") data.images = bernoulli(data.images, coins);
  return data;
}

AnyLikelihood<float> make_likelihood(const Options& options) {
  if (options.likelihood == "bernoulli") return {BernoulliLikelihood{}};
  if (options.likelihood == "continuous-bernoulli") return {ContinuousBernoulliLikelihood{}};
  if (options.likelihood == "gaussian-shared") return {SharedGaussianLikelihood<float>{}};
  if (options.stddev) return {GaussianLikelihood{*options.stddev}};
  return {LearnedGaussianLikelihood{}};
}

nn::AnyLayer<float> activation(const std::string& name) {
  if (name == "tanh") return nn::Tanh{};
  if (name == "elu") return nn::Elu{};
  if (name == "gelu") return nn::Gelu{};
  if (name == "softplus") return nn::Softplus{};
  return nn::Relu{};
}

/// Gated layers, and a Linear one at the end. sizes: in, hidden..., out.
nn::Network<float> gated(const std::vector<Size>& sizes, Rng& rng) {
  nn::Network<float> network;
  for (std::size_t i = 0; i + 2 < sizes.size(); ++i)
    network.add(nn::Gated<float>(sizes[i], sizes[i + 1], rng));
  network.add(nn::Linear<float>(sizes[sizes.size() - 2], sizes.back(), rng));
  return network;
}

nn::Network<float> dense(const Options& options, const std::vector<Size>& sizes, Rng& rng) {
  return options.network == "gated" ? gated(sizes, rng)
                                    : nn::mlp(sizes, activation(options.activation), rng);
}

Size side_of(Size pixels) {
  return static_cast<Size>(std::lround(std::sqrt(static_cast<double>(pixels))));
}

constexpr Size channels1 = 16, channels2 = 32;  // of the convolutions

/// Two convolutions, each followed by pooling to half the side, then dense layers.
nn::Network<float> conv_encoder(const Options& options, Size side, Size out, Rng& rng) {
  const nn::AnyLayer<float> between = activation(options.activation);
  const ConvGeometry same{.padding = 1};
  nn::Network<float> network(
      {nn::Unflatten{{1, side, side}}, nn::Conv2d<float>(1, channels1, 3, same, rng), between,
       nn::MaxPool2d{2}, nn::Conv2d<float>(channels1, channels2, 3, same, rng), between,
       nn::MaxPool2d{2}, nn::Flatten{}});
  std::vector<Size> sizes = {channels2 * (side / 4) * (side / 4)};
  sizes.insert(sizes.end(), options.hidden.begin(), options.hidden.end());
  sizes.push_back(out);
  const nn::Network<float> dense = nn::mlp(sizes, between, rng);
  for (const nn::AnyLayer<float>& layer : dense.layers()) network.add(layer);
  return network;
}

/// The way back: dense layers, then two transposed convolutions, each to twice the side.
nn::Network<float> conv_decoder(const Options& options, Size side, Size in, Size outputs,
                                Rng& rng) {
  const nn::AnyLayer<float> between = activation(options.activation);
  const ConvGeometry halving{.stride = 2, .padding = 1};
  std::vector<Size> sizes = {in};
  sizes.insert(sizes.end(), options.hidden.rbegin(), options.hidden.rend());
  sizes.push_back(channels2 * (side / 4) * (side / 4));
  nn::Network<float> network = nn::mlp(sizes, between, rng);
  for (const nn::AnyLayer<float>& layer : std::initializer_list<nn::AnyLayer<float>>{
           nn::Unflatten{{channels2, side / 4, side / 4}}, between,
           nn::ConvTranspose2d<float>(channels2, channels1, 4, halving, rng), between,
           nn::ConvTranspose2d<float>(channels1, outputs / (side * side), 4, halving, rng),
           nn::Flatten{}})
    network.add(layer);
  return network;
}

/// The same from maps of codes, which keep their place.
nn::Network<float> spatial_decoder(const Options& options, Size side, Size outputs, Rng& rng) {
  const nn::AnyLayer<float> between = activation(options.activation);
  const ConvGeometry same{.padding = 1}, halving{.stride = 2, .padding = 1};
  return nn::Network<float>(
      {nn::Unflatten{{options.latent, side / 4, side / 4}},
       nn::Conv2d<float>(options.latent, channels2, 3, same, rng), between,
       nn::ConvTranspose2d<float>(channels2, channels1, 4, halving, rng), between,
       nn::ConvTranspose2d<float>(channels1, outputs / (side * side), 4, halving, rng),
       nn::Flatten{}});
}

template <class Number>
Number parse(std::string_view text, const std::string& source) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size())
    throw FileError(fmt::format("{}: '{}' is not a {}number", source, text,
                                std::is_integral_v<Number> ? "whole " : ""));
  return number;
}

}  // namespace

Options RunFolder::read_options() const {
  if (!std::filesystem::is_regular_file(config()))
    throw FileError(
        fmt::format("{}: no run here (no config.json); make one with "
                    "'vae train --out {}'",
                    path.string(), path.string()));
  return from_json(read_file(config()), config().string());
}

nn::Checkpoint RunFolder::read_model() const {
  if (!std::filesystem::exists(model()))
    throw FileError(
        fmt::format("{}: no trained model yet (no model.safetensors); go on with "
                    "'vae train --resume --out {}'",
                    path.string(), path.string()));
  return nn::load(model());
}

std::string to_csv(const std::vector<Metrics>& rows) {
  std::string text = csv_header;
  for (const Metrics& row : rows)
    text += fmt::format("{},{},{:.6f},{:.6f},{:.6f},{:.3f}\n", row.epoch, row.split, row.elbo,
                        row.reconstruction, row.kl, row.seconds);
  return text;
}

std::vector<Metrics> from_csv(const std::string& text, const std::string& source) {
  if (!text.starts_with(csv_header))
    throw FileError(fmt::format("{}: not metrics: the first line is not {}", source,
                                std::string_view(csv_header, std::strlen(csv_header) - 1)));
  std::vector<Metrics> rows;
  std::size_t begin = std::string_view(csv_header).size();
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::vector<std::string> fields(1);
    for (const char c : std::string_view(text).substr(begin, end - begin))
      if (c == ',')
        fields.emplace_back();
      else
        fields.back() += c;
    if (fields.size() != 6)
      throw FileError(
          fmt::format("{}: row {} has {} fields, not 6", source, rows.size() + 1, fields.size()));
    const auto number = [&](std::size_t i) { return parse<double>(fields[i], source); };
    rows.push_back({parse<std::int64_t>(fields[0], source), fields[1], number(2), number(3),
                    number(4), number(5)});
    begin = end + 1;
  }
  return rows;
}

std::int64_t best_epoch(const std::vector<Metrics>& rows) {
  const Metrics* best = nullptr;
  for (const Metrics& row : rows)
    if (row.split == "validation" &&
        (best == nullptr || row.elbo > best->elbo || std::isnan(best->elbo)))
      best = &row;
  return best == nullptr ? 0 : best->epoch;
}

bool is_over(const Options& options, const std::vector<Metrics>& rows) {
  const std::int64_t done = rows.empty() ? 0 : rows.back().epoch;
  const std::int64_t since = std::max(best_epoch(rows), options.warmup);
  return done >= options.epochs || (options.patience > 0 && done - since >= options.patience);
}

std::string loss_chart(const std::vector<Metrics>& rows) {
  std::vector<Series> series;
  const auto add = [&](const char* split, const char* name, const auto& value) {
    Series line{name, {}, {}};
    for (const Metrics& row : rows)
      if (row.split == split) {
        line.x.push_back(static_cast<double>(row.epoch));
        line.y.push_back(value(row));
      }
    if (!line.x.empty()) series.push_back(std::move(line));
  };
  const auto negative_elbo = [](const Metrics& row) { return -row.elbo; };
  add("train", "-ELBO, train", negative_elbo);
  add("validation", "-ELBO, validation", negative_elbo);
  add("test", "-ELBO, test", negative_elbo);
  add("train", "KL, train", [](const Metrics& row) { return row.kl; });
  return line_chart("Training", "epoch", "nats per image", series);
}

LabelledImages head(const LabelledImages& data, Size n) {
  n = std::min(n, data.images.shape()[0]);
  return {data.images.slice(0, 0, n), {data.labels.begin(), data.labels.begin() + n}, data.side};
}

DataSets load_data(const Options& options) {
  DataSets sets;
  const LabelledImages all = load_binarized(options, Split::train);
  const Size count = all.images.shape()[0];
  if (options.validation >= count)
    throw UsageError(fmt::format("--validation {}: there are only {} training images",
                                 options.validation, count));
  sets.train = head(all, count - options.validation);
  if (options.validation > 0) sets.validation = tail(all, options.validation);
  sets.test = load_binarized(options, Split::test);
  return sets;
}

LabelledImages load_test_data(const Options& options) {
  return load_binarized(options, Split::test);
}

Size latent_size(const Options& options, Size pixels) {
  const Size side = side_of(pixels) / 4;
  return options.network == "spatial" ? options.latent * side * side : options.latent;
}

AnyModel make_model(const Options& options, Size pixels, Rng& rng) {
  const AnyLikelihood<float> likelihood = make_likelihood(options);
  const Size side = side_of(pixels), latent = latent_size(options, pixels);
  const bool spatial = options.network == "spatial";
  AnyForm form{PointPosterior{}};
  if (options.model == "vae") form.chosen = DiagonalPosterior{};
  // As published for these networks (Tomczak, Welling 2018).
  if (options.model == "vae" && options.network == "gated") form.chosen = DiagonalPosterior{-6, 2};
  if (options.model == "vae" && spatial)
    form.chosen =
        SpatialPosterior{side / 4, side / 4, options.covariance == "cholesky", options.full_mean};
  const Size told = options.conditional ? classes : 0;
  const Size codes = form.outputs(latent), outputs = likelihood.outputs(pixels);
  if (options.network == "conv" || spatial) {
    if (side % 4 != 0)
      throw UsageError(
          fmt::format("--network {}: halves the side of an image twice, and {} cannot be halved "
                      "twice; use --network mlp",
                      options.network, side));
    nn::Network<float> encoder = conv_encoder(options, side, codes, rng);
    return {std::move(encoder),
            spatial ? spatial_decoder(options, side, outputs, rng)
                    : conv_decoder(options, side, latent, outputs, rng),
            likelihood, form};
  }
  std::vector<Size> there = {pixels + told}, back = {latent + told};
  there.insert(there.end(), options.hidden.begin(), options.hidden.end());
  there.push_back(codes);
  back.insert(back.end(), options.hidden.rbegin(), options.hidden.rend());
  back.push_back(outputs);
  nn::Network<float> encoder = dense(options, there, rng);
  return {std::move(encoder), dense(options, back, rng), likelihood, form};
}

AnyModel load_model(const RunFolder& folder, const Options& options, Size pixels) {
  const nn::Checkpoint file = folder.read_model();
  Rng rng(options.seed);
  AnyModel model = make_model(options, pixels, rng);
  nn::get_model(file, model, folder.model().string());
  return model;
}

Context<float> context_of(const Options& options, const std::vector<Size>& labels) {
  if (!options.conditional) return {};
  const auto count = static_cast<Size>(labels.size());
  return one_hot<float>(Tensor<Size>::from({count}, labels), classes);
}

Tensor<float> sample_images(const AnyModel& model, const Options& options, Size count, Rng& rng,
                            Size pixels) {
  std::vector<Size> labels;
  for (Size i = 0; i < count; ++i) labels.push_back(i % classes);
  return model.decode(normal<float>({count, latent_size(options, pixels)}, rng),
                      context_of(options, labels));
}

Tensor<float> reconstruction_pairs(const AnyModel& model, const Options& options,
                                   const LabelledImages& data) {
  const Tensor<float>& images = data.images;
  const Context<float> context = context_of(options, data.labels);
  const Tensor<float> decoded = model.decode(model.encode(images, context), context);
  const Size n = images.shape()[0], columns = std::min(n, pictures_per_row);
  std::vector<Tensor<float>> rows;
  for (Size begin = 0; begin < n; begin += columns) {
    const Size end = std::min(n, begin + columns);
    const auto black = Tensor<float>::zeros({begin + columns - end, images.shape()[1]});
    for (const Tensor<float>& row : {images, decoded}) {
      rows.push_back(row.slice(0, begin, end));
      rows.push_back(black);
    }
  }
  return concat(rows, 0);
}

Tensor<float> interpolation_strip(const AnyModel& model, const Options& options,
                                  const LabelledImages& ends, Size steps) {
  const Tensor<float> codes = model.encode(ends.images, context_of(options, ends.labels));
  const Tensor<float> a = codes.slice(0, 0, 1), b = codes.slice(0, 1, 2);
  const Tensor<float> t = Tensor<float>::linspace(0, 1, steps).reshape({steps, 1});
  const std::vector<Size> labels(static_cast<std::size_t>(steps), ends.labels.at(0));
  return model.decode(a + t * (b - a), context_of(options, labels));
}

}  // namespace gradus::vae
