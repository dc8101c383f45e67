// Training runs: what they leave behind, that they repeat to the bit, and that they can be killed.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <thread>

#include "nn/checkpoint.h"
#include "nn/files.h"
#include "tensor/isa.h"
#include "tests/program/program.h"

using namespace gradus;
using namespace gradus::test;
namespace fs = std::filesystem;

namespace {

std::uint32_t big_endian_at(const std::string& bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t i = at; i < at + 4; ++i)
    number = number << 8 | static_cast<unsigned char>(bytes[i]);
  return number;
}

void check_png(const std::string& bytes, std::uint32_t width, std::uint32_t height) {
  REQUIRE(bytes.size() > 24);
  CHECK(bytes.substr(0, 8) == "\x89PNG\r\n\x1a\n");
  CHECK(big_endian_at(bytes, 16) == width);
  CHECK(big_endian_at(bytes, 20) == height);
  CHECK(bytes.substr(bytes.size() - 8, 4) == "IEND");
}

/// That every tag of an XML text is closed, in the right order.
void check_xml(const std::string& text) {
  std::vector<std::string> open;
  for (std::size_t at = text.find('<'); at != text.npos; at = text.find('<', at + 1)) {
    const std::size_t end = text.find('>', at);
    REQUIRE(end != text.npos);
    const std::string tag = text.substr(at + 1, end - at - 1);
    const std::string name = tag.substr(0, tag.find_first_of(" \n/", 1));
    if (tag.front() == '?' || tag.front() == '!' || tag.back() == '/') continue;
    if (tag.front() != '/') {
      open.push_back(name);
    } else {
      REQUIRE(!open.empty());
      CHECK(open.back() == tag.substr(1));
      open.pop_back();
    }
  }
  CHECK(open.empty());
}

std::vector<std::vector<std::string>> rows_of(const std::string& csv) {
  std::vector<std::vector<std::string>> rows;
  for (const std::string& line : split(csv, '\n')) rows.push_back(split(line, ','));
  return rows;
}

}  // namespace

TEST_CASE("a run folder is complete and every file is well formed") {
  const Folder folder;
  const Outcome run = vae(small_run(folder / "run"));
  CAPTURE(run.err);
  REQUIRE(run.code == 0);
  CHECK(run.err.empty());
  check_says(run.out, {"epoch 3/3", "-ELBO", "Samples of the trained model", "samples.png"});
  CHECK(run.out.find('\x1b') == run.out.npos);
  CHECK(run.out.find('\r') == run.out.npos);
  CHECK(std::count(run.out.begin(), run.out.end(), '%') == 0);

  auto files = snapshot(folder / "run");
  CHECK(files.size() == 10);
  const auto config = nlohmann::json::parse(files["config.json"]);
  CHECK(config["latent"] == 4);
  CHECK(config["hidden"] == std::vector<int>{32});

  const nn::Checkpoint model = nn::decode(files["model.safetensors"], "model");
  CHECK(model.tensors.size() == 8);
  for (const char* name :
       {"encoder.0.weight", "encoder.0.bias", "encoder.2.weight", "encoder.2.bias",
        "decoder.0.weight", "decoder.0.bias", "decoder.2.weight", "decoder.2.bias"})
    CHECK_MESSAGE(model.tensors.contains(name), name);
  CHECK(std::get<Tensor<float>>(model.tensors.at("encoder.0.weight")).shape() == Shape{32, 784});
  CHECK(nn::decode(files["checkpoint.safetensors"], "checkpoint").metadata["epoch"] == "3");

  const std::uint32_t tile = 28 * 3 + 2;
  check_png(files["samples.png"], 8 * tile + 2, 8 * tile + 2);
  check_png(files["reconstructions.png"], 10 * tile + 2, 4 * tile + 2);
  for (const char* svg : {"loss.svg", "kl.svg"}) check_xml(files[svg]);
}

TEST_CASE("metrics.csv: elbo = reconstruction - kl, one train and one test row for each epoch") {
  const Folder folder;
  REQUIRE(vae(small_run(folder / "run")).code == 0);
  const auto rows = rows_of(read_file(folder / "run/metrics.csv"));
  REQUIRE(rows.size() == 1 + 3 * 2);
  CHECK(rows[0] ==
        std::vector<std::string>{"epoch", "split", "elbo", "reconstruction", "kl", "seconds"});
  for (std::size_t i = 1; i < rows.size(); ++i) {
    REQUIRE(rows[i].size() == 6);
    CHECK(rows[i][0] == std::to_string((i + 1) / 2));
    CHECK(rows[i][1] == (i % 2 == 1 ? "train" : "test"));
    const double elbo = std::stod(rows[i][2]), reconstruction = std::stod(rows[i][3]);
    const double kl = std::stod(rows[i][4]);
    CHECK(elbo < 0);
    CHECK(reconstruction < 0);
    CHECK(kl > 0);
    CHECK(elbo == doctest::Approx(reconstruction - kl).epsilon(1e-8));
    CHECK(std::stod(rows[i][5]) >= 0);
  }
}

TEST_CASE("with --validation the test images are looked at once, at the end") {
  const Folder folder;
  REQUIRE(vae(small_run(folder / "run", {"--validation", "100"})).code == 0);
  std::string splits;
  for (const auto& row : rows_of(read_file(folder / "run/metrics.csv"))) splits += row[1] + " ";
  CHECK(splits == "split train validation train validation train validation test ");
}

TEST_CASE("--patience ends the training when validation gets worse, and keeps the best model") {
  const Folder folder;
  // Forty images are soon known by heart.
  const Arguments few = {"--train-images", "140", "--validation", "100", "--batch", "20"};
  const Outcome run = vae(small_run(
      folder / "run", few + Arguments{"--hidden", "200", "--epochs", "200", "--patience", "5"}));
  CAPTURE(run.err);
  REQUIRE(run.code == 0);
  double best = -1e9, last = 0, test = 0;
  std::string best_epoch, end;
  const auto rows = rows_of(read_file(folder / "run/metrics.csv"));
  for (std::size_t i = 1; i < rows.size(); ++i) {
    last = std::stod(rows[i][2]);
    if (rows[i][1] == "validation" && last > best) {
      best = last;
      best_epoch = rows[i][0];
    }
    if (rows[i][1] == "test") test = last;
    end = rows[i][0];
  }
  CHECK(std::stoi(end) == std::stoi(best_epoch) + 5);
  CHECK(std::stoi(end) < 200);
  check_says(run.out, {"epoch " + best_epoch + " is kept"});
  // What is kept is what the same run has after so many epochs.
  REQUIRE(
      vae(small_run(folder / "short", few + Arguments{"--hidden", "200", "--epochs", best_epoch}))
          .code == 0);
  CHECK((read_file(folder / "run/model.safetensors") ==
         read_file(folder / "short/model.safetensors")));
  CHECK(std::stod(rows_of(read_file(folder / "short/metrics.csv")).back()[2]) == test);
  // If the best model is gone, that is said at once, and not after the last epoch.
  fs::rename(folder / "run/model.safetensors", folder / "kept");
  const Outcome lost = vae({"train", "--resume", "--out", folder / "run"});
  CHECK(lost.code != 0);
  check_says(lost.err, {"model.safetensors", "delete the checkpoint"});
  fs::rename(folder / "kept", folder / "run/model.safetensors");
  // Once over, it stays so.
  const std::string before = read_file(folder / "run/metrics.csv");
  REQUIRE(vae({"train", "--resume", "--out", folder / "run"}).code == 0);
  CHECK(read_file(folder / "run/metrics.csv") == before);
}

TEST_CASE("training lowers the loss, with every model, likelihood and optimiser") {
  const std::vector<Arguments> kinds = {
      {},
      {"--model", "ae"},
      {"--likelihood", "gaussian"},
      {"--likelihood", "gaussian", "--stddev", "0.5"},
      {"--hidden", "48,32", "--activation", "tanh"},
      {"--hidden", "48,32", "--activation", "gelu", "--beta", "0.5"},
      {"--optimizer", "rmsprop"},
      {"--optimizer", "sgd", "--lr", "1e-4"},
      {"--binarize", "dynamic"}};
  const Folder folder;
  for (const Arguments& kind : kinds) {
    CAPTURE(kind.empty() ? "" : kind.back());
    const fs::path out = folder / "run";
    const Outcome run = vae(small_run(out, kind + Arguments{"--epochs", "8"}));
    CAPTURE(run.err);
    REQUIRE(run.code == 0);
    const auto rows = rows_of(read_file(out / "metrics.csv"));
    CHECK(std::stod(rows[rows.size() - 2][2]) > std::stod(rows[1][2]));
    fs::remove_all(out);
  }
}

TEST_CASE("the same seed gives the same bytes on any number of threads, with each ISA") {
  for (const Isa isa : available_isas()) {
    CAPTURE(name(isa));
    const Folder folder;
    std::string first;
    for (const char* threads : {"1", "2", "3"}) {
      const fs::path out = folder / threads;
      const Arguments large = {"--hidden",       "400", "--latent", "20",  "--epochs",  "2",
                               "--train-images", "700", "--batch",  "128", "--threads", threads};
      const Outcome run =
          vae(small_run(out, large), {.environment = {{"GRADUS_ISA", std::string(name(isa))}}});
      REQUIRE(run.code == 0);
      check_says(run.out, {fmt::format("{} kernels, {} thread", name(isa), threads)});
      const std::string model = read_file(out / "model.safetensors");
      if (first.empty()) first = model;
      CHECK((model == first));
    }
  }
}

TEST_CASE("another seed gives another model") {
  const Folder folder;
  REQUIRE(vae(small_run(folder / "one")).code == 0);
  REQUIRE(vae(small_run(folder / "two", {"--seed", "2"})).code == 0);
  CHECK(
      (read_file(folder / "one/model.safetensors") != read_file(folder / "two/model.safetensors")));
}

TEST_CASE("a run that is killed at any moment and resumed ends in the same bytes") {
  const std::vector<Arguments> kinds = {{"--optimizer", "adam", "--threads", "2"},
                                        {"--optimizer", "rmsprop", "--validation", "70"},
                                        {"--optimizer", "sgd", "--lr", "1e-4"},
                                        {"--binarize", "dynamic", "--validation", "70"},
                                        {"--patience", "1", "--validation", "70", "--lr", "1e-12"}};
  constexpr int moments = 10;
  for (const Arguments& kind : kinds) {
    CAPTURE(kind[1]);
    const Folder folder;
    const Arguments more = kind + Arguments{"--epochs", "6"};
    const double seconds =
        seconds_of([&] { REQUIRE(vae(small_run(folder / "whole", more)).code == 0); });
    for (int moment = 0; moment < moments; ++moment) {
      CAPTURE(moment);
      const fs::path out = folder / "killed";
      Process run(small_run(out, more));
      std::this_thread::sleep_for(
          std::chrono::duration<double>(seconds * (moment + 0.5) / moments));
      run.kill();
      run.wait();
      finish(out, more);
      check_same_runs(folder / "whole", out);
      fs::remove_all(out);
    }
  }
}

TEST_CASE("a run that is killed again and again while it writes a file ends in the same bytes") {
  const Folder folder;
  const Arguments more = {"--epochs", "4", "--hidden", "300"};
  REQUIRE(vae(small_run(folder / "whole", more)).code == 0);
  const fs::path out = folder / "killed";
  const auto writes = [&out] {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(out, ignored))
      if (entry.path().extension() == ".tmp") return true;
    return false;
  };
  for (int kills = 0; kills < 10; ++kills) {
    const bool begun = fs::exists(out / "config.json");
    // What an earlier kill left is gone before training starts, so any .tmp is of this process.
    Process run(begun ? Arguments{"train", "--resume", "--out", out.string()}
                      : small_run(out, more));
    while (run.running() && writes()) continue;
    while (run.running() && !writes()) continue;
    run.kill();
    run.wait();
  }
  finish(out, more);
  check_same_runs(folder / "whole", out);
}

TEST_CASE("a run that is over can be resumed: nothing changes, or it goes on for more epochs") {
  const Folder folder;
  REQUIRE(vae(small_run(folder / "five", {"--epochs", "5"})).code == 0);
  REQUIRE(vae(small_run(folder / "run")).code == 0);
  const auto before = snapshot(folder / "run");
  const Outcome again = vae(small_run(folder / "run", {"--resume"}));
  CAPTURE(again.err);
  CHECK(again.code == 0);
  CHECK((snapshot(folder / "run") == before));
  CHECK(vae({"train", "--resume", "--epochs", "5", "--out", folder / "run"}).code == 0);
  check_same_runs(folder / "five", folder / "run");
}

TEST_CASE("on a terminal one line shows the progress, its rate and the time left") {
  const Folder folder;
  const std::optional<std::string> text = vae_on_terminal(
      small_run(folder / "run", {"--train-images", "6000", "--hidden", "400", "--batch", "20"}));
  if (!text) {
    MESSAGE("not tested: there are no pseudo-terminals here (/dev/ptmx)");
    return;
  }
  check_says(*text, {"\r\x1b[Kepoch 1/3  [", "images/s", " left", "epoch 3/3: train -ELBO"});
  for (const std::string& drawn : split(*text, '\r'))
    if (drawn.find("images/s") != drawn.npos) CHECK_MESSAGE(drawn.size() < 80, drawn);
}

TEST_CASE("a run on all of MNIST takes less than 400 MB") {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  MESSAGE("not measured: a sanitizer takes several times the memory");
  return;
#endif
  const char* const data = std::getenv("GRADUS_DATA");
  if (!data || !(fs::exists(fs::path(data) / "mnist") ||
                 fs::exists(fs::path(data) / "train-images-idx3-ubyte.gz"))) {
    MESSAGE("not measured: set GRADUS_DATA to the folder that holds MNIST");
    return;
  }
  const Folder folder;
  const Outcome run = vae({"train", "--data", "mnist", "--epochs", "1", "--out", folder / "run"});
  CAPTURE(run.err);
  REQUIRE(run.code == 0);
  MESSAGE("peak memory: ", run.peak_bytes / 1'000'000, " MB");
  CHECK(run.peak_bytes < 400'000'000);
}
