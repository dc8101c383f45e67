inline void check(Grader& grader) {
  const auto layer = [](double in, double out) { return in * out + out; };
  const double parameters = layer(784, 400) + layer(400, 40) + layer(20, 400) + layer(400, 784);
  const double coins = 784 * std::log(2);

  grader.test("a decoder that knows nothing", 1,
              [=] { expect_near("nats per image", predict().fair_coins, coins, 1e-4); });
  grader.test("the size of the model", 1,
              [=] { expect_near("numbers", predict().parameters, parameters, 1e-9); });
  grader.test("the price of a mean of 1", 1,
              [=] { expect_near("nats per image", predict().kl, 20 * 0.5, 1e-9); });

  const auto coins_are = [](double value) {
    return [=] { return is_near(predict().fair_coins, value, 1e-3); };
  };
  const auto parameters_are = [](double value) {
    return [=] { return is_near(predict().parameters, value, 1e-9); };
  };
  const auto kl_is = [](double value) {
    return [=] { return is_near(predict().kl, value, 1e-9); };
  };
  grader.mistake("each coin costs one bit, but a nat is larger: one bit is log 2 = 0.693 nats",
                 coins_are(784));
  grader.mistake(
      "that is the cost of one pixel; an image has 784 of them, and nats are counted per image",
      coins_are(std::log(2)));
  grader.mistake(
      "the encoder gives two numbers for each code, a mean and a log-variance: its last layer has "
      "40 outputs",
      parameters_are(parameters - layer(400, 20)));
  grader.mistake("every layer adds a bias to each of its outputs, and biases are trained as well",
                 parameters_are(parameters - 400 - 40 - 400 - 784));
  grader.mistake("the KL of one such dimension is 1/2 nat: the formula begins with 1/2", kl_is(20));
  grader.mistake("the KL is a sum over dimensions, not their mean", kl_is(0.5));
}
