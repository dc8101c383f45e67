// What: evaluate, the bound on a data set; Report, all that `vae evaluate` says about a run.
// Why: a loss shows that a model learns; what it has learned, and how it compares with published
//      models, takes the likelihood, the use it makes of its code, and a look at its samples.
// Invariants: nats per image; a number that was estimated has its standard error beside it. The
//      noise is the same each time; which pixels of a binarised run are set does not depend on
//      --seed, so that runs can be compared.
// Read next: main.cpp. Sources: Burda, Grosse, Salakhutdinov 2016 (likelihood, active units).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "vae/run.h"

namespace gradus::vae {

/// A mean over images and its standard error.
struct Mean {
  double value = 0, error = 0;
};
Mean mean_of(const std::vector<double>& values);

/// What a model is shown of images: with --binarize dynamic their pixels are tossed.
Tensor<float> shown(const Tensor<float>& images, const Options& options, Rng& rng);

/// The bound of each image, and its means.
struct Evaluation {
  std::vector<double> elbos;
  Mean elbo, reconstruction, kl;
};
/// One sample of z for each image. Throws UsageError if a label is missing that the model needs to
/// be told.
Evaluation evaluate(const AnyModel& model, const Options& options, const LabelledImages& data);

/// One dimension of z over a data set.
struct Dimension {
  double kl = 0;                  // mean of KL(q || p) over images
  double activity = 0;            // Var_x(E_q[z])
  double mean = 0, variance = 0;  // of z ~ q(z|x), over images and noise; a prior has 0 and 1
  /// Used by the model, by the criterion of Burda et al.
  bool active() const { return activity > 0.01; }
};
std::vector<Dimension> dimensions(const AnyModel& model, const Options& options,
                                  const LabelledImages& data);

/// Accuracies of classifiers that know `labels` labels, from codes and from pixels.
struct Probe {
  Size labels;
  double linear_codes, linear_pixels, knn_codes, knn_pixels;
};
/// With 100, 1,000 and all labels of data.train, on data.test. Throws UsageError if labels are
/// missing.
std::vector<Probe> probes(const AnyModel& model, const Options& options, const DataSets& data);

/// Euclidean distances to the nearest training image: of images decoded from the prior, of
/// reconstructions of test images, and of these test images themselves.
struct Distances {
  Mean prior_samples, reconstructions, test_images;
};
Distances distances(const AnyModel& model, const Options& options, const DataSets& data);

/// How much is asked for, beside the bound and the dimensions.
struct Plan {
  Size samples = 100;         // of z for the likelihood of each image, 1 to 1,000,000
  bool likelihood = true;     // which an autoencoder has not
  bool neighbourhood = true;  // classifiers, and distances to the training images
};

struct Report {
  Evaluation bound;
  std::vector<Dimension> dimensions;
  Size samples = 0;           // 0: no likelihood was estimated
  std::vector<double> nlls;   // -log p(x), of each image
  std::vector<Probe> probes;  // these two are empty if not planned
  std::optional<Distances> distances;

  Size active_units() const;
};
/// Throws UsageError if the plan is impossible, or the images are not of the model's size. `on_way`
/// is told, from time to time, of how many images the likelihood is known.
Report report(const AnyModel& model, const Options& options, const DataSets& data, Plan plan,
              const std::function<void(Size images)>& on_way = {});

/// For a terminal; evaluation.json; evaluation.csv, the ELBO and NLL of each image; evaluation.svg,
/// how many images have which.
std::string to_text(const Report& report, const Options& options);
std::string to_json(const Report& report, const Options& options);
std::string scores_csv(const Report& report);
std::string histogram_chart(const Report& report);

/// The report of a run, with a line of progress meanwhile; writes it into the folder in all forms,
/// evaluation.json last. data.train may be empty if the plan has no neighbourhood.
Report evaluate_run(const RunFolder& folder, const AnyModel& model, const Options& options,
                    const DataSets& data, Plan plan);

}  // namespace gradus::vae
