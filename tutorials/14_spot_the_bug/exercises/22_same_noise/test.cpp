inline void check(Grader& grader) {
  const auto variance = [](const Tensor<double>& eps) {  // over the images, averaged over columns
    const Tensor<double> centred = eps - mean(eps, 0);
    return mean(centred * centred).item();
  };
  struct Calls {  // two with one generator, and one with another of the same seed
    Tensor<double> first, next, again;
  };
  const auto calls = [](const auto& noise) {
    Rng rng{1}, same{1};
    const Tensor<double> first = noise(1000, 5, rng);
    return Calls{first, noise(1000, 5, rng), noise(1000, 5, same)};
  };
  const auto received = [=] { return calls(mended_noise); };

  grader.test("the cause", 1, [=] {
    const char letter = cause();
    const Calls shown = calls(faulty_noise);
    expect_near("the variance that faulty_noise shows", variance(shown.first), 0);
    expect(is_near(shown.first, shown.next, 1e-12), "the next batch of faulty_noise differs");
    expect(letter == 'a', fmt::format("{}) is not the cause", letter));
  });
  grader.test("independent N(0, 1) numbers", 1, [=] {
    const Tensor<double> eps = received().first;
    // Five standard errors of 5,000 numbers.
    expect_near("their mean", mean(eps).item(), 0, 0.071);
    expect_near("their variance over a batch", variance(eps), 1, 0.1);
    expect_near("the correlation of neighbours",
                mean(eps.slice(0, 0, 999) * eps.slice(0, 1, 1000)).item(), 0, 0.071);
  });
  grader.test("new ones in the next call, the same with the same seed", 1, [=] {
    expect(!is_near(received().first, received().next, 1e-12), "the next call gives the same");
    expect_near("the numbers of the same seed", received().again, received().first);
  });

  const std::pair<char, const char*> others[] = {
      {'b', "not b): with every seed the variance is 0"},
      {'c', "not c): within one image the numbers differ, so the generator works"},
      {'d', "not d): this is eps itself; no sigma has been near it yet"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  grader.mistake(
      "half of it: the images differ now, but the next batch gets the same noise, because rng has "
      "not moved on",
      [=] {
        return variance(received().first) > 0.5 &&
               is_near(received().first, received().next, 1e-12);
      });
  grader.mistake(
      "half of it: the next batch differs now, but within a batch all images share one row", [=] {
        return variance(received().first) < 1e-9 &&
               !is_near(received().first, received().next, 1e-12);
      });
  grader.mistake(
      "a generator that outlives the calls gives new numbers each time, but not from rng: no run "
      "can be repeated",
      [=] { return !is_near(received().first, received().again, 1e-12); });
}
