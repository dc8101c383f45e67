// Every objective and likelihood over whole models: each parameter's gradient against differences
// of function values.
#include "vae/objective.h"

#include <cmath>
#include <string>
#include <vector>

#include "nn/network.h"
#include "tests/support.h"
#include "vae/models.h"

using namespace gradus;
using namespace gradus::test;
using namespace gradus::vae;

namespace {

using Doubles = Tensor<double>;
using Net = nn::Network<double>;
using Model = Vae<Net, Net, AnyLikelihood<double>, AnyForm>;

constexpr Size images = 3, pixels = 4, latent = 2;
const Context<double> nothing;

Doubles random_images(Size columns = pixels) {
  Rng rng(3);
  return uniform<double>({images, columns}, rng);
}

/// Calls check(path, parameter) after it has compared d loss / d parameter, entry by entry, with
/// five-point central differences (Abramowitz and Stegun 25.3.6).
template <class M, class Loss>
void check_gradients(const std::string& name, M& model, const Loss& loss) {
  std::vector<Doubles> received;
  {
    Tape<double> tape;
    const Gradients<double> gradients = tape.gradients(loss());
    nn::for_each_parameter(model, [&](const std::string&, const nn::Parameter<double>& p) {
      const Doubles* const g = gradients.find(p.identity);
      REQUIRE(g);
      received.push_back(*g);
    });
  }
  std::size_t number = 0;
  nn::for_each_parameter(model, [&](const std::string& path, nn::Parameter<double>& p) {
    const std::vector<double> g = received[number++].to_vector();
    const Doubles before = p.value;
    double worst = 0;
    for (std::size_t i = 0; i < g.size(); ++i) {
      const auto moved = [&](double by) {
        p.value = before;
        p.value.write()[i] += by;
        return loss().item();
      };
      constexpr double h = 1e-3;
      const double slope = (8 * (moved(h) - moved(-h)) - (moved(2 * h) - moved(-2 * h))) / (12 * h);
      worst = std::max(worst, std::abs(slope - g[i]) / std::max(1.0, std::abs(slope)));
    }
    p.value = before;
    CAPTURE(name);
    CAPTURE(path);
    CHECK(worst < 1e-7);
  });
}

Model model_with(const AnyLikelihood<double>& likelihood, AnyForm form = {}) {
  Rng rng(4);
  return {nn::mlp<double>({pixels, 3, form.outputs(latent)}, nn::Tanh{}, rng),
          nn::mlp<double>({latent, 3, likelihood.outputs(pixels)}, nn::Tanh{}, rng), likelihood,
          form};
}

/// Weighted, so that no error can hide in the sum over images.
Var<double> weighted(const Var<double>& per_image) {
  return sum(per_image * Doubles::vector({1.0, -0.5, 2.0}));
}

Var<double> objective_of(const Model& model, const Objective& objective, double beta) {
  Rng noise(5);  // the same each time
  return weighted(
      objective(model.draws(random_images(), nothing, objective.samples, noise), beta).per_image);
}

const Objective closed{.samples = 2};
const Objective sampled{.estimator = Estimator::sampled, .samples = 2};
const Objective iwae{.estimator = Estimator::importance_weighted, .samples = 4};
const Objective spared{.free_bits = 0.05};

}  // namespace

TEST_CASE("the gradient of every objective is right") {
  Model model = model_with({BernoulliLikelihood{}});
  for (const double beta : {1.0, 0.3}) {
    CAPTURE(beta);
    for (const auto& [name, objective] : {std::pair{"closed form", closed},
                                          {"sampled", sampled},
                                          {"iwae", iwae},
                                          {"free bits", spared}})
      check_gradients(name, model,
                      [&, &chosen = objective] { return objective_of(model, chosen, beta); });
  }
}

TEST_CASE("free bits hold back the dimensions below them, and only these") {
  const Model model = model_with({BernoulliLikelihood{}});
  Rng rng(5);
  const auto draws = model.draws(random_images(), nothing, 1, rng);
  const std::vector<double> kl = mean(kl_per_dimension(draws.q), 0).value().to_vector();
  const double least = std::min(kl[0], kl[1]), most = std::max(kl[0], kl[1]);
  const auto cost = [&](double free_bits) {
    const Bound<double> b = Objective{.free_bits = free_bits}(draws);
    return (b.reconstruction - b.per_image.value()).to_vector()[0];
  };
  CHECK(cost(least / 2) == doctest::Approx(least + most).epsilon(1e-12));
  CHECK(cost((least + most) / 2) == doctest::Approx((least + most) / 2 + most).epsilon(1e-12));
  CHECK(cost(2 * most) == doctest::Approx(4 * most).epsilon(1e-12));
}

TEST_CASE("the gradient of every likelihood and form of q is right") {
  for (const auto& [name, likelihood] : std::vector<std::pair<const char*, AnyLikelihood<double>>>{
           {"continuous Bernoulli", {ContinuousBernoulliLikelihood{}}},
           {"Gaussian", {GaussianLikelihood{0.7}}},
           {"shared Gaussian", {SharedGaussianLikelihood<double>{}}},
           {"learned Gaussian", {LearnedGaussianLikelihood{}}}}) {
    Model model = model_with(likelihood);
    check_gradients(name, model, [&] { return objective_of(model, iwae, 1); });
  }
  Model clamped = model_with({BernoulliLikelihood{}}, {DiagonalPosterior{-0.5, 0.5}});
  check_gradients("clamped", clamped, [&] { return objective_of(clamped, iwae, 1); });
  Model point = model_with({GaussianLikelihood{}}, {PointPosterior{}});
  check_gradients("point", point, [&] { return objective_of(point, closed, 1); });
}

TEST_CASE("the gradient of Gated and of every layer that a Network may have is right") {
  Rng rng(6);
  Net network({nn::Gated<double>(pixels, 9, rng), nn::Elu{}, nn::Unflatten{{1, 3, 3}},
               nn::Conv2d<double>(1, 2, 2, {.padding = 1}, rng), nn::Gelu{}, nn::AvgPool2d{2},
               nn::ConvTranspose2d<double>(2, 1, 2, {.stride = 2}, rng), nn::Softplus{},
               nn::MaxPool2d{2}, nn::Flatten{}, nn::Tanh{}, nn::Linear<double>(4, 3, rng),
               nn::Relu{}});
  check_gradients("network", network, [&] {
    return weighted(sum(network(Var<double>(random_images())) * Doubles::vector({1, 2, 3}), 1));
  });
}

TEST_CASE("a Gated layer is its linear part times the sigmoid of its gate") {
  Rng rng(7);
  const nn::Gated<double> layer(pixels, 5, rng);
  const Var<double> x(random_images());
  const std::vector<double> y = layer(x).value().to_vector(),
                            a = layer.linear(x).value().to_vector(),
                            b = layer.gate(x).value().to_vector();
  for (std::size_t i = 0; i < y.size(); ++i)
    CHECK(y[i] == doctest::Approx(a[i] / (1 + std::exp(-b[i]))).epsilon(1e-12));
}

TEST_CASE("the gradient of IWAE is that of the log weights, weighed by the normalised weights") {
  const Model model = model_with({BernoulliLikelihood{}});
  const auto gradients_of = [&](const auto& of_log_weights) {
    Rng noise(8);
    Tape<double> tape;
    const Var<double> log_weights = model.draws(random_images(), nothing, 5, noise).log_weights();
    const Gradients<double> gradients = tape.gradients(sum(of_log_weights(log_weights)));
    std::vector<double> all;
    nn::for_each_parameter(model, [&](const std::string&, const nn::Parameter<double>& p) {
      for (const double g : gradients.find(p.identity)->to_vector()) all.push_back(g);
    });
    return all;
  };
  const std::vector<double> bound =
      gradients_of([](const Var<double>& w) { return importance_weighted_bound(w); });
  const std::vector<double> weighed = gradients_of([](const Var<double>& w) {
    // Burda et al. 2016, eq. 14: the weights are numbers here, which no gradient enters.
    return detach(exp(log_softmax(w, 0))) * w;
  });
  const std::vector<double> evenly = gradients_of([](const Var<double>& w) { return mean(w, 0); });
  double difference = 0, to_even = 0;
  for (std::size_t i = 0; i < bound.size(); ++i) {
    difference = std::max(difference, std::abs(bound[i] - weighed[i]));
    to_even = std::max(to_even, std::abs(bound[i] - evenly[i]));
  }
  CHECK(difference < 1e-12);
  CHECK(to_even > 1e-3);
}

TEST_CASE("a continuous Bernoulli is a density on [0, 1], with this mean and these samples") {
  constexpr Size intervals = 2000;
  const Doubles x = Doubles::linspace(0, 1, intervals + 1).reshape({intervals + 1, 1});
  std::vector<double> simpson(intervals + 1, 2.0 / (3 * intervals));  // 1 4 2 4 ... 2 4 1
  for (std::size_t i = 1; i < intervals; i += 2) simpson[i] *= 2;
  simpson.front() = simpson.back() = 1.0 / (3 * intervals);
  const Doubles weights = Doubles::from({intervals + 1}, simpson);
  for (const double logit : {-20.0, -3.0, -0.11, -0.09, -1e-4, 0.0, 0.05, 0.1, 0.5, 8.0}) {
    CAPTURE(logit);
    const ContinuousBernoulli<double> p{Doubles::full({intervals + 1, 1}, logit)};
    const Doubles density = exp(p.log_prob(Var<double>(x)).value());
    CHECK(sum(density * weights).item() == doctest::Approx(1).epsilon(1e-9));
    const double expected = sum(density * weights * x.reshape({intervals + 1})).item();
    CHECK(p.mean().value().to_vector()[0] == doctest::Approx(expected).epsilon(1e-8));

    constexpr Size many = 100'000;
    Rng rng(9);
    const Doubles samples =
        ContinuousBernoulli<double>{Doubles::full({many, 1}, logit)}.sample(rng);
    const double spread =
        std::sqrt(mean(samples * samples).item() - std::pow(mean(samples).item(), 2));
    CHECK(std::abs(mean(samples).item() - expected) < 4 * spread / std::sqrt(double(many)));
  }
}

TEST_CASE("a continuous Bernoulli goes over smoothly from its series to its formula") {
  for (const double edge : {-0.1, 0.1}) {
    const auto at = [](double logit) {
      return ContinuousBernoulli<double>{Doubles::full({1, 1}, logit)};
    };
    const double inside = edge * (1 - 1e-15), outside = edge * (1 + 1e-15);
    CHECK(std::abs(at(inside).log_normalizer().item() - at(outside).log_normalizer().item()) <
          1e-12);
    CHECK(std::abs(at(inside).mean().item() - at(outside).mean().item()) < 1e-9);
  }
}

TEST_CASE("the best variance of a shared Gaussian is the mean squared error") {
  Rng rng(10);
  const Doubles y = normal<double>({images, pixels}, rng), x = random_images();
  const double error = mean((x - y) * (x - y)).item();
  SharedGaussianLikelihood<double> likelihood;
  const auto score = [&](double log_var) {
    likelihood.log_var.value = Doubles(log_var);
    return sum(likelihood.log_prob(Var<double>(y), Var<double>(x))).item();
  };
  const double best = std::log(error), d = pixels;
  CHECK(score(best) > score(best - 0.01));
  CHECK(score(best) > score(best + 0.01));
  CHECK(score(best) ==
        doctest::Approx(-0.5 * images * d * (std::log(2 * std::acos(-1.0) * error) + 1)));
}
