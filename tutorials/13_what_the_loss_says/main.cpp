// Chapter 13: what a loss says about pixels, what a wrong reduction does, and how codes collapse.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <string_view>

#include "tutorials/13_what_the_loss_says/digit_vae.h"
#include "tutorials/13_what_the_loss_says/linear_vae.h"
#include "vae/digits.h"
#include "vae/gallery.h"
#include "vae/mnist.h"
#include "vae/pictures.h"

using namespace gradus;

void section_1(const Tensor<double>& images, const Tensor<double>& test) {
  const double p = mean(images).item();
  fmt::print("1. Models that do not look at the image: -log p in nats per image\n");
  const auto row = [](const char* name, double value) {
    fmt::print("{:<44}{:8.2f}\n", name, value);
  };
  row("  always 1/2", blind(Tensor<double>(0.0), test));  // -> 543.43
  row("  one probability for all pixels", blind(Tensor<double>(std::log(p / (1 - p))), test));
  row("  one probability for each pixel", blind(nn::logits_of_mean(images), test));
  double best = 0;
  for (const double x : test.to_vector())
    if (x > 0 && x < 1) best -= x * std::log(x) + (1 - x) * std::log(1 - x);
  row("grey pixels, predicted without any error", best / static_cast<double>(test.shape()[0]));
}

void section_2(const Tensor<double>& images, const Tensor<double>& test) {
  fmt::print("\n2. One network, grey pixels, nine likelihoods\n");
  fmt::print("{:24}{:>10}{:>8}{:>10}{:>8}{:>8}\n", "", "-log p", "KL", "-ELBO", "error", "sigma");
  const auto row = [&](const char* name, const auto& likelihood, const auto& sigma) {
    auto model = digit_vae(likelihood);
    train(model, images, {});
    const Score s = score(model, test);
    fmt::print("{:24}{:10.1f}{:8.1f}{:10.1f}{:8.3f}{:>8}\n", name, s.distortion, s.rate,
               s.minus_elbo(), s.error, sigma(model, s));
  };
  const auto none = [](const auto&, const Score&) { return "-"; };
  row("Bernoulli", vae::BernoulliLikelihood{}, none);
  row("continuous Bernoulli", vae::ContinuousBernoulliLikelihood{}, none);
  for (const double stddev : {std::sqrt(0.5), 0.2, 0.05})
    row("Gaussian", vae::GaussianLikelihood{stddev},
        [=](const auto&, const Score&) { return fmt::format("{:.3f}", stddev); });
  row("Gaussian, learned", vae::SharedGaussianLikelihood<double>{}, [](auto& model, const Score&) {
    return fmt::format("{:.3f}", std::exp(0.5 * model.likelihood.log_var.value.item()));
  });
  row("Gaussian, best", OptimalGaussianLikelihood{},
      [](const auto&, const Score& s) { return fmt::format("{:.3f}", s.error); });
  for (const double least : {0.1, 0.05})
    row("Gaussian, every pixel", vae::LearnedGaussianLikelihood{least},
        [=](const auto&, const Score&) { return fmt::format(">{:.3f}", least); });
}

void section_3(const Tensor<double>& images, const Tensor<double>& test,
               std::vector<Tensor<double>>& pictures) {
  fmt::print("\n3. The loss divides the reconstruction by r and the KL by k: beta = r / k\n");
  fmt::print("{:36}{:>9}{:>7}{:>9}{:>9}{:>9}\n", "", "r", "k", "beta", "KL", "-ELBO");
  const auto row = [&](const char* name, double r, double k) {
    const auto model = trained(images, {.beta = r / k});
    const Score s = score(model, test);
    fmt::print("{:36}{:9}{:7}{:9.2f}{:9.2f}{:9.1f}\n", name, r, k, r / k, s.rate, s.minus_elbo());
    pictures.push_back(model.decode(model.encode(test.slice(0, 0, 10))));
  };
  row("sums over pixels and dimensions", 1, 1);
  row("fast.ai 29_vae: mean, mean of 200", 784, 200);           // -> 3.92
  row("svae: mean, mean", 12288, 576);                          // -> 21.33
  row("article 001: mean, mean of 2", 784, 2);                  // -> 392.00
  row("article 000: mean, sum", 784, 1);                        // -> 784.00
  row("article 002: mean of a batch of 64, sum", 64 * 784, 1);  // -> 50176.00
}

void section_4() {
  const std::vector<double> variances{4, 2, 0.5, 0.3};
  const Tensor<double> x = points_on_axes(variances);
  fmt::print("\n4. A linear VAE, sigma^2 = 0.25, data of variances 4, 2, 0.5, 0.3\n");
  fmt::print(" beta  level   KL: trained  formula   squared error: trained  formula\n");
  for (const double beta : {0.4, 1.0, 1.6, 4.0, 10.0, 20.0}) {
    Rng rng{1};
    LinearVae model{{4, 4, rng}, {4, 4, rng}};
    nn::Adam<double> adam{{.lr = 0.02}};
    for (int step = 0; step < 3000; ++step) {
      Tape<double> tape;
      adam.step(model, tape.gradients(2 * model.squared_error(x) + beta * model.rate(x)));
    }
    double rate = 0, error = 0;
    for (const double variance : variances) {
      rate += 0.5 * std::log(std::max(1.0, variance / (0.25 * beta)));
      error += std::min(variance, 0.25 * beta);
    }
    fmt::print("{:5.1f} {:6.2f} {:13.3f} {:8.3f} {:23.3f} {:8.3f}\n", beta, 0.25 * beta,
               model.rate(x).item(), rate, model.squared_error(x).item(), error);
  }
}

void section_5(const Tensor<double>& images, const Tensor<double>& test,
               const std::filesystem::path& folder) {
  fmt::print("\n5. Rate and distortion of digits, beta rising for 3 of 6 epochs\n");
  fmt::print("  beta       KL   -log p    -ELBO   active of {}\n", latent);
  std::vector<vae::RateDistortion> points;
  for (const double beta : {0.25, 0.5, 1.0, 2.0, 4.0, 8.0}) {
    const Score s = score(trained(images, {.beta = beta, .warmup = 3}), test);
    fmt::print("{:6} {:8.2f} {:8.1f} {:8.1f} {:8}\n", beta, s.rate, s.distortion, s.minus_elbo(),
               s.active);
    points.push_back({fmt::format("beta {}", beta), s.rate, -s.distortion});
  }
  std::ofstream(folder / "rate_distortion.svg") << vae::rate_distortion_chart(points);
}

void section_6(const Tensor<double>& images, const Tensor<double>& test) {
  fmt::print("\n6. A trap, or the truth? -log p + beta KL is what was minimised\n");
  fmt::print("  beta  training           KL  active  -log p  -log p + beta KL\n");
  for (const double beta : {8.0, 784.0})
    for (const auto& [name, plan] : std::vector<std::pair<const char*, Plan>>{
             {"plain", {beta}}, {"warm-up", {beta, 3}}, {"free bits 0.25", {beta, 0, 0.25}}}) {
      const Score s = score(trained(images, plan), test);
      fmt::print("{:6}  {:14} {:6.2f} {:7} {:7.1f} {:17.1f}\n", beta, name, s.rate, s.active,
                 s.distortion, s.distortion + beta * s.rate);
    }
}

int main(int argc, char** argv) {
  const bool full = argc == 2 && std::string_view(argv[1]) == "--full";
  if (argc > 1 && !full) return fmt::print(stderr, "usage: {} [--full]\n", argv[0]), 2;
  const auto mnist = [](vae::Split split) { return vae::mnist(vae::find_mnist({}), split).images; };
  const Tensor<double> images =
      as<double>(full ? mnist(vae::Split::train) : vae::digits(1500, Rng{1}).images);
  const Tensor<double> test =
      as<double>(full ? mnist(vae::Split::test) : vae::digits(500, Rng{2}).images);
  Rng coins{6};
  const Tensor<double> binary = bernoulli(images, coins), binary_test = bernoulli(test, coins);
  const std::filesystem::path folder = "runs/13_what_the_loss_says";
  std::filesystem::create_directories(folder);

  section_1(images, test);
  section_2(images, test);
  std::vector<Tensor<double>> pictures{binary_test.slice(0, 0, 10)};
  section_3(binary, binary_test, pictures);
  vae::write_png(folder / "reconstructions.png", vae::grid(as<float>(concat(pictures, 0)), 28, 10));
  section_4();
  section_5(binary, binary_test, folder);
  section_6(binary, binary_test);
}
