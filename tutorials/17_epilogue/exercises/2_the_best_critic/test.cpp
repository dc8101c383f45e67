inline void check(Grader& grader) {
  using Numbers = std::vector<double>;
  const Numbers p{0.5, 0.3, 0.2}, q{0.1, 0.6, 0.3};
  const auto loss = [](const Numbers& data, const Numbers& made, const Numbers& d) {
    double sum = 0;
    for (std::size_t i = 0; i < d.size(); ++i)
      sum -= data[i] * std::log(d[i]) + made[i] * std::log(1 - d[i]);
    return sum;
  };
  const auto share = [=](std::size_t i) { return p[i] / (p[i] + q[i]); };
  const auto received = [=] { return best_critic(p, q); };

  grader.test("no critic nearby is better", 1, [=] {
    const Critic best = received();
    expect_near("the loss of your D", best.loss, loss(p, q, best.says_real), 1e-10);
    for (std::size_t i = 0; i < 3; ++i)
      for (const double step : {-1e-3, 1e-3}) {
        Numbers other = best.says_real;
        other[i] += step;
        expect(loss(p, q, other) > loss(p, q, best.says_real),
               fmt::format("D[{}] = {:.4f} is better than your {:.4f}", i, other[i],
                           best.says_real[i]));
      }
  });
  grader.test("a perfect generator: 1/2 everywhere, and log 4", 1, [=] {
    const Critic best = best_critic(p, p);
    for (const double d : best.says_real) expect_near("D", d, 0.5, 1e-12);
    expect_near("the loss", best.loss, std::log(4), 1e-12);
  });
  grader.test("nothing in common: the loss is 0", 1, [] {
    const Critic best = best_critic({0.5, 0.5, 0, 0}, {0, 0, 1, 0});
    expect_near("the loss", best.loss, 0, 1e-12);
    expect_near("D of an image that nobody shows", best.says_real[3], 0.5, 1e-12);
  });
  grader.test("log 4 less twice the Jensen-Shannon divergence", 1, [=] {
    double divergence = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      const double m = (p[i] + q[i]) / 2;
      divergence += 0.5 * p[i] * std::log(p[i] / m) + 0.5 * q[i] * std::log(q[i] / m);
    }
    expect_near("the loss", received().loss, std::log(4) - 2 * divergence, 1e-12);
  });

  const auto says = [=](const std::function<double(std::size_t)>& d) {
    return [=] {
      const Critic best = received();
      for (std::size_t i = 0; i < 3; ++i)
        if (!is_near(best.says_real[i], d(i), 1e-9)) return false;
      return true;
    };
  };
  grader.mistake(
      "this critic says yes to what is generated: D is the share of the data, p / (p + q), not "
      "q / (p + q)",
      says([=](std::size_t i) { return 1 - share(i); }));
  grader.mistake(
      "this says real or not, without a doubt: a sure critic pays without limit for each mistake; "
      "the best D is a probability",
      says([=](std::size_t i) { return p[i] > q[i] ? 1.0 : 0.0; }));
  grader.mistake(
      "0 log 0 is NaN to a computer: leave out what has no weight, and divide by p + q only where "
      "it is not 0",
      [=] {
        const Critic best = best_critic({1, 0, 0}, {0, 1, 0});
        return says(share)() && std::isnan(best.loss);
      });
  grader.mistake(
      "D is right, but the loss is divided by 2: the data and the generator count fully, each a "
      "sum of probabilities that is 1",
      [=] {
        return says(share)() &&
               is_near(received().loss, loss(p, q, {share(0), share(1), share(2)}) / 2, 1e-9);
      });
}
