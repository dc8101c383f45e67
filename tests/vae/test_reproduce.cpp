#include "vae/reproduce.h"

#include <cmath>
#include <regex>
#include <set>

#include "nn/files.h"
#include "tests/support.h"

using namespace gradus;
using namespace gradus::test;
using namespace gradus::vae;
namespace fs = std::filesystem;

namespace {

bool never() { return false; }

/// The table of Burda et al. in small.
Table small() { return trial(table("burda")); }

std::string made(const Table& t, const fs::path& folder) {
  REQUIRE(reproduce(t, folder, std::nullopt, never));
  CHECK(read_file(folder / "table.md") == to_markdown(t, folder));
  return to_markdown(t, folder);
}

/// The table without the times it took.
std::string without_times(const std::string& text) {
  std::string kept;
  for (const std::string& line : split(text, '\n')) {
    auto cells = split(line, '|');
    if (cells.size() > 7) cells[cells.size() - 1].clear();
    for (const std::string& cell : cells) kept += cell + "|";
    kept += "\n";
  }
  return kept;
}

}  // namespace

TEST_CASE("every table has its name once, and rows whose options are in order") {
  std::set<std::string> names;
  for (const Table& t : tables()) {
    CAPTURE(t.name);
    CHECK(names.insert(t.name).second);
    CHECK(!t.rows.empty());
    std::set<std::string> rows;
    for (const Table& each : {t, trial(t)}) {
      rows.clear();
      for (const Row& row : each.rows) {
        check(row.options);
        CHECK((row.continues.empty() || rows.contains(row.continues)));
        CHECK(rows.insert(row.name).second);
      }
    }
    for (const auto& [first, second] : t.pairs)
      CHECK((rows.contains(first) && rows.contains(second)));
    CHECK(table(t.name).what == t.what);
  }
  for (const char* asked : {"example", "burda", "gated", "latent", "ae-vae"})
    CHECK(names.contains(asked));
  check_says(error_of<UsageError>([] { table("vqvae"); }), {"reproduce vqvae", "burda", "gated"});
}

TEST_CASE("the schedule of a row that goes on is that of the row before, so it can") {
  for (const Row& row : table("burda").rows) {
    if (row.continues.empty()) continue;
    Options shorter = table("burda").rows.front().options;
    shorter.epochs = row.options.epochs;
    CHECK(to_json(shorter) == to_json(row.options));
  }
}

TEST_CASE("a table that was stopped at any place goes on, and becomes the same" *
          doctest::test_suite("training")) {
  const Table t = small();
  const Folder whole, parts;
  const std::string expected = made(t, whole / "t");
  // The third row did not begin anew.
  CHECK(read_file(whole / "t/vae-3280/metrics.csv")
            .starts_with(read_file(whole / "t/vae-364/metrics.csv")));
  check_says(expected, {"| vae-364 |", "| iwae-364 |", "| vae-3280 |", "86.76", "NLL, 10 samples"});

  int stops = 0;
  for (bool done = false; !done; ++stops) {
    REQUIRE(stops < 1000);
    int batches = 0;
    done = reproduce(t, parts / "t", std::nullopt, [&] { return ++batches > 9; });
    if (stops == 0)
      check_says(read_file(parts / "t/table.md"), {"vae-364 is not finished: epoch 0 of 2"});
  }
  CHECK(stops > 3);
  for (const Row& row : t.rows)
    for (const char* file : {"model.safetensors", "evaluation.json", "evaluation.csv"})
      CHECK((read_file(whole / ("t/" + row.name + "/" + file)) ==
             read_file(parts / ("t/" + row.name + "/" + file))));
  CHECK(without_times(read_file(parts / "t/table.md")) == without_times(expected));
}

TEST_CASE("what is complete is read; what is missing, or of fewer samples, is made again") {
  Table t = small();
  t.rows.resize(1);
  t.pairs.clear();
  const Folder folder;
  const fs::path run = folder / "t/vae-364";
  const std::string text = made(t, folder / "t");
  const auto before = snapshot(run);
  CHECK(made(t, folder / "t") == text);
  CHECK((snapshot(run) == before));

  fs::remove(run / "evaluation.json");
  CHECK(made(t, folder / "t") == text);
  CHECK((snapshot(run) == before));

  // An evaluation of another state of the model, such as one of before the last epoch.
  write_file(
      run / "evaluation.json",
      std::regex_replace(before.at("evaluation.json"), std::regex("\"elbo\": -1"), "\"elbo\": -2"));
  check_says(to_markdown(t, folder / "t"), {"vae-364 is not finished: trained, not evaluated"});
  CHECK(made(t, folder / "t") == text);

  t.plan.samples = 20;
  check_says(made(t, folder / "t"), {"NLL, 20 samples"});
  CHECK((snapshot(run) != before));
}

TEST_CASE("the gain from one row to another is that of the same images") {
  const Table t = small();
  const Folder folder;
  const std::string text = made(t, folder / "t");
  const auto nlls = [&](const char* row) {
    std::vector<double> values;
    for (const std::string& line :
         split(read_file(folder / (std::string("t/") + row + "/evaluation.csv")), '\n'))
      if (!line.empty() && line[0] != 'i') values.push_back(std::stod(split(line, ',').at(2)));
    return values;
  };
  const std::vector<double> first = nlls("vae-364"), second = nlls("iwae-364");
  REQUIRE(first.size() == 100);
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    sum += first[i] - second[i];
    squares += (first[i] - second[i]) * (first[i] - second[i]);
  }
  const double mean = sum / 100, variance = (squares / 100 - mean * mean) * 100 / 99;
  check_says(text,
             {fmt::format("{:.2f} ± {:.2f}, image by image", mean, std::sqrt(variance / 100))});
}

TEST_CASE("a row is not mixed with a run of other options") {
  Table t = small();
  t.rows.resize(1);
  t.pairs.clear();
  const Folder folder;
  made(t, folder / "t");
  t.rows[0].options.latent = 3;
  check_says(error_of<UsageError>([&] { reproduce(t, folder / "t", std::nullopt, never); }),
             {"vae-364", "other options", "--out"});
}

TEST_CASE("a sweep names the smallest code within a nat of the best, and draws all") {
  Table t = trial(table("latent"));
  t.rows.resize(2);
  const Folder folder;
  const std::string text = made(t, folder / "t");
  check_says(text, {"| 2 |", "| 3 |", "The plateau begins at latent_dim"});
  check_says(read_file(folder / "t/sweep.svg"), {"latent_dim", "-ELBO", "KL", "active units"});
}

TEST_CASE("autoencoder and VAE are compared by distances and classifiers" *
          doctest::test_suite("training")) {
  const Folder folder;
  check_says(made(trial(table("ae-vae")), folder / "t"),
             {"prior samples", "linear, 100 labels", "knn, 300 labels", "| ae |", "| pixels |"});
}
