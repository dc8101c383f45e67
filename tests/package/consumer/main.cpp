#include <fmt/core.h>

#include "vae/all.h"

using namespace gradus;

int main() {
  const vae::LabelledImages data = vae::digits(12'800, Rng{1});  // images [12800, 784]
  Rng rng{7};
  nn::Sequential encoder{nn::Linear{784, 400, rng}, nn::Relu{}, nn::Linear{400, 2 * 20, rng}};
  nn::Sequential decoder{nn::Linear{20, 400, rng}, nn::Relu{}, nn::Linear{400, 784, rng}};
  vae::Vae model{encoder, decoder};  // q(z|x) a diagonal normal, p(x|z) Bernoulli
  nn::Adam adam{{.lr = 1e-3}};

  double first = 0, last = 0;  // mean ELBO of an epoch, nats per image
  for (int epoch = 1; epoch <= 3; ++epoch) {
    const nn::Batches batches{data.images, data.labels, 128, rng};
    last = 0;
    for (const auto& batch : batches) {
      Tape tape;                                             // recording starts
      const vae::Elbo elbo = model.elbo(batch.images, rng);  // its parts: reconstruction and kl
      const Var bound = elbo.mean();
      adam.step(model, tape.gradients(-bound));  // gradients are returned
      last += bound.item() / static_cast<double>(batches.count());
    }  // recording ends
    if (epoch == 1) first = last;
    fmt::print("epoch {}: ELBO {:.1f} nats per image\n", epoch, last);
  }
  const Tensor<float> digit = model.decode(normal<float>({1, 20}, rng));  // one that nobody drew
  return digit.shape() == Shape{1, 784} && last > first ? 0 : 1;
}
