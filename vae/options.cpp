#include "vae/options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tensor/errors.h"

namespace gradus::vae {
namespace {

using Json = nlohmann::ordered_json;

void one_of(const char* flag, const std::string& value, const std::vector<std::string>& known) {
  if (std::find(known.begin(), known.end(), value) == known.end())
    throw UsageError(fmt::format("{} {}: expected {}", flag, value, fmt::join(known, ", ")));
}

template <class Number>
void within(const char* flag, Number value, Number low, Number high) {
  if (!(value >= low && value <= high))  // NaN is not within anything
    throw UsageError(fmt::format("{} {}: expected {} to {}", flag, value, low, high));
}

void require(bool fits, const char* what, const Json& json) {
  if (!fits) throw UsageError(fmt::format("expected {}, received {}", what, json.dump()));
}

// Members of config.json. Json's own conversions turn 2.5, -1 and true into whole numbers.
void read(const Json& json, std::string& value) {
  require(json.is_string(), "a text", json);
  value = json.get<std::string>();
}
void read(const Json& json, bool& value) {
  require(json.is_boolean(), "true or false", json);
  value = json.get<bool>();
}
void read(const Json& json, double& value) {
  require(json.is_number(), "a number", json);
  value = json.get<double>();
}
void read(const Json& json, std::int64_t& value) {
  require(json.is_number_integer(), "a whole number", json);
  value = json.get<std::int64_t>();
}
void read(const Json& json, std::uint64_t& value) {
  require(json.is_number_unsigned(), "a whole number from 0", json);
  value = json.get<std::uint64_t>();
}
void read(const Json& json, std::optional<double>& value) {
  if (!json.is_null()) read(json, value.emplace());
}
void read(const Json& json, std::vector<std::int64_t>& values) {
  require(json.is_array(), "a list", json);
  values.resize(json.size());
  for (std::size_t i = 0; i < values.size(); ++i) read(json[i], values[i]);
}

/// Calls f(key, member) for everything that config.json holds.
template <class O, class F>
void for_each_option(O& o, const F& f) {
  f("preset", o.preset);
  f("data", o.data);
  f("phases", o.phases);
  f("train_images", o.train_images);
  f("test_images", o.test_images);
  f("validation", o.validation);
  f("model", o.model);
  f("network", o.network);
  f("hidden", o.hidden);
  f("latent", o.latent);
  f("covariance", o.covariance);
  f("full_mean", o.full_mean);
  f("activation", o.activation);
  f("likelihood", o.likelihood);
  f("stddev", o.stddev);
  f("conditional", o.conditional);
  f("objective", o.objective);
  f("samples", o.samples);
  f("beta", o.beta);
  f("warmup", o.warmup);
  f("free_bits", o.free_bits);
  f("epochs", o.epochs);
  f("patience", o.patience);
  f("batch", o.batch);
  f("lr", o.lr);
  f("schedule", o.schedule);
  f("optimizer", o.optimizer);
  f("adam_epsilon", o.adam_epsilon);
  f("binarize", o.binarize);
  f("seed", o.seed);
}

}  // namespace

void check(const Options& o) {
  constexpr std::int64_t many = 100'000'000, wide = 100'000;
  one_of("--data", o.data, {"digits", "mnist", "moons"});
  one_of("--model", o.model, {"ae", "vae"});
  one_of("--network", o.network, {"mlp", "gated", "conv", "spatial"});
  one_of("--activation", o.activation, {"relu", "tanh", "elu", "gelu", "softplus"});
  one_of("--covariance", o.covariance, {"diagonal", "cholesky"});
  one_of("--likelihood", o.likelihood,
         {"bernoulli", "continuous-bernoulli", "gaussian", "gaussian-shared"});
  one_of("--objective", o.objective, {"elbo", "sampled", "iwae"});
  one_of("--schedule", o.schedule, {"constant", "burda"});
  one_of("--optimizer", o.optimizer, {"adam", "rmsprop", "sgd"});
  one_of("--binarize", o.binarize, {"none", "dynamic", "fixed"});
  within<std::int64_t>("--phases", o.phases, 0, many);
  within<std::int64_t>("--train-images", o.train_images, 1, many);
  within<std::int64_t>("--test-images", o.test_images, 1, many);
  within<std::int64_t>("--validation", o.validation, 0, many);
  for (const std::int64_t width : o.hidden) within<std::int64_t>("--hidden", width, 1, wide);
  within<std::int64_t>("--latent", o.latent, 1, wide);
  within<std::int64_t>("--samples", o.samples, 1, 10'000);
  within("--beta", o.beta, 0.0, 1e6);
  within<std::int64_t>("--warmup", o.warmup, 0, many);
  within("--free-bits", o.free_bits, 0.0, 1e3);
  within<std::int64_t>("--epochs", o.epochs, 1, many);
  within<std::int64_t>("--patience", o.patience, 0, many);
  if (o.patience > 0 && o.validation == 0)
    throw UsageError("--patience: needs images to validate with, such as --validation 5000");
  within<std::int64_t>("--batch", o.batch, 1, many);
  within("--lr", o.lr, 1e-12, 1e3);
  within("--adam-epsilon", o.adam_epsilon, 1e-16, 1.0);
  if (o.stddev) {
    within("--stddev", *o.stddev, 1e-3, 1e3);
    if (o.likelihood != "gaussian")
      throw UsageError("--stddev: only --likelihood gaussian has a standard deviation to give");
  }
  if (o.binarize != "none" && o.likelihood != "bernoulli")
    throw UsageError(
        fmt::format("--binarize {}: zeros and ones need --likelihood bernoulli", o.binarize));
  if (o.network == "gated" && o.hidden.empty())
    throw UsageError("--network gated: at least one hidden layer is needed, such as --hidden 300");
  const bool spatial = o.network == "spatial";
  if ((o.covariance != "diagonal" || o.full_mean) && (!spatial || o.model == "ae"))
    throw UsageError("--covariance and --full-mean: only the maps of --network spatial have them");
  if (o.phases != 0 && o.data != "moons")
    throw UsageError("--phases: only --data moons has phases");
  if (o.phases == 1) throw UsageError("--phases 1: expected 2 (half and full) or more, or 0");
  if (o.conditional && (o.network == "conv" || spatial))
    throw UsageError("--conditional: the class stands beside a row of pixels; use --network mlp");
  if (o.model == "ae") {
    const auto needs_vae = [](bool asked, const char* flag) {
      if (asked)
        throw UsageError(fmt::format("{}: an autoencoder has no q(z|x); use --model vae", flag));
    };
    needs_vae(o.objective != "elbo", "--objective");
    needs_vae(o.samples > 1, "--samples");
    needs_vae(o.warmup > 0, "--warmup");
    needs_vae(o.free_bits > 0, "--free-bits");
  }
  if (o.free_bits > 0 && o.objective != "elbo")
    throw UsageError("--free-bits: needs the KL of each dimension; use --objective elbo");
}

std::string to_json(const Options& options) {
  Json json;
  for_each_option(options, [&]<class Value>(const char* key, const Value& value) {
    if constexpr (std::is_same_v<Value, std::optional<double>>)
      json[key] = value ? Json(*value) : Json(nullptr);
    else
      json[key] = value;
  });
  return json.dump(2) + "\n";
}

Options from_json(const std::string& text, const std::string& source) {
  Options options;
  std::string option = "all of it";  // that is being read
  const auto refuse = [&](const char* why) {
    throw FileError(fmt::format("{}: not the configuration of a run: {}: {}", source, option, why));
  };
  try {
    const Json json = Json::parse(text);
    for_each_option(options, [&](const char* key, auto& value) {
      option = key;
      read(json.at(key), value);
    });
  } catch (const Json::exception& e) {
    refuse(e.what());
  } catch (const UsageError& e) {
    refuse(e.what());
  }
  try {
    check(options);
  } catch (const UsageError& e) {
    throw FileError(fmt::format("{}: {}", source, e.what()));
  }
  return options;
}

}  // namespace gradus::vae
