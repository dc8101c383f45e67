inline void check(Grader& grader) {
  const Factory right = [] { return [](double g) { return -0.1 * g; }; };
  const Factory adds_up = [] {
    return [total = 0.0](double g) mutable { return -0.1 * (total += g); };
  };
  const Factory uphill = [] { return [](double g) { return 0.1 * g; }; };
  const Factory by_sign = [] { return [](double g) { return g > 0 ? -0.1 : 0.1; }; };
  // Each optimiser is right by itself; what it has seen comes on top of the next one's first step.
  const auto remembering = [] {
    return [left = std::make_shared<double>(0.0)] {
      return [left, inherited = *left](double g) mutable {
        *left += g;
        return -0.1 * (g + std::exchange(inherited, 0.0));
      };
    };
  };

  grader.test("gradient descent passes", 1, [=] {
    expect(is_gradient_descent(right), "you reject a parameter that moves by exactly -0.1 g");
  });
  const auto caught = [&](const std::string& name, const std::function<Factory()>& factory) {
    grader.test(name, 1, [=] {
      expect(!is_gradient_descent(factory()), "your test lets this optimiser through");
    });
  };
  caught("gradients that add up", [=] { return adds_up; });
  caught("uphill", [=] { return uphill; });
  caught("steps of one length", [=] { return by_sign; });
  caught("a second run that goes on with the first", [=] { return Factory(remembering()); });

  const auto lets_through = [=](bool added, bool sign, bool inherited) {
    return [=] {
      return is_gradient_descent(right) && is_gradient_descent(adds_up) == added &&
             is_gradient_descent(by_sign) == sign &&
             is_gradient_descent(Factory(remembering())) == inherited;
    };
  };
  grader.mistake(
      "in the first step nothing has added up yet: a gradient that stays shows in the second",
      lets_through(true, false, false));
  grader.mistake(
      "with a single optimiser you cannot see what it leaves behind for the next run: make two",
      lets_through(false, false, true));
  grader.mistake(
      "downhill is not enough: the length of the step matters, and so does what came before",
      lets_through(true, true, true));
  grader.mistake(
      "with a gradient of 1 in every step you cannot see that the length does not follow the "
      "gradient",
      lets_through(false, true, true));
}
