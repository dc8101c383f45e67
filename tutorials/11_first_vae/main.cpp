// Chapter 11: a variational autoencoder from layers and ten lines, and an autoencoder beside it.
#include "nn/data.h"
#include "nn/layers.h"
#include "nn/optim.h"
#include "tutorials/support/image_sets.h"
#include "vae/models.h"
#include "vae/pictures.h"

using namespace gradus;

constexpr Size latent = 20;  // L, numbers in a code

/// The two parts of the bound, in nats, one number for each image: [B].
struct Bound {
  Var<float> reconstruction, kl;
};

/// 784-400-20-400-784. What is not variational is an autoencoder.
struct Model {
  nn::Sequential<nn::Linear<float>, nn::Relu, nn::Linear<float>> encoder, decoder;
  bool variational;

  Model(bool variational_, Rng& rng)
      : encoder{nn::Linear{784, 400, rng}, nn::Relu{}, nn::Linear{400, 2 * latent, rng}},
        decoder{nn::Linear{latent, 400, rng}, nn::Relu{}, nn::Linear{400, 784, rng}},
        variational(variational_) {}

  Bound bound(const Var<float>& x, Rng& rng) const {
    const Var<float> h = encoder(x);                             // [B, 2 L]
    const Var<float> mean = slice(h, 1, 0, latent);              // of q(z|x), [B, L]
    const Var<float> log_var = slice(h, 1, latent, 2 * latent);  // log sigma^2, [B, L]
    if (!variational)
      return {sum(bernoulli_log_prob(decoder(mean), x), 1), Tensor<float>::zeros({x.shape()[0]})};
    const Var<float> z = mean + exp(0.5F * log_var) * Var(normal<float>(mean.shape(), rng));
    return {sum(bernoulli_log_prob(decoder(z), x), 1),
            0.5F * sum(square(mean) + exp(log_var) - 1.0F - log_var, 1)};
  }
  Tensor<float> encode(const Tensor<float>& x) const {
    return encoder(Var(x)).value().slice(1, 0, latent);
  }
  Tensor<float> decode(const Tensor<float>& z) const { return sigmoid(decoder(Var(z))).value(); }
  void visit(auto&& f) {
    f("encoder", encoder);
    f("decoder", decoder);
  }
};

/// Means over images of both parts.
struct Average {
  double reconstruction = 0, kl = 0;

  void add(const Bound& b, Size images) {
    reconstruction += sum(b.reconstruction.value()).item() / static_cast<double>(images);
    kl += sum(b.kl.value()).item() / static_cast<double>(images);
  }
  double loss() const { return kl - reconstruction; }
};

Average evaluate(const Model& model, const Tensor<float>& images) {
  Average average;
  Rng rng = Rng{1}.split(2);
  for (const auto& batch : nn::Batches{images, std::vector<Size>{}, 128})
    average.add(model.bound(batch.images, rng), images.shape()[0]);  // no tape: nothing is recorded
  return average;
}

Average train(Model& model, const ImageSets& data, Rng rng) {
  const Tensor<float>& images = data.train.images;
  model.decoder.layer<2>().bias.value = nn::logits_of_mean(images);  // begins as the mean image
  nn::Adam adam{{.lr = 1e-3}};
  Average test;
  fmt::print("  epoch  train  test = -reconstruction + KL\n");
  for (int epoch = 1; epoch <= (data.full ? 10 : 6); ++epoch) {
    Average seen;
    for (const auto& batch : nn::Batches{images, std::vector<Size>{}, 128, rng}) {
      Tape tape;
      const Bound b = model.bound(batch.images, rng);
      adam.step(model, tape.gradients(-mean(b.reconstruction - b.kl)));
      seen.add(b, images.shape()[0]);
    }
    test = evaluate(model, data.test.images);
    fmt::print("{:7} {:6.1f} {:6.1f} = {:6.1f}         + {:4.1f}\n", epoch, seen.loss(),
               test.loss(), -test.reconstruction, test.kl);
  }
  return test;
}

/// -log p(x) of models that do not look at x, and of one that has learned it by heart.
void marks(const Tensor<float>& train, const Tensor<float>& x) {
  const auto line = [&](const char* pixel, const Tensor<float>& logits) {
    const Tensor<float> log_p = bernoulli_log_prob(logits.broadcast_to(x.shape()), x);
    fmt::print("  every pixel {:12} {:6.2f}\n", pixel, -mean(sum(log_p, 1)).item());
  };
  const Tensor<float> inside = 0.999998F * x + 1e-6F;  // the logit of 0 is no number
  fmt::print("1. Marks on the scale: -log p(x), nats per test image\n");
  line("a fair coin", 0.0F);  // -> 543.43
  line("a coin", nn::logits_of_mean(train));
  line("known", log(inside / (1.0F - inside)));
}

/// How far each image is from the nearest of the others, squared, and how undecided its pixels are.
void row(const char* name, const Tensor<float>& a, const Tensor<float>& others) {
  const Tensor<float> distances =
      sum(a * a, 1, Dims::keep) + sum(others * others, 1) - 2.0F * matmul(a, others.transpose());
  fmt::print("{:>24} {:8.1f} {:10.1f}\n", name, -mean(max(-distances, 1)).item(),
             mean(sum(a * (1.0F - a), 1)).item());
}

int run(const ImageSets& data) {
  const Tensor<float>&images = data.train.images, few = data.test.images.slice(0, 0, 500);
  marks(images, data.test.images);
  Rng rng{1}, again{1}, noise{7}, same{7};
  Model model{true, rng}, twin{false, again};
  fmt::print("\n2. A VAE of {} numbers; -ELBO, nats per image\n",
             nn::parameter_count(model));  // -> 652824
  const Average last = train(model, data, rng.split(1));
  const Bound by_hand = model.bound(few, noise);
  fmt::print("  500 images: by hand {:.1f}, vae::Vae {:.1f}\n",
             -mean(by_hand.reconstruction - by_hand.kl).item(),
             -vae::Vae{model.encoder, model.decoder}.elbo(few, same).mean().item());
  fmt::print("\n3. An autoencoder from the same numbers\n");
  train(twin, data, again.split(1));

  fmt::print("\n4. 500 images: squared distance to a training image, undecided pixels\n");
  const Tensor<float> eps = normal<float>({500, latent}, rng), codes = twin.encode(images);
  const Tensor<float> centre = mean(codes, 0),
                      spread = sqrt(mean(codes * codes, 0) - centre * centre);
  const std::pair<const char*, Tensor<float>> pictures[] = {
      {"test images", few},
      {"VAE, reconstructions", model.decode(model.encode(few))},
      {"AE, reconstructions", twin.decode(twin.encode(few))},
      {"VAE, z ~ N(0, I)", model.decode(eps)},
      {"AE, z ~ N(0, I)", twin.decode(eps)},
      {"AE, spread as codes", twin.decode(centre + spread * eps)}};
  std::vector<Tensor<float>> rows;
  for (const auto& [name, shown] : pictures) {
    row(name, shown, images);
    rows.push_back(shown.slice(0, 0, 10));
  }
  std::filesystem::create_directories("runs/11_first_vae");
  vae::write_png("runs/11_first_vae/ae_beside_vae.png", vae::grid(concat(rows, 0), 28, 10));
  vae::write_png("runs/11_first_vae/samples.png",
                 vae::grid(pictures[3].second.slice(0, 0, 64), 28, 8));
  if (!data.full) return 0;
  const bool inside = 104 < last.loss() && last.loss() < 107;
  fmt::print("\n5. PyTorch's example gives 104 to 107, here {:.2f}\n", last.loss());
  return inside ? 0 : 1;
}

int main(int argc, char** argv) { return with_image_sets(argc, argv, 10'000, 2'000, run); }
