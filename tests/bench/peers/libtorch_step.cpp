// The libtorch twin of bench_step's models: PyTorch without Python. It takes the same options and
// answers the same questions as torch_step.py, which says what they are.
#include <sys/resource.h>
#include <torch/torch.h>

#include <chrono>
#include <cmath>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace {

using Options = std::map<std::string, std::string>;
using Tensors = std::vector<torch::Tensor>;

std::int64_t number(const Options& options, const std::string& name) {
  return std::stoll(options.at(name));
}

torch::nn::Sequential dense(const std::vector<std::int64_t>& sizes, bool tanh) {
  torch::nn::Sequential layers;
  for (std::size_t i = 0; i + 1 < sizes.size(); ++i) {
    if (i > 0 && tanh) layers->push_back(torch::nn::Tanh());
    if (i > 0 && !tanh) layers->push_back(torch::nn::ReLU(true));
    layers->push_back(torch::nn::Linear(sizes[i], sizes[i + 1]));
  }
  return layers;
}

torch::nn::Conv2d conv(std::int64_t in, std::int64_t out) {
  return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, 4).stride(2).padding(1));
}
torch::nn::ConvTranspose2d transposed(std::int64_t in, std::int64_t out) {
  return torch::nn::ConvTranspose2d(
      torch::nn::ConvTranspose2dOptions(in, out, 4).stride(2).padding(1));
}
torch::nn::Unflatten unflatten(const std::vector<std::int64_t>& sizes) {
  return torch::nn::Unflatten(torch::nn::UnflattenOptions(1, sizes));
}

torch::nn::Sequential conv_encoder(std::int64_t latent) {
  return torch::nn::Sequential(unflatten({1, 28, 28}), conv(1, 32), torch::nn::ReLU(true),
                               conv(32, 64), torch::nn::ReLU(true), torch::nn::Flatten(),
                               torch::nn::Linear(64 * 7 * 7, 256), torch::nn::ReLU(true),
                               torch::nn::Linear(256, 2 * latent));
}
torch::nn::Sequential conv_decoder(std::int64_t latent) {
  return torch::nn::Sequential(torch::nn::Linear(latent, 256), torch::nn::ReLU(true),
                               torch::nn::Linear(256, 64 * 7 * 7), torch::nn::ReLU(true),
                               unflatten({64, 7, 7}), transposed(64, 32), torch::nn::ReLU(true),
                               transposed(32, 1), torch::nn::Flatten());
}

struct Adam {
  virtual ~Adam() = default;
  virtual void step() = 0;
};

struct StockAdam : Adam {
  torch::optim::Adam adam;
  explicit StockAdam(const Tensors& parameters)
      : adam(parameters, torch::optim::AdamOptions(1e-3)) {}
  void step() override { adam.step(); }
};

/// In place, tensor by tensor, with the fewest passes that there are operations for.
struct InPlaceAdam : Adam {
  Tensors parameters, means, squares, changes;
  int steps = 0;

  explicit InPlaceAdam(const Tensors& all) : parameters(all) {
    for (const torch::Tensor& p : all) {
      means.push_back(torch::zeros_like(p));
      squares.push_back(torch::zeros_like(p));
      changes.push_back(torch::zeros_like(p));
    }
  }
  void update(std::size_t i, const torch::Tensor& g) {
    means[i].lerp_(g, 0.1);
    squares[i].mul_(0.999).addcmul_(g, g, 0.001);
    torch::sqrt_out(changes[i], squares[i]);
    changes[i].mul_(1 / std::sqrt(1 - std::pow(0.999, steps))).add_(1e-8);
    parameters[i].addcdiv_(means[i], changes[i], -1e-3 / (1 - std::pow(0.9, steps)));
  }
  void step() override {
    const torch::NoGradGuard guard;
    ++steps;
    for (std::size_t i = 0; i < parameters.size(); ++i) update(i, parameters[i].grad());
  }
};

/// The same on one row of numbers, of which the parameters are views.
struct FlatAdam : Adam {
  Tensors parameters;
  torch::Tensor gradient;
  std::unique_ptr<InPlaceAdam> flat;

  explicit FlatAdam(const Tensors& all) : parameters(all) {
    const torch::NoGradGuard guard;
    Tensors rows;
    for (const torch::Tensor& p : all) rows.push_back(p.reshape(-1));
    const torch::Tensor row = torch::cat(rows);
    std::int64_t begin = 0;
    for (torch::Tensor& p : parameters) {
      p.set_data(row.slice(0, begin, begin + p.numel()).view(p.sizes()));
      begin += p.numel();
    }
    gradient = torch::zeros_like(row);
    flat = std::make_unique<InPlaceAdam>(Tensors{row});
  }
  void step() override {
    const torch::NoGradGuard guard;
    Tensors rows;
    for (const torch::Tensor& p : parameters) rows.push_back(p.grad().reshape(-1));
    torch::cat_out(gradient, rows);
    ++flat->steps;
    flat->update(0, gradient);
  }
};

std::unique_ptr<Adam> make_adam(const std::string& kind, const Tensors& parameters) {
  if (kind == "flat") return std::make_unique<FlatAdam>(parameters);
  if (kind == "inplace") return std::make_unique<InPlaceAdam>(parameters);
  return std::make_unique<StockAdam>(parameters);
}

/// A function that performs one training step.
std::function<void()> make_trainer(const Options& options) {
  const std::int64_t latent = number(options, "--latent"), batch = number(options, "--batch"),
                     batches = number(options, "--batches");
  torch::nn::Sequential encoder, decoder;
  if (options.at("--kind") == "conv") {
    encoder = conv_encoder(latent);
    decoder = conv_decoder(latent);
  } else {
    std::vector<std::int64_t> sizes = {784};
    std::istringstream hidden(options.at("--hidden"));
    for (std::string size; std::getline(hidden, size, ',');) sizes.push_back(std::stoll(size));
    sizes.push_back(2 * latent);
    const bool tanh = options.at("--activation") == "tanh";
    encoder = dense(sizes, tanh);
    sizes.back() = latent;
    decoder = dense({sizes.rbegin(), sizes.rend()}, tanh);
  }
  Tensors parameters = encoder->parameters();
  for (const torch::Tensor& p : decoder->parameters()) parameters.push_back(p);
  if (options.at("--conv") == "channels_last")
    for (torch::Tensor& p : parameters)
      if (p.dim() == 4) p.set_data(p.data().contiguous(torch::MemoryFormat::ChannelsLast));
  const std::shared_ptr<Adam> adam = make_adam(options.at("--adam"), parameters);
  const torch::Tensor images = torch::rand({batches * batch, 784});

  return [=, taken = std::int64_t{0}]() mutable {
    const torch::Tensor x = images.slice(0, taken * batch, (taken + 1) * batch);
    taken = (taken + 1) % batches;
    const Tensors code = encoder->forward(x).chunk(2, 1);
    const torch::Tensor &mean = code[0], &log_var = code[1];
    const torch::Tensor z = mean + torch::exp(0.5 * log_var) * torch::randn_like(mean);
    torch::Tensor loss = torch::binary_cross_entropy_with_logits(decoder->forward(z), x, {}, {},
                                                                 torch::Reduction::Sum);
    loss = loss + 0.5 * (mean * mean + log_var.exp() - 1 - log_var).sum();
    for (torch::Tensor& p : parameters) p.mutable_grad() = torch::Tensor();
    (loss / batch).backward();
    adam->step();
  };
}

double milliseconds_of(const std::function<void()>& step, int count) {
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < count; ++i) step();
  const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - start;
  return time.count() / count;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) options[argv[i]] = argv[i + 1];
  torch::set_num_threads(static_cast<int>(number(options, "--threads")));
  if (options.at("--conv") == "native") at::globalContext().setUserEnabledMkldnn(false);
  const std::function<void()> step = make_trainer(options);
  std::cout << "ready libtorch " << TORCH_VERSION << std::endl;
  std::string word;
  for (int count = 0; std::cin >> word >> count;)
    std::cout << milliseconds_of(step, count) << std::endl;
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::cout << static_cast<double>(usage.ru_maxrss) / 1024 << std::endl;
}
