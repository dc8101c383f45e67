#include "vae/options.h"

#include <cmath>
#include <initializer_list>
#include <limits>
#include <string>

#include "tests/support.h"

using namespace gradus;
using namespace gradus::test;
using namespace gradus::vae;

namespace {

/// What check() says to options changed by `change`.
template <class F>
std::string complaint(const F& change) {
  Options options;
  change(options);
  return error_of<UsageError>([&] { check(options); });
}

Options unusual() {
  Options o;
  o.data = "mnist";
  o.train_images = 123;
  o.test_images = 45;
  o.validation = 6;
  o.model = "ae";
  o.hidden = {512, 256};
  o.latent = 2;
  o.activation = "gelu";
  o.likelihood = "gaussian";
  o.stddev = 0.1;
  o.beta = 4;
  o.epochs = 7;
  o.patience = 3;
  o.batch = 64;
  o.lr = 3e-4;
  o.optimizer = "rmsprop";
  o.seed = std::numeric_limits<std::uint64_t>::max();
  return o;
}

}  // namespace

TEST_CASE("the defaults can be used") {
  CHECK(complaint([](Options&) {}) == "no exception");
  CHECK(complaint([](Options& o) { o = unusual(); }) == "no exception");
}

TEST_CASE("each number out of its range is named with its flag and the range") {
  check_says(complaint([](Options& o) { o.train_images = 0; }), {"--train-images 0", "1 to"});
  check_says(complaint([](Options& o) { o.test_images = -1; }), {"--test-images -1", "1 to"});
  check_says(complaint([](Options& o) { o.validation = -1; }), {"--validation -1", "0 to"});
  check_says(complaint([](Options& o) { o.hidden = {400, 0}; }), {"--hidden 0", "1 to"});
  check_says(complaint([](Options& o) { o.latent = 0; }), {"--latent 0", "1 to"});
  check_says(complaint([](Options& o) { o.beta = -0.5; }), {"--beta -0.5", "0 to"});
  check_says(complaint([](Options& o) { o.epochs = 0; }), {"--epochs 0", "1 to"});
  check_says(complaint([](Options& o) { o.patience = -1; }), {"--patience -1", "0 to"});
  check_says(complaint([](Options& o) { o.batch = 0; }), {"--batch 0", "1 to"});
  check_says(complaint([](Options& o) { o.lr = std::nan(""); }), {"--lr nan", "expected"});
  check_says(complaint([](Options& o) { o.lr = INFINITY; }), {"--lr inf", "expected"});
  check_says(complaint([](Options& o) {
               o.likelihood = "gaussian";
               o.stddev = 0;
             }),
             {"--stddev 0", "expected"});
}

TEST_CASE("each word that is not known is named with its flag and the known ones") {
  check_says(complaint([](Options& o) { o.data = "x"; }), {"--data x", "digits, mnist"});
  check_says(complaint([](Options& o) { o.model = "x"; }), {"--model x", "ae, vae"});
  check_says(complaint([](Options& o) { o.activation = "x"; }), {"--activation x", "relu, tanh"});
  check_says(complaint([](Options& o) { o.likelihood = "x"; }), {"--likelihood x", "bernoulli"});
  check_says(complaint([](Options& o) { o.optimizer = ""; }), {"--optimizer :", "adam, rmsprop"});
  check_says(complaint([](Options& o) { o.binarize = "x"; }), {"--binarize x", "none, dynamic"});
}

TEST_CASE("options that do not go together are named") {
  check_says(complaint([](Options& o) { o.stddev = 1; }), {"--stddev", "--likelihood gaussian"});
  check_says(complaint([](Options& o) {
               o.binarize = "dynamic";
               o.likelihood = "gaussian";
             }),
             {"--binarize dynamic", "--likelihood bernoulli"});
  check_says(complaint([](Options& o) { o.covariance = "cholesky"; }),
             {"--covariance", "--network spatial"});
  check_says(complaint([](Options& o) { o.full_mean = true; }),
             {"--full-mean", "--network spatial"});
  check_says(complaint([](Options& o) {
               o.network = "spatial";
               o.conditional = true;
             }),
             {"--conditional", "--network mlp"});
  check_says(complaint([](Options& o) { o.phases = 2; }), {"--phases", "--data moons"});
  check_says(complaint([](Options& o) {
               o.data = "moons";
               o.phases = 1;
             }),
             {"--phases 1", "2 (half and full)"});
}

TEST_CASE("config.json gives back every option") {
  for (const Options& options : {Options(), unusual()}) {
    const std::string json = to_json(options);
    const Options back = from_json(json, "config.json");
    CHECK(to_json(back) == json);
    CHECK(back.data == options.data);
    CHECK(back.hidden == options.hidden);
    CHECK(back.stddev == options.stddev);
    CHECK(back.lr == options.lr);  // to the last bit
    CHECK(back.seed == options.seed);
  }
  Options here;
  here.data_dir = "somewhere";
  CHECK(!from_json(to_json(here), "config.json").data_dir);  // it belongs to the machine
}

TEST_CASE("a damaged config.json is a FileError that names it") {
  const std::string good = to_json(Options());
  const auto says = [](const std::string& text) {
    return error_of<FileError>([&] { from_json(text, "some/config.json"); });
  };
  for (const std::string& bad : {std::string(), std::string("{"), std::string("[1]"),
                                 std::string("null"), good.substr(0, good.size() / 2)})
    check_says(says(bad), {"some/config.json", "not the configuration of a run"});
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    REQUIRE(text.find(from) != std::string::npos);
    return says(text.replace(text.find(from), from.size(), to));
  };
  check_says(with("\"latent\": 20", "\"latent\": \"twenty\""), {"some/config.json", "latent"});
  for (const char* not_whole : {"2.5", "20.0", "1e30", "true", "1180591620717411303424"})
    check_says(with("\"latent\": 20", fmt::format("\"latent\": {}", not_whole)),
               {"some/config.json", "latent: expected a whole number"});
  check_says(with("\"seed\": 1", "\"seed\": -1"),
             {"seed: expected a whole number from 0, received -1"});
  check_says(with("\"beta\": 1.0", "\"beta\": true"), {"beta: expected a number, received true"});
  check_says(with("\"data\": \"digits\"", "\"data\": 1"), {"data: expected a text"});
  check_says(with("\"latent\"", "\"talent\""), {"some/config.json", "latent"});
  check_says(with("\"latent\": 20", "\"latent\": 0"), {"some/config.json", "--latent 0"});
}
