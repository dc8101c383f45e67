// What a person does wrong and what goes wrong around the program: each gives one line that names
// the thing and says what to do, and nothing that was saved before is lost.
#include <unistd.h>

#include <algorithm>
#include <regex>

#include "nn/files.h"
#include "tests/program/program.h"

using namespace gradus;
using namespace gradus::test;
namespace fs = std::filesystem;

namespace {

/// That the program failed and said so in one line, which holds each of these parts.
void check_fails(const Outcome& outcome, const std::vector<std::string>& parts) {
  CAPTURE(outcome.err);
  CHECK(outcome.code > 0);
  CHECK(outcome.code <= 2);
  CHECK(outcome.err.starts_with("vae: "));
  CHECK(std::count(outcome.err.begin(), outcome.err.end(), '\n') == 1);
  CHECK(outcome.err.ends_with('\n'));
  for (const std::string& part : parts) check_says(outcome.err, {part});
}

/// A finished run, and a check that it is as it was.
struct EarlierRun {
  Folder folder;
  std::string path = folder / "run";
  std::map<std::string, std::string> files;

  EarlierRun() {
    REQUIRE(vae(small_run(path)).code == 0);
    files = snapshot(path);
  }
  void change(const std::string& file, const std::string& bytes) {
    write_file(fs::path(path) / file, bytes);
    files = snapshot(path);
  }
  void check_untouched() const { CHECK((snapshot(path) == files)); }
};

std::string idx(std::initializer_list<std::uint32_t> header, std::size_t data) {
  std::string bytes;
  for (const std::uint32_t number : header)
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift);
  return bytes + std::string(data, '\1');
}

/// The four files of MNIST, with four images each.
void write_mnist(const fs::path& folder) {
  make_folder(folder);
  for (const std::string split : {"train", "t10k"}) {
    write_file(folder / (split + "-images-idx3-ubyte"), idx({0x803, 4, 28, 28}, 4 * 784));
    write_file(folder / (split + "-labels-idx1-ubyte"), idx({0x801, 4}, 4));
  }
}

}  // namespace

TEST_CASE("wrong flags and values are refused by name, and no run folder is made") {
  struct Case {
    Arguments wrong;
    std::vector<std::string> parts;
  };
  const std::vector<Case> cases = {
      {{"--colour", "red"}, {"--colour", "--help"}},
      {{"--latent", "0"}, {"--latent 0", "1 to"}},
      {{"--latent", "many"}, {"--latent", "many"}},
      {{"--batch", "0"}, {"--batch 0", "1 to"}},
      {{"--hidden", "0"}, {"--hidden 0", "1 to"}},
      {{"--hidden", "abc"}, {"--hidden abc", "512,512"}},
      {{"--hidden", "32,1x"}, {"--hidden 32,1x", "512,512"}},
      {{"--hidden", "32,-1"}, {"--hidden -1", "1 to"}},
      {{"--lr", "nan"}, {"--lr nan", "expected"}},
      {{"--lr", "0"}, {"--lr 0", "expected"}},
      {{"--beta", "-1"}, {"--beta -1", "expected"}},
      {{"--epochs", "0"}, {"--epochs 0", "1 to"}},
      {{"--train-images", "0"}, {"--train-images 0", "1 to"}},
      {{"--test-images", "-5"}, {"--test-images -5", "1 to"}},
      {{"--validation", "400"}, {"--validation 400", "400 training images"}},
      {{"--patience", "5"}, {"--patience", "--validation 5000"}},
      {{"--threads", "0"}, {"--threads 0", "1 to"}},
      {{"--threads", "-1"}, {"--threads -1", "1 to"}},
      {{"--seed", "-1"}, {"--seed", "-1"}},
      {{"--data", "foo"}, {"--data foo", "digits, mnist"}},
      {{"--model", "foo"}, {"--model foo", "ae, vae"}},
      {{"--likelihood", "foo"}, {"--likelihood foo", "bernoulli, gaussian"}},
      {{"--activation", "foo"}, {"--activation foo", "relu"}},
      {{"--optimizer", "foo"}, {"--optimizer foo", "adam, rmsprop, sgd"}},
      {{"--binarize", "foo"}, {"--binarize foo", "none, dynamic"}},
      {{"--stddev", "1"}, {"--stddev", "--likelihood gaussian"}},
      {{"--epochs"}, {"--epochs"}},
  };
  const Folder folder;
  for (const Case& c : cases) {
    CAPTURE(c.wrong[0]);
    check_fails(vae(small_run(folder / "run", c.wrong)), c.parts);
    CHECK(!fs::exists(folder / "run"));
  }
  check_fails(vae({"paint"}), {"paint", "--help"});
  check_fails(vae({}), {"command", "train", "--help"});
}

TEST_CASE("wrong numbers for the commands on a run are refused by name") {
  const EarlierRun run;
  check_fails(vae({"interpolate", run.path, "--from", "99999"}), {"--from 99999", "0 to 99"});
  check_fails(vae({"interpolate", run.path, "--to", "-1"}), {"--to -1", "0 to 99"});
  check_fails(vae({"interpolate", run.path, "--steps", "0"}), {"--steps 0", "1 to"});
  check_fails(vae({"sample", run.path, "--count", "0"}), {"--count 0", "1 to"});
  check_fails(vae({"reconstruct", run.path, "--count", "-3"}), {"--count -3", "1 to"});
  check_fails(vae({"sample", run.path, "--seed", "x"}), {"--seed", "x"});
  check_fails(vae({"evaluate"}), {"run", "--help"});
  check_fails(vae({"evaluate", run.path, "--samples", "0"}), {"--samples 0", "1 to", "--quick"});
  check_fails(vae({"evaluate", run.path, "--images", "101"}), {"--images 101", "1 to 100"});
  check_fails(vae({"evaluate", run.path, "--data", "mnist"}),
              {"--data mnist", "learned from digits", "vae train --data mnist"});
  run.check_untouched();
}

TEST_CASE("GRADUS_ISA with an unknown name lists the known ones") {
  const Folder folder;
  check_fails(vae(small_run(folder / "run"), {.environment = {{"GRADUS_ISA", "nonsense"}}}),
              {"GRADUS_ISA=nonsense", "know"});
}

TEST_CASE("a run that is there is not overwritten") {
  const EarlierRun run;
  check_fails(vae(small_run(run.path)), {"--out " + run.path, "--resume"});
  run.check_untouched();
}

TEST_CASE("a resumed run keeps its options") {
  const EarlierRun run;
  check_fails(vae(small_run(run.path, {"--resume", "--latent", "5"})),
              {"--latent 5", run.path, "has 4"});
  check_fails(vae(small_run(run.path, {"--resume", "--hidden", "16"})), {"--hidden [16]"});
  check_fails(vae(small_run(run.path, {"--resume", "--epochs", "2"})), {"--epochs 2", "3 already"});
  run.check_untouched();
}

TEST_CASE("a folder without a run, and a run without a model, say how to get one") {
  const Folder folder;
  const std::string path = folder / "run";
  for (const char* command : {"evaluate", "sample", "reconstruct", "interpolate", "info"}) {
    CAPTURE(command);
    fs::create_directory(path);
    check_fails(vae({command, path}), {path, "no run here", "vae train --out"});
    REQUIRE(vae(small_run(path)).code == 0);
    fs::remove(path + "/model.safetensors");
    check_fails(vae({command, path}), {path, "model.safetensors", "--resume --out"});
    fs::remove_all(path);
  }
  check_fails(vae({"train", "--resume", "--out", path}), {path, "no run here"});
}

TEST_CASE("a model or checkpoint that is cut short is found, wherever it is cut") {
  EarlierRun run;
  const auto whole = run.files;
  for (const double part : {0.0, 0.00001, 0.001, 0.5, 0.99999}) {
    CAPTURE(part);
    for (const char* file : {"model.safetensors", "checkpoint.safetensors"}) {
      const std::string& bytes = whole.at(file);
      run.change(file, bytes.substr(
                           0, static_cast<std::size_t>(part * static_cast<double>(bytes.size()))));
    }
    check_fails(vae({"train", "--resume", "--epochs", "4", "--out", run.path}),
                {"checkpoint.safetensors", "not a whole", "delete the checkpoint"});
    check_fails(vae({"sample", run.path}), {"model.safetensors", "not a whole"});
    run.check_untouched();
  }
}

TEST_CASE("a checkpoint of another architecture is refused") {
  EarlierRun run;
  std::string config = run.files.at("config.json");
  config.replace(config.find("\"latent\": 4"), 11, "\"latent\": 5");
  run.change("config.json", config);
  check_fails(vae({"train", "--resume", "--out", run.path}),
              {"checkpoint.safetensors", "architecture", "delete the checkpoint"});
  check_fails(vae({"sample", run.path}), {"model.safetensors", "architecture"});
  run.check_untouched();
}

TEST_CASE("a damaged configuration or table is named") {
  EarlierRun run;
  for (const char* bad : {"", "{", "[]", "{\"latent\": 4}", "\xff"}) {
    CAPTURE(bad);
    run.change("config.json", bad);
    check_fails(vae({"info", run.path}), {"config.json", "not the configuration"});
    check_fails(vae({"train", "--resume", "--out", run.path}), {"config.json"});
    run.check_untouched();
  }
  EarlierRun other;
  other.change("metrics.csv", "nonsense");
  check_fails(vae({"info", other.path}), {"metrics.csv", "not metrics"});
}

TEST_CASE("MNIST that is missing or damaged is named, with how to get it") {
  struct Case {
    const char* file;
    std::string bytes;
    std::vector<std::string> parts;
  };
  const std::string images = idx({0x803, 4, 28, 28}, 4 * 784), gzip_name = "\x1f\x8b\x08";
  const std::vector<Case> cases = {
      {"train-images-idx3-ubyte", images.substr(0, 1000), {"cut short", "get_mnist.sh"}},
      {"t10k-images-idx3-ubyte", images.substr(0, 7), {"cut short", "get_mnist.sh"}},
      {"train-images-idx3-ubyte", idx({0x801, 4, 28, 28}, 4 * 784), {"magic", "get_mnist.sh"}},
      {"t10k-labels-idx1-ubyte", idx({0x801, 3}, 3), {"4 images", "3 labels", "get_mnist.sh"}},
  };
  const Folder folder;
  const auto train = [&](const fs::path& data) {
    return vae({"train", "--data", "mnist", "--data-dir", data, "--out", folder / "run"});
  };
  check_fails(train(folder / "nowhere"), {folder / "nowhere", "get_mnist.sh", "--data-dir"});
  fs::create_directory(folder / "empty");
  check_fails(train(folder / "empty"), {folder / "empty", "get_mnist.sh"});
  for (const Case& c : cases) {
    CAPTURE(c.file);
    write_mnist(folder / "data");
    write_file(folder / "data" / c.file, c.bytes);
    check_fails(train(folder / "data"), c.parts);
    check_says(train(folder / "data").err, {c.file});
  }
  write_mnist(folder / "data");
  fs::remove(folder / "data/train-labels-idx1-ubyte");
  write_file(folder / "data/train-labels-idx1-ubyte.gz", idx({0x801, 4}, 4));
  check_fails(train(folder / "data"), {"train-labels-idx1-ubyte.gz", "not gzip", "get_mnist.sh"});
  CHECK(!fs::exists(folder / "run"));
}

TEST_CASE("an output folder that cannot be made or written is named") {
  const Folder folder;
  write_file(folder / "file", "x");
  const std::string below = folder / "file/run";
  check_fails(vae(small_run(below)), {below});
  check_fails(vae(small_run(folder / "file")), {folder / "file"});
  CHECK(read_file(folder / "file") == "x");
  if (::geteuid() == 0) {
    MESSAGE("folders without permission are not tried: root may write everywhere");
    return;
  }
  fs::create_directory(folder / "locked");
  fs::permissions(folder / "locked", fs::perms::owner_read | fs::perms::owner_exec);
  check_fails(vae(small_run(folder / "locked")), {folder / "locked", "ermission"});
  check_fails(vae(small_run(folder / "locked/run")), {folder / "locked/run", "ermission"});
}

TEST_CASE("a disk that is full leaves the last checkpoint whole, and the run can go on") {
  const Folder folder;
  const Arguments longer = {"--epochs", "5"};
  REQUIRE(vae(small_run(folder / "whole", longer)).code == 0);
  const std::string path = folder / "run";
  REQUIRE(vae(small_run(path)).code == 0);
  const auto before = snapshot(path);
  const Arguments resume = {"train", "--resume", "--epochs", "5", "--out", path};
  const auto checkpoint = static_cast<std::int64_t>(before.at("checkpoint.safetensors").size());
  for (const std::int64_t limit : {checkpoint - 1, checkpoint / 2, std::int64_t{1000}}) {
    CAPTURE(limit);
    check_fails(vae(resume, {.largest_file = limit}), {"cannot write", path, "untouched"});
    auto after = snapshot(path);
    CHECK(after.size() == before.size());  // no temporary file either
    CHECK((after["checkpoint.safetensors"] == before.at("checkpoint.safetensors")));
    CHECK((after["model.safetensors"] == before.at("model.safetensors")));
  }
  CHECK(vae(resume).code == 0);
  for (const char* file : {"model.safetensors", "samples.png", "config.json"})
    CHECK((read_file(folder / "whole" / file) == read_file(fs::path(path) / file)));
}

TEST_CASE("an output that is full is an error, too") {
  if (!fs::exists("/dev/full")) return;
  const EarlierRun run;
  check_fails(vae({"info", run.path}, {.output = "/dev/full"}), {"standard output"});
}

TEST_CASE("a reader that has seen enough is no error") {
  const EarlierRun run;
  const Outcome outcome = vae({"info", run.path}, {.closed_pipe = true});
  CHECK(outcome.code == 128 + 13);  // SIGPIPE, which shells pass over in silence
  CHECK(outcome.err.empty());
}

TEST_CASE("a learning rate that is far too high stops with advice") {
  const Folder folder;
  check_fails(
      vae(small_run(folder / "run", {"--optimizer", "sgd", "--lr", "1000", "--epochs", "20"})),
      {"no longer finite", "--lr"});
}

TEST_CASE(
    "train --check-finite names the op, the line and the ranges behind the first bad number") {
  const Folder folder;
  const Arguments absurd = {"--optimizer", "sgd", "--lr", "1000", "--epochs", "20"};
  const Outcome outcome = vae(small_run(folder / "run", absurd + Arguments{"--check-finite"}));
  check_fails(outcome, {"are not finite, the first is ", " at [", "input 0 [", " ... "});
  CHECK(std::regex_search(outcome.err,
                          std::regex(R"(^vae: \w+(, backward)?: .* \(\w+\.h:\d+\)\n$)")));

  // It changes no bit of a run that goes well.
  REQUIRE(vae(small_run(folder / "plain")).code == 0);
  REQUIRE(vae(small_run(folder / "checked", {"--check-finite"})).code == 0);
  CHECK(read_file(folder / "checked" / "model.safetensors") ==
        read_file(folder / "plain" / "model.safetensors"));
}
