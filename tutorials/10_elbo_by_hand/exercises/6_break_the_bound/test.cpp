inline void check(Grader& grader) {
  using Numbers = Tensor<double>;
  const auto right = [](const Numbers& joint, const Numbers& q) {
    return sum(q * (joint - log(q)), 1);
  };
  const auto no_entropy = [](const Numbers& joint, const Numbers& q) { return sum(q * joint, 1); };
  const auto turned = [](const Numbers& joint, const Numbers& q) {
    return sum(q * (joint + log(q)), 1);
  };
  const auto evidence = [](const Numbers& joint, const Numbers&) {
    return log(sum(exp(joint), 1));
  };

  grader.test("the right one passes", 1, [=] {
    expect(is_elbo(right), "you reject sum q (log_joint - log q), which is right");
  });
  const auto caught = [&](const std::string& name, const Bound& bound) {
    grader.test(name, 1, [=] { expect(!is_elbo(bound), "your test lets this one through"); });
  };
  caught("without the term of log q", no_entropy);
  caught("the term of log q has the wrong sign", turned);
  caught("log p(x), whatever q is", evidence);

  const auto lets_through = [=](bool without, bool sign, bool constant) {
    return [=] {
      return is_elbo(right) && is_elbo(no_entropy) == without && is_elbo(turned) == sign &&
             is_elbo(evidence) == constant;
    };
  };
  grader.mistake(
      "a number can be below log p(x) without being this bound: what it must be, for any q, is log "
      "p(x) - KL(q || p(z|x))",
      lets_through(true, true, true));
  grader.mistake(
      "at the posterior the gap is 0, and everything that equals log p(x) passes: try another q as "
      "well",
      lets_through(false, false, true));
  grader.mistake(
      "a q that is sure of one code has the entropy 0: a mistake in the term with log q does not "
      "show",
      lets_through(true, true, false));
}
