// The program `vae`: train, presets, reproduce, evaluate, sample, reconstruct, interpolate,
// pictures, info.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "nn/files.h"
#include "tensor/isa.h"
#include "tensor/parallel.h"
#include "tensor/print.h"
#include "vae/arguments.h"
#include "vae/evaluate.h"
#include "vae/gallery.h"
#include "vae/pictures.h"
#include "vae/presets.h"
#include "vae/reproduce.h"
#include "vae/train.h"

namespace gradus::vae {
namespace {

Characters terminal_characters() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* const value = std::getenv(name);
    if (!value || !*value) continue;
    const std::string_view locale = value;
    return locale.find("UTF-8") != locale.npos || locale.find("utf8") != locale.npos
               ? Characters::unicode
               : Characters::ascii;
  }
  return Characters::ascii;
}

constexpr Size shown_per_row = 4;  // in the terminal

void show(const Tensor<float>& images, Size side, Size per_row = shown_per_row) {
  fmt::print("\n{}\n", blocks(images, side, per_row, terminal_characters()));
}

/// A finished run, opened to be looked at.
struct OpenRun {
  RunFolder folder;
  Options options;
  LabelledImages test;
  AnyModel model;

  OpenRun(const std::string& path, const std::optional<std::string>& data_dir)
      : folder{path},
        options(with_data_dir(folder.read_options(), data_dir)),
        test(load_test_data(options)),
        model(load_model(folder, options, test.images.shape()[1])) {}

  Size pixels() const { return test.images.shape()[1]; }
  /// Test images number `from` and `to`.
  LabelledImages ends(Size from, Size to) const {
    LabelledImages two{{}, {}, test.side};
    for (const auto& [flag, i] : {std::pair{"--from", from}, {"--to", to}}) {
      const Size count = test.images.shape()[0];
      if (i < 0 || i >= count)
        throw UsageError(
            fmt::format("{} {}: the test images are numbered 0 to {}", flag, i, count - 1));
      two.labels.push_back(test.labels[static_cast<std::size_t>(i)]);
    }
    two.images = take_rows(test.images, {from, to});
    return two;
  }

 private:
  static Options with_data_dir(Options options, const std::optional<std::string>& data_dir) {
    options.data_dir = data_dir;
    return options;
  }
};

/// The options of the run in `folder`. The command line may repeat them, but it can only change how
/// long the run goes on.
Options resumed_options(const RunFolder& folder, const Arguments& a) {
  Options options = folder.read_options();
  const auto saved = nlohmann::json::parse(to_json(options));
  const auto wanted = nlohmann::json::parse(to_json(a.options));
  for (const std::string& flag : a.flags) {
    std::string key = flag.substr(flag.find_first_not_of('-'));
    std::replace(key.begin(), key.end(), '-', '_');
    if (key == "epochs" || !saved.contains(key)) continue;
    if (saved[key] != wanted[key])
      throw UsageError(fmt::format("{} {}: the run in {} has {}; leave it out to go on with that",
                                   flag, wanted[key].dump(), folder.path.string(),
                                   saved[key].dump()));
  }
  if (a.flags.contains("--epochs")) options.epochs = a.options.epochs;
  options.data_dir = a.options.data_dir;
  return options;
}

void list_pictures(const RunFolder& folder) {
  fmt::print("\nIn {}:\n", folder.path.string());
  for (const auto& [file, what] : all_pictures(folder))
    if (std::filesystem::exists(file)) fmt::print("  {:<24} {}\n", file.filename().string(), what);
}

volatile std::sig_atomic_t stop_signal = 0;

/// From now on the first Ctrl-C, or SIGTERM, is taken note of, and the second ends the program.
void catch_signals() {
  for (const int number : {SIGINT, SIGTERM}) {
    const auto before = std::signal(number, [](int received) {
      stop_signal = received;
      std::signal(SIGINT, SIG_DFL);
      std::signal(SIGTERM, SIG_DFL);
    });
    if (before == SIG_IGN) std::signal(number, SIG_IGN);  // as nohup and the like wish
  }
}

/// A word as a shell reads it back.
std::string quoted(const std::string& word) {
  constexpr const char* harmless =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+,:=@%";
  if (!word.empty() && word.find_first_not_of(harmless) == word.npos) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

/// What to type to go on with a run that was stopped.
std::string resume_command(const Arguments& a) {
  std::string line = fmt::format("{} train --resume --out {}", quoted(a.program), quoted(a.out));
  if (a.options.data_dir) line += " --data-dir " + quoted(*a.options.data_dir);
  if (a.threads) line += fmt::format(" --threads {}", *a.threads);
  if (a.check_finite) line += " --check-finite";
  return line;
}

/// Returns the exit status.
int run_train(Arguments& a) {
  const RunFolder folder{a.out};
  if (a.resume) a.options = resumed_options(folder, a);
  catch_signals();
  const FiniteCheck check(a.check_finite);
  if (!train(a.options, folder, a.resume, [] { return stop_signal != 0; })) {
    fmt::print("To go on:\n  {}\n", resume_command(a));
    return 128 + stop_signal;  // as shells count
  }

  const OpenRun run(a.out, a.options.data_dir);
  Rng rng(a.options.seed);
  fmt::print("\nSamples of the trained model:\n");
  show(sample_images(run.model, run.options, 2 * shown_per_row, rng, run.pixels()), run.test.side);
  list_pictures(folder);
  for (const auto& [file, what] :
       std::initializer_list<std::pair<std::filesystem::path, const char*>>{
           {folder.metrics(), "the same as numbers"},
           {folder.model(), "the trained parameters"},
           {folder.checkpoint(), "what --resume needs"},
           {folder.config(), "the options of this run"}})
    fmt::print("  {:<24} {}\n", file.filename().string(), what);
  return 0;
}

void run_evaluate(const Arguments& a) {
  OpenRun run(a.run, a.options.data_dir);
  if (a.flags.contains("--data") && a.options.data != run.options.data)
    throw UsageError(
        fmt::format("--data {}: the run in {} learned from {}; leave --data out, or "
                    "train another one: vae train --data {}",
                    a.options.data, a.run, run.options.data, a.options.data));
  if (a.flags.contains("--images")) {
    from_one_to(run.test.images.shape()[0], "--images", a.count);
    run.test = vae::head(run.test, a.count);
  }
  DataSets data;
  if (a.plan.neighbourhood) data = load_data(run.options);
  data.test = run.test;
  const Report result = evaluate_run(run.folder, run.model, run.options, data, a.plan);
  fmt::print("{}", to_text(result, run.options));
  fmt::print("\nAlso in {}; image by image in {} and {}\n", run.folder.evaluation().string(),
             run.folder.image_scores().string(), run.folder.scores().string());
}

/// Returns the exit status.
int run_reproduce(const Arguments& a) {
  if (a.table.empty()) {
    for (const Table& t : tables()) fmt::print("{:<10} {}\n", t.name, t.what);
    fmt::print("\nMake one of them: vae reproduce TABLE. It can be stopped and started again.\n");
    return 0;
  }
  const Table chosen = a.trial ? trial(table(a.table)) : table(a.table);
  catch_signals();
  const bool whole =
      a.so_far || reproduce(chosen, a.out, a.options.data_dir, [] { return stop_signal != 0; });
  fmt::print("\n{}", to_markdown(chosen, a.out));
  if (!whole) fmt::print("\nTo go on, say the same again.\n");
  return whole ? 0 : 128 + stop_signal;
}

/// Writes a grid of images where the command line says, else to `usual`, and says where.
void write_picture(const Arguments& a, const std::filesystem::path& usual, const Picture& picture,
                   const std::string& what) {
  const std::filesystem::path file = a.picture.empty() ? usual : std::filesystem::path(a.picture);
  write_png(file, picture);
  fmt::print("{} in {}\n", what, file.string());
}

void run_sample(const Arguments& a) {
  from_one_to(10'000, "--count", a.count);
  const OpenRun run(a.run, a.options.data_dir);
  Rng rng(a.seed);
  const Tensor<float> samples = sample_images(run.model, run.options, a.count, rng, run.pixels());
  show(samples.slice(0, 0, std::min(a.count, 2 * shown_per_row)), run.test.side);
  write_picture(a, run.folder.samples(), grid(samples, run.test.side, 8),
                fmt::format("Samples of the model: {}", a.count));
}

void run_reconstruct(const Arguments& a) {
  from_one_to(10'000, "--count", a.count);
  const OpenRun run(a.run, a.options.data_dir);
  const Size count = std::min(a.count, run.test.images.shape()[0]);
  const Size shown = std::min(count, shown_per_row);
  show(reconstruction_pairs(run.model, run.options, head(run.test, shown)), run.test.side, shown);
  write_picture(a, run.folder.reconstructions(),
                grid(reconstruction_pairs(run.model, run.options, head(run.test, count)),
                     run.test.side, std::min(count, pictures_per_row)),
                fmt::format("Test images, and below each its reconstruction: the first {}", count));
}

void run_interpolate(const Arguments& a) {
  from_one_to(100, "--steps", a.steps);
  const OpenRun run(a.run, a.options.data_dir);
  const Tensor<float> strip =
      interpolation_strip(run.model, run.options, run.ends(a.from, a.to), a.steps);
  show(strip, run.test.side, std::min<Size>(a.steps, 5));
  write_picture(a, run.folder.interpolation(), grid(strip, run.test.side, a.steps),
                fmt::format("From test image {} to {} in {} steps", a.from, a.to, a.steps));
}

void run_pictures(const Arguments& a) {
  const OpenRun run(a.run, a.options.data_dir);
  const std::string metrics = run.folder.metrics().string();
  write_pictures(run.folder, run.options, run.model, run.test,
                 from_csv(read_file(run.folder.metrics()), metrics));
  list_pictures(run.folder);
}

void run_info(const Arguments& a) {
  const RunFolder folder{a.run};
  const Options options = folder.read_options();
  const nn::Checkpoint file = folder.read_model();
  fmt::print("{}\n{}\n", folder.path.string(), to_json(options));
  fmt::print("{:<24} {:>12} {:>10}\n", "parameter", "shape", "numbers");
  Size total = 0;
  for (const auto& [name, any] : file.tensors) {
    const auto [shape, count] =
        std::visit([](const auto& t) { return std::pair(t.shape().text(), t.numel()); }, any);
    fmt::print("{:<24} {:>12} {:>10}\n", name, shape, count);
    total += count;
  }
  fmt::print("{:<24} {:>12} {:>10}\n\n", "all", "", total);
  const auto rows = from_csv(read_file(folder.metrics()), folder.metrics().string());
  fmt::print("{:>6}  {:<10} {:>10} {:>15} {:>8} {:>9}\n", "epoch", "split", "ELBO",
             "reconstruction", "KL", "seconds");
  for (const Metrics& m : rows)
    fmt::print("{:>6}  {:<10} {:>10.2f} {:>15.2f} {:>8.2f} {:>9.1f}\n", m.epoch, m.split, m.elbo,
               m.reconstruction, m.kl, m.seconds);
}

void run_presets() {
  for (const Preset& p : presets())
    fmt::print("{:<14} {}\n{:<14} from {}\n", p.name, p.what, "", p.source);
  fmt::print("\nTrain one of them: vae train --preset NAME; other flags change it.\n");
}

int run(int argc, char** argv) {
  Arguments a = parse_arguments(argc, argv);
  if (!a.help.empty()) {
    fmt::print("{}", a.help);
    return 0;
  }
  if (a.threads) set_threads(*a.threads);
  fmt::print("gradus: {} kernels, {} thread{}\n", name(isa()), threads(),
             threads() == 1 ? "" : "s");
  if (a.command == "train") return run_train(a);
  if (a.command == "reproduce") return run_reproduce(a);
  if (a.command == "presets") run_presets();
  if (a.command == "evaluate") run_evaluate(a);
  if (a.command == "sample") run_sample(a);
  if (a.command == "reconstruct") run_reconstruct(a);
  if (a.command == "interpolate") run_interpolate(a);
  if (a.command == "pictures") run_pictures(a);
  if (a.command == "info") run_info(a);
  return 0;
}

}  // namespace
}  // namespace gradus::vae

int main(int argc, char** argv) {
  std::signal(SIGXFSZ, SIG_IGN);  // beyond ulimit -f a write then fails, and says so
  try {
    const int code = gradus::vae::run(argc, argv);
    if (std::fflush(stdout) != 0)
      throw gradus::FileError("cannot write to the standard output; is the disk full?");
    return code;
  } catch (const gradus::UsageError& e) {
    fmt::print(stderr, "vae: {}\n", e.what());
    return 2;
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "vae: out of memory; try smaller --hidden, --batch or --train-images\n");
  } catch (const std::exception& e) {
    fmt::print(stderr, "vae: {}\n", e.what());
  }
  return 1;
}
