// What: LinearVae, a VAE whose two networks are matrices.
// Why: its bound needs no samples, and its best value is known: that of probabilistic PCA.
// Invariants: D data dimensions, 2 latent ones; ELBO in nats per row.
// Read next: main.cpp. Source: Lucas, Tucker, Grosse, Norouzi 2019.
#pragma once

#include <numbers>

#include "nn/layers.h"
#include "vae/distributions.h"

namespace gradus {

/// A VAE whose two networks are matrices, and whose bound needs no samples.
struct LinearVae {
  nn::Linear<double> encoder, decoder;
  nn::Parameter<double> log_var{Tensor<double>::zeros({1, 2})};  // of q(z|x), the same for every x
  nn::Parameter<double> noise{Tensor<double>(0.0)};              // log variance of p(x|z)

  /// x [B, D] -> [B]. E_q[|x - W z - b|^2] = |x - W mean - b|^2 + sum_l sigma_l^2 |w_l|^2.
  Var<double> elbo(const Tensor<double>& x) const {
    const vae::Normal<double> q{encoder(x), broadcast_to(tracked(log_var), {x.shape()[0], 2})};
    const Var<double> distance = sum(square(decoder(q.mean) - x), 1) +
                                 sum(exp(q.log_var) * sum(square(tracked(decoder.weight)), 0), 1);
    const double d = static_cast<double>(x.shape()[1]);
    const Var<double> v = tracked(noise);
    const Var<double> reconstruction =
        -0.5 * (d * (v + std::log(2 * std::numbers::pi)) + distance * exp(-v));
    return reconstruction - kl_to_standard_normal(q);
  }
  void visit(auto&& f) {
    f("encoder", encoder);
    f("decoder", decoder);
    f("log_var", log_var);
    f("noise", noise);
  }
};

}  // namespace gradus
