#include "vae/run.h"

#include <fmt/format.h>

#include <charconv>
#include <cstring>

#include "nn/files.h"
#include "vae/chart.h"
#include "vae/digits.h"
#include "vae/mnist.h"

namespace gradus::vae {
namespace {

constexpr const char* csv_header = "epoch,split,elbo,reconstruction,kl,seconds\n";

/// The first n images, as a view.
LabelledImages head(const LabelledImages& data, Size n) {
  n = std::min(n, data.images.shape()[0]);
  return {data.images.slice(0, 0, n), {data.labels.begin(), data.labels.begin() + n}, data.side};
}
LabelledImages tail(const LabelledImages& data, Size n) {
  const Size all = data.images.shape()[0];
  return {
      data.images.slice(0, all - n, all), {data.labels.end() - n, data.labels.end()}, data.side};
}

LabelledImages load(const Options& options, Split split) {
  const bool train = split == Split::train;
  const Size count = train ? options.train_images : options.test_images;
  if (options.data == "digits") return digits(count, Rng(train ? 1 : 2));
  std::optional<std::filesystem::path> folder;
  if (options.data_dir) folder = *options.data_dir;
  return head(mnist(find_mnist(folder), split), count);
}

AnyLikelihood make_likelihood(const Options& options) {
  if (options.likelihood == "bernoulli") return {BernoulliLikelihood{}};
  if (options.stddev) return {GaussianLikelihood{*options.stddev}};
  return {LearnedGaussianLikelihood{}};
}

nn::Activation activation(const std::string& name) {
  if (name == "tanh") return nn::Activation::tanh;
  if (name == "elu") return nn::Activation::elu;
  if (name == "gelu") return nn::Activation::gelu;
  if (name == "softplus") return nn::Activation::softplus;
  return nn::Activation::relu;
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

DataSets load_data(const Options& options) {
  DataSets sets;
  const LabelledImages all = load(options, Split::train);
  const Size count = all.images.shape()[0];
  if (options.validation >= count)
    throw UsageError(fmt::format("--validation {}: there are only {} training images",
                                 options.validation, count));
  sets.train = head(all, count - options.validation);
  if (options.validation > 0) sets.validation = tail(all, options.validation);
  sets.test = load(options, Split::test);
  return sets;
}

LabelledImages load_test_data(const Options& options) { return load(options, Split::test); }

AnyModel make_model(const Options& options, Size pixels, Rng& rng) {
  const AnyLikelihood likelihood = make_likelihood(options);
  const bool is_vae = options.model == "vae";
  std::vector<Size> encoder = {pixels}, decoder = {options.latent};
  encoder.insert(encoder.end(), options.hidden.begin(), options.hidden.end());
  encoder.push_back(is_vae ? 2 * options.latent : options.latent);
  decoder.insert(decoder.end(), options.hidden.rbegin(), options.hidden.rend());
  decoder.push_back(likelihood.outputs(pixels));
  const nn::Activation between = activation(options.activation);
  Network encoder_network(encoder, between, rng), decoder_network(decoder, between, rng);
  if (is_vae) return VaeModel(std::move(encoder_network), std::move(decoder_network), likelihood);
  return AutoencoderModel(std::move(encoder_network), std::move(decoder_network), likelihood);
}

AnyModel load_model(const RunFolder& folder, const Options& options, Size pixels) {
  const nn::Checkpoint file = folder.read_model();
  Rng rng(options.seed);
  AnyModel model = make_model(options, pixels, rng);
  std::visit([&](auto& m) { nn::get_model(file, m, folder.model().string()); }, model);
  return model;
}

Tensor<float> encode(const AnyModel& model, const Tensor<float>& images) {
  return std::visit([&](const auto& m) { return m.encode(images); }, model);
}
Tensor<float> decode(const AnyModel& model, const Tensor<float>& codes) {
  return std::visit([&](const auto& m) { return m.decode(codes); }, model);
}

Tensor<float> sample_images(const AnyModel& model, Size count, Size latent, Rng& rng) {
  return decode(model, normal<float>({count, latent}, rng));
}

Tensor<float> reconstruction_pairs(const AnyModel& model, const Tensor<float>& images) {
  const Tensor<float> decoded = decode(model, encode(model, images));
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

Tensor<float> interpolation_strip(const AnyModel& model, const Tensor<float>& from,
                                  const Tensor<float>& to, Size steps) {
  const Tensor<float> a = encode(model, from), b = encode(model, to);
  const Tensor<float> t = Tensor<float>::linspace(0, 1, steps).reshape({steps, 1});
  return decode(model, a + t * (b - a));
}

}  // namespace gradus::vae
