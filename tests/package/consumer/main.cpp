// Trains a small VAE for two steps; fails unless its bound rises.
#include <fmt/core.h>

#include "vae/all.h"

using namespace gradus;

int main() {
  Rng rng{7};
  vae::Vae model{nn::Sequential{nn::Linear{16, 8, rng}, nn::Relu{}, nn::Linear{8, 2 * 2, rng}},
                 nn::Sequential{nn::Linear{2, 8, rng}, nn::Relu{}, nn::Linear{8, 16, rng}}};
  nn::Adam adam{{.lr = 1e-2}};
  const auto images = Tensor<float>::full({32, 16}, 1.0f);

  float first = 0, last = 0;
  for (int step = 0; step < 3; ++step) {
    Tape tape;
    const auto bound = model.elbo(images, rng).mean();
    adam.step(model, tape.gradients(-bound));
    last = bound.item();
    if (step == 0) first = last;
  }
  fmt::print("ELBO, nats per image: {:.2f} at first, {:.2f} after two steps\n", first, last);
  return last > first ? 0 : 1;
}
