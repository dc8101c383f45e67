// The convolutional VAE as a whole: it is put together from image layers, and training raises its
// bound.
#include <doctest/doctest.h>

#include <cmath>

#include "nn/conv.h"
#include "nn/layers.h"
#include "nn/optim.h"
#include "vae/digits.h"
#include "vae/models.h"

using namespace gradus;

TEST_CASE("a convolutional VAE trains: the bound rises" * doctest::test_suite("training")) {
  constexpr Size latent = 4, batch = 32;
  const ConvGeometry halving{.stride = 2, .padding = 1};
  Rng rng(1);
  nn::Sequential encoder{nn::Unflatten{{1, 28, 28}},
                         nn::Conv2d{1, 32, 4, halving, rng},
                         nn::Relu{},
                         nn::Conv2d{32, 64, 4, halving, rng},
                         nn::Relu{},
                         nn::Flatten{},
                         nn::Linear{64 * 7 * 7, 2 * latent, rng}};
  nn::Sequential decoder{nn::Linear{latent, 64 * 7 * 7, rng},
                         nn::Unflatten{{64, 7, 7}},
                         nn::Relu{},
                         nn::ConvTranspose2d{64, 32, 4, halving, rng},
                         nn::Relu{},
                         nn::ConvTranspose2d{32, 1, 4, halving, rng},
                         nn::Flatten{}};
  vae::Vae model{encoder, decoder};
  nn::Adam adam{{.lr = 1e-3}};
  const Tensor<float> images = vae::digits(batch, Rng{2}).images;
  double first = 0, last = 0;  // nats per image
  for (int step = 0; step < 40; ++step) {
    Tape tape;
    const Var bound = model.elbo(images, rng).mean();
    adam.step(model, tape.gradients(-bound));
    last = static_cast<double>(bound.item());
    if (step == 0) first = last;
  }
  MESSAGE("bound from " << first << " to " << last << " nats per image");
  CHECK(first == doctest::Approx(-784 * std::log(2)).epsilon(0.1));
  CHECK(last > -300);
  CHECK(model.encode(images).shape() == Shape{batch, latent});
  CHECK(model.decode(normal<float>({3, latent}, rng)).shape() == Shape{3, 784});
}
