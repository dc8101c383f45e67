using Numbers = Tensor<double>;

inline Numbers softmax_input() { return Numbers::matrix({{1, 0, -1}, {0.5, 2, 0}}); }
inline Numbers softmax_g() { return Numbers::matrix({{0.7, -0.4, 1.1}, {0.2, 0.9, -1.3}}); }

inline GradcheckReport report_of_softmax(int order) {
  return gradcheck("your softmax", [](const auto& x) { return my_softmax(x[0]); },
                   {softmax_input()}, {.order = order});
}

/// What the rule makes of g.
inline Numbers rule_of_softmax() {
  Tape<double> tape;
  const Var<double> x = tape.watch(softmax_input());
  return tape.gradients(my_softmax(x), softmax_g())[x].value();
}

inline void check(Grader& grader) {
  grader.test("the value", 1, [] {
    const Numbers e = exp(softmax_input());
    expect_near("softmax", my_softmax(softmax_input()).value(), e / sum(e, -1, Dims::keep), 1e-12);
  });
  for (const int order : {1, 2})
    grader.test(fmt::format("gradcheck, order {}", order), 1, [=] {
      const GradcheckReport report = report_of_softmax(order);
      expect(report.passed, report.text);
    });
  const auto looks_like = [](const std::function<Numbers(const Numbers&, const Numbers&)>& rule) {
    return [=] {
      const Numbers e = exp(softmax_input());
      return is_near(rule_of_softmax(), rule(e / sum(e, -1, Dims::keep), softmax_g()), 1e-9);
    };
  };
  grader.mistake("the second term is missing: raising one x lowers every other y of its row",
                 looks_like([](const Numbers& y, const Numbers& g) { return y * g; }));
  grader.mistake(
      "y (1 - y) g is the derivative of each y by its own x only, that of a sigmoid; in a row of "
      "softmax each x moves every y",
      looks_like([](const Numbers& y, const Numbers& g) { return y * (1.0 - y) * g; }));
  grader.mistake(
      "the sum runs over the whole matrix, but each row is a softmax of its own",
      looks_like([](const Numbers& y, const Numbers& g) { return y * (g - sum(g * y)); }));
  grader.mistake(
      "the gradient is right but cannot be differentiated: y.value() in a rule is a constant to "
      "the tape",
      [] { return report_of_softmax(1).passed && !report_of_softmax(2).passed; });
}
