inline double positive_part(double z) { return std::max(z, 0.0); }

inline void check(Grader& grader) {
  constexpr Size in = 300, out = 200;
  // `in` times the mean square of 60,000 weights; it deviates by 0.6 percent.
  const auto scale = [](const Activation& f) {
    Rng rng{1};
    const Tensor<double> w = draw_weights(in, out, f, rng);
    return in * mean(w * w).item();
  };
  const auto average = [](const Activation& f) {  // over 200,000 draws
    Rng rng{2};
    double total = 0;
    for (const double z : normal<double>({200'000}, rng).to_vector()) total += f(z) / 200'000;
    return total;
  };
  const auto right = [=](const Activation& f) {
    return 1 / average([&](double z) { return f(z) * f(z); });
  };
  const auto compare = [=](const std::string& name, const Activation& f) {
    const double received = scale(f), expected = right(f);
    expect(std::abs(received / expected - 1) < 0.05,
           fmt::format("{}: the variance of your weights is {:.4g} / in, it should be {:.4g} / in",
                       name, received, expected));
  };
  const auto identity = [](double z) { return z; };
  const auto with_mean = [](double z) { return 1 + std::tanh(z); };

  grader.test("weights are [out, in]", 1, [=] {
    Rng rng{1};
    const Shape shape = draw_weights(in, out, positive_part, rng).shape();
    expect(shape == Shape{out, in}, "your shape is " + shape.text());
  });
  grader.test("behind relu", 1, [=] { compare("relu", positive_part); });
  grader.test("behind no activation", 1, [=] { compare("f(z) = z", identity); });
  grader.test("behind 1 + tanh(z)", 1, [=] { compare("1 + tanh(z)", with_mean); });

  const auto is_about = [](double a, double b) { return std::abs(a / b - 1) < 0.05; };
  grader.mistake(
      "the scale does not shrink with the number of inputs: a sum of n products has n times the "
      "mean square of one",
      [=] { return is_about(scale(positive_part), in * right(positive_part)); });
  grader.mistake(
      "1 / (in E[f^2]) is the variance of a weight; a normal number is multiplied by the "
      "deviation, its root",
      [=] { return is_about(scale(positive_part), std::pow(right(positive_part), 2) / in); });
  grader.mistake(
      "the mean square of f(z) is wanted, not its variance: what comes out of relu has a mean, "
      "and it counts",
      [=] {
        const double m = average(positive_part);
        return is_about(scale(positive_part), 1 / (1 / right(positive_part) - m * m));
      });
  grader.mistake(
      "this is the rule for relu, whatever f is: the factor 2 is there because relu lets half of "
      "the mean square through",
      [=] { return is_about(scale(identity), 2) && is_about(scale(with_mean), 2); });
  grader.mistake("the shape is [in, out]: weights are [out, in], a row for each output", [=] {
    Rng rng{1};
    return draw_weights(in, out, positive_part, rng).shape() == Shape{in, out};
  });
}
