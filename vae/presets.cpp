#include "vae/presets.h"

#include <fmt/format.h>

#include <cmath>

#include "tensor/errors.h"

namespace gradus::vae {
namespace {

/// With this standard deviation -log p is the squared error and a constant.
const double of_squared_error = std::sqrt(0.5);

/// `options` with the changes made to it.
template <class Change>
Options with(Options options, const Change& change) {
  change(options);
  return options;
}

std::vector<Preset> make() {
  const Options classic;  // the default is the model everybody begins with
  const Options burda = with(classic, [](Options& o) {
    o.hidden = {200, 200};
    o.activation = "tanh";
    o.latent = 50;
    o.objective = "sampled";
    o.binarize = "dynamic";
    o.batch = 20;
    o.schedule = "burda";
    o.adam_epsilon = 1e-4;
    o.epochs = 3280;
    o.validation = 400;
  });
  std::vector<Preset> list;
  const auto add = [&](const char* name, const char* what, const char* source, const Options& base,
                       const auto& change) {
    list.push_back({name, what, source, with(base, [&](Options& o) {
                      o.preset = name;
                      change(o);
                    })});
  };
  add("ae", "autoencoder, squared error", "articles 004 and 000", classic, [](Options& o) {
    o.model = "ae";
    o.likelihood = "gaussian";
    o.stddev = of_squared_error;
  });
  add("gaussian-2d", "784-128-64-2, the decoder gives mean and variance of each pixel",
      "article 000, corrected", classic, [](Options& o) {
        o.hidden = {128, 64};
        o.latent = 2;
        o.likelihood = "gaussian";
      });
  add("bernoulli-2d", "784-128-2, the decoder gives logits", "article 001, corrected", classic,
      [](Options& o) {
        o.hidden = {128};
        o.latent = 2;
      });
  add("mlp-512", "784-512-512-2, with validation", "article 002, corrected", classic,
      [](Options& o) {
        o.hidden = {512, 512};
        o.latent = 2;
        o.batch = 64;
        o.validation = 6000;
      });
  add("conv", "convolution, pooling, transposed convolution", "article 002, what it promises",
      classic, [](Options& o) {
        o.network = "conv";
        o.hidden = {256};
        o.latent = 16;
      });
  add("spatial", "four 7x7 maps of codes, a distribution down the rows times one along the columns",
      "article 002 (SVD-DAE), as Wang, Yuan, Ji 2017", classic, [](Options& o) {
        o.network = "spatial";
        o.hidden = {256};
        o.latent = 4;
      });
  add("mse-256", "squared error, batches of 256, 100 epochs", "article 003, corrected", classic,
      [](Options& o) {
        o.likelihood = "gaussian";
        o.stddev = of_squared_error;
        o.batch = 256;
        o.epochs = 100;
      });
  add("moons", "from the half moon to the full one along one dimension", "article 004", classic,
      [](Options& o) {
        o.data = "moons";
        o.hidden = {128};
        o.latent = 1;
        o.train_images = 2000;
        o.test_images = 200;
        o.batch = 50;
        o.epochs = 60;
      });
  add("classic", "784-400-20, grey pixels", "the VAE example of PyTorch", classic, [](Options&) {});
  add("burda", "784-200-200-50, tanh, dynamic binarisation, eight stages",
      "Burda, Grosse, Salakhutdinov 2016", burda, [](Options&) {});
  add("iwae", "the same with the importance weighted bound, k = 5",
      "Burda, Grosse, Salakhutdinov 2016", burda, [](Options& o) {
        o.objective = "iwae";
        o.samples = 5;
      });
  add("gated", "784-300-300-40, gated layers, warm-up", "Tomczak, Welling 2018", classic,
      [](Options& o) {
        o.network = "gated";
        o.hidden = {300, 300};
        o.latent = 40;
        o.objective = "sampled";
        o.binarize = "dynamic";
        o.batch = 100;
        o.lr = 5e-4;
        o.warmup = 100;
        o.epochs = 2000;
        o.patience = 50;
        o.validation = 10000;
      });
  add("beta", "the classic one with the KL counted four times", "Higgins et al. 2017", classic,
      [](Options& o) { o.beta = 4; });
  add("conditional", "the classic one, told the class", "Sohn, Lee, Yan 2015", classic,
      [](Options& o) { o.conditional = true; });
  return list;
}

}  // namespace

const std::vector<Preset>& presets() {
  static const std::vector<Preset> list = make();
  return list;
}

const Preset& preset(const std::string& name) {
  std::string names;
  for (const Preset& p : presets()) {
    if (p.name == name) return p;
    names += (names.empty() ? "" : ", ") + p.name;
  }
  throw UsageError(fmt::format("--preset {}: there are {}; see vae presets", name, names));
}

}  // namespace gradus::vae
