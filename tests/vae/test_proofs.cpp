// Models whose likelihood is known in closed form or by quadrature: what the library computes and
// learns is held against it. Lucas, Tucker, Grosse, Norouzi 2019 (linear VAE and probabilistic
// PCA); Tipping, Bishop 1999; Baldi, Hornik 1989 (linear autoencoder and PCA).
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "nn/network.h"
#include "nn/optim.h"
#include "nn/schedule.h"
#include "tests/support.h"
#include "vae/digits.h"
#include "vae/evaluate.h"
#include "vae/mnist.h"
#include "vae/nll.h"

using namespace gradus;
using namespace gradus::test;
using namespace gradus::vae;

namespace {

using Doubles = Tensor<double>;
using Dense = nn::Linear<double>;
const Context<double> nothing;

// ---------------------------------------------------------------- small symmetric matrices

/// a = vectors diag(values) vectors', the largest value first.
struct Eigen {
  std::vector<double> values;
  Doubles vectors;  // in columns
};

/// Jacobi's method: rotations in the planes of two axes, until nothing is left off the diagonal.
Eigen eigen(const Doubles& matrix) {
  const auto n = static_cast<std::size_t>(matrix.shape()[0]);
  std::vector<double> a = matrix.to_vector(), v(n * n, 0.0);
  for (std::size_t i = 0; i < n; ++i) v[i * n + i] = 1;
  for (int sweep = 0; sweep < 50; ++sweep)
    for (std::size_t p = 0; p < n; ++p)
      for (std::size_t q = p + 1; q < n; ++q) {
        const double angle = 0.5 * std::atan2(2 * a[p * n + q], a[p * n + p] - a[q * n + q]);
        const double c = std::cos(angle), s = std::sin(angle);
        const auto rotate = [&](double& x, double& y) {
          const double old = x;
          x = c * old + s * y;
          y = c * y - s * old;
        };
        for (std::size_t i = 0; i < n; ++i) rotate(a[i * n + p], a[i * n + q]);
        for (std::size_t i = 0; i < n; ++i) rotate(a[p * n + i], a[q * n + i]);
        for (std::size_t i = 0; i < n; ++i) rotate(v[i * n + p], v[i * n + q]);
      }
  std::vector<std::size_t> order(n);
  for (std::size_t i = 0; i < n; ++i) order[i] = i;
  std::sort(order.begin(), order.end(),
            [&](std::size_t i, std::size_t j) { return a[i * n + i] > a[j * n + j]; });
  Eigen result;
  std::vector<double> sorted;
  for (const std::size_t i : order) result.values.push_back(a[i * n + i]);
  for (std::size_t row = 0; row < n; ++row)
    for (const std::size_t i : order) sorted.push_back(v[row * n + i]);
  result.vectors = Doubles::from(matrix.shape(), sorted);
  return result;
}

/// vectors diag(f(values)) vectors': the matrix to a power, for one.
template <class F>
Doubles spectral(const Eigen& e, const F& f) {
  std::vector<double> diagonal;
  for (const double value : e.values) diagonal.push_back(f(value));
  const Size n = e.vectors.shape()[0];
  return matmul(e.vectors * Doubles::from({1, n}, diagonal), e.vectors.transpose());
}

Doubles identity(Size n) { return one_hot<double>(Tensor<Size>::arange(n), n); }

double largest(const Doubles& x) { return max(abs(x)).item(); }

/// 1/n sum (x - centre)(x - centre)'
Doubles scatter(const Doubles& x, const Doubles& centre) {
  const Doubles d = x - centre;
  return matmul(d.transpose(), d) / Doubles(static_cast<double>(x.shape()[0]));
}

// ---------------------------------------------------------------- linear models

constexpr Size pixels = 6, latent = 2;

/// n points near a plane in 6 dimensions.
Doubles plane_data(Size n) {
  Rng rng(11);
  const Doubles lengths = Doubles::matrix({{1}, {0.5}});
  const Doubles directions = lengths * normal<double>({latent, pixels}, rng);
  return matmul(normal<double>({n, latent}, rng), directions) +
         0.25 * normal<double>({n, pixels}, rng);
}

using LinearVae = Vae<Dense, Dense, SharedGaussianLikelihood<double>>;

LinearVae linear_vae(std::uint64_t seed) {
  Rng rng(seed);
  return {Dense(pixels, 2 * latent, rng), Dense(latent, pixels, rng)};
}

double variance_of(const LinearVae& model) {
  return std::exp(model.likelihood.log_var.value.item());
}
/// p(x) = N(b, W W' + sigma^2 I) of a linear model, with the mean 0 and N(0, I) of z.
Eigen covariance_of(const LinearVae& model) {
  const Doubles& w = model.decoder.weight.value;
  return eigen(matmul(w, w.transpose()) + variance_of(model) * identity(pixels));
}

/// log p of each row of x under N(centre, covariance), from its eigenvalues.
std::vector<double> exact_log_likelihood(const Doubles& x, const Doubles& centre,
                                         const Eigen& covariance) {
  const Doubles d = x - centre;
  const Doubles inverse = spectral(covariance, [](double v) { return 1 / v; });
  double log_det = 0;
  for (const double v : covariance.values) log_det += std::log(v);
  const double constant = static_cast<double>(pixels) * std::log(2 * std::numbers::pi) + log_det;
  return (-0.5 * (sum(matmul(d, inverse) * d, 1) + Doubles(constant))).to_vector();
}

/// A linear model whose encoder is nearly the posterior: its mean is right, its variance so many
/// times too large and its correlation missing.
LinearVae imperfect_linear_vae(double too_large) {
  LinearVae model = linear_vae(3);
  Rng rng(4);
  model.decoder.bias.value = normal<double>({pixels}, rng);
  const Doubles& w = model.decoder.weight.value;
  // p(z|x) = N(M^-1 W' (x - b), sigma^2 M^-1) with M = W'W + sigma^2 I
  const Doubles inverse =
      spectral(eigen(matmul(w.transpose(), w) + variance_of(model) * identity(latent)),
               [](double v) { return 1 / v; });
  const Doubles to_mean = matmul(inverse, w.transpose());
  model.encoder.weight.value =
      concat(std::vector<Doubles>{to_mean, Doubles::zeros({latent, pixels})}, 0);
  const Doubles of_bias = -matmul(to_mean, model.decoder.bias.value.reshape({pixels, 1}));
  std::vector<double> bias = of_bias.to_vector();
  for (Size i = 0; i < latent; ++i)
    bias.push_back(std::log(too_large * variance_of(model) * inverse.at({i, i})));
  model.encoder.bias.value = Doubles::from({2 * latent}, bias);
  return model;
}

/// Images that this model makes.
Doubles drawn_from(const LinearVae& model, Size n) {
  Rng rng(5);
  const Doubles noise = std::sqrt(variance_of(model)) * normal<double>({n, pixels}, rng);
  return model.decode(normal<double>({n, latent}, rng)) + noise;
}

}  // namespace

TEST_CASE("Jacobi's method finds eigenvalues and vectors") {
  Rng rng(1);
  const Doubles half = normal<double>({5, 5}, rng), a = half + half.transpose();
  const Eigen e = eigen(a);
  CHECK(largest(spectral(e, [](double v) { return v; }) - a) < 1e-12);
  CHECK(largest(matmul(e.vectors.transpose(), e.vectors) - identity(5)) < 1e-12);
  CHECK(std::is_sorted(e.values.rbegin(), e.values.rend()));
}

TEST_CASE("a linear VAE reaches the maximum likelihood of probabilistic PCA") {
  const Doubles x = plane_data(200);
  // sigma^2 is the mean of the eigenvalues that are left out (Tipping, Bishop 1999, eq. 3.8).
  const Eigen sample = eigen(scatter(x, mean(x, 0)));
  double log_det = 0, rest = 0;
  for (Size i = 0; i < pixels; ++i)
    (i < latent ? log_det : rest) += i < latent
                                         ? std::log(sample.values[static_cast<std::size_t>(i)])
                                         : sample.values[static_cast<std::size_t>(i)];
  const auto d = static_cast<double>(pixels);
  rest /= d - latent;
  const double best =
      -0.5 * (d * std::log(2 * std::numbers::pi) + log_det + (d - latent) * std::log(rest) + d);

  LinearVae model = linear_vae(1);
  Rng rng(2);
  nn::Adam<double> adam;
  constexpr int steps = 5000;
  const nn::Schedule rate = nn::cosine(0.03, steps);
  for (int step = 0; step < steps; ++step) {
    adam.options.lr = rate(step);
    Tape<double> tape;
    const Bound<double> bound = Objective{}(model.draws(x, nothing, 1, rng));
    adam.step(model, tape.gradients(-mean(bound.per_image)));
  }
  const Mean reached =
      mean_of(exact_log_likelihood(x, model.decoder.bias.value, covariance_of(model)));
  CAPTURE(best);
  CAPTURE(reached.value);
  CHECK(reached.value > best - 0.01);
  CHECK(reached.value < best + 1e-9);
  CHECK(variance_of(model) == doctest::Approx(rest).epsilon(0.02));
  // The bound is tight there: q is the posterior, and so it does not matter which z it draws.
  const double elbo = mean(model.draws(x, nothing, 100, rng).log_weights()).item();
  CHECK(elbo > best - 0.01);
  CHECK(elbo < best + 0.001);
}

TEST_CASE("a linear autoencoder finds the subspace of PCA") {
  const Doubles x = plane_data(100);
  const Doubles centred = x - mean(x, 0);
  Rng rng(1);
  Autoencoder<Dense, Dense, GaussianLikelihood> model{Dense(pixels, latent, rng),
                                                      Dense(latent, pixels, rng)};
  nn::Adam<double> adam;
  constexpr int steps = 3000;
  const nn::Schedule rate = nn::cosine(0.03, steps);
  for (int step = 0; step < steps; ++step) {
    adam.options.lr = rate(step);
    Tape<double> tape;
    adam.step(model, tape.gradients(-model.elbo(centred, rng).mean()));
  }
  const Doubles& w = model.decoder.weight.value;
  const Doubles columns =  // of the decoder, made orthonormal: W (W'W)^(-1/2)
      matmul(w,
             spectral(eigen(matmul(w.transpose(), w)), [](double v) { return 1 / std::sqrt(v); }));
  const Doubles first = eigen(scatter(x, mean(x, 0))).vectors.slice(1, 0, latent);
  const Doubles outside = columns - matmul(first, matmul(first.transpose(), columns));
  // The sine of the largest principal angle is at most this.
  CHECK(std::sqrt(sum(outside * outside).item()) < 1e-3);
}

TEST_CASE("the likelihood by importance sampling is the exact one of a linear Gaussian model") {
  const LinearVae model = imperfect_linear_vae(1.3);
  const Doubles x = drawn_from(model, 8);
  const std::vector<double> exact =
      exact_log_likelihood(x, model.decoder.bias.value, covariance_of(model));
  Rng rng(6);
  SUBCASE("within its standard error") {
    std::vector<double> estimates;
    for (int repeat = 0; repeat < 30; ++repeat)
      estimates.push_back(mean_of(log_likelihood(model, x, nothing, 2000, rng)).value);
    const Mean estimate = mean_of(estimates);
    CAPTURE(estimate.error);
    CHECK(estimate.error < 2e-3);
    CHECK(std::abs(estimate.value - mean_of(exact).value) < 4 * estimate.error);
  }
  SUBCASE("within 0.01 for each image, with many samples") {
    const std::vector<double> estimate = log_likelihood(model, x, nothing, 100'000, rng);
    for (std::size_t i = 0; i < exact.size(); ++i) CHECK(std::abs(estimate[i] - exact[i]) < 0.01);
    // With the bound alone it would not be.
    CHECK(mean(model.draws(x, nothing, 1000, rng).log_weights()).item() <
          mean_of(exact).value - 0.02);
  }
}

TEST_CASE("L_k does not decrease in k") {
  const LinearVae model = imperfect_linear_vae(3);
  Rng rng(7);
  SUBCASE("exactly, on average over all choices of k out of the same samples") {
    constexpr unsigned samples = 7;
    const Doubles weights =
        model.draws(drawn_from(model, 1), nothing, samples, rng).log_weights().value();
    std::vector<double> total(samples + 1), count(samples + 1);
    for (unsigned chosen = 1; chosen < 1U << samples; ++chosen) {
      std::vector<Size> rows;
      for (unsigned i = 0; i < samples; ++i)
        if (chosen >> i & 1U) rows.push_back(i);
      total[rows.size()] +=
          importance_weighted_bound(Var<double>(take_rows(weights, rows))).value().item();
      ++count[rows.size()];
    }
    for (unsigned k = 1; k < samples; ++k) CHECK(total[k] / count[k] < total[k + 1] / count[k + 1]);
  }
  SUBCASE("on average over fresh samples, and it stays below log p(x)") {
    const Doubles x = drawn_from(model, 2000);
    std::vector<double> before;
    for (const Size k : {1, 5, 50}) {
      const std::vector<double> now =
          importance_weighted_bound(model.draws(x, nothing, k, rng).log_weights())
              .value()
              .to_vector();
      std::vector<double> gain;
      for (std::size_t i = 0; i < before.size(); ++i) gain.push_back(now[i] - before[i]);
      if (!gain.empty()) CHECK(mean_of(gain).value > 4 * mean_of(gain).error);
      before = now;
    }
    const std::vector<double> exact =
        exact_log_likelihood(x, model.decoder.bias.value, covariance_of(model));
    std::vector<double> gap;
    for (std::size_t i = 0; i < exact.size(); ++i) gap.push_back(exact[i] - before[i]);
    CHECK(mean_of(gap).value > -4 * mean_of(gap).error);
  }
}

TEST_CASE("log p(x) = ELBO + KL(q || posterior), by quadrature over one dimension of z") {
  Rng rng(8);
  constexpr Size outputs = 3;
  const nn::Network<double> decoder = nn::mlp<double>({1, 5, outputs}, nn::Tanh{}, rng);
  const nn::Network<double> encoder = nn::mlp<double>({outputs, 4, 2}, nn::Tanh{}, rng);
  const Vae<nn::Network<double>, nn::Network<double>> model{encoder, decoder};
  // The trapezium rule converges faster than any power for functions like these.
  constexpr Size points = 4001;
  constexpr double reach = 14, step = 2 * reach / (points - 1);
  const Doubles grid = Doubles::linspace(-reach, reach, points).reshape({points, 1});
  const Doubles log_prior = standard_normal_log_prob(Var<double>(grid)).value();
  const auto integral = [&](const Doubles& f) { return step * sum(f).item(); };
  for (const auto& image : {Doubles::matrix({{1, 0, 1}}), Doubles::matrix({{0.2, 0.9, 0}})}) {
    const auto q = model.posterior(Var<double>(image));
    const Doubles log_q = repeated(q, points).log_prob(Var<double>(grid)).value();
    const Doubles log_likelihood =
        model.likelihood
            .log_prob(model.decoder(Var<double>(grid)), repeat_rows(Var<double>(image), points))
            .value();
    const double p = integral(exp(log_prior + log_likelihood));
    const Doubles log_posterior = log_prior + log_likelihood - Doubles(std::log(p));
    CHECK(integral(exp(log_posterior)) == doctest::Approx(1).epsilon(1e-12));
    const double gap = integral(exp(log_q) * (log_q - log_posterior));
    const double kl = sum(kl_per_dimension(q)).item();  // the closed form
    const double elbo = integral(exp(log_q) * log_likelihood) - kl;
    CHECK(gap > 1e-3);
    CHECK(std::abs(std::log(p) - (elbo + gap)) < 1e-10);
  }
}

// ---------------------------------------------------------------- floors

namespace {

/// What models that do not look at the image score on it, in nats (or squared errors) per image;
/// and what one that sees it exactly scores.
struct Floors {
  double half;            // every pixel is white with probability 1/2
  double grey;            // with the mean of all training pixels
  double collapsed;       // with the mean of this pixel: a VAE whose z says nothing
  double perfect;         // with the grey value itself: below 0 for no grey pixel
  double double_sigmoid;  // the best that a sigmoid before the sigmoid of the logits leaves
  double squared;         // squared error of the mean image
};

Floors floors(const Tensor<float>& train, const Tensor<float>& test) {
  const auto score = [&](const Tensor<float>& logits) {
    const Tensor<float> wide = logits.broadcast_to(test.shape());
    const Tensor<float> rows = Bernoulli<float>{wide}.log_prob(Var<float>(test)).value();
    return -mean_of(std::vector<double>(rows.data(), rows.data() + rows.numel())).value;
  };
  const Tensor<float> tiny(1e-9f), one(1.0f), zero(0.0f);
  const Tensor<float> exact = log(maximum(test, tiny)) - log(maximum(one - test, tiny));
  const Tensor<float> mean_image = mean(train, 0).broadcast_to(test.shape());
  const Tensor<float> errors = nn::squared_error(Var<float>(mean_image), Var<float>(test)).value();
  return {score(zero),
          score(nn::logits_of_mean(train.reshape({train.numel(), 1}))),
          score(nn::logits_of_mean(train)),
          score(exact),
          score(minimum(maximum(exact, zero), one)),
          mean_of(std::vector<double>(errors.data(), errors.data() + errors.numel())).value};
}

/// The same by plain loops over probabilities.
Floors plain_floors(const Tensor<float>& train, const Tensor<float>& test) {
  const std::vector<float> seen = train.to_vector(), asked = test.to_vector();
  const auto columns = static_cast<std::size_t>(test.shape()[1]);
  std::vector<double> mean_image(columns);
  double grey = 0;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    mean_image[i % columns] += double(seen[i]) / double(seen.size() / columns);
    grey += double(seen[i]) / double(seen.size());
  }
  const auto cost = [](double x, double p) {
    return -(x > 0 ? x * std::log(p) : 0) - (x < 1 ? (1 - x) * std::log(1 - p) : 0);
  };
  const auto sigmoid = [](double l) { return 1 / (1 + std::exp(-l)); };
  Floors total{};
  const double images = double(asked.size() / columns);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const double x = double(asked[i]), m = mean_image[i % columns];
    total.half += std::log(2.0) / images;
    total.grey += cost(x, grey) / images;
    total.collapsed += cost(x, std::clamp(m, 0.001, 0.999)) / images;
    total.perfect += cost(x, x) / images;
    total.double_sigmoid += cost(x, std::clamp(x, 0.5, sigmoid(1))) / images;
    total.squared += (x - m) * (x - m) / images;
  }
  return total;
}

void check_same(const Floors& a, const Floors& b, double tolerance) {
  CHECK(std::abs(a.half - b.half) < tolerance);
  CHECK(std::abs(a.grey - b.grey) < tolerance);
  CHECK(std::abs(a.collapsed - b.collapsed) < tolerance);
  CHECK(std::abs(a.perfect - b.perfect) < tolerance);
  CHECK(std::abs(a.double_sigmoid - b.double_sigmoid) < tolerance);
  CHECK(std::abs(a.squared - b.squared) < tolerance);
}

/// The -ELBO of a VAE that has collapsed: its decoder knows the mean image, its z nothing.
Evaluation evaluate_collapsed(const LabelledImages& train, const LabelledImages& test) {
  Options options;
  Rng rng(1);
  AnyModel model = make_model(options, train.images.shape()[1], rng);
  nn::for_each_parameter(model, [](const std::string&, nn::Parameter<float>& p) {
    p.value = Tensor<float>::zeros(p.value.shape());
  });
  model.decoder.last_bias().value = nn::logits_of_mean(train.images);
  return evaluate(model, options, test);
}

}  // namespace

TEST_CASE("models that say nothing about an image score what plain loops say, on drawn digits") {
  const LabelledImages train = digits(400, Rng(1)), test = digits(200, Rng(2));
  const Floors f = floors(train.images, test.images);
  check_same(f, plain_floors(train.images, test.images), 2e-3);
  const Evaluation collapsed = evaluate_collapsed(train, test);
  CHECK(collapsed.kl.value == 0);
  CHECK(-collapsed.elbo.value == doctest::Approx(f.collapsed).epsilon(1e-6));
}

TEST_CASE("on MNIST they score the known figures") {
  LabelledImages train, test;
  try {
    train = mnist(find_mnist({}), Split::train);
    test = mnist(find_mnist({}), Split::test);
  } catch (const FileError& e) {
    MESSAGE("left out, MNIST is not here: ", e.what());
    return;
  }
  check_same(floors(train.images, test.images), {543.43, 306.66, 205.97, 45.53, 513.9, 52.90},
             0.05);
  CHECK(std::abs(evaluate_collapsed(train, test).elbo.value + 205.97) < 0.01);
}
