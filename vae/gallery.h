// What: the pictures of a run: what they are made of, and write_pictures, which writes them all.
// Why: each answers one question: does it dream (samples), does it remember (reconstructions), is
//      there a way between two images (interpolation), what does a dimension mean (traversal), how
//      is the code laid out (manifold, codes), and how much of it is used (kl, stddev).
// Invariants: images decoded on a path or a grid are those of the codes there, never of samples
//      around them. The same model gives the same bytes.
// Read next: main.cpp.
#pragma once

#include "vae/run.h"

namespace gradus::vae {

struct NamedPicture {
  std::filesystem::path file;
  const char* what;
};
/// Every picture that a run may have; which of them it has depends on its options.
std::vector<NamedPicture> all_pictures(const RunFolder& folder);
/// Writes those that this run can have: of an autoencoder none that need a prior, manifold and
/// codes for codes of two dimensions, stddev for a spatial network.
void write_pictures(const RunFolder& folder, const Options& options, const AnyModel& model,
                    const LabelledImages& test, const std::vector<Metrics>& metrics);

/// The KL of each dimension in nats, the mean over the images.
std::vector<double> kl_of_dimensions(const AnyModel& model, const Options& options,
                                     const LabelledImages& data);
/// The `count` dimensions of largest KL, or all if there are fewer, the largest first.
std::vector<Size> most_used(const std::vector<double>& kl, Size count);

/// For each of the dimensions `steps` copies of the code [1, L] in which that one goes from -3 to
/// 3, standard deviations of the prior. [dimensions steps, L]
Tensor<float> traversal_codes(const Tensor<float>& code, const std::vector<Size>& dimensions,
                              Size steps);

/// The x below which a standard normal variable lies with probability p, 0 < p < 1.
double inverse_normal_cdf(double p);
/// A square grid over the plane, each of whose steps has the same probability under the prior: row
/// i, column j is (x_j, x_{steps-1-i}), x_k = inverse_normal_cdf((k + 1/2) / steps), so that the
/// second dimension grows upwards. [steps steps, 2] (Kingma, Welling 2014, figure 4)
Tensor<float> manifold_codes(Size steps);

/// For each image the image and, at its size, the standard deviation of each pixel of its maps of
/// codes, black for 0 and white for 1, the prior's. [n (1 + maps), D]. Throws UsageError if the
/// model has no maps.
Tensor<float> stddev_maps(const AnyModel& model, const LabelledImages& data);

/// The means of q(z|x) in the plane, coloured by class, as an SVG. Needs two dimensions.
std::string codes_chart(const AnyModel& model, const Options& options, const LabelledImages& data);
/// kl_of_dimensions in order of size, as an SVG.
std::string kl_chart(const std::vector<double>& kl);

/// A run of a sweep: both in nats per image.
struct RateDistortion {
  std::string label;  // such as "beta 4"
  double kl, reconstruction;
};
/// -reconstruction over KL, joined in order of KL, as an SVG. Along the lines that fall by one nat
/// for each the bound is the same.
std::string rate_distortion_chart(std::vector<RateDistortion> rows);

}  // namespace gradus::vae
