// What: a run folder: what is in it, and how it is read and written.
// Why: training leaves behind all that is needed to look at it, to use it and to go on with it.
// Invariants: every file is replaced whole or not at all. The checkpoint is written first and is
//      the truth; the other files follow from it and are written again when a run is resumed.
// Read next: train.h.
#pragma once

#include <filesystem>

#include "nn/checkpoint.h"
#include "nn/network.h"
#include "vae/data.h"
#include "vae/models.h"
#include "vae/options.h"

namespace gradus::vae {

/// The files of a run.
struct RunFolder {
  std::filesystem::path path;

  std::filesystem::path config() const { return path / "config.json"; }
  std::filesystem::path metrics() const { return path / "metrics.csv"; }
  std::filesystem::path model() const { return path / "model.safetensors"; }
  std::filesystem::path checkpoint() const { return path / "checkpoint.safetensors"; }
  std::filesystem::path samples() const { return path / "samples.png"; }
  std::filesystem::path reconstructions() const { return path / "reconstructions.png"; }
  std::filesystem::path interpolation() const { return path / "interpolation.png"; }
  std::filesystem::path loss() const { return path / "loss.svg"; }
  std::filesystem::path traversal() const { return path / "traversal.png"; }
  std::filesystem::path manifold() const { return path / "manifold.png"; }
  std::filesystem::path stddev() const { return path / "stddev.png"; }
  std::filesystem::path codes() const { return path / "codes.svg"; }
  std::filesystem::path kl() const { return path / "kl.svg"; }
  std::filesystem::path evaluation() const { return path / "evaluation.json"; }
  std::filesystem::path scores() const { return path / "evaluation.svg"; }
  std::filesystem::path image_scores() const { return path / "evaluation.csv"; }

  /// Throws FileError, with what to do, if there is no run here.
  Options read_options() const;
  /// model.safetensors. Throws FileError, with what to do, if it is not there.
  nn::Checkpoint read_model() const;
};

/// One row of metrics.csv. elbo = reconstruction - kl, nats per image.
struct Metrics {
  std::int64_t epoch = 0;
  std::string split;  // train, validation, test
  double elbo = 0, reconstruction = 0, kl = 0;
  double seconds = 0;
};
/// epoch,split,elbo,reconstruction,kl,seconds, a line for each row; and back (FileError).
std::string to_csv(const std::vector<Metrics>& rows);
std::vector<Metrics> from_csv(const std::string& text, const std::string& source);
/// The first epoch with the best bound on the validation images; 0 if there is none.
std::int64_t best_epoch(const std::vector<Metrics>& rows);
/// Whether a run with these metrics has come to its end: after its last epoch, or when --patience
/// is exhausted. Patience begins when the warm-up is over.
bool is_over(const Options& options, const std::vector<Metrics>& rows);
/// -ELBO and KL over the epochs as an SVG chart.
std::string loss_chart(const std::vector<Metrics>& rows);

/// What a run learns from and is tested on. Without --validation that part is empty.
struct DataSets {
  LabelledImages train, validation, test;
};
/// Draws or reads the data. Which images there are does not depend on --seed.
DataSets load_data(const Options& options);
LabelledImages load_test_data(const Options& options);
/// The first n images, or all if there are fewer, as a view.
LabelledImages head(const LabelledImages& data, Size n);

/// The model of a run: its parts were chosen by the options.
using AnyModel = Vae<nn::Network<float>, nn::Network<float>, AnyLikelihood<float>, AnyForm>;

/// A new model for square images of `pixels` numbers, its parameters drawn from rng. Throws
/// UsageError if the options do not go with such images.
AnyModel make_model(const Options& options, Size pixels, Rng& rng);
/// The trained model of a run. Throws FileError if there is none or it does not fit the options.
AnyModel load_model(const RunFolder& folder, const Options& options, Size pixels);

/// Numbers in a code z of such a model.
Size latent_size(const Options& options, Size pixels);

/// Classes of every data set.
inline constexpr Size classes = 10;
/// What a model of these options is told beside images of these classes. [n, classes] or nothing
Context<float> context_of(const Options& options, const std::vector<Size>& labels);

// Pictures of a trained model, each an [n, D] of images.
/// Decoded from z ~ N(0, I); a conditional model draws class after class, 0 to 9 and again.
Tensor<float> sample_images(const AnyModel& model, const Options& options, Size count, Rng& rng,
                            Size pixels = 784);
/// Rows of ten originals, each above their ten reconstructions; the last are filled with black.
Tensor<float> reconstruction_pairs(const AnyModel& model, const Options& options,
                                   const LabelledImages& data);
/// Decoded from `steps` codes on the straight line between the codes of two images, the first and
/// the second of `ends`; a conditional model is told the class of the first.
Tensor<float> interpolation_strip(const AnyModel& model, const Options& options,
                                  const LabelledImages& ends, Size steps);
/// Images beside each other in a row of reconstructions.png.
inline constexpr Size pictures_per_row = 10;

}  // namespace gradus::vae
