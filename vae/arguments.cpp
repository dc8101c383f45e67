#include "vae/arguments.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <sstream>

#include "tensor/errors.h"
#include "vae/presets.h"

namespace gradus::vae {
namespace {

/// "512,512" as numbers.
std::vector<std::int64_t> to_widths(const std::string& text) {
  std::vector<std::int64_t> widths;
  std::stringstream parts(text);
  for (std::string part; std::getline(parts, part, ',');) {
    std::int64_t width = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), width);
    if (error != std::errc{} || end != part.data() + part.size())
      throw UsageError(fmt::format("--hidden {}: expected widths, such as 400 or 512,512", text));
    widths.push_back(width);
  }
  return widths;
}

/// The options that a command line begins with: those of its --preset, or the defaults. They have
/// to be known before it is parsed, because every other flag, wherever it stands, changes them.
Options first_options(int argc, const char* const* argv) {
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

void add_options(CLI::App& command, Arguments& a) {
  Options& o = a.options;
  command.add_option("--preset", o.preset, "begin with the options of this one; see vae presets");
  command.add_option("--data", o.data, "digits or moons (drawn on the spot), or mnist");
  command.add_option("--phases", o.phases, "of the moons to learn from: 2 half and full, 0 any");
  command.add_option("--data-dir", o.data_dir, "where the files of MNIST are (else $GRADUS_DATA)");
  command.add_option("--train-images", o.train_images, "at most so many");
  command.add_option("--test-images", o.test_images, "at most so many");
  command.add_option("--validation", o.validation, "training images held out to validate with");
  command.add_option("--model", o.model, "ae or vae");
  command.add_option("--network", o.network, "mlp, gated, conv or spatial");
  // Not a list to CLI11, which would add a second --hidden to the first instead of replacing it.
  command
      .add_option_function<std::string>(
          "--hidden", [&o](const std::string& text) { o.hidden = to_widths(text); },
          "widths of the hidden layers: 400, or 512,512")
      ->default_str(fmt::format("{}", fmt::join(o.hidden, ",")));
  command.add_option("--latent", o.latent,
                     "dimensions of the code z; of a spatial network its maps");
  command.add_option("--covariance", o.covariance, "of spatial codes: diagonal or cholesky");
  command.add_flag("--full-mean", o.full_mean, "means of spatial codes need not be of rank 1");
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
  command.add_option("--epochs", o.epochs, "passes over the training images, at most");
  command.add_option("--patience", o.patience,
                     "stop after so many epochs without a better bound on the validation images, "
                     "and keep the best model");
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

}  // namespace

void from_one_to(std::int64_t most, const char* flag, std::int64_t n) {
  if (n < 1 || n > most) throw UsageError(fmt::format("{} {}: expected 1 to {}", flag, n, most));
}

Arguments parse_arguments(int argc, const char* const* argv) {
  Arguments a;
  if (argc > 0) a.program = argv[0];
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

  CLI::App* const reproduce = app.add_subcommand(
      "reproduce", "Train and measure the models of a table, beside the published figures");
  reproduce->add_option("table", a.table, "which one; without it they are listed");
  reproduce->add_option("--out", a.out, "the folder of its runs; what is there is not done again")
      ->default_str("runs/TABLE");
  reproduce->add_option("--data-dir", a.options.data_dir, "where the files of MNIST are");
  reproduce->add_flag("--so-far", a.so_far, "only show what is there already");
  reproduce->add_flag("--trial", a.trial,
                      "the same in a minute, with a few drawn digits: to see what it does");

  app.add_subcommand("presets", "The models of articles and papers that --preset knows");
  const auto of_a_run = [&](const char* name, const char* what) {
    CLI::App* const command = app.add_subcommand(name, what);
    command->add_option("run", a.run, "the run folder")->required();
    command->add_option("--data-dir", a.options.data_dir, "where the files of MNIST are");
    return command;
  };
  CLI::App* const evaluate = of_a_run("evaluate", "How good the model is, on the test images");
  evaluate->add_option("--data", a.options.data, "what the run learned from, to be sure");
  evaluate->add_option("--images", a.count, "the first ones only")->default_str("all");
  evaluate->add_option("--samples", a.plan.samples,
                       "of z for the likelihood of each image; papers take 5000");
  evaluate->add_flag_callback(
      "--quick", [&a] { a.plan.likelihood = a.plan.neighbourhood = false; },
      "the bound and the dimensions of z alone: no likelihood, no classifiers");
  CLI::App* const sample = of_a_run("sample", "Images decoded from z ~ N(0, I)");
  CLI::App* const reconstruct = of_a_run("reconstruct", "Test images and their reconstructions");
  CLI::App* const interpolate =
      of_a_run("interpolate", "Images on the way from one code to another");
  of_a_run("pictures", "Every picture that the run can have");
  of_a_run("info", "Options, parameters and metrics of a run");
  sample->add_option("--seed", a.seed, "of the samples")->check(CLI::NonNegativeNumber);
  sample->add_option("--count", a.count, "number of images");
  reconstruct->add_option("--count", a.count, "number of images");
  interpolate->add_option("--from", a.from, "number of a test image; the half moon is 0");
  interpolate->add_option("--to", a.to, "number of another one; the full moon is 1");
  interpolate->add_option("--steps", a.steps, "images in the strip");
  for (CLI::App* const command : {sample, reconstruct, interpolate})
    command->add_option("--picture", a.picture, "the PNG to write; else one in the run folder");
  for (CLI::App* const command : app.get_subcommands({}))
    command->add_option("--threads", a.threads, "threads; else as many as the machine has");

  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    a.help = app.help();
    return a;
  } catch (const CLI::ParseError& e) {
    throw UsageError(fmt::format("{}; see vae --help, or --help after a command", e.what()));
  }
  if (app.get_subcommands().empty())
    throw UsageError("a command is needed: train, evaluate, sample...; see vae --help");
  const CLI::App* const chosen = app.get_subcommands().front();
  a.command = chosen->get_name();
  for (const CLI::Option* option : chosen->get_options())
    if (option->count() > 0) a.flags.insert(option->get_name());
  if (a.threads) from_one_to(1024, "--threads", *a.threads);
  if (a.command == "reproduce" && a.out.empty())
    a.out = "runs/" + a.table + (a.trial ? "-trial" : "");
  if (a.out.empty())
    a.out = "runs/" + a.options.data + "-" +
            (a.options.preset.empty() ? a.options.model : a.options.preset);
  return a;
}

}  // namespace gradus::vae
