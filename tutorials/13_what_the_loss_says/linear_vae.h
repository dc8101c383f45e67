// What: LinearVae, a VAE without hidden layers whose averages over z are formulas, and data for it.
// Why: what beta does can be worked out for it exactly, and compared with what training finds.
// Invariants: nothing is drawn, so the loss is a smooth function of the parameters. Nats per point.
// Read next: main.cpp. Source: Lucas, Tucker, Grosse, Norouzi 2019.
#pragma once

#include <bit>
#include <cmath>
#include <vector>

#include "nn/layers.h"
#include "nn/loss.h"
#include "vae/distributions.h"

namespace gradus {

/// Eight points, two on each of four orthogonal axes, which have these variances along them.
inline Tensor<double> points_on_axes(const std::vector<double>& variances) {
  std::vector<double> numbers;
  for (const double side : {1.0, -1.0})
    for (unsigned i = 0; i < 4; ++i)
      for (unsigned j = 0; j < 4; ++j)  // a Hadamard matrix: +1 and -1
        numbers.push_back(side * std::sqrt(variances[i]) * (std::popcount(i & j) % 2 ? -1 : 1));
  return Tensor<double>::from({8, 4}, numbers);
}

/// A VAE without hidden layers, whose averages over z are formulas: z ~ N(A x, diag(v)), x^ = W z.
struct LinearVae {
  nn::Linear<double> encoder, decoder;
  nn::Parameter<double> log_var{Tensor<double>::zeros({4})};

  Var<double> rate(const Tensor<double>& x) const {  // KL, the mean over x
    const Var<double> m = encoder(Var<double>(x)), v = tracked(log_var);
    return mean(vae::kl_to_standard_normal(vae::Normal<double>{m, broadcast_to(v, m.shape())}));
  }
  Var<double> squared_error(const Tensor<double>& x) const {  // of x^, the mean over x
    const Var<double> w = tracked(decoder.weight);
    return mean(nn::squared_error(decoder(encoder(Var<double>(x))), Var<double>(x))) +
           sum(square(w) * exp(tracked(log_var)));  // z's noise passes through W as well
  }
  void visit(auto&& f) {
    f("encoder", encoder);
    f("decoder", decoder);
    f("log_var", log_var);
  }
};

}  // namespace gradus
