// What: the signatures of bugs B15 to B28, those of loops, engines and measurements.
// Why: the other half of the card; the model may be right and the program around it wrong.
// Invariants: each line computes what it prints, on drawn digits or on numbers that it states.
// Read next: main.cpp.
#pragma once

#include "autograd/finite.h"
#include "tutorials/14_spot_the_bug/healthy.h"

namespace gradus {

inline void bugs_15_to_28(const Tensor<double>& images, const HealthyVae& healthy) {
  Rng rng{8};
  const Tensor<double> x = images.slice(0, 0, 1000), batch = images.slice(0, 0, 64);
  head("Bugs B15 to B28");

  const Tensor<double> y = normal<double>({64}, rng), column = y.reshape({64, 1});
  line("B15", "shape of a loss of 64 rows", (y - column).shape().text(), (y - y).shape().text());
  line("", "   mean square of y - y", said("{:.2f}", mean((y - column) * (y - column)).item()),
       said("{:.2f}", mean((y - y) * (y - y)).item()));

  const auto from_codes = [&](const Tensor<double>& z) {
    return correlation(healthy.decode(z) - mean(x, 0), x - mean(x, 0));
  };
  line("B16", "correlation of samples with the training images",
       said("{:.2f}", from_codes(healthy.posterior(Var<double>(x)).sample(rng).value())),
       said("{:.2f}", std::abs(from_codes(normal<double>({1000, 2}, rng)))));

  const auto after_steps = [&](double sign) {
    Rng noise{9};
    const HealthyVae model = trained(batch, 8, [&](const HealthyVae& m, const Tensor<double>& t) {
      return sign * m.elbo(t, noise).mean();
    });
    return sign * model.elbo(batch, noise).mean().item();
  };
  line("B17", "loss after 8 steps", said("{:.0e}", after_steps(1)),
       said("{:.0e}", after_steps(-1)));

  const auto second = [&](bool zeroed) {  // the length of the second gradient to that of the first
    Tensor<double> kept, first;
    for (int step = 0; step < 2; ++step) {
      Tape<double> tape;
      const Var<double> w = tape.watch(y);
      const Tensor<double> g = tape.gradients(sum(square(w)))[w].value();
      if (step == 0) first = g;
      kept = step == 0 || zeroed ? g : kept + g;
    }
    return nn::norm(kept) / nn::norm(first);
  };
  line("B18", "second gradient / first, the same batch twice", said("{:.0f}", second(false)),
       said("{:.0f}", second(true)));

  std::string growth;
  {
    Tape<double> tape;
    for (int i = 0; i < 3; ++i) {
      healthy.elbo(batch, rng);
      growth += said(" {}", tape.rules());
    }
  }
  line("B19", "rules kept after 1, 2, 3 test batches", growth, "0 0 0");
  const Tensor<float> sure(100.0F);
  line("B20", "-log(1 - p) at the logit 100, in float",
       said("{}", -log(1.0F - sigmoid(sure)).item()), said("{:.0f}", softplus(sure).item()));
  const auto of_log_var = [](float log_var) {
    const FiniteCheck check;
    return refusal([=] {
      vae::kl_to_standard_normal(
          vae::Normal<float>{Tensor<float>::zeros({1, 1}), Tensor<float>::full({1, 1}, log_var)});
    });
  };
  line("B21", "KL of a log-variance of 100; clamped to 2",
       "stops at " + of_log_var(100).substr(0, 3), of_log_var(2));
  const auto between = [&](const Shape& shape) {
    return variance(normal<double>(shape, rng).broadcast_to({1000, 20}));
  };
  line("B22", "variance of the noise within a batch", said("{:.2f}", between({1, 20})),
       said("{:.2f}", between({1000, 20})));
  const auto kl_of = [](double log_var) { return 0.5 * (std::exp(log_var) - 1 - log_var); };
  line("B23", "KL charged for the log-deviation -1", said("{:.3f}", kl_of(-1)),
       said("{:.3f}", kl_of(-2)));

  const auto slope_of_square = [](bool in_place) {  // of x^2 at 3; x is doubled before the sweep
    double memory = 3;
    Tape<double> tape;
    const Var<double> three = tape.watch(Tensor(memory));
    const Tensor<double> own(memory);
    const Var<double> square_of = output("square", own * own, Where{}, three);
    vjp(square_of, three, [&memory, own, in_place](const Var<double>& g) {
      return 2.0 * g * (in_place ? Tensor(memory) : own);
    });
    memory *= 2;
    return tape.gradients(square_of)[three].item();
  };
  line("B24", "d x^2 / dx at 3, x doubled in place before", said("{:.0f}", slope_of_square(true)),
       said("{:.0f}", slope_of_square(false)));
  const Tensor<double> g = Tensor<double>::ones({64, 10});
  line("B25", "shape of the gradient of 10 biases", g.shape().text(), sum(g, 0).shape().text());

  double of_a = 0, of_b = 0;
  const auto visit_b = [&](double from_c) {  // hands on all it holds, each time it is given some
    of_b += from_c;
    for (int use = 0; use < 2; ++use) of_a += of_b;
  };
  for (int use = 0; use < 2; ++use) visit_b(1);
  Tape<double> tape;
  const Var<double> a = tape.watch(Tensor(1.0)), b = a + a;
  line("B26", "b = a + a, c = b + b: dc/da", said("{:.0f}", of_a),
       said("{:.0f}", tape.gradients(b + b)[a].item()));
  const auto error = []<class T>(T at, T step) {  // of a central difference of a right gradient
    const T up = at + step, down = at - step;
    const T expected = std::exp(at), numeric = (std::exp(up) - std::exp(down)) / (2 * step);
    return std::abs(numeric - expected) / expected;
  };
  line("B27", "error of a right gradient: float, step 1e-8", said("{:.0e}", error(1.0F, 1e-8F)),
       said("{:.0e}", error(1.0, 1e-5)));
  const Tensor<double> tossed = bernoulli(images, rng);
  line("B28", "the least -log p there can be: grey; tossed pixels",
       said("{:.1f}", cross_entropy(images, images)),
       said("{:.1f}", cross_entropy(tossed, tossed)));
}

}  // namespace gradus
