// The program `vae`: train, presets, evaluate, sample, reconstruct, interpolate, info.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "nn/files.h"
#include "tensor/isa.h"
#include "tensor/parallel.h"
#include "tensor/print.h"
#include "vae/pictures.h"
#include "vae/presets.h"
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

/// What the command line may say; CLI11 fills it in.
struct Arguments {
  Options options;
  std::string out;
  bool resume = false;
  bool check_finite = false;
  std::optional<int> threads;
  std::string run;
  std::string picture;
  Size count = 0, from = 0, to = 1, steps = 10;
  std::uint64_t seed = 1;
};

/// The options of the run in `folder`. The command line may repeat them, but it can only change how
/// long the run goes on.
Options resumed_options(const RunFolder& folder, const Options& asked, const CLI::App& command) {
  Options options = folder.read_options();
  const auto saved = nlohmann::json::parse(to_json(options));
  const auto wanted = nlohmann::json::parse(to_json(asked));
  for (const CLI::Option* option : command.get_options()) {
    const std::string flag = option->get_name();
    std::string key = flag.substr(flag.find_first_not_of('-'));
    std::replace(key.begin(), key.end(), '-', '_');
    if (option->count() == 0 || key == "epochs" || !saved.contains(key)) continue;
    if (saved[key] != wanted[key])
      throw UsageError(fmt::format("{} {}: the run in {} has {}; leave it out to go on with that",
                                   flag, wanted[key].dump(), folder.path.string(),
                                   saved[key].dump()));
  }
  if (command.get_option("--epochs")->count() > 0) options.epochs = asked.epochs;
  options.data_dir = asked.data_dir;
  return options;
}

void run_train(Arguments& a, const CLI::App& command) {
  const RunFolder folder{a.out};
  if (a.resume) a.options = resumed_options(folder, a.options, command);
  {
    const FiniteCheck check(a.check_finite);
    train(a.options, folder, a.resume);
  }

  const OpenRun run(a.out, a.options.data_dir);
  Rng rng(a.options.seed);
  fmt::print("\nSamples of the trained model:\n");
  show(sample_images(run.model, run.options, 2 * shown_per_row, rng), run.test.side);
  fmt::print("\nIn {}:\n", a.out);
  for (const auto& [file, what] :
       std::initializer_list<std::pair<std::filesystem::path, const char*>>{
           {folder.samples(), "64 images decoded from the prior"},
           {folder.reconstructions(), "test images, and below each its reconstruction"},
           {folder.loss(), "the bound over the epochs"},
           {folder.metrics(), "the same as numbers"},
           {folder.model(), "the trained parameters"},
           {folder.checkpoint(), "what --resume needs"},
           {folder.config(), "the options of this run"}})
    fmt::print("  {:<24} {}\n", file.filename().string(), what);
}

void run_evaluate(const Arguments& a) {
  const OpenRun run(a.run, a.options.data_dir);
  const Evaluation e = evaluate(run.model, run.options, run.test);
  fmt::print("{} test images of {}, nats per image\n\n", e.images, run.options.data);
  fmt::print("  {:<16}{:>10}  {}\n", "", "mean", "standard error");
  for (const auto& [name, mean, error] :
       {std::tuple{"ELBO", e.elbo, e.elbo_error},
        {"reconstruction", e.reconstruction, e.reconstruction_error},
        {"KL", e.kl, e.kl_error}})
    fmt::print("  {:<16}{:>10.3f}  {:.3f}\n", name, mean, error);
  const nlohmann::ordered_json json = {{"split", "test"},
                                       {"images", e.images},
                                       {"elbo", e.elbo},
                                       {"elbo_standard_error", e.elbo_error},
                                       {"reconstruction", e.reconstruction},
                                       {"reconstruction_standard_error", e.reconstruction_error},
                                       {"kl", e.kl},
                                       {"kl_standard_error", e.kl_error}};
  write_file(run.folder.evaluation(), json.dump(2) + "\n");
  fmt::print("\nAlso in {}\n", run.folder.evaluation().string());
}

/// Writes a grid of images where the command line says, else to `usual`, and says where.
void write_picture(const Arguments& a, const std::filesystem::path& usual, const Picture& picture,
                   const std::string& what) {
  const std::filesystem::path file = a.picture.empty() ? usual : std::filesystem::path(a.picture);
  write_png(file, picture);
  fmt::print("{} in {}\n", what, file.string());
}

void from_one_to(Size most, const char* flag, Size n) {
  if (n < 1 || n > most) throw UsageError(fmt::format("{} {}: expected 1 to {}", flag, n, most));
}

void run_sample(const Arguments& a) {
  from_one_to(10'000, "--count", a.count);
  const OpenRun run(a.run, a.options.data_dir);
  Rng rng(a.seed);
  const Tensor<float> samples = sample_images(run.model, run.options, a.count, rng);
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

/// "512,512" as numbers.
std::vector<Size> to_widths(const std::string& text) {
  std::vector<Size> widths;
  std::stringstream parts(text);
  for (std::string part; std::getline(parts, part, ',');) {
    Size width = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), width);
    if (error != std::errc{} || end != part.data() + part.size())
      throw UsageError(fmt::format("--hidden {}: expected widths, such as 400 or 512,512", text));
    widths.push_back(width);
  }
  return widths;
}

/// The options that a command line begins with: those of its --preset, or the defaults. They have
/// to be known before it is parsed, because every other flag, wherever it stands, changes them.
Options first_options(int argc, char** argv) {
  Options options;
  const std::string flag = "--preset";
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == flag && i + 1 < argc) options = preset(argv[i + 1]).options;
    if (argument.starts_with(flag + "="))
      options = preset(argument.substr(flag.size() + 1)).options;
  }
  return options;
}

void run_presets() {
  for (const Preset& p : presets())
    fmt::print("{:<14} {}\n{:<14} from {}\n", p.name, p.what, "", p.source);
  fmt::print("\nTrain one of them: vae train --preset NAME; other flags change it.\n");
}

void add_options(CLI::App& command, Arguments& a) {
  Options& o = a.options;
  command.add_option("--preset", o.preset, "begin with the options of this one; see vae presets");
  command.add_option("--data", o.data, "digits (drawn on the spot) or mnist");
  command.add_option("--data-dir", o.data_dir, "where the files of MNIST are (else $GRADUS_DATA)");
  command.add_option("--train-images", o.train_images, "at most so many");
  command.add_option("--test-images", o.test_images, "at most so many");
  command.add_option("--validation", o.validation, "training images held out to validate with");
  command.add_option("--model", o.model, "ae or vae");
  command.add_option("--network", o.network, "mlp, gated or conv");
  // Not a list to CLI11, which would add a second --hidden to the first instead of replacing it.
  command
      .add_option_function<std::string>(
          "--hidden", [&o](const std::string& text) { o.hidden = to_widths(text); },
          "widths of the hidden layers: 400, or 512,512")
      ->default_str(fmt::format("{}", fmt::join(o.hidden, ",")));
  command.add_option("--latent", o.latent, "dimensions of the code z");
  command.add_option("--activation", o.activation, "relu, tanh, elu, gelu or softplus");
  command.add_option("--likelihood", o.likelihood,
                     "p(x|z): bernoulli, continuous-bernoulli, gaussian or gaussian-shared");
  command.add_option("--stddev", o.stddev, "of the gaussian; without it the decoder learns one");
  command.add_flag("--conditional", o.conditional, "tell encoder and decoder the class");
  command.add_option("--objective", o.objective, "elbo, sampled (its KL from the samples) or iwae");
  command.add_option("--samples", o.samples, "of z for each image and step");
  command.add_option("--beta", o.beta, "weight of the KL");
  command.add_option("--warmup", o.warmup, "epochs in which the weight of the KL rises from 0");
  command.add_option("--free-bits", o.free_bits, "nats that each dimension of z has for nothing");
  command.add_option("--epochs", o.epochs, "passes over the training images");
  command.add_option("--batch", o.batch, "images in a mini-batch");
  command.add_option("--lr", o.lr, "learning rate");
  command.add_option("--schedule", o.schedule, "of --lr: constant, or burda (eight stages)");
  command.add_option("--adam-epsilon", o.adam_epsilon, "the epsilon of adam");
  command.add_option("--optimizer", o.optimizer, "adam, rmsprop or sgd (momentum 0.9)");
  command.add_option("--binarize", o.binarize,
                     "pixels tossed: none, dynamic (each time) or fixed (once)");
  command.add_option("--seed", o.seed, "of parameters, order and noise")
      ->check(CLI::NonNegativeNumber);
}

int run(int argc, char** argv) {
  Arguments a;
  a.options = first_options(argc, argv);
  CLI::App app("Variational autoencoders from scratch", "vae");
  app.require_subcommand(0, 1);
  app.option_defaults()->always_capture_default()->multi_option_policy(
      CLI::MultiOptionPolicy::TakeLast);

  CLI::App* const train = app.add_subcommand("train", "Train a model and write a run folder");
  add_options(*train, a);
  train->add_option("--out", a.out, "the run folder")
      ->default_str("runs/DATA-MODEL, or runs/DATA-PRESET");
  train->add_flag("--resume", a.resume, "go on with the run in --out");
  train->add_flag("--check-finite", a.check_finite,
                  "stop at the op and line that make the first NaN or infinity (a little slower)");

  CLI::App* const list =
      app.add_subcommand("presets", "The models of articles and papers that --preset knows");
  const auto of_a_run = [&](const char* name, const char* what) {
    CLI::App* const command = app.add_subcommand(name, what);
    command->add_option("run", a.run, "the run folder")->required();
    command->add_option("--data-dir", a.options.data_dir, "where the files of MNIST are");
    return command;
  };
  CLI::App* const evaluate = of_a_run("evaluate", "The bound on the test images");
  CLI::App* const sample = of_a_run("sample", "Images decoded from z ~ N(0, I)");
  CLI::App* const reconstruct = of_a_run("reconstruct", "Test images and their reconstructions");
  CLI::App* const interpolate =
      of_a_run("interpolate", "Images on the way from one code to another");
  CLI::App* const info = of_a_run("info", "Options, parameters and metrics of a run");
  sample->add_option("--seed", a.seed, "of the samples")->check(CLI::NonNegativeNumber);
  a.count = 64;
  sample->add_option("--count", a.count, "number of images");
  reconstruct->add_option("--count", a.count, "number of images");
  interpolate->add_option("--from", a.from, "number of a test image");
  interpolate->add_option("--to", a.to, "number of another one");
  interpolate->add_option("--steps", a.steps, "images in the strip");
  for (CLI::App* const command : {sample, reconstruct, interpolate})
    command->add_option("--picture", a.picture, "the PNG to write; else one in the run folder");
  for (CLI::App* const command : app.get_subcommands({}))
    command->add_option("--threads", a.threads, "threads; else as many as the machine has");

  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& e) {
    throw UsageError(fmt::format("{}; see vae --help, or --help after a command", e.what()));
  }
  if (app.get_subcommands().empty())
    throw UsageError("a command is needed: train, evaluate, sample...; see vae --help");
  if (a.threads) {
    from_one_to(1024, "--threads", *a.threads);
    set_threads(*a.threads);
  }
  fmt::print("gradus: {} kernels, {} thread{}\n", name(isa()), threads(),
             threads() == 1 ? "" : "s");
  if (a.out.empty())
    a.out = "runs/" + a.options.data + "-" +
            (a.options.preset.empty() ? a.options.model : a.options.preset);

  if (train->parsed()) run_train(a, *train);
  if (list->parsed()) run_presets();
  if (evaluate->parsed()) run_evaluate(a);
  if (sample->parsed()) run_sample(a);
  if (reconstruct->parsed()) run_reconstruct(a);
  if (interpolate->parsed()) run_interpolate(a);
  if (info->parsed()) run_info(a);
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
