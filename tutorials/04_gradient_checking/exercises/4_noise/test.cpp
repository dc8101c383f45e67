using Vars = std::vector<Var<double>>;

/// mean + sigma noise, with sigma = exp(log_var / 2): how a VAE draws its codes.
inline Var<double> draw(const Vars& x, Rng& rng) {
  return x[0] + exp(0.5 * x[1]) * normal<double>(x[0].shape(), rng);
}
/// The same with a rule that loses the noise.
inline Var<double> draw_wrongly(const Vars& x, Rng& rng) {
  const Var<double> z = draw(x, rng);
  const Var<double> y = output("draw", z.value(), Where(), x[0], x[1]);
  vjp(y, x[0], [](const Var<double>& g) { return g; });
  vjp(y, x[1], [s = x[1]](const Var<double>& g) { return 0.5 * g * exp(0.5 * s); });
  return y;
}

inline GradcheckReport report_of(const RandomFunction& f) {
  return check_random(
      f, {Tensor<double>::vector({0.3, -0.2, 1}), Tensor<double>::vector({-1, 0.4, 0.1})}, Rng{11});
}

/// In how many calls of f the generator stood where it was handed over.
inline std::pair<int, int> calls_with_the_same_noise() {
  int same = 0, all = 0;
  report_of([&](const Vars& x, Rng& rng) {
    same += rng.state() == Rng{11}.state() ? 1 : 0;
    ++all;
    return draw(x, rng);
  });
  return {same, all};
}

inline void check(Grader& grader) {
  grader.test("a right function passes", 1, [] {
    const GradcheckReport report = report_of(draw);
    expect(report.passed && report.advice.empty(), report.text);
  });
  grader.test("a wrong one does not", 1, [] {
    expect(!report_of(draw_wrongly).passed, "a rule that loses the noise passed");
  });
  grader.test("every call sees the noise of the generator", 1, [] {
    const auto [same, all] = calls_with_the_same_noise();
    expect(all > 0 && same == all,
           fmt::format("{} of {} calls saw the numbers that the generator gives next", same, all));
  });
  grader.mistake(
      "the generator is copied once and then goes on: every call of f sees other numbers. Copy it "
      "in each call",
      [] { return !report_of(draw).passed && calls_with_the_same_noise().first == 1; });
  grader.mistake("the noise is fixed, but it is not that of the generator which was handed over",
                 [] { return report_of(draw).passed && calls_with_the_same_noise().first == 0; });
  grader.mistake("a tolerance that lets noise pass lets wrong rules pass, too",
                 [] { return report_of(draw_wrongly).passed; });
}
