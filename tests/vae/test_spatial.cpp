#include "vae/spatial.h"

#include <cmath>
#include <string>
#include <vector>

#include "autograd/gradcheck.h"
#include "nn/optim.h"
#include "tests/support.h"
#include "vae/digits.h"
#include "vae/run.h"

using namespace gradus;
using namespace gradus::test;
using namespace gradus::vae;

namespace {

using Doubles = Tensor<double>;
using Vars = std::vector<Var<double>>;
using Matrix = std::vector<std::vector<double>>;

/// Every kind of posterior, for maps of 2x3.
std::vector<SpatialPosterior> kinds() {
  std::vector<SpatialPosterior> all;
  for (const bool cholesky : {false, true})
    for (const bool full_mean : {false, true}) all.push_back({2, 3, cholesky, full_mean});
  return all;
}

Doubles random(const Shape& shape, std::uint64_t seed) {
  Rng rng(seed);
  return 0.7 * normal<double>(shape, rng);
}

/// Some q over `maps` maps for each of `batch` images.
MatrixNormal<double> some(const SpatialPosterior& form, Size batch, Size maps, std::uint64_t seed) {
  const Size latent = maps * form.height * form.width;
  return form(Var<double>(random({batch, form.outputs(latent)}, seed)));
}

double total(const Var<double>& x) { return sum(x).value().item(); }

/// Map `map` of image 0 of x [B, C, rows, columns] or [B, C, rows].
Matrix matrix_of(const Var<double>& x, Size map) {
  const Size rows = x.shape()[2], columns = x.shape().rank() == 4 ? x.shape()[3] : 1;
  const std::vector<double> all = x.value().to_vector();
  Matrix m(static_cast<std::size_t>(rows), std::vector<double>(static_cast<std::size_t>(columns)));
  for (std::size_t i = 0; i < m.size(); ++i)
    for (std::size_t j = 0; j < m[i].size(); ++j)
      m[i][j] = all[(static_cast<std::size_t>(map) * m.size() + i) * m[i].size() + j];
  return m;
}

/// L diag(exp(log_var)) L', by plain loops.
Matrix covariance(const std::optional<Var<double>>& factor, const Var<double>& log_var, Size map) {
  const Matrix a = matrix_of(log_var, map);
  const std::size_t n = a.size();
  Matrix l(n, std::vector<double>(n)), s = l;
  for (std::size_t i = 0; i < n; ++i) l[i][i] = 1;
  if (factor) l = matrix_of(*factor, map);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      for (std::size_t k = 0; k < n; ++k) s[i][j] += l[i][k] * std::exp(a[k][0]) * l[j][k];
  return s;
}

/// Cov(z_ij, z_kl) = U_ik V_jl, z in the order of a code, row by row.
Matrix dense_covariance(const MatrixNormal<double>& q, Size map) {
  const Matrix u = covariance(q.row_factor, q.row_log_var, map);
  const Matrix v = covariance(q.column_factor, q.column_log_var, map);
  const std::size_t n = u.size(), p = v.size();
  Matrix s(n * p, std::vector<double>(n * p));
  for (std::size_t a = 0; a < n * p; ++a)
    for (std::size_t b = 0; b < n * p; ++b) s[a][b] = u[a / p][b / p] * v[a % p][b % p];
  return s;
}

struct Estimate {
  double mean, error;  // of the mean
};
Estimate estimate(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  double sum = 0, squares = 0;
  for (const double v : values) sum += v;
  for (const double v : values) squares += (v - sum / n) * (v - sum / n);
  return {sum / n, std::sqrt(squares / (n - 1) / n)};
}

constexpr Size many = 100'000;

}  // namespace

TEST_CASE("MatrixNormal: the KL of the worked example") {
  // mu = (1, -2), nu = (.5, 0, 1), log u = (0, log 2), log v = (0, 0, log 3): tr U = 3, tr V = 5,
  // |M|^2 = 5 * 1.25.
  const double log2 = std::log(2.0), log3 = std::log(3.0);
  const SpatialPosterior form{2, 3};
  REQUIRE(form.outputs(6) == 10);
  const auto q = form(Var<double>(Doubles::from({1, 10}, {1, -2, .5, 0, 1, 0, log2, 0, 0, log3})));
  const double expected = (3 * 5 + 5 * 1.25 - 6 - 3 * log2 - 2 * log3) / 2;
  CHECK(expected == doctest::Approx(5.486667).epsilon(1e-7));
  CHECK(total(kl_to_standard_normal(q)) == doctest::Approx(expected).epsilon(1e-14));
  CHECK(total(kl_per_dimension(q)) == doctest::Approx(expected).epsilon(1e-14));
  CHECK(mean_of(q).value().to_vector() == std::vector<double>{.5, 0, 1, -1, 0, -2});
}

TEST_CASE("MatrixNormal: gradients of KL, log_prob and samples are right, both orders") {
  for (const SpatialPosterior& form : kinds()) {
    CAPTURE(form.cholesky);
    CAPTURE(form.full_mean);
    const Doubles h = random({2, form.outputs(2 * 6)}, 1), z = random({2, 2 * 6}, 2);
    for (const int order : {1, 2}) {
      const auto check = [&](const char* name, const CheckedFunction& f,
                             const std::vector<Doubles>& inputs) {
        const GradcheckReport report = gradcheck(name, f, inputs, {.order = order});
        CHECK_MESSAGE(report.passed, report.text);
      };
      check("kl", [&](const Vars& v) { return kl_to_standard_normal(form(v[0])); }, {h});
      check("kl per dimension", [&](const Vars& v) { return kl_per_dimension(form(v[0])); }, {h});
      check("log_prob", [&](const Vars& v) { return form(v[0]).log_prob(v[1]); }, {h, z});
      const auto sample = [&](const Vars& v) {
        Rng noise(3);
        return form(v[0]).sample(noise);
      };
      check("sample", sample, {h});
    }
  }
}

TEST_CASE("MatrixNormal: the KL is the mean of log q - log p over samples") {
  for (const SpatialPosterior& form : kinds()) {
    const MatrixNormal<double> one = some(form, 1, 2, 4), q = repeated(one, many);
    Rng rng(5);
    const Var<double> z = q.sample(rng);
    const Estimate e = estimate((q.log_prob(z) - standard_normal_log_prob(z)).value().to_vector());
    const double exact = total(kl_to_standard_normal(one));
    CAPTURE(e.mean);
    CAPTURE(exact);
    CHECK(std::abs(e.mean - exact) < 5 * e.error);
    CHECK(e.error < 0.01 * exact);
  }
}

TEST_CASE("MatrixNormal: what the pixels add to the KL adds up to it, and is never negative") {
  for (const SpatialPosterior& form : kinds()) {
    const MatrixNormal<double> q = some(form, 3, 4, 6);
    const Doubles kl = kl_per_dimension(q).value();
    REQUIRE(kl.shape() == Shape{3, 4 * 6});
    for (const double k : kl.to_vector()) CHECK(k >= 0);
    const std::vector<double> sums = sum(kl, 1).to_vector();
    const std::vector<double> closed = sum(kl_to_standard_normal(q), 1).value().to_vector();
    for (std::size_t i = 0; i < 3; ++i) CHECK(sums[i] == doctest::Approx(closed[i]).epsilon(1e-13));
  }
}

TEST_CASE("MatrixNormal: a map of one pixel is a Normal") {
  for (const bool cholesky : {false, true}) {
    const SpatialPosterior form{1, 1, cholesky, true};
    REQUIRE(form.outputs(5) == 15);
    const Doubles h = random({4, 15}, 7), z = random({4, 5}, 8);
    const auto q = form(Var<double>(h));
    const Normal<double> plain{h.slice(1, 0, 5), h.slice(1, 5, 10) + h.slice(1, 10, 15)};
    const auto same = [](const Var<double>& a, const Var<double>& b) {
      REQUIRE(a.shape() == b.shape());
      const std::vector<double> x = a.value().to_vector(), y = b.value().to_vector();
      for (std::size_t i = 0; i < x.size(); ++i)
        CHECK(x[i] == doctest::Approx(y[i]).epsilon(1e-13));
    };
    same(sum(kl_to_standard_normal(q), 1), kl_to_standard_normal(plain));
    same(q.log_prob(z), plain.log_prob(z));
    Rng one(9), two(9);
    same(q.sample(one), plain.sample(two));
  }
}

TEST_CASE("MatrixNormal: with M = 0 and U = V = I it is the prior") {
  for (const SpatialPosterior& form : kinds()) {
    const auto q = form(Var<double>(Doubles::zeros({2, form.outputs(6)})));
    for (const double kl : kl_per_dimension(q).value().to_vector()) CHECK(kl == 0);
    const Doubles z = random({2, 6}, 10);
    const Doubles difference = q.log_prob(z).value() - standard_normal_log_prob(Var(z)).value();
    for (const double d : difference.to_vector()) CHECK(std::abs(d) < 1e-14);
  }
}

TEST_CASE("MatrixNormal: nothing depends on what U gains and V loses, nor on the size of mu") {
  const SpatialPosterior form{2, 3};
  const Doubles h = random({1, form.outputs(6)}, 11), z = random({1, 6}, 12);
  const std::vector<double> values = h.to_vector();  // mu, nu, log u, log v: 2, 3, 2, 3 numbers
  const auto slopes = [&](const auto& f) {
    Tape<double> tape;
    const Var<double> x = tape.watch(h);
    const std::vector<double> g = tape.gradients(sum(f(form(x))))[x].value().to_vector();
    const double shift = g[5] + g[6] - g[7] - g[8] - g[9];
    const double scale = values[0] * g[0] + values[1] * g[1] - values[2] * g[2] - values[3] * g[3] -
                         values[4] * g[4];
    double largest = 0;
    for (const double slope : g) largest = std::max(largest, std::abs(slope));
    CHECK(largest > 0.1);
    CHECK(std::abs(shift) < 1e-13);
    CHECK(std::abs(scale) < 1e-13);
  };
  slopes([](const auto& q) { return kl_to_standard_normal(q); });
  slopes([&](const auto& q) { return q.log_prob(Var<double>(z)); });
}

TEST_CASE("MatrixNormal: samples have mean M and covariance V (x) U") {
  for (const bool cholesky : {false, true}) {
    const MatrixNormal<double> one = some({2, 3, cholesky, false}, 1, 2, 13);
    Rng rng(14);
    const Doubles z = repeated(one, many).sample(rng).value();
    const Doubles centred = z - mean_of(one).value();
    const std::vector<double> s =
        (matmul(centred.transpose(), centred) / Doubles(double(many))).to_vector();
    const std::vector<double> deviations = sqrt(one.variance().value()).to_vector();
    double error = 0, size = 0;
    for (std::size_t a = 0; a < 12; ++a)
      for (std::size_t b = 0; b < 12; ++b) {
        const bool same_map = a / 6 == b / 6;
        const double expected =
            same_map ? dense_covariance(one, static_cast<Size>(a / 6))[a % 6][b % 6] : 0;
        error += std::pow(s[a * 12 + b] - expected, 2);
        size += expected * expected;
        // The standard error of a standard deviation is sigma / sqrt(2 n).
        if (a == b)
          CHECK(std::abs(std::sqrt(s[a * 12 + a]) / deviations[a] - 1) < 5 / std::sqrt(2.0 * many));
      }
    CHECK(std::sqrt(error / size) < 0.05);
    const std::vector<double> means = mean(centred, 0).to_vector();
    for (std::size_t a = 0; a < 12; ++a)
      CHECK(std::abs(means[a]) < 5 * deviations[a] / std::sqrt(double(many)));
  }
}

TEST_CASE("MatrixNormal: log_prob is that of the normal distribution with a dense covariance") {
  for (const SpatialPosterior& form : kinds()) {
    const MatrixNormal<double> q = some(form, 1, 2, 15);
    const Doubles z = random({1, 12}, 16);
    const std::vector<double> d = (z - mean_of(q).value()).to_vector();
    double expected = 0;
    for (std::size_t map = 0; map < 2; ++map) {
      // Gauss's elimination turns S into its pivots and d' S^-1 d into a sum of squares.
      Matrix s = dense_covariance(q, static_cast<Size>(map));
      std::vector<double> r(d.begin() + static_cast<std::ptrdiff_t>(6 * map),
                            d.begin() + static_cast<std::ptrdiff_t>(6 * map + 6));
      for (std::size_t k = 0; k < 6; ++k) {
        expected -= (std::log(2 * std::acos(-1.0) * s[k][k]) + r[k] * r[k] / s[k][k]) / 2;
        for (std::size_t i = k + 1; i < 6; ++i) {
          const double ratio = s[i][k] / s[k][k];
          for (std::size_t j = k; j < 6; ++j) s[i][j] -= ratio * s[k][j];
          r[i] -= ratio * r[k];
        }
      }
    }
    CHECK(total(q.log_prob(z)) == doctest::Approx(expected).epsilon(1e-12));
  }
}

TEST_CASE("the numbers below the diagonal are laid out row by row") {
  const Var<double> below(Doubles::from({1, 1, 3}, {5, 6, 7}));
  CHECK(unit_lower(below, 3).value().to_vector() == std::vector<double>{1, 0, 0, 5, 1, 0, 6, 7, 1});
}

TEST_CASE("the inverse of a unit lower triangular matrix, of any size") {
  for (Size n = 1; n <= 9; ++n) {
    const Var<double> lower = unit_lower(Var<double>(random({2, 3, n * (n - 1) / 2}, 17)), n);
    const std::vector<double> product =
        matmul(lower, inverse_of_unit_lower(lower)).value().to_vector();
    for (std::size_t i = 0; i < product.size(); ++i) {
      const auto cell = static_cast<Size>(i) % (n * n);
      CHECK(std::abs(product[i] - (cell / n == cell % n ? 1 : 0)) < 1e-11);
    }
  }
}

TEST_CASE("the encoder of a spatial model gives n + p numbers twice for each map, not 2 n p") {
  CHECK(SpatialPosterior{}.outputs(4 * 49) == 4 * 28);
  CHECK(SpatialPosterior{.full_mean = true}.outputs(4 * 49) == 4 * (49 + 14));
  CHECK(SpatialPosterior{.cholesky = true}.outputs(4 * 49) == 4 * (28 + 42));
  const Var<double> wrong(Doubles::zeros({2, 55}));
  check_says(error_of<ShapeError>([&] { SpatialPosterior{}(wrong); }),
             {"[2, 55]", "28 numbers for each map"});
}

namespace {

Options small_spatial() {
  Options options;
  options.network = "spatial";
  options.hidden = {128};
  options.latent = 2;
  return options;
}

/// A model after some steps of training, and the bound in nats per image at the first and the last.
struct Trained {
  AnyModel model;
  double first = 0, last = 0;

  Trained(const Options& options, Estimator estimator, int steps, const Tensor<float>& images)
      : model([&] {
          Rng initial(1);
          return make_model(options, 784, initial);
        }()) {
    Rng rng(2);
    nn::Adam<float> adam({.lr = 2e-3});
    const Objective objective{estimator, estimator == Estimator::importance_weighted ? 2 : 1};
    for (int step = 0; step < steps; ++step) {
      Tape tape;
      const auto bound = objective(model.draws(images, {}, objective.samples, rng));
      const Var<float> loss = -mean(bound.per_image);
      adam.step(model, tape.gradients(loss));
      last = -static_cast<double>(loss.item());
      if (step == 0) first = last;
    }
  }
};

double squared_error(const Tensor<float>& a, const Tensor<float>& b) {
  return static_cast<double>(sum((a - b) * (a - b)).item());
}

}  // namespace

TEST_CASE("a spatial VAE trains: the bound rises, with every objective" *
          doctest::test_suite("training")) {
  Options options = small_spatial();
  const Tensor<float> images = digits(32, Rng(2)).images;
  for (const char* covariance : {"diagonal", "cholesky"})
    for (const Estimator estimator :
         {Estimator::closed_form, Estimator::sampled, Estimator::importance_weighted}) {
      options.covariance = covariance;
      const Trained run(options, estimator, 40, images);
      CAPTURE(covariance);
      CHECK(run.first == doctest::Approx(-784 * std::log(2)).epsilon(0.1));
      CHECK(run.last > 0.75 * run.first);
    }
}

TEST_CASE("the codes of a spatial VAE say which image it is" * doctest::test_suite("training")) {
  const Tensor<float> images = digits(32, Rng(2)).images;
  const Trained run(small_spatial(), Estimator::closed_form, 225, images);
  const Tensor<float> decoded = run.model.decode(run.model.encode(images));
  const auto next =
      concat(std::vector<Tensor<float>>{images.slice(0, 1, 32), images.slice(0, 0, 1)}, 0);
  const double own = squared_error(decoded, images), other = squared_error(decoded, next);
  MESSAGE("squared error " << own << ", to another image " << other);
  CHECK(own < 0.9 * other);
}

TEST_CASE("codes of a spatial model are as long as its maps are large") {
  const Options options = small_spatial();
  CHECK(latent_size(options, 784) == 2 * 49);
  Rng rng(1);
  const AnyModel model = make_model(options, 784, rng);
  CHECK(model.encode(digits(3, Rng(2)).images).shape() == Shape{3, 98});
  CHECK(sample_images(model, options, 5, rng).shape() == Shape{5, 784});
}
