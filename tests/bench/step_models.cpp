#include "bench/step_models.h"

#include <algorithm>
#include <memory>

#include "nn/conv.h"
#include "nn/data.h"
#include "nn/optim.h"
#include "tensor/rng.h"
#include "vae/models.h"

namespace gradus::bench {
namespace {

constexpr Size pixels = 784;
// The convolutional model: channels and sides of its images, and the taps of a 4 x 4 kernel.
constexpr Size channels1 = 32, channels2 = 64, side1 = 14, side2 = 7, taps = 16;
constexpr Size flat = channels2 * side2 * side2;

/// Sizes of the dense layers of an encoder, in, hidden..., out.
std::vector<Size> encoder_sizes(const Model& model) {
  std::vector<Size> sizes = {model.conv ? flat : pixels};
  sizes.insert(sizes.end(), model.hidden.begin(), model.hidden.end());
  sizes.push_back(2 * model.latent);
  return sizes;
}

std::vector<Size> decoder_sizes(const Model& model) {
  std::vector<Size> sizes = encoder_sizes(model);
  sizes.back() = model.latent;
  std::reverse(sizes.begin(), sizes.end());
  return sizes;
}

/// Everything that a training loop needs, and the step that it repeats.
template <class Vae>
class Training {
 public:
  Training(Vae model, Size batch, Rng rng)
      : model_(std::move(model)),
        batches_(uniform<float>({batches_in_memory * batch, pixels}, rng), {}, batch),
        rng_(rng) {}

  void step() {
    const nn::Batch<float> batch = batches_[next_++ % batches_.count()];
    Tape tape;
    const vae::Elbo<float> elbo = model_.elbo(batch.images, rng_);
    adam_.step(model_, tape.gradients(-elbo.mean()));
  }

  std::vector<Tensor<float>> parameters() {
    std::vector<Tensor<float>> all;
    nn::for_each_parameter(model_,
                           [&](const std::string&, const auto& p) { all.push_back(p.value); });
    return all;
  }

 private:
  Vae model_;
  nn::Adam<float> adam_{{.lr = 1e-3}};
  nn::Batches<float> batches_;
  Rng rng_;
  Size next_ = 0;
};

Trainer trainer_of(auto encoder, auto decoder, Size batch, Rng& rng) {
  using Vae = vae::Vae<decltype(encoder), decltype(decoder)>;
  const auto training =
      std::make_shared<Training<Vae>>(Vae(std::move(encoder), std::move(decoder)), batch, rng);
  return {[training] { training->step(); }, [training] { return training->parameters(); }};
}

/// Adds the products of a layer y = x W', x [rows, in], W [out, in].
void add_dense(std::vector<Product>& all, Size rows, Size in, Size out, bool first) {
  all.push_back({"NT", rows, out, in});              // y
  all.push_back({"TN", out, in, rows});              // dL/dW
  if (!first) all.push_back({"NN", rows, in, out});  // dL/dx
}

/// Those of a convolution that sees its input in `windows` columns of `taps` in-channels; the first
/// layer of a network needs no dL/dx. A transposed convolution is the same with forward and dL/dx
/// exchanged.
void add_conv(std::vector<Product>& all, Size windows, Size in, Size out, bool first) {
  all.push_back({"NN", out, windows, taps * in});              // y; of a transposed one, dL/dx
  all.push_back({"NT", out, taps * in, windows});              // dL/dW
  if (!first) all.push_back({"TN", taps * in, windows, out});  // dL/dx; of a transposed one, y
}

}  // namespace

const std::vector<Model>& models() {
  const nn::Relu relu;
  const nn::Tanh tanh;
  static const std::vector<Model> all = {
      {"mlp512-b128", {512, 512}, 20, relu, 128}, {"mlp512-b64", {512, 512}, 20, relu, 64},
      {"mlp400-b128", {400}, 20, relu, 128},      {"burda-b20", {200, 200}, 50, tanh, 20},
      {"burda-b100", {200, 200}, 50, tanh, 100},  {"conv-b128", {256}, 16, relu, 128, true},
  };
  return all;
}

const Model& model_named(const std::string& name) {
  std::string names;
  for (const Model& model : models()) {
    if (model.name == name) return model;
    names += (names.empty() ? "" : ", ") + model.name;
  }
  throw UsageError("--model " + name + ": there are " + names);
}

Trainer trainer(const Model& model) {
  Rng rng(1);
  if (!model.conv)
    return trainer_of(nn::mlp(encoder_sizes(model), model.activation, rng),
                      nn::mlp(decoder_sizes(model), model.activation, rng), model.batch, rng);
  const ConvGeometry halving{.stride = 2, .padding = 1};
  const Size hidden = model.hidden[0];
  nn::Sequential encoder{nn::Unflatten{{1, 28, 28}},
                         nn::Conv2d{1, channels1, 4, halving, rng},
                         nn::Relu{},
                         nn::Conv2d{channels1, channels2, 4, halving, rng},
                         nn::Relu{},
                         nn::Flatten{},
                         nn::Linear{flat, hidden, rng},
                         nn::Relu{},
                         nn::Linear{hidden, 2 * model.latent, rng}};
  nn::Sequential decoder{nn::Linear{model.latent, hidden, rng},
                         nn::Relu{},
                         nn::Linear{hidden, flat, rng},
                         nn::Relu{},
                         nn::Unflatten{{channels2, side2, side2}},
                         nn::ConvTranspose2d{channels2, channels1, 4, halving, rng},
                         nn::Relu{},
                         nn::ConvTranspose2d{channels1, 1, 4, halving, rng},
                         nn::Flatten{}};
  return trainer_of(std::move(encoder), std::move(decoder), model.batch, rng);
}

std::vector<Product> products(const Model& model) {
  std::vector<Product> all;
  const Size windows1 = model.batch * side1 * side1, windows2 = model.batch * side2 * side2;
  if (model.conv) {
    add_conv(all, windows1, 1, channels1, true);
    add_conv(all, windows2, channels1, channels2, false);
  }
  const std::vector<Size> encoder = encoder_sizes(model), decoder = decoder_sizes(model);
  for (std::size_t i = 0; i + 1 < encoder.size(); ++i)
    add_dense(all, model.batch, encoder[i], encoder[i + 1], i == 0 && !model.conv);
  for (std::size_t i = 0; i + 1 < decoder.size(); ++i)
    add_dense(all, model.batch, decoder[i], decoder[i + 1], false);
  if (model.conv) {
    add_conv(all, windows2, channels1, channels2, false);
    add_conv(all, windows1, 1, channels1, false);
  }
  return all;
}

double flops(const Model& model) {
  double sum = 0;
  for (const Product& product : products(model)) sum += product.flops();
  return sum;
}

Size parameter_count(const Model& model) {
  Size count = 0;
  for (const std::vector<Size>& sizes : {encoder_sizes(model), decoder_sizes(model)})
    for (std::size_t i = 0; i + 1 < sizes.size(); ++i) count += (sizes[i] + 1) * sizes[i + 1];
  if (model.conv)
    count += 2 * taps * (channels1 + channels1 * channels2) + 2 * channels1 + channels2 + 1;
  return count;
}

}  // namespace gradus::bench
