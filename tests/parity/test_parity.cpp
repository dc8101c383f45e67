// Values, gradients and training steps against PyTorch, whose numbers golden.py wrote to golden/.
//
// An error is the largest difference within a tensor, as a share of the largest magnitude that
// PyTorch has in it: rounding is as large as the summands of a sum, which may cancel. At most 1e-5
// (float) and 1e-12 (double) are allowed; the worst ever seen on x86-64 are 6e-7 and 1e-15.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <regex>

#include "nn/checkpoint.h"
#include "nn/conv.h"
#include "nn/network.h"
#include "nn/optim.h"
#include "tests/autograd/op_catalogue.h"
#include "vae/models.h"

using namespace gradus;
using namespace gradus::nn;
using namespace gradus::vae;

namespace {

using catalogue::Function;
using catalogue::Vars;

const std::string root = GRADUS_ROOT;
const auto catalogue_of_ops = catalogue::ops().lines();

template <class T>
constexpr double tolerance = std::is_same_v<T, float> ? 1e-5 : 1e-12;
template <class T>
const std::string precision = std::is_same_v<T, float> ? "f32" : "f64";

/// One file of golden numbers. Tensors are called "CASE/in/0", "CASE/f32/y" and the like.
struct Golden {
  explicit Golden(const std::string& name)
      : path(root + "/tests/parity/golden/" + name + ".safetensors"), file(load(path)) {}

  template <class T>
  const Tensor<T>& tensor(const std::string& name) const {
    const auto found = file.tensors.find(name);
    if (found == file.tensors.end()) throw Error(path + " has no " + name + "; see golden.py");
    return std::get<Tensor<T>>(found->second);
  }
  /// What was given to both sides: float, which a double holds exactly.
  template <class T>
  Tensor<T> input(const std::string& name) const {
    const Tensor<float>& x = tensor<float>(name);
    const std::vector<float> values = x.to_vector();
    return Tensor<T>::from(x.shape(), std::vector<T>(values.begin(), values.end()));
  }
  template <class T>
  std::vector<Tensor<T>> inputs(const std::string& name) const {
    std::vector<Tensor<T>> all;
    while (file.tensors.contains(name + "/in/" + std::to_string(all.size())))
      all.push_back(input<T>(name + "/in/" + std::to_string(all.size())));
    return all;
  }
  /// The names up to the first slash.
  std::set<std::string> cases() const {
    std::set<std::string> names;
    for (const auto& entry : file.tensors)
      names.insert(entry.first.substr(0, entry.first.find('/')));
    return names;
  }

  std::string path;
  Checkpoint file;
};

/// The worst error of a test, to be told at its end.
template <class T>
struct Worst {
  double error = 0;
  std::string of = "nothing";
  ~Worst() { MESSAGE(precision<T> << ": worst relative error " << error << " (" << of << ")"); }

  void compare(const Golden& golden, const std::string& name, const Tensor<T>& received) {
    const Tensor<T>& expected = golden.tensor<T>(name);
    CAPTURE(name);
    REQUIRE(received.shape() == expected.shape());
    const std::vector<T> a = received.to_vector(), b = expected.to_vector();
    double difference = 0, largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      REQUIRE(std::isfinite(a[i] - b[i]));
      difference = std::max(difference, std::abs(static_cast<double>(a[i] - b[i])));
      largest = std::max(largest, std::abs(static_cast<double>(b[i])));
    }
    if (difference == 0) return;
    const double relative = difference / largest;  // infinite where only zeros are expected
    CHECK(relative <= tolerance<T>);
    if (relative > error) error = relative, of = name;
  }
};

/// A value and its VJPs, given inputs and a cotangent.
template <class T>
struct Pullback {
  Tensor<T> y;
  std::vector<Tensor<T>> gradients;
};
template <class T>
using Computation =
    std::function<Pullback<T>(const std::vector<Tensor<T>>& inputs, const Tensor<T>& cotangent)>;

/// Of a function of all inputs.
template <class T>
Computation<T> of_function(const Function<T>& f) {
  return [f](const std::vector<Tensor<T>>& inputs, const Tensor<T>& cotangent) {
    Tape<T> tape;
    Vars<T> leaves;
    for (const Tensor<T>& x : inputs) leaves.push_back(tape.watch(x));
    const Var<T> y = f(leaves);
    const Gradients<T> gradients = tape.gradients(y, cotangent);
    Pullback<T> result{y.value(), {}};
    for (const Var<T>& leaf : leaves) result.gradients.push_back(gradients[leaf].value());
    return result;
  };
}

/// Of a layer: the first input is x, the others are its parameters.
template <class T>
Computation<T> of_layer(auto layer) {
  return [layer](const std::vector<Tensor<T>>& inputs, const Tensor<T>& cotangent) mutable {
    std::size_t i = 1;
    for_each_parameter(layer, [&](const auto&, Parameter<T>& p) { p.value = inputs.at(i++); });
    REQUIRE(i == inputs.size());
    Tape<T> tape;
    const Var<T> x = tape.watch(inputs[0]), y = layer(x);
    const Gradients<T> gradients = tape.gradients(y, cotangent);
    Pullback<T> result{y.value(), {gradients[x].value()}};
    for_each_parameter(layer, [&](const auto&, const Parameter<T>& p) {
      result.gradients.push_back(*gradients.find(p.identity));
    });
    return result;
  };
}

struct Case {
  std::string name;
  Computation<float> of_float;
  Computation<double> of_double;
};

template <class T>
void check_case(const Golden& golden, const std::string& name, const Computation<T>& compute,
                Worst<T>& worst) {
  const std::vector<Tensor<T>> inputs = golden.inputs<T>(name);
  const auto [y, gradients] = compute(inputs, golden.input<T>(name + "/cotangent"));
  const std::string results = name + "/" + precision<T> + "/";
  worst.compare(golden, results + "y", y);
  REQUIRE(gradients.size() == inputs.size());
  for (std::size_t i = 0; i < gradients.size(); ++i)
    worst.compare(golden, results + "d" + std::to_string(i), gradients[i]);
}

/// Every case has golden numbers, and none are left over.
void check_complete(const Golden& golden, const std::set<std::string>& cases) {
  const std::set<std::string> known = golden.cases();
  for (const std::string& name : cases)
    CHECK_MESSAGE(known.contains(name), golden.path << " has no case " << name);
  for (const std::string& name : known)
    CHECK_MESSAGE(cases.contains(name), golden.path << " has a case nobody asks for: " << name);
}

void check_cases(const std::string& file, const std::vector<Case>& cases) {
  const Golden golden(file);
  std::set<std::string> names;
  for (const Case& c : cases) names.insert(c.name);
  check_complete(golden, names);
  Worst<float> worst_of_float;
  Worst<double> worst_of_double;
  for (const Case& c : cases) {
    check_case(golden, c.name, c.of_float, worst_of_float);
    check_case(golden, c.name, c.of_double, worst_of_double);
  }
}

/// f is a template lambda over the number type.
Case function(const std::string& name, auto f) {
  return {name, of_function<float>(f), of_function<double>(f)};
}

/// make(zero, rng) gives the layer for the type of zero.
Case layer(const std::string& name, auto make) {
  Rng rng(7);
  return {name, of_layer<float>(make(0.0F, rng)), of_layer<double>(make(0.0, rng))};
}

std::vector<Case> layers() {
  const ConvGeometry strided{.stride = {2, 1}, .padding = {1, 0}},
      doubling{.stride = 2, .padding = 1, .output_padding = 1};
  std::vector<Case> all = {
      layer("Linear", []<class T>(T, Rng& rng) { return Linear<T>(4, 2, rng); }),
      layer("Relu", [](auto, Rng&) { return Relu{}; }),
      layer("LeakyRelu", [](auto, Rng&) { return LeakyRelu{}; }),
      layer("Elu", [](auto, Rng&) { return Elu{}; }),
      layer("Gelu", [](auto, Rng&) { return Gelu{}; }),
      layer("Softplus", [](auto, Rng&) { return Softplus{}; }),
      layer("Tanh", [](auto, Rng&) { return Tanh{}; }),
      layer("Sigmoid", [](auto, Rng&) { return Sigmoid{}; }),
      layer("Dropout",
            [](auto, Rng&) {
              Rng own(7);
              return Dropout(0.25, own);
            }),
      layer("LayerNorm", []<class T>(T, Rng&) { return LayerNorm<T>(4); }),
      layer("Sequential",
            []<class T>(T, Rng& rng) {
              return Sequential{Linear<T>(4, 5, rng), Tanh{}, Linear<T>(5, 2, rng)};
            }),
      layer("Conv2d",
            [=]<class T>(T, Rng& rng) {
              return Conv2d<T>(2, 3, {3, 2}, strided, rng);
            }),
      layer("ConvTranspose2d",
            [=]<class T>(T, Rng& rng) { return ConvTranspose2d<T>(2, 3, 3, doubling, rng); }),
      layer("MaxPool2d",
            [](auto, Rng&) {
              return MaxPool2d({2, 3});
            }),
      layer("AvgPool2d",
            [](auto, Rng&) {
              return AvgPool2d({2, 3});
            }),
      layer("Flatten", [](auto, Rng&) { return Flatten{}; }),
      layer("Unflatten",
            [](auto, Rng&) {
              return Unflatten{{2, 3}};
            }),
  };
  const auto network = [&](const std::string& name, const auto& activation) {
    all.push_back(layer("Mlp " + name, [=]<class T>(T, Rng& rng) {
      return mlp<T>({4, 5, 2}, activation, rng);
    }));
  };
  network("relu", Relu{});
  network("tanh", Tanh{});
  network("elu", Elu{});
  network("gelu", Gelu{});
  network("softplus", Softplus{});
  all.push_back(layer("Gated", []<class T>(T, Rng& rng) { return Gated<T>(4, 2, rng); }));
  return all;
}

/// The likelihood as a function of the decoder's output and the image, and its mean.
std::vector<Case> likelihood(const std::string& name, const auto& l) {
  return {function(name, [l](const auto& v) { return l.log_prob(v[0], v[1]); }),
          function(name + " mean", [l](const auto& v) { return l.mean(v[0]); })};
}

/// AnyLikelihood and SharedGaussianLikelihood for either precision.
struct Any {
  BernoulliLikelihood chosen;
  template <class T>
  Var<T> log_prob(const Var<T>& y, const Var<T>& x) const {
    return AnyLikelihood<T>{chosen}.log_prob(y, x);
  }
  template <class T>
  Var<T> mean(const Var<T>& y) const {
    return AnyLikelihood<T>{chosen}.mean(y);
  }
};
struct Shared {
  template <class T>
  Var<T> log_prob(const Var<T>& y, const Var<T>& x) const {
    return SharedGaussianLikelihood<T>{}.log_prob(y, x);
  }
  template <class T>
  Var<T> mean(const Var<T>& y) const {
    return SharedGaussianLikelihood<T>{}.mean(y);
  }
};

std::vector<Case> probability() {
  const auto gaussian = [](const auto& v) { return gaussian_log_prob(v[0], v[1], v[2]); };
  std::vector<Case> all = {
      function("sum_per_row", [](const auto& v) { return sum_per_row(v[0]); }),
      function("squared_error", [](const auto& v) { return squared_error(v[0], v[1]); }),
      function("mse", [](const auto& v) { return mse(v[0], v[1]); }),
      function("cross_entropy",
               [](const auto& v) {
                 return cross_entropy(v[0], {2, 0, 3});
               }),
      function("bernoulli_log_prob_per_row",
               [](const auto& v) { return bernoulli_log_prob_per_row(v[0], v[1]); }),
      function("gaussian_log_prob each", gaussian),
      function("gaussian_log_prob one", gaussian),
      function("gaussian_log_prob column", gaussian),
      function("Normal stddev",
               []<class T>(const Vars<T>& v) {
                 return Normal<T>{v[0], v[1]}.stddev();
               }),
      function("Normal sample",
               []<class T>(const Vars<T>& v) {
                 Rng rng(7);
                 return Normal<T>{v[0], v[1]}.sample(rng);
               }),
      function("Normal log_prob",
               []<class T>(const Vars<T>& v) {
                 return Normal<T>{v[0], v[1]}.log_prob(v[2]);
               }),
      function("Bernoulli mean",
               []<class T>(const Vars<T>& v) { return Bernoulli<T>{v[0]}.mean(); }),
      function("Bernoulli sample",
               []<class T>(const Vars<T>& v) {
                 Rng rng(7);
                 return T(0) * v[0] + Var<T>(Bernoulli<T>{v[0]}.sample(rng));
               }),
      function("Bernoulli log_prob",
               []<class T>(const Vars<T>& v) { return Bernoulli<T>{v[0]}.log_prob(v[1]); }),
      function(
          "ContinuousBernoulli log_prob",
          []<class T>(const Vars<T>& v) { return ContinuousBernoulli<T>{v[0]}.log_prob(v[1]); }),
      function("ContinuousBernoulli mean",
               []<class T>(const Vars<T>& v) { return ContinuousBernoulli<T>{v[0]}.mean(); }),
      function("ContinuousBernoulliLikelihood",
               [](const auto& v) { return ContinuousBernoulliLikelihood{}.log_prob(v[0], v[1]); }),
      function("standard_normal_log_prob",
               [](const auto& v) { return standard_normal_log_prob(v[0]); }),
      function("repeat_rows", [](const auto& v) { return repeat_rows(v[0], 3); }),
      function("kl_to_standard_normal",
               []<class T>(const Vars<T>& v) {
                 return kl_to_standard_normal(Normal<T>{v[0], v[1]});
               }),
      function("kl Normal",
               []<class T>(const Vars<T>& v) {
                 return kl(Normal<T>{v[0], v[1]}, Normal<T>{v[2], v[3]});
               }),
      function(
          "kl Bernoulli",
          []<class T>(const Vars<T>& v) { return kl(Bernoulli<T>{v[0]}, Bernoulli<T>{v[1]}); }),
  };
  for (const std::vector<Case>& more :
       {likelihood("BernoulliLikelihood", BernoulliLikelihood{}),
        likelihood("GaussianLikelihood", GaussianLikelihood{}),
        likelihood("GaussianLikelihood 0.3", GaussianLikelihood{.stddev = 0.3}),
        likelihood("LearnedGaussianLikelihood", LearnedGaussianLikelihood{}),
        likelihood("SharedGaussianLikelihood", Shared{}),
        likelihood("AnyLikelihood", Any{BernoulliLikelihood{}})})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

/// A model of one parameter.
template <class T>
struct Row {
  Parameter<T> x;
  void visit(auto&& f) { f("x", x); }
};

/// 20 steps; a limit below infinity clips the gradients.
template <class T>
void check_optimizer(const Golden& golden, const std::string& name, auto optimizer, double limit,
                     Worst<T>& worst) {
  Row<T> model{Parameter<T>(golden.input<T>(name + "/initial"))};
  const Tensor<T> given = golden.input<T>(name + "/gradients");
  REQUIRE(given.shape()[0] == 20);
  for (Size t = 0; t < given.shape()[0]; ++t) {
    Tape<T> tape;
    const Var<T> loss = sum(tracked(model.x) * given.slice(0, t, t + 1).reshape({-1}));
    Gradients<T> gradients = tape.gradients(loss);
    clip_by_norm(model, gradients, limit);
    optimizer.step(model, gradients);
  }
  worst.compare(golden, name + "/" + precision<T> + "/final", model.x.value);
}

/// Calls f(name, optimiser for the type of zero, limit) for each case.
template <class T>
void for_each_optimizer(const auto& f) {
  const double none = std::numeric_limits<double>::infinity();
  f("Sgd", Sgd<T>{}, none);
  f("Sgd momentum", Sgd<T>{{.momentum = 0.9}}, none);
  f("Sgd nesterov", Sgd<T>{{.lr = 0.05, .momentum = 0.8, .nesterov = true}}, none);
  f("Sgd clipped", Sgd<T>{{.lr = 0.1}}, 3.5);
  f("RmsProp", RmsProp<T>{}, none);
  f("RmsProp options", RmsProp<T>{{.lr = 0.05, .decay = 0.9, .epsilon = 0.01}}, none);
  f("Adam", Adam<T>{}, none);
  f("Adam options", Adam<T>{{.lr = 0.05, .beta1 = 0.8, .beta2 = 0.95, .epsilon = 0.01}}, none);
  f("Adam weight_decay", Adam<T>{{.lr = 0.05, .weight_decay = 0.1}}, none);
  f("AdamW", AdamW<T>{}, none);
  const AdamWOptions options{
      .lr = 0.05, .beta1 = 0.8, .beta2 = 0.95, .epsilon = 0.01, .weight_decay = 0.2};
  f("AdamW options", AdamW<T>{options}, none);
}

/// Ten steps of Adam: all of the first, the loss of each, and the parameters at the end. The noise
/// is that of Rng{7}, which golden.py draws for itself.
template <class T>
void check_training(const std::string& name, auto model) {
  const Golden golden("models");
  Worst<T> worst;
  const auto compare = [&](const std::string& key, const Tensor<T>& received) {
    worst.compare(golden, name + "/" + precision<T> + "/" + key, received);
  };
  for_each_parameter(model, [&](const std::string& path, Parameter<T>& p) {
    const Tensor<T> initial = golden.input<T>(name + "/initial/" + path);
    REQUIRE(initial.shape() == p.value.shape());
    p.value = initial;
  });
  const Tensor<T> images = golden.input<T>(name + "/images");
  const Tensor<T>& noise = golden.tensor<T>(name + "/" + precision<T> + "/noise");
  Rng rng(7), same(7);
  std::vector<Tensor<T>> noises;
  std::vector<T> losses;
  Adam<T> adam;
  for (Size step = 0; step < noise.shape()[0]; ++step) {
    noises.push_back(normal<T>({1, noise.shape()[1], noise.shape()[2]}, same));
    Tape<T> tape;
    const Elbo<T> elbo = model.elbo(images, rng);
    const Var<T> loss = -elbo.mean();
    losses.push_back(loss.item());
    const Gradients<T> gradients = tape.gradients(loss);
    if (step == 0) {
      compare("reconstruction", elbo.reconstruction.value());
      compare("kl", elbo.kl.value());
      for_each_parameter(model, [&](const std::string& path, const Parameter<T>& p) {
        compare("gradient/" + path, *gradients.find(p.identity));
      });
    }
    adam.step(model, gradients);
  }
  REQUIRE(losses.size() == 10);
  compare("noise", concat(noises, 0));
  compare("losses", Tensor<T>::from({10}, losses));
  for_each_parameter(model, [&](const std::string& path, const Parameter<T>& p) {
    compare("final/" + path, p.value);
  });
}

// The models of golden.py.

template <class T>
auto mlp_vae() {
  Rng rng;
  Sequential encoder{Linear<T>(20, 12, rng), Relu{}, Linear<T>(12, 9, rng), Relu{},
                     Linear<T>(9, 6, rng)};
  Sequential decoder{Linear<T>(3, 9, rng), Relu{}, Linear<T>(9, 12, rng), Relu{},
                     Linear<T>(12, 20, rng)};
  return Vae{encoder, decoder};
}

template <class T>
auto gaussian_vae() {
  Rng rng;
  return Vae{mlp<T>({20, 12, 6}, Tanh{}, rng), mlp<T>({3, 12, 20}, Tanh{}, rng),
             GaussianLikelihood{.stddev = 0.3}};
}

template <class T>
auto conv_vae() {
  Rng rng;
  const ConvGeometry halving{.stride = 2, .padding = 1};
  Sequential encoder{Unflatten{{1, 8, 8}},
                     Conv2d<T>(1, 3, 4, halving, rng),
                     Relu{},
                     Conv2d<T>(3, 4, 4, halving, rng),
                     Relu{},
                     Flatten{},
                     Linear<T>(16, 6, rng)};
  Sequential decoder{Linear<T>(3, 16, rng),
                     Unflatten{{4, 2, 2}},
                     Relu{},
                     ConvTranspose2d<T>(4, 3, 4, halving, rng),
                     Relu{},
                     ConvTranspose2d<T>(3, 1, 4, halving, rng),
                     Flatten{}};
  return Vae{encoder, decoder};
}

/// The first words of the cases of a golden file.
std::set<std::string> subjects(const std::string& file) {
  std::set<std::string> names;
  for (const std::string& name : Golden(file).cases())
    names.insert(name.substr(0, name.find_first_of(" .")));
  return names;
}

/// What a header of the library offers, by the lines that match one of the patterns.
std::set<std::string> offered(const std::string& header, const std::vector<std::regex>& patterns) {
  std::ifstream file(root + "/" + header);
  REQUIRE(file.good());
  std::set<std::string> names;
  std::smatch match;
  for (std::string line; std::getline(file, line);)
    for (const std::regex& pattern : patterns)
      if (std::regex_search(line, match, pattern)) names.insert(match[1]);
  CHECK(!names.empty());
  return names;
}

}  // namespace

TEST_CASE("every op of the catalogue has golden numbers") {
  const std::set<std::string> golden = subjects("ops");
  for (const auto& op : catalogue_of_ops)
    CHECK_MESSAGE(golden.contains(op.name), "no golden numbers for the op "
                                                << op.name << ": add a line to ops() in golden.py");
}

TEST_CASE("every layer, optimiser, loss and distribution has golden numbers") {
  const std::regex type("^(?:struct|class) (\\w+)[^;]*$"), function_name("^Var<T> (\\w+)\\(");
  const std::map<std::string, std::string> file_of = {
      {"nn/layers.h", "layers"},           {"nn/conv.h", "layers"},
      {"nn/optim.h", "optimizers"},        {"nn/loss.h", "probability"},
      {"vae/likelihood.h", "probability"}, {"vae/distributions.h", "probability"}};
  for (const auto& entry : file_of) {
    const std::set<std::string> golden = subjects(entry.second);
    for (const std::string& name : offered(entry.first, {type, function_name})) {
      if (name == "call" || name == "OptimizerState" || name.ends_with("Options")) continue;
      CHECK_MESSAGE(golden.contains(name),
                    "no golden numbers for " << name << " of " << entry.first);
    }
  }
}

TEST_CASE("ops agree with PyTorch") {
  std::map<std::string, int> lines;
  std::vector<Case> cases;
  const std::set<std::string> golden = Golden("ops").cases();
  for (const auto& op : catalogue_of_ops) {
    const std::string name = op.name + "." + std::to_string(lines[op.name]++);
    if (golden.contains(name))
      cases.push_back({name, of_function<float>(op.of_float), of_function<double>(op.of_double)});
  }
  check_cases("ops", cases);
}

TEST_CASE("layers agree with PyTorch") { check_cases("layers", layers()); }

TEST_CASE("losses, distributions and likelihoods agree with PyTorch") {
  check_cases("probability", probability());
}

TEST_CASE_TEMPLATE("20 steps of each optimiser agree with PyTorch", T, float, double) {
  const Golden golden("optimizers");
  Worst<T> worst;
  std::set<std::string> names;
  for_each_optimizer<T>([&](const std::string& name, const auto& optimizer, double limit) {
    names.insert(name);
    check_optimizer(golden, name, optimizer, limit, worst);
  });
  check_complete(golden, names);
}

TEST_CASE_TEMPLATE("ten training steps agree with PyTorch", T, float, double) {
  SUBCASE("MLP-VAE") { check_training<T>("mlp_vae", mlp_vae<T>()); }
  SUBCASE("MLP-VAE with a Gaussian likelihood") {
    check_training<T>("gaussian_vae", gaussian_vae<T>());
  }
  SUBCASE("convolutional VAE") { check_training<T>("conv_vae", conv_vae<T>()); }
}
