#include "vae/train.h"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <set>

#include "nn/data.h"
#include "nn/files.h"
#include "nn/optim.h"
#include "nn/schedule.h"
#include "vae/evaluate.h"
#include "vae/gallery.h"
#include "vae/progress.h"

namespace gradus::vae {
namespace {

using AnyOptimizer = std::variant<nn::Adam<float>, nn::RmsProp<float>, nn::Sgd<float>>;

AnyOptimizer make_optimizer(const Options& options) {
  if (options.optimizer == "rmsprop") return nn::RmsProp<float>({.lr = options.lr});
  if (options.optimizer == "sgd") return nn::Sgd<float>({.lr = options.lr, .momentum = 0.9});
  return nn::Adam<float>({.lr = options.lr, .epsilon = options.adam_epsilon});
}

nn::Schedule make_schedule(const Options& options) {
  return options.schedule == "burda" ? nn::burda_stages(options.lr) : nn::constant(options.lr);
}

Objective make_objective(const Options& options) {
  Objective objective{.samples = options.samples, .free_bits = options.free_bits};
  if (options.objective == "sampled") objective.estimator = Estimator::sampled;
  if (options.objective == "iwae") objective.estimator = Estimator::importance_weighted;
  return objective;
}

/// The weight of the KL in epoch number `done`, counted from 0.
float beta_of(const Options& options, std::int64_t done) {
  const double risen = static_cast<double>(done) / static_cast<double>(options.warmup);
  return static_cast<float>(options.beta * (done < options.warmup ? risen : 1));
}

/// What is done of the epoch that is under way.
struct Part {
  Rng order{};       // as the epoch found it: gives the order of the images again
  Size batches = 0;  // seen so far, and sums over their images
  double reconstruction = 0, kl = 0;
  double seconds = 0;
};

/// What changes while a run goes on, all of it in the checkpoint.
struct State {
  AnyModel model;
  AnyOptimizer optimizer;
  Rng rng;  // order of the images, noise of the samples, binarisation
  std::int64_t epoch = 0;
  std::vector<Metrics> metrics = {};
  Part part = {};
};

State new_state(const Options& options, const LabelledImages& train) {
  Rng initial(options.seed);
  State state{make_model(options, train.images.shape()[1], initial), make_optimizer(options),
              initial.split(1)};
  // A decoder that starts with the mean image need not spend its first hundred steps on it.
  if (options.likelihood == "bernoulli") {
    Tensor<float>& bias = state.model.decoder.last_bias().value;
    const Tensor<float> mean_image = nn::logits_of_mean(train.images);
    // A convolution has one bias for all pixels.
    bias = bias.shape() == mean_image.shape()
               ? mean_image
               : nn::logits_of_mean(train.images.reshape({train.images.numel(), 1}));
  }
  return state;
}

nn::Checkpoint to_checkpoint(const State& state) {
  nn::Checkpoint checkpoint;
  nn::put_model(checkpoint, state.model, "model.");
  std::visit([&](const auto& o) { nn::put_optimizer(checkpoint, o.state, "optimizer."); },
             state.optimizer);
  nn::put_rng(checkpoint, "rng", state.rng);
  checkpoint.metadata["epoch"] = std::to_string(state.epoch);
  checkpoint.metadata["metrics"] = to_csv(state.metrics);
  if (const Part& part = state.part; part.batches > 0) {
    nn::put_rng(checkpoint, "part.order", part.order);
    checkpoint.metadata["part.batches"] = std::to_string(part.batches);
    checkpoint.tensors.emplace(
        "part.sums", Tensor<double>::from({3}, {part.reconstruction, part.kl, part.seconds}));
  }
  return checkpoint;
}

void restore(State& state, const nn::Checkpoint& checkpoint, const std::string& source) {
  nn::get_model(checkpoint, state.model, source, "model.");
  std::visit([&](auto& o) { o.state = nn::get_optimizer<float>(checkpoint, "optimizer.", source); },
             state.optimizer);
  state.rng = nn::get_rng(checkpoint, "rng", source);
  state.epoch = checkpoint.integer("epoch", source);
  state.metrics = from_csv(checkpoint.text("metrics", source), source);
  if (!checkpoint.metadata.contains("part.batches")) return;
  const auto sums = checkpoint.tensor<double>("part.sums", {3}, source).to_vector();
  state.part = {nn::get_rng(checkpoint, "part.order", source),
                checkpoint.integer("part.batches", source), sums[0], sums[1], sums[2]};
}

/// The model that is the result of the run: the best one, or without --patience the last.
AnyModel result(const State& state, const Options& options, const RunFolder& folder, Size pixels) {
  return options.patience > 0 ? load_model(folder, options, pixels) : state.model;
}

/// Goes on from the checkpoint of the run, if there is one already.
void resume_from(const RunFolder& folder, const Options& options, Size pixels, State& state) {
  const std::filesystem::path checkpoint = folder.checkpoint();
  if (!std::filesystem::exists(checkpoint)) return;
  try {
    restore(state, nn::load(checkpoint), checkpoint.string());
    // Hours later would be too late to find that the best model is not there.
    if (options.patience > 0 && best_epoch(state.metrics) > 0)
      result(state, options, folder, pixels);
  } catch (const FileError& e) {
    throw FileError(
        fmt::format("{} (put back what it was, or delete the checkpoint: --resume then "
                    "starts from the beginning)",
                    e.what()));
  }
}

/// Goes on with the pass over the training images, to its end or until `stop` says yes. Returns
/// whether it came to the end.
bool train_epoch(State& state, const Options& options, const LabelledImages& data,
                 Progress& progress, const std::function<bool()>& stop) {
  Part& part = state.part;
  if (part.batches == 0) part.order = state.rng;
  Rng order = part.order;
  const nn::Batches batches{data.images, data.labels, options.batch, order};
  const Objective objective = make_objective(options);
  const float beta = beta_of(options, state.epoch);
  const double lr = make_schedule(options)(state.epoch);
  std::visit([lr](auto& optimizer) { optimizer.options.lr = lr; }, state.optimizer);
  for (; part.batches < batches.count(); ++part.batches) {
    if (stop()) return false;
    if (part.batches == 0) state.rng = order;
    const nn::Batch<float> batch = batches[part.batches];
    const Tensor<float> x = shown(batch.images, options, state.rng);
    const auto size = static_cast<double>(x.shape()[0]);
    const Context<float> context = context_of(options, batch.labels);
    Tape tape;
    const Bound bound =
        objective(state.model.draws(x, context, objective.samples, state.rng), beta);
    const Gradients gradients = tape.gradients(-mean(bound.per_image));
    std::visit([&](auto& optimizer) { optimizer.step(state.model, gradients); }, state.optimizer);

    const double batch_reconstruction = mean(bound.reconstruction).item();
    const double batch_kl = mean(bound.kl).item();
    if (!std::isfinite(batch_reconstruction - batch_kl))
      throw Error(
          fmt::format("training: the loss is no longer finite in epoch {}; try a smaller "
                      "--lr (it is {})",
                      state.epoch + 1, options.lr));
    part.reconstruction += batch_reconstruction * size;
    part.kl += batch_kl * size;
    progress.step(state.epoch + 1, x.shape()[0], batch_kl - batch_reconstruction);
  }
  return true;
}

/// The means of what was seen on the way through an epoch.
Metrics train_metrics(const State& state, Size images) {
  const auto n = static_cast<double>(images);
  const double reconstruction = state.part.reconstruction / n, kl = state.part.kl / n;
  return {state.epoch + 1, "train", (state.part.reconstruction - state.part.kl) / n,
          reconstruction,  kl,      state.part.seconds};
}

Metrics to_metrics(const Evaluation& e, std::int64_t epoch, const char* split) {
  return {epoch, split, e.elbo.value, e.reconstruction.value, e.kl.value, 0};
}

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// A line about the last epoch of `rows`.
std::string describe_last_epoch(const std::vector<Metrics>& rows, std::int64_t epochs) {
  const std::int64_t epoch = rows.back().epoch;
  std::string line = fmt::format("epoch {}/{}:", epoch, epochs);
  double seconds = 0;
  for (const Metrics& m : rows) {
    if (m.epoch != epoch) continue;
    line += fmt::format(" {} -ELBO {:.2f} ({:.2f} + KL {:.2f}),", m.split, -m.elbo,
                        -m.reconstruction, m.kl);
    if (m.split == "train") seconds = m.seconds;
  }
  return line + fmt::format(" {:.1f} s", seconds);
}

/// A run that was killed while it wrote FILE has left FILE.<process id>.tmp behind.
void remove_leftovers(const RunFolder& folder) {
  std::set<std::filesystem::path> files = {folder.config(), folder.metrics(), folder.model(),
                                           folder.checkpoint()};
  for (const NamedPicture& picture : all_pictures(folder)) files.insert(picture.file);
  for (const auto& entry : std::filesystem::directory_iterator(folder.path)) {
    const std::filesystem::path& path = entry.path();
    if (path.extension() == ".tmp" && files.contains(folder.path / path.stem().stem()))
      std::filesystem::remove(path);
  }
}

void write_model(const State& state, const RunFolder& folder) {
  nn::Checkpoint model;
  nn::put_model(model, state.model);
  nn::save(folder.model(), model);
}

void write_metrics(const State& state, const RunFolder& folder) {
  write_file(folder.metrics(), to_csv(state.metrics));
  write_file(folder.loss(), loss_chart(state.metrics));
}

}  // namespace

bool train(const Options& options, const RunFolder& folder, bool resume,
           const std::function<bool()>& stop) {
  check(options);
  if (!resume && std::filesystem::exists(folder.config()))
    throw UsageError(
        fmt::format("--out {}: a run is there already; choose another folder, or go "
                    "on with it: --resume",
                    folder.path.string()));
  const DataSets data = load_data(options);
  State state = new_state(options, data.train);
  const Size images = data.train.images.shape()[0], pixels = data.train.images.shape()[1];
  if (resume) resume_from(folder, options, pixels, state);
  if (options.epochs < state.epoch)
    throw UsageError(fmt::format("--epochs {}: the run in {} has done {} already", options.epochs,
                                 folder.path.string(), state.epoch));
  if (options.epochs == state.epoch && state.part.batches > 0)
    throw UsageError(fmt::format("--epochs {}: the run in {} has begun epoch {} already",
                                 options.epochs, folder.path.string(), state.epoch + 1));
  make_folder(folder.path);
  remove_leftovers(folder);
  write_file(folder.config(), to_json(options));

  fmt::print("{} with {} parameters, {} training and {} test images\n", options.model,
             nn::parameter_count(state.model), images, data.test.images.shape()[0]);
  if (state.part.batches > 0)
    fmt::print("going on in epoch {} after batch {}\n", state.epoch + 1, state.part.batches);
  else if (state.epoch > 0)
    fmt::print("going on after epoch {}\n", state.epoch);

  Progress progress((options.epochs - state.epoch) * images - state.part.batches * options.batch,
                    options.epochs);
  const bool validates = options.validation > 0;
  // As metrics.csv has them: a resumed run must decide by the same digits.
  const auto record = [&](const Metrics& m) {
    state.metrics.push_back(from_csv(to_csv({m}), "metrics").front());
  };
  const auto measure = [&](const AnyModel& model, const LabelledImages& held_out,
                           const char* split) {
    const Stopwatch time;
    Metrics m = to_metrics(evaluate(model, options, held_out), state.epoch, split);
    m.seconds = time.seconds();
    record(m);
  };
  const auto test = [&] { measure(result(state, options, folder, pixels), data.test, "test"); };
  while (!is_over(options, state.metrics)) {
    const Stopwatch stopwatch;
    const bool whole = train_epoch(state, options, data.train, progress, stop);
    state.part.seconds += stopwatch.seconds();
    if (!whole) {
      nn::save(folder.checkpoint(), to_checkpoint(state));
      progress.line(
          fmt::format("stopped in epoch {} after batch {}", state.epoch + 1, state.part.batches));
      return false;
    }
    record(train_metrics(state, images));
    state.part = {};
    ++state.epoch;
    // The test images are looked at once, at the end, if there are others to validate with.
    if (validates) measure(state.model, data.validation, "validation");
    // The best model is on the disk before the checkpoint counts on that.
    if (options.patience > 0 && best_epoch(state.metrics) == state.epoch)
      write_model(state, folder);
    if (!validates || is_over(options, state.metrics)) test();
    nn::save(folder.checkpoint(), to_checkpoint(state));
    if (options.patience == 0) write_model(state, folder);
    write_metrics(state, folder);
    progress.line(describe_last_epoch(state.metrics, options.epochs));
  }
  // A run may be over without that: if --epochs was set to what it had done.
  if (state.metrics.back().split != "test") {
    test();
    nn::save(folder.checkpoint(), to_checkpoint(state));
  }
  if (options.patience == 0) write_model(state, folder);
  write_metrics(state, folder);
  if (options.patience > 0)
    fmt::print("the model of epoch {} is kept, the best on the validation images\n",
               best_epoch(state.metrics));
  write_pictures(folder, options, result(state, options, folder, pixels), data.test, state.metrics);
  return true;
}

}  // namespace gradus::vae
