// The commands that look at a finished run.
#include <cmath>
#include <nlohmann/json.hpp>

#include "nn/files.h"
#include "tests/program/program.h"

using namespace gradus;
using namespace gradus::test;
namespace fs = std::filesystem;

namespace {

/// A run folder, and commands on it that must succeed.
struct FinishedRun {
  Folder folder;
  std::string path = folder / "run";

  explicit FinishedRun(const Arguments& more = {}) {
    REQUIRE(vae(small_run(path, more)).code == 0);
  }
  std::string operator()(const std::string& command, const Arguments& more = {}) const {
    const Outcome outcome = vae(Arguments{command, path} + more);
    CAPTURE(outcome.err);
    CHECK(outcome.code == 0);
    CHECK(outcome.err.empty());
    return outcome.out;
  }
};

struct Extent {
  int width, height;  // in images
  bool operator==(const Extent&) const = default;
};

/// How many images a PNG holds beside and above each other.
Extent extent_of(const fs::path& png) {
  const std::string bytes = read_file(png);
  REQUIRE(bytes.size() > 24);
  const auto images = [&](std::size_t at) {
    int pixels = 0;
    for (std::size_t i = at; i < at + 4; ++i)
      pixels = pixels * 256 + static_cast<unsigned char>(bytes[i]);
    CHECK((pixels - 2) % (28 * 3 + 2) == 0);
    return (pixels - 2) / (28 * 3 + 2);
  };
  return {images(16), images(20)};
}

}  // namespace

TEST_CASE("pictures writes the same as training did, and says what each shows") {
  for (const Arguments& kind :
       {Arguments{}, {"--network", "spatial", "--latent", "2"}, {"--data", "moons"}}) {
    const FinishedRun run(kind);
    const auto trained = snapshot(run.path);
    for (const char* file : {"traversal.png", "kl.svg", "loss.svg"})
      CHECK(fs::remove(fs::path(run.path) / file));
    check_says(run("pictures"), {"traversal.png", "a row for each dimension", "samples.png"});
    CHECK((snapshot(run.path) == trained));
  }
}

TEST_CASE("evaluate gives the numbers of the last test row of metrics.csv") {
  for (const Arguments& kind : {Arguments{}, {"--binarize", "dynamic"}, {"--model", "ae"}}) {
    const FinishedRun run(kind);
    check_says(run("evaluate"), {"100 test images of digits", "ELBO", "reconstruction", "KL",
                                 "standard error", "evaluation.json"});
    const auto row = split(split(read_file(run.path + "/metrics.csv"), '\n').back(), ',');
    const auto json = nlohmann::json::parse(read_file(run.path + "/evaluation.json"));
    CHECK(row[1] == "test");
    CHECK(fmt::format("{:.6f}", json["elbo"].get<double>()) == row[2]);
    CHECK(fmt::format("{:.6f}", json["reconstruction"].get<double>()) == row[3]);
    CHECK(fmt::format("{:.6f}", json["kl"].get<double>()) == row[4]);
    CHECK(json["images"] == 100);
    CHECK(json["elbo_standard_error"] > 0);
  }
}

TEST_CASE("evaluate estimates the likelihood unless it is to be quick, and draws the scores") {
  const FinishedRun run;
  check_says(
      run("evaluate", {"--samples", "30", "--images", "50", "--data", "digits"}),
      {"50 test images of digits", "NLL, 30 samples", "5-NN", "prior samples", "evaluation.svg"});
  const auto json = [&] { return nlohmann::json::parse(read_file(run.path + "/evaluation.json")); };
  CHECK(json()["nll"] < -json()["elbo"].get<double>());
  CHECK(fs::exists(run.path + "/evaluation.svg"));
  CHECK(run("evaluate", {"--quick"}).find("NLL") == std::string::npos);
  CHECK(json()["nll"].is_null());
}

TEST_CASE("sample draws as many images as one asks for, others with another seed") {
  const FinishedRun run;
  run("sample");
  CHECK(extent_of(run.path + "/samples.png") == Extent{8, 8});
  const std::string one = run.folder / "one.png", two = run.folder / "two.png";
  check_says(run("sample", {"--count", "20", "--picture", one}), {"20 in " + one});
  run("sample", {"--count", "20", "--picture", two});
  CHECK(extent_of(one) == Extent{8, 3});
  CHECK((read_file(one) == read_file(two)));
  run("sample", {"--count", "20", "--picture", two, "--seed", "2"});
  CHECK((read_file(one) != read_file(two)));
}

TEST_CASE("reconstruct puts each original above its reconstruction, ten in a row") {
  const FinishedRun run;
  run("reconstruct");
  CHECK(extent_of(run.path + "/reconstructions.png") == Extent{10, 14});
  run("reconstruct", {"--count", "13"});
  CHECK(extent_of(run.path + "/reconstructions.png") == Extent{10, 4});
  run("reconstruct", {"--count", "3"});
  CHECK(extent_of(run.path + "/reconstructions.png") == Extent{3, 2});
  run("reconstruct", {"--count", "1000"});  // there are 100
  CHECK(extent_of(run.path + "/reconstructions.png") == Extent{10, 20});
}

TEST_CASE("interpolate makes a strip of as many steps as one asks for") {
  const FinishedRun run;
  check_says(run("interpolate", {"--from", "3", "--to", "99"}), {"test image 3 to 99 in 10 steps"});
  CHECK(extent_of(run.path + "/interpolation.png") == Extent{10, 1});
  run("interpolate", {"--steps", "1"});
  CHECK(extent_of(run.path + "/interpolation.png") == Extent{1, 1});
}

TEST_CASE("info shows options, parameters and metrics") {
  const FinishedRun run;
  check_says(run("info"), {"\"latent\": 4", "encoder.0.weight", "[32, 784]", "51416", "train",
                           "test", "reconstruction"});
}

TEST_CASE("reproduce lists the tables, makes one, and goes on where it was stopped") {
  const Folder folder;
  const std::string out = folder / "example";
  check_says(vae({"reproduce"}).out, {"example", "burda", "gated", "latent", "ae-vae"});
  const Outcome unknown = vae({"reproduce", "vqvae"});
  CHECK(unknown.code == 2);
  check_says(unknown.err, {"reproduce vqvae", "burda"});
  const Arguments command = {"reproduce", "example", "--trial", "--out", out};
  const Outcome first = vae(command);
  CHECK(first.code == 0);
  check_says(first.out, {"| seed-1 | 2 |", "104.0 to 107.0"});
  fs::remove_all(fs::path(out) / "seed-2");
  check_says(vae(command + Arguments{"--so-far"}).out,
             {"| seed-3 | 2 |", "seed-2 is not finished: epoch 0 of 2"});
  CHECK(!fs::exists(fs::path(out) / "seed-2"));
  const Outcome second = vae(command);
  CHECK(second.code == 0);
  check_says(second.out, {"seed-1: is there", "seed-3: is there", "| seed-2 | 2 |"});
}

TEST_CASE("--help describes the program and each command") {
  const Outcome help = vae({"--help"});
  CHECK(help.code == 0);
  check_says(help.out, {"train", "evaluate", "sample", "reconstruct", "interpolate", "info"});
  const Outcome train = vae({"train", "--help"});
  CHECK(train.code == 0);
  check_says(train.out, {"--latent", "20", "--likelihood", "--binarize", "--resume", "--threads"});
}

TEST_CASE("a terminal that cannot show blocks gets letters") {
  const FinishedRun run;
  const Arguments sample = {"sample", run.path};
  const std::string ascii = vae(sample, {.environment = {{"LC_ALL", "C"}}}).out;
  const std::string unicode = vae(sample, {.environment = {{"LC_ALL", "C.UTF-8"}}}).out;
  const auto is_ascii = [](unsigned char c) { return c < 128; };  // char has no sign on Arm
  CHECK(std::all_of(ascii.begin(), ascii.end(), is_ascii));
  CHECK(!std::all_of(unicode.begin(), unicode.end(), is_ascii));
}
