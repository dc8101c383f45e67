inline void check(Grader& grader) {
  const double log_two_pi = std::log(2 * std::numbers::pi);
  const auto coins = [](double x, double l) { return x * l - std::log(1 + std::exp(l)); };
  const auto constant = [](double l) {
    return std::abs(l) < 1e-6 ? std::log(2) : std::log(l / std::tanh(l / 2));
  };
  const Claim continuous{[=](double x, double l) { return coins(x, l) + constant(l); }, 0, 1};
  const Claim narrow{[=](double x, double mean) {
                       const double u = (x - mean) / 0.05;
                       return -0.5 * (u * u + log_two_pi) - std::log(0.05);
                     },
                     -5, 5};
  const Claim bernoulli{coins, 0, 1};
  const Claim squared{[](double x, double mean) { return -(x - mean) * (x - mean); }, -12, 12};
  const Claim no_scale{
      [=](double x, double log_var) { return -0.5 * (x * x / std::exp(log_var) + log_two_pi); },
      -60, 60};
  const Claim log_two{[=](double x, double l) { return coins(x, l) + std::log(2); }, 0, 1};

  const auto passes = [&](const char* name, const Claim& claim) {
    grader.test(name, 1, [=] { expect(is_density(claim), "you reject it, and it is a density"); });
  };
  const auto caught = [&](const char* name, const Claim& claim) {
    grader.test(name, 1,
                [=] { expect(!is_density(claim), "your test lets it through; it is none"); });
  };
  passes("the continuous Bernoulli distribution is a density", continuous);
  passes("the normal distribution of deviation 0.05 is a density", narrow);
  caught("the Bernoulli formula for grey values", bernoulli);
  caught("minus the squared error", squared);
  caught("a normal distribution without log sigma", no_scale);
  caught("the Bernoulli formula plus log 2", log_two);

  const auto says = [=](const std::vector<bool>& answers) {
    return [=] {
      const std::vector<Claim> all{continuous, narrow, bernoulli, squared, no_scale, log_two};
      for (std::size_t i = 0; i < all.size(); ++i)
        if (is_density(all[i]) != answers[i]) return false;
      return true;
    };
  };
  grader.mistake("one parameter is not enough: some constants are right there and wrong elsewhere",
                 says({true, true, false, false, true, true}));
  grader.mistake(
      "a density may be larger than 1, and its logarithm positive: only its integral is 1",
      says({false, false, false, false, false, false}));
  grader.mistake(
      "x is not a coin: adding up its two ends says nothing about the grey values between",
      says({false, false, true, false, false, false}));
  grader.mistake(
      "a mean of heights is an integral only over an interval of length 1: multiply by the width",
      says({true, false, false, false, false, false}));
}
