#include "vae/presets.h"

#include <set>

#include "nn/files.h"
#include "tests/support.h"
#include "vae/probe.h"
#include "vae/train.h"

using namespace gradus;
using namespace gradus::test;
using namespace gradus::vae;

TEST_CASE("every preset has its name once, a source, and options that are in order") {
  std::set<std::string> names;
  for (const Preset& p : presets()) {
    CAPTURE(p.name);
    CHECK(names.insert(p.name).second);
    CHECK(p.options.preset == p.name);
    CHECK(!p.what.empty());
    CHECK(!p.source.empty());
    check(p.options);
    const std::string json = to_json(p.options);
    CHECK(to_json(from_json(json, "config.json")) == json);
    CHECK(to_json(preset(p.name).options) == json);
  }
  for (const char* asked : {"ae", "gaussian-2d", "bernoulli-2d", "mlp-512", "conv", "mse-256",
                            "moons", "classic", "burda", "iwae", "gated", "beta", "conditional"})
    CHECK(names.contains(asked));
}

TEST_CASE("a preset that is not there is refused, and those there are named") {
  check_says(error_of<UsageError>([] { preset("vqvae"); }), {"--preset vqvae", "burda", "iwae"});
}

TEST_CASE("every preset trains: its steps change each parameter, and the bound stays finite") {
  for (const Preset& p : presets()) {
    CAPTURE(p.name);
    const Folder folder;
    const RunFolder run{folder / "run"};
    Options o = p.options;
    o.data = "digits";
    o.train_images = 60;
    o.test_images = 10;
    o.validation = std::min<std::int64_t>(o.validation, 20);
    o.batch = 20;
    o.warmup = 0;  // in its first epoch nothing would hold the variances of q
    o.epochs = 1;
    train(o, run, false);
    const std::vector<Metrics> metrics = from_csv(read_file(run.metrics()), "metrics.csv");
    REQUIRE(metrics.size() == (o.validation > 0 ? 3 : 2));
    for (const Metrics& m : metrics) CHECK(std::isfinite(m.elbo));

    const Size pixels = 28 * 28;
    Rng rng(o.seed);
    const AnyModel before = make_model(o, pixels, rng);
    const AnyModel after = load_model(run, o, pixels);
    std::vector<std::vector<float>> values;
    nn::for_each_parameter(before, [&](const std::string&, const nn::Parameter<float>& q) {
      values.push_back(q.value.to_vector());
    });
    std::size_t number = 0;
    nn::for_each_parameter(after, [&](const std::string& path, const nn::Parameter<float>& q) {
      CAPTURE(path);
      CHECK((q.value.to_vector() != values[number++]));
    });
  }
}

TEST_CASE("what the conditional model dreams is of the class it is told" *
          doctest::test_suite("training")) {
  const Folder folder;
  const RunFolder run{folder / "run"};
  Options o = preset("conditional").options;
  o.train_images = 2000;
  o.test_images = 10;
  o.hidden = {128};
  o.latent = 5;
  o.batch = 50;
  o.lr = 3e-3;
  o.epochs = 20;
  train(o, run, false);
  const LabelledImages images = load_data(o).train;
  const AnyModel model = load_model(run, o, images.images.shape()[1]);
  Rng rng(1);
  constexpr Size count = 200;
  std::vector<Size> told, others;
  for (Size i = 0; i < count; ++i) told.push_back(i % 10), others.push_back((i + 1) % 10);
  const Tensor<float> samples = sample_images(model, o, count, rng);
  const Labelled known{images.images, images.labels};
  CHECK(knn_accuracy(known, {samples, told}, 5) > 0.7);  // by chance 0.1
  CHECK(knn_accuracy(known, {samples, others}, 5) < 0.1);
}
