inline void check(Grader& grader) {
  const double way = (5.0 - 1) / (10 - 1);  // from full to half
  const double lit = (1 - way) * 1 + way * 0.5;
  // Of the disc one half is 1 in both images, the other goes from 1 to 0.
  const double brightness = 0.5 * 1 + 0.5 * ((1 - way) * 1 + way * 0);
  const auto share_below = [](double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; };

  grader.test("the moon", 1, [=] { expect_near("lit", predict().lit, lit, 1e-3); });
  grader.test("the cross-fade", 1,
              [=] { expect_near("brightness", predict().brightness, brightness, 1e-3); });
  grader.test("the map", 1, [=] {
    expect_near("the share left of your corner", share_below(predict().corner), 0.05, 2e-4);
  });

  grader.mistake("z = 5 is not half of the way from 1 to 10: it is 4 of 9 steps",
                 [=] { return is_near(predict().lit, 0.75, 1e-3); });
  grader.mistake("from 1 to 5 there are four steps, not five",
                 [=] { return is_near(predict().lit, 1 - 0.5 * 5 / 9, 1e-3); });
  grader.mistake(
      "that is the brightness of the dark half alone: the other half of the disc is white in both "
      "images",
      [=] { return is_near(predict().brightness, 1 - way, 1e-3); });
  grader.mistake(
      "that is the edge of the first tenth: its middle has a probability of 0.05 below it",
      [=] { return is_near(share_below(predict().corner), 0.1, 1e-3); });
  grader.mistake("the steps are equal in probability, not in distance: the map does not go to -3",
                 [=] { return predict().corner == -3; });
}
