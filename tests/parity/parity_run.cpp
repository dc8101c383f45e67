// Trains on the built-in digits what elbo_from_model.py then reads, as `vae train` does, and writes
// beside each run what we say about its test images:
//
//     parity_run FOLDER      makes FOLDER/bernoulli and FOLDER/gaussian
#include <fmt/format.h>

#include "nn/data.h"
#include "vae/evaluate.h"
#include "vae/train.h"

namespace gradus::vae {
namespace {

/// The noise of evaluate(), drawn again, and for each test image the parts of the bound: with that
/// noise, and without any. evaluate()'s means come last.
void write_reference(const RunFolder& folder) {
  const Options options = folder.read_options();
  const LabelledImages test = load_test_data(options);
  const AnyModel model = load_model(folder, options, test.images.shape()[1]);

  Rng rng = Rng(options.seed).split(2);
  std::vector<Tensor<float>> noise, reconstruction, kl, at_mean;
  for (const auto& batch : nn::Batches{test.images, test.labels, options.batch}) {
    Rng same = rng;
    noise.push_back(normal<float>({batch.images.shape()[0], options.latent}, same));
    const Elbo elbo = model.elbo(batch.images, rng);
    reconstruction.push_back(elbo.reconstruction.value());
    kl.push_back(elbo.kl.value());
    const Var y = model.decoder(Var(model.encode(batch.images)));
    at_mean.push_back(model.likelihood.log_prob(y, Var(batch.images)).value());
  }
  const Evaluation means = evaluate(model, options, test);
  nn::Checkpoint reference;
  reference.tensors = {
      {"images", test.images},
      {"noise", concat(noise, 0)},
      {"reconstruction", concat(reconstruction, 0)},
      {"kl", concat(kl, 0)},
      {"reconstruction_at_mean", concat(at_mean, 0)},
      {"means",
       Tensor<double>::vector({means.elbo.value, means.reconstruction.value, means.kl.value})}};
  nn::save(folder.path / "reference.safetensors", reference);
}

void make_run(const std::filesystem::path& path, Options options) {
  options.train_images = 2000;
  options.test_images = 300;  // not a multiple of the batch
  options.epochs = 2;
  std::filesystem::remove_all(path);
  train(options, {path}, false);
  write_reference({path});
}

}  // namespace
}  // namespace gradus::vae

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: {} FOLDER\n", argv[0]);
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  gradus::vae::Options bernoulli, gaussian;
  bernoulli.hidden = {64};
  bernoulli.latent = 7;
  gaussian.hidden = {48, 32};
  gaussian.latent = 5;
  gaussian.activation = "tanh";
  gaussian.likelihood = "gaussian";
  gaussian.seed = 3;
  gradus::vae::make_run(folder / "bernoulli", bernoulli);
  gradus::vae::make_run(folder / "gaussian", gaussian);
}
