/// The best code of one axis: the variance of q is s, the KL -1/2 log s, and the error v s.
struct Axis {
  double kl, error;
};
inline Axis best_axis(double v, double sigma2, double beta) {
  Axis best{0, v};
  double least = v / (2 * sigma2);
  for (double s = 1; s > 1e-3; s *= 0.9995) {
    const double kl = -0.5 * std::log(s), cost = v * s / (2 * sigma2) + beta * kl;
    if (cost < least) {
      least = cost;
      best = {kl, v * s};
    }
  }
  return best;
}
inline Prediction by_search(double sigma2, double beta) {
  Prediction p{0, 0, 0, 0};
  for (const double v : {9.0, 4.0, 1.0, 0.25}) {
    const Axis axis = best_axis(v, sigma2, beta);
    p.active += axis.kl > 1e-3;
    p.kl += axis.kl;
    p.squared_error += axis.error;
  }
  return p;
}

inline void check(Grader& grader) {
  const Prediction expected = by_search(0.5, 4);
  grader.test("active dimensions", 1, [=] {
    expect(predict().active == expected.active,
           fmt::format("{} are active, not {}", expected.active, predict().active));
  });
  grader.test("the KL", 1, [=] { expect_near("the KL", predict().kl, expected.kl, 2e-3); });
  grader.test("the squared error", 1, [=] {
    expect_near("the error", predict().squared_error, expected.squared_error, 2e-3);
  });
  grader.test("where everything collapses", 1, [] {
    const double beta = predict().collapse;
    expect(by_search(0.5, beta * 1.01).active == 0,
           fmt::format("just above beta {} something is still active", beta));
    expect(by_search(0.5, beta * 0.99).active > 0,
           fmt::format("just below beta {} everything has collapsed already", beta));
  });

  grader.mistake("the level is beta sigma^2, not beta alone: a noisier pixel is worth less", [] {
    const Prediction p = predict(), without = by_search(1, 4);
    return p.active == without.active && is_near(p.kl, without.kl, 2e-3);
  });
  grader.mistake("the level is beta sigma^2, not sigma^2 alone: beta makes every nat dearer", [] {
    const Prediction p = predict(), without = by_search(0.5, 1);
    return p.active == without.active && is_near(p.kl, without.kl, 2e-3);
  });
  grader.mistake("a nat is 1/2 log of a quotient of variances: you left out the half",
                 [=] { return is_near(predict().kl, 2 * expected.kl, 2e-3); });
  grader.mistake(
      "an axis that is drawn keeps an error too, as large as the level; you counted only those "
      "that "
      "are not drawn",
      [=] { return is_near(predict().squared_error, 1.25, 1e-6); });
}
