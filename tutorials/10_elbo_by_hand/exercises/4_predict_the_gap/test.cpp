/// KL(q || p) by a sum over a grid, for q with variance s in both directions.
inline double kl_on_a_grid(double s) {
  const double width = 0.05, r = 0.8, det = 1 - r * r;
  double total = 0;
  for (double a = -6; a < 6; a += width)
    for (double b = -6; b < 6; b += width) {
      const double log_q = -0.5 * (a * a + b * b) / s - std::log(s);
      const double log_p = -0.5 * (a * a - 2 * r * a * b + b * b) / det - 0.5 * std::log(det);
      total += std::exp(log_q) * (log_q - log_p) * width * width;
    }
  return total / (2 * std::numbers::pi);
}

inline void check(Grader& grader) {
  double low = 0.1, high = 1.2;  // the smallest lies between; a third goes at a time
  for (int i = 0; i < 30; ++i) {
    const double a = low + (high - low) / 3, b = high - (high - low) / 3;
    (kl_on_a_grid(a) < kl_on_a_grid(b) ? high : low) = kl_on_a_grid(a) < kl_on_a_grid(b) ? b : a;
  }
  const double best = (low + high) / 2, gap = kl_on_a_grid(best);

  grader.test("the variance of the best q", 1,
              [=] { expect_near("the variance", predict().variance, best, 2e-3); });
  grader.test("the gap", 2, [=] { expect_near("the gap in nats", predict().gap, gap, 2e-3); });

  grader.mistake(
      "1 is the variance of z_1 alone, whatever z_2 is; KL(q || p) punishes q wherever p is small, "
      "so the best q is as narrow as the ridge: the variance of z_1 when z_2 is known",
      [=] { return is_near(predict().variance, 1, 2e-3); });
  grader.mistake("0.6 is the standard deviation; the variance is its square",
                 [=] { return is_near(predict().variance, std::sqrt(best), 2e-3); });
  grader.mistake(
      "twice too much: each of the two logarithms in the KL of normal distributions has a factor "
      "1/2",
      [=] { return is_near(predict().gap, 2 * gap, 2e-3); });
  grader.mistake(
      "a product of two normals cannot be correlated: the gap is 0 only if the posterior is in the "
      "family",
      [=] { return is_near(predict().gap, 0, 2e-3); });
}
