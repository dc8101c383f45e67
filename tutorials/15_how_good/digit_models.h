// What: two VAEs that differ in their objective alone, trained on digits and compared.
// Why: the row of Burda's table that this course can afford to repeat in seconds.
// Invariants: the networks and the binarisation are those of the paper; both models begin with the
//      same weights and are tested on the same images. Nats per image.
// Read next: main.cpp. Source: Burda, Grosse, Salakhutdinov 2016, section 5 and table 1.
#pragma once

#include <fmt/format.h>

#include "nn/data.h"
#include "nn/init.h"
#include "nn/optim.h"
#include "vae/digits.h"
#include "vae/evaluate.h"
#include "vae/mnist.h"
#include "vae/nll.h"

namespace gradus {

inline Tensor<double> in_double(const Tensor<float>& x) {
  const std::vector<float> values = x.to_vector();
  return Tensor<double>::from(x.shape(), {values.begin(), values.end()});
}

struct Comparison {
  Tensor<double> train = in_double(vae::digits(4000, Rng{1}).images);
  Tensor<double> test = in_double(vae::digits(300, Rng{2}).images);
  int epochs = 4;
  Size most_draws = 500;
};

/// The real thing, which takes minutes. Throws FileError if MNIST is not there.
inline Comparison on_mnist(const char* folder) {
  const auto files = vae::find_mnist(folder ? std::optional<std::string>(folder) : std::nullopt);
  const Tensor<float> test = vae::mnist(files, vae::Split::test).images.slice(0, 0, 500);
  return {in_double(vae::mnist(files, vae::Split::train).images), in_double(test), 10, 5000};
}

/// 784-200-200-50 and back, tanh; untrained, it predicts the mean image.
inline auto paper_model(const Tensor<double>& images, Rng& rng) {
  const nn::Sequential encoder{nn::Linear<double>{784, 200, rng}, nn::Tanh{},
                               nn::Linear<double>{200, 200, rng}, nn::Tanh{},
                               nn::Linear<double>{200, 2 * 50, rng}};
  nn::Sequential decoder{nn::Linear<double>{50, 200, rng}, nn::Tanh{},
                         nn::Linear<double>{200, 200, rng}, nn::Tanh{},
                         nn::Linear<double>{200, 784, rng}};
  decoder.layer<4>().bias.value = nn::logits_of_mean(images);
  return vae::Vae{encoder, decoder};
}

template <class Model>
void train(Model& model, const vae::Objective& objective, const Comparison& c, Rng& rng) {
  nn::Adam<double> adam{{.lr = 1e-3, .epsilon = 1e-4}};
  for (int epoch = 0; epoch < c.epochs; ++epoch)
    for (const auto& batch : nn::Batches{c.train, std::vector<Size>{}, 50, rng}) {
      const Tensor<double> tossed = bernoulli(batch.images, rng);  // anew each time
      Tape<double> tape;
      const auto draws = model.draws(tossed, {}, objective.samples, rng);
      adam.step(model, tape.gradients(-mean(objective(draws).per_image)));
    }
}

/// How many dimensions of the code move at all: Var over x of the mean of q(z|x) above 0.01.
inline int active_units(const Tensor<double>& means) {
  const Tensor<double> away = means - mean(means, 0);
  int active = 0;
  for (const double variance : mean(away * away, 0).to_vector()) active += variance > 0.01;
  return active;
}

/// -log p(x) of each image, by k draws.
template <class Model>
std::vector<double> nlls(const Model& model, const Tensor<double>& images, Size k) {
  Rng rng{6};
  std::vector<double> result = vae::log_likelihood(model, images, {}, k, rng);
  for (double& l : result) l = -l;
  return result;
}

inline void compare_models(const Comparison& c) {
  Rng coins{3};
  const Tensor<double> test = bernoulli(c.test, coins);  // tossed once: both see the same images
  const Size draws[] = {1, 5, 50, c.most_draws};
  fmt::print("\n4. {} images, {} epochs; -L_k of {} test images\n", c.train.shape()[0], c.epochs,
             test.shape()[0]);
  fmt::print("             k = {:4} {:8} {:8} {:8}   active   mean log_var of q\n", draws[0],
             draws[1], draws[2], draws[3]);
  std::vector<std::vector<double>> best;
  double grey = 0;
  const auto row = [&](const char* name, const vae::Objective& objective) {
    Rng rng{7};
    auto model = paper_model(c.train, rng);
    train(model, objective, c, rng);
    fmt::print("{:12}", name);
    for (const Size k : draws) {
      best.push_back(nlls(model, test, k));
      fmt::print(" {:8.2f}", vae::mean_of(best.back()).value);
    }
    const vae::Normal<double> q = model.posterior(Var<double>(test));
    fmt::print(" {:8} {:11.3f}\n", active_units(q.mean.value()), mean(q.log_var).item());
    if (grey == 0) grey = vae::mean_of(nlls(model, c.test, 50)).value;
  };
  row("VAE", {.estimator = vae::Estimator::sampled});
  row("IWAE, k = 5", {.estimator = vae::Estimator::importance_weighted, .samples = 5});
  const std::vector<double>&a = best[3], &b = best[7];
  std::vector<double> less;
  for (std::size_t i = 0; i < a.size(); ++i) less.push_back(b[i] - a[i]);
  const vae::Mean of_a = vae::mean_of(a), of_b = vae::mean_of(b), paired = vae::mean_of(less);
  fmt::print("the last column: VAE +- {:.2f}, IWAE +- {:.2f}, their difference {:.2f} +- {:.2f}\n",
             of_a.error, of_b.error, paired.value, paired.error);
  fmt::print("the VAE, shown the grey images instead, k = 50: {:.2f}\n", grey);
  fmt::print("Burda et al., MNIST, 3280 epochs, 5000 draws: VAE {}, IWAE with k = 5 {}\n", 86.76,
             85.54);
}

}  // namespace gradus
