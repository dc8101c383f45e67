#include "vae/reproduce.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "nn/files.h"
#include "tensor/errors.h"
#include "vae/chart.h"
#include "vae/presets.h"
#include "vae/train.h"

namespace gradus::vae {
namespace {

/// The options of a preset on MNIST.
Options on_mnist(const char* name, std::int64_t epochs) {
  Options options = preset(name).options;
  options.data = "mnist";
  options.epochs = epochs;
  return options;
}

constexpr std::int64_t burda_stages_0_to_5 = 364, burda_all = 3280;  // epochs

Table latent_table() {
  Table table{"latent",
              "how many dimensions a code needs: 2 to 50 (article 003: by experiment)",
              {},
              {.likelihood = false, .neighbourhood = false},
              Table::Columns::sweep};
  for (const std::int64_t latent : {2, 3, 5, 10, 20, 50}) {
    Options options = on_mnist("classic", 30);
    options.latent = latent;
    table.rows.push_back({std::to_string(latent), options});
  }
  return table;
}

Table comparison_table() {
  const Options ae = on_mnist("ae", 20);
  Options vae = ae;
  vae.model = "vae";
  return {"ae-vae",
          "autoencoder and VAE side by side, of the same networks (articles 000 and 004)",
          {{"ae", ae}, {"vae", vae}, {"vae-bernoulli", on_mnist("classic", 20)}},
          {.likelihood = false},
          Table::Columns::comparison};
}

std::vector<Table> make() {
  const Plan as_in_papers{.samples = 5000, .neighbourhood = false};
  std::vector<Table> list;
  list.push_back({"example",
                  "the VAE example of PyTorch: -ELBO after 10 epochs, grey pixels",
                  {},
                  {.likelihood = false, .neighbourhood = false},
                  Table::Columns::likelihood});
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    Options options = on_mnist("classic", 10);
    options.seed = seed;
    list.back().rows.push_back({fmt::format("seed-{}", seed), options, "104.0 to 107.0"});
  }
  list.push_back({"burda",
                  "Burda, Grosse, Salakhutdinov 2016, table 1: VAE and IWAE, NLL (hours)",
                  {{"vae-364", on_mnist("burda", burda_stages_0_to_5)},
                   {"iwae-364", on_mnist("iwae", burda_stages_0_to_5)},
                   {"vae-3280", on_mnist("burda", burda_all), "86.76", "vae-364"}},
                  as_in_papers,
                  Table::Columns::likelihood,
                  {{"vae-364", "iwae-364"}}});
  list.push_back({"gated",
                  "gated layers: NLL 84.45 (Norouzi, Fleet, Norouzi 2020; an hour or more)",
                  {{"gated", on_mnist("gated", 2000), "84.45 ± 0.12"}},
                  as_in_papers,
                  Table::Columns::likelihood});
  list.push_back(latent_table());
  list.push_back(comparison_table());
  return list;
}

/// What the folder of a complete row says about it.
struct Result {
  Row row;
  nlohmann::json evaluation;
  std::int64_t epochs;
  double seconds;  // of training

  double number(const char* key) const { return evaluation.at(key).get<double>(); }
  std::string with_error(const char* key, int sign = 1) const {
    return fmt::format("{:.2f} ± {:.2f}", sign * number(key),
                       number(fmt::format("{}_standard_error", key).c_str()));
  }
};

std::vector<Metrics> metrics_of(const RunFolder& run) {
  if (!std::filesystem::exists(run.metrics())) return {};
  return from_csv(read_file(run.metrics()), run.metrics().string());
}

/// Whether the run was trained to its end and evaluated after that, as planned.
bool is_complete(const Row& row, const RunFolder& run, const Plan& plan) {
  if (!std::filesystem::exists(run.evaluation())) return false;
  const auto json = nlohmann::json::parse(read_file(run.evaluation()), nullptr, false);
  if (json.is_discarded() || !json.contains("nll") || !json.contains("elbo")) return false;
  const std::vector<Metrics> metrics = metrics_of(run);
  // The last line is what the test images say at the end.
  return is_over(row.options, metrics) && metrics.back().split == "test" &&
         std::abs(metrics.back().elbo - json["elbo"].get<double>()) < 1e-5 &&
         (!plan.likelihood ||
          (!json["nll"].is_null() && json.value("nll_samples", Size{0}) == plan.samples)) &&
         (!plan.neighbourhood || json.contains("distance_to_training_images"));
}

Result read_result(const Row& row, const RunFolder& run) {
  const std::vector<Metrics> metrics = metrics_of(run);
  double seconds = 0;
  for (const Metrics& m : metrics)
    if (m.split == "train") seconds += m.seconds;
  return {row, nlohmann::json::parse(read_file(run.evaluation())), metrics.back().epoch, seconds};
}

/// How far a row is that is not complete.
std::string progress_of(const Row& row, const RunFolder& run) {
  const std::vector<Metrics> metrics = metrics_of(run);
  if (is_over(row.options, metrics)) return "trained, not evaluated";
  return fmt::format("epoch {} of {}{}", metrics.empty() ? 0 : metrics.back().epoch,
                     row.options.patience > 0 ? "at most " : "", row.options.epochs);
}

/// That the folder of a row is free, or has a run of these very options.
void require_same(const RunFolder& run, const Options& options) {
  if (std::filesystem::exists(run.config()) && to_json(run.read_options()) != to_json(options))
    throw UsageError(
        fmt::format("{}: a run of other options is there; choose another --out, or "
                    "delete that folder",
                    run.path.string()));
}

/// Whether the row got complete before `stop` said yes.
bool complete(const Row& row, const RunFolder& run, const RunFolder& before, const Plan& plan,
              const std::optional<std::string>& data_dir, const std::function<bool()>& stop) {
  Options options = row.options;
  options.data_dir = data_dir;
  require_same(run, options);
  if (is_complete(row, run, plan)) {
    fmt::print("{}: is there\n", row.name);
    return true;
  }
  fmt::print("{}: ", row.name);
  const bool begun = std::filesystem::exists(run.checkpoint());
  if (!begun && !row.continues.empty()) {
    make_folder(run.path);
    write_file(run.checkpoint(), read_file(before.checkpoint()));
  }
  if (!train(options, run, true, stop)) return false;
  const DataSets data = load_data(options);
  const AnyModel model = load_model(run, options, data.test.images.shape()[1]);
  evaluate_run(run, model, options, data, plan);
  return !stop();
}

std::string duration(double seconds) {
  return seconds < 90 ? fmt::format("{:.0f} s", seconds) : fmt::format("{:.0f} min", seconds / 60);
}

using Results = std::vector<Result>;

std::string likelihood_text(const Table& table, const Results& results) {
  const bool nll = table.plan.likelihood;
  std::string text = fmt::format(
      "| run | epochs | -ELBO | KL |{} active units | published | "
      "training |\n|---|---|---|---|{}---|---|---|\n",
      nll ? fmt::format(" NLL, {} samples |", table.plan.samples) : "", nll ? "---|" : "");
  for (const Result& r : results)
    text += fmt::format(
        "| {} | {} | {} | {:.2f} |{} {} | {} | {} |\n", r.row.name, r.epochs,
        r.with_error("elbo", -1), r.number("kl"), nll ? " " + r.with_error("nll") + " |" : "",
        r.evaluation.at("active_units").get<Size>(), r.row.published, duration(r.seconds));
  return text;
}

/// The smallest code whose bound is within one nat of the best.
const Result& plateau(const Results& results) {
  double best = results.front().number("elbo");
  for (const Result& r : results) best = std::max(best, r.number("elbo"));
  return *std::find_if(results.begin(), results.end(),
                       [&](const Result& r) { return r.number("elbo") >= best - 1; });
}

std::string sweep_text(const Table& table, const Results& results) {
  std::string text =
      "| latent_dim | -ELBO | -reconstruction | KL | active units | training |\n"
      "|---|---|---|---|---|---|\n";
  for (const Result& r : results)
    text += fmt::format("| {} | {} | {:.2f} | {:.2f} | {} | {} |\n", r.row.options.latent,
                        r.with_error("elbo", -1), -r.number("reconstruction"), r.number("kl"),
                        r.evaluation.at("active_units").get<Size>(), duration(r.seconds));
  if (results.size() == table.rows.size())
    text += fmt::format(
        "\nThe plateau begins at latent_dim {}: more dimensions gain less than one nat.\n",
        plateau(results).row.options.latent);
  return text;
}

std::string sweep_chart(const Results& results) {
  Series bound{"-ELBO", {}, {}}, reconstruction{"-reconstruction", {}, {}}, kl{"KL", {}, {}},
      units{"active units", {}, {}};
  for (const Result& r : results) {
    const auto add = [&](Series& series, double y) {
      series.x.push_back(static_cast<double>(r.row.options.latent));
      series.y.push_back(y);
    };
    add(bound, -r.number("elbo"));
    add(reconstruction, -r.number("reconstruction"));
    add(kl, r.number("kl"));
    add(units, r.number("active_units"));
  }
  return line_chart("Choosing latent_dim", "latent_dim", "nats per image; active units",
                    {bound, reconstruction, kl, units});
}

/// Distances to the nearest training image, and accuracies of classifiers.
std::string comparison_text(const Results& results) {
  std::string head = "| run | reconstruction | prior samples | reconstructions | test images |";
  std::string rule = "|---|---|---|---|---|", pixels = "| pixels | | | | |", rows;
  for (const Result& r : results) {
    const auto& e = r.evaluation;
    const auto& d = e.at("distance_to_training_images");
    const auto distance = [&](const char* key) { return d.at(key).get<double>(); };
    rows += fmt::format("| {} | {:.2f} | {:.2f} | {:.2f} | {:.2f} |", r.row.name,
                        r.number("reconstruction"), distance("prior_samples"),
                        distance("reconstructions"), distance("test_images"));
    for (const char* probe : {"linear", "knn"})
      for (const auto& p : e.at("probes")) {
        const auto percent = [&](const char* of) {
          return fmt::format(" {:.1f} % |",
                             100 * p.at(fmt::format("{}_{}", probe, of)).get<double>());
        };
        rows += percent("codes");
        if (&r != &results.front()) continue;  // the pixels are the same to all
        pixels += percent("pixels");
        head += fmt::format(" {}, {} labels |", probe, p.at("labels").get<Size>());
        rule += "---|";
      }
    rows += "\n";
  }
  return head + "\n" + rule + "\n" + rows + pixels + "\n";
}

/// NLL of each image, from evaluation.csv.
std::vector<double> image_nlls(const RunFolder& run) {
  std::vector<double> nlls;
  const std::string text = read_file(run.image_scores());
  for (std::size_t begin = text.find('\n') + 1; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    nlls.push_back(std::stod(text.substr(text.rfind(',', end) + 1)));
    begin = end + 1;
  }
  return nlls;
}

Results results_of(const Table& table, const std::filesystem::path& folder) {
  Results results;
  for (const Row& row : table.rows)
    if (const RunFolder run{folder / row.name}; is_complete(row, run, table.plan))
      results.push_back(read_result(row, run));
  return results;
}

}  // namespace

const std::vector<Table>& tables() {
  static const std::vector<Table> list = make();
  return list;
}

const Table& table(const std::string& name) {
  std::string names;
  for (const Table& t : tables()) {
    if (t.name == name) return t;
    names += (names.empty() ? "" : ", ") + t.name;
  }
  throw UsageError(fmt::format("reproduce {}: there are {}", name, names));
}

Table trial(Table table) {
  std::int64_t epochs = 0;
  for (Row& row : table.rows) {
    Options& o = row.options;
    o.data = "digits";
    o.train_images = 300;
    o.test_images = 100;
    o.validation = std::min<std::int64_t>(o.validation, 50);
    o.epochs = row.continues.empty() ? 2 : epochs + 1;
    epochs = o.epochs;
  }
  table.plan.samples = std::min<Size>(table.plan.samples, 10);
  return table;
}

bool reproduce(const Table& table, const std::filesystem::path& folder,
               const std::optional<std::string>& data_dir, const std::function<bool()>& stop) {
  bool all = true;
  for (const Row& row : table.rows)
    all = all &&
          complete(row, {folder / row.name}, {folder / row.continues}, table.plan, data_dir, stop);
  write_file(folder / "table.md", to_markdown(table, folder));
  if (table.columns == Table::Columns::sweep)
    write_file(folder / "sweep.svg", sweep_chart(results_of(table, folder)));
  return all;
}

std::string to_markdown(const Table& table, const std::filesystem::path& folder) {
  const Results results = results_of(table, folder);
  std::string text;
  if (!results.empty()) switch (table.columns) {
      case Table::Columns::likelihood:
        text = likelihood_text(table, results);
        break;
      case Table::Columns::sweep:
        text = sweep_text(table, results);
        break;
      case Table::Columns::comparison:
        text = comparison_text(results);
        break;
    }
  const auto has = [&](const std::string& name) {
    return std::any_of(results.begin(), results.end(),
                       [&](const Result& r) { return r.row.name == name; });
  };
  for (const auto& [first, second] : table.pairs) {
    if (!has(first) || !has(second)) continue;
    std::vector<double> gains = image_nlls({folder / first});
    const std::vector<double> others = image_nlls({folder / second});
    std::transform(gains.begin(), gains.end(), others.begin(), gains.begin(), std::minus());
    const Mean gain = mean_of(gains);
    text += fmt::format("\nNLL of {} less that of {}: {:.2f} ± {:.2f}, image by image.\n", first,
                        second, gain.value, gain.error);
  }
  for (const Row& row : table.rows)
    if (const RunFolder run{folder / row.name}; !is_complete(row, run, table.plan))
      text += fmt::format("\n{} is not finished: {}.\n", row.name, progress_of(row, run));
  return text;
}

}  // namespace gradus::vae
