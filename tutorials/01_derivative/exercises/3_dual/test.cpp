inline Dual constant(double c) { return {c, 0}; }

inline void check(Grader& grader) {
  grader.test("a polynomial, x^3 + 2x", 1, [] {
    for (const double at : {-1.5, 0.4, 2.0}) {
      const Dual x{at, 1}, y = x * x * x + constant(2) * x;
      expect_near("the value", y.value, at * at * at + 2 * at, 1e-14);
      expect_near("the slope", y.slope, 3 * at * at + 2, 1e-14);
    }
  });
  grader.test("a rational function, (x^2 + 1) / (x + 3)", 1, [] {
    for (const double at : {-1.5, 0.4, 2.0}) {
      const Dual x{at, 1}, y = (x * x + constant(1)) / (x + constant(3));
      const double p = at * at + 1, q = at + 3;
      expect_near("the value", y.value, p / q, 1e-14);
      expect_near("the slope", y.slope, (2 * at * q - p) / (q * q), 1e-14);
    }
  });
  grader.test("exp(x^2)", 1, [] {
    for (const double at : {-1.5, 0.4, 2.0}) {
      const Dual x{at, 1}, y = dual_exp(x * x);
      expect_near("the value", y.value, std::exp(at * at), 1e-13);
      expect_near("the slope", y.slope, 2 * at * std::exp(at * at), 1e-13);
    }
  });
  grader.test("the sigmoid, 1 / (1 + exp(-x))", 1, [] {
    for (const double at : {-1.5, 0.4, 2.0}) {
      const Dual x{at, 1};
      const Dual y = constant(1) / (constant(1) + dual_exp(constant(-1) * x));
      const double s = 1 / (1 + std::exp(-at));
      expect_near("the slope", y.slope, s * (1 - s), 1e-14);
    }
  });
  const Dual a{3, 5}, b{2, 7};
  grader.mistake("the slope of a product is not the product of the slopes, but a' b + a b'",
                 [=] { return (a * b).slope == 35; });
  grader.mistake(
      "the quotient has a minus: (a' b - a b') / b^2. A growing denominator makes it smaller",
      [=] { return is_near((a / b).slope, (5 * 2 + 3 * 7) / 4.0, 1e-12); });
  grader.mistake("exp lacks the slope of what stands in it: exp(x)' = exp(x) x'",
                 [=] { return is_near(dual_exp(a).slope, std::exp(3), 1e-12); });
}
