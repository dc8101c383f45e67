#include "vae/models.h"

#include <string>
#include <vector>

#include "autograd/gradcheck.h"
#include "nn/layers.h"
#include "tests/support.h"

using namespace gradus;
using namespace gradus::test;
using namespace gradus::vae;

namespace {

using Doubles = Tensor<double>;
using Vars = std::vector<Var<double>>;
using nn::Linear;

/// An encoder or decoder whose parameters are inputs of a function: tanh(x W' + b).
struct Affine {
  Var<double> weight, bias;
  Var<double> operator()(const Var<double>& x, Where where = {}) const {
    return tanh(linear(x, weight, bias, where));
  }
};

constexpr Size images = 3, pixels = 4, latent = 2;

Doubles random(const Shape& shape, std::uint64_t seed) {
  Rng rng(seed);
  return uniform<double>(shape, rng);
}

/// Checks the gradient of the bound with respect to the images and all parameters.
template <class Make>
void check_elbo(const char* name, Size codes, Size outputs, const Make& make) {
  const auto elbo = [&](const Vars& v) {
    Rng noise(3);  // the same each time
    return make(Affine{v[1], v[2]}, Affine{v[3], v[4]}).elbo(v[0], noise).per_image(0.7);
  };
  const std::vector<Doubles> inputs = {random({images, pixels}, 10), random({codes, pixels}, 11),
                                       random({codes}, 12), random({outputs, latent}, 13),
                                       random({outputs}, 14)};
  for (const int order : {1, 2}) {
    const GradcheckReport report = gradcheck(name, elbo, inputs, {.order = order});
    CHECK_MESSAGE(report.passed, report.text);
  }
}

Vae<Linear<double>, Linear<double>> linear_vae(Size side) {
  Rng rng(5);
  return {Linear<double>(side, 2 * latent, rng), Linear<double>(latent, side, rng)};
}

}  // namespace

TEST_CASE("the gradient of the whole bound is right with each likelihood") {
  const auto vae_with = [](const auto& likelihood) {
    return [likelihood](const Affine& encoder, const Affine& decoder) {
      return Vae(encoder, decoder, likelihood);
    };
  };
  check_elbo("Bernoulli", 2 * latent, pixels, vae_with(BernoulliLikelihood{}));
  check_elbo("Gaussian", 2 * latent, pixels, vae_with(GaussianLikelihood{0.5}));
  check_elbo("learned", 2 * latent, 2 * pixels, vae_with(LearnedGaussianLikelihood{}));
  check_elbo("any", 2 * latent, 2 * pixels,
             vae_with(AnyLikelihood<double>{LearnedGaussianLikelihood{}}));
  check_elbo("autoencoder", latent, pixels, [](const Affine& encoder, const Affine& decoder) {
    return Autoencoder(encoder, decoder, GaussianLikelihood{});
  });
}

TEST_CASE("reconstruction and kl are one number per image, and their parts add up") {
  const auto model = linear_vae(pixels);
  Rng rng(1);
  const Elbo<double> elbo = model.elbo(random({images, pixels}, 2), rng);
  CHECK(elbo.reconstruction.shape() == Shape{images});
  CHECK(elbo.kl.shape() == Shape{images});
  const auto reconstruction = elbo.reconstruction.value().to_vector();
  const auto kl = elbo.kl.value().to_vector(), bound = elbo.per_image(2.0).value().to_vector();
  double total = 0;
  for (std::size_t i = 0; i < kl.size(); ++i) {
    CHECK(kl[i] > 0);
    CHECK(bound[i] == doctest::Approx(reconstruction[i] - 2 * kl[i]).epsilon(1e-12));
    total += reconstruction[i] - kl[i];
  }
  CHECK(elbo.mean().value().item() == doctest::Approx(total / images).epsilon(1e-12));
}

TEST_CASE("nats per image: twice the images give the same mean, twice the pixels twice the sum") {
  // A decoder with fixed logits, so that the noise plays no part.
  const auto decoder = [](Size data) {
    return [data](const Var<double>& z, Where = {}) {
      return Var<double>(Doubles::full({z.shape()[0], data}, 0.3));
    };
  };
  const auto encoder = [](const Var<double>& x, Where = {}) {
    return Var<double>(Doubles::full({x.shape()[0], 2 * latent}, 0.5));
  };
  const auto mean_of = [&](const Doubles& x) {
    Rng rng(1);
    const auto elbo = Vae(encoder, decoder(x.shape()[1])).elbo(x, rng);
    return std::pair(mean(elbo.reconstruction).value().item(), mean(elbo.kl).value().item());
  };
  const Doubles x = random({images, pixels}, 4);
  const auto [reconstruction, kl] = mean_of(x);
  const auto [of_more, kl_of_more] = mean_of(concat(std::vector<Doubles>{x, x}, 0));
  const auto [of_larger, kl_of_larger] = mean_of(concat(std::vector<Doubles>{x, x}, 1));
  CHECK(of_more == doctest::Approx(reconstruction).epsilon(1e-12));
  CHECK(kl_of_more == doctest::Approx(kl).epsilon(1e-12));
  CHECK(of_larger == doctest::Approx(2 * reconstruction).epsilon(1e-12));
  CHECK(kl_of_larger == doctest::Approx(kl).epsilon(1e-12));
}

TEST_CASE("the bound lies below log p(x), which a linear Gaussian model knows exactly") {
  // p(z) = N(0, 1), p(x|z) = N(z, s^2), so p(x) = N(0, 1 + s^2); the posterior is
  // N(x / (1 + s^2), s^2 / (1 + s^2)), and with it the bound is tight for every z.
  const double s = 0.8, x = 1.3, variance = 1 + s * s;
  const auto decoder = [](const Var<double>& z, Where = {}) { return z; };
  const auto bound = [&](double mean, double log_var) {
    const auto encoder = [=](const Var<double>& images_, Where = {}) {
      const Size n = images_.shape()[0];
      return Var<double>(concat(
          std::vector<Doubles>{Doubles::full({n, 1}, mean), Doubles::full({n, 1}, log_var)}, 1));
    };
    Rng rng(6);
    return Vae(encoder, decoder, GaussianLikelihood{s})
        .elbo(Doubles::full({100'000, 1}, x), rng)
        .mean()
        .value()
        .item();
  };
  const double log_p = -0.5 * (std::log(2 * std::acos(-1.0) * variance) + x * x / variance);
  CHECK(bound(x / variance, std::log(s * s / variance)) == doctest::Approx(log_p).epsilon(0.01));
  CHECK(bound(0, 0) < log_p - 0.1);
}

TEST_CASE("a Vae and its copy of the noise give the same bound; other noise another one") {
  const auto model = linear_vae(pixels);
  const Doubles x = random({images, pixels}, 7);
  Rng one(1), same(1), other(2);
  const double bound = model.elbo(x, one).mean().value().item();
  CHECK(model.elbo(x, same).mean().value().item() == bound);
  CHECK(model.elbo(x, other).mean().value().item() != bound);
  CHECK(model.elbo(x, one).mean().value().item() != bound);  // the stream went on
}

TEST_CASE("the code of an image is the mean of its posterior; decode gives probabilities") {
  const auto model = linear_vae(pixels);
  const Doubles x = random({images, pixels}, 8), z = model.encode(x);
  CHECK(z.to_vector() == model.posterior(Var<double>(x)).mean.value().to_vector());
  const Doubles decoded = model.decode(z);
  CHECK(decoded.shape() == Shape{images, pixels});
  for (const double p : decoded.to_vector()) CHECK((p > 0 && p < 1));
}

TEST_CASE("an autoencoder pays nothing for its code and draws nothing") {
  Rng rng(9);
  const Autoencoder<Linear<double>, Linear<double>> model{Linear<double>(pixels, latent, rng),
                                                          Linear<double>(latent, pixels, rng)};
  const Rng::State before = rng.state();
  const Elbo<double> elbo = model.elbo(random({images, pixels}, 10), rng);
  CHECK(rng.state() == before);
  CHECK(elbo.kl.value().to_vector() == std::vector<double>(images, 0.0));
}

TEST_CASE("an encoder of odd width is an error at the caller's line") {
  Rng rng(1);
  const Vae<Linear<double>, Linear<double>> model{Linear<double>(pixels, 3, rng),
                                                  Linear<double>(1, pixels, rng)};
  const Doubles x = random({images, pixels}, 11);
  const int line = __LINE__ + 1;
  const std::string message = error_of<ShapeError>([&] { model.elbo(x, rng); });
  check_says(message, {"Vae", "[3, 3]", "[B, 2 L]", "test_models.cpp:" + std::to_string(line)});
}

TEST_CASE("images of another width are an error at the caller's line") {
  const auto model = linear_vae(pixels);
  Rng rng(1);
  const Doubles x = random({images, pixels + 1}, 12);
  const int line = __LINE__ + 1;
  const std::string message = error_of<ShapeError>([&] { model.elbo(x, rng); });
  check_says(message, {"[3, 5]", "test_models.cpp:" + std::to_string(line)});
}

TEST_CASE("a model names its parameters by encoder and decoder") {
  auto model = linear_vae(pixels);
  std::string names;
  nn::for_each_parameter(model, [&](const std::string& name, const auto&) { names += name + " "; });
  CHECK(names == "encoder.weight encoder.bias decoder.weight decoder.bias ");
}
