inline void check(Grader& grader) {
  using Classes = std::vector<Size>;
  // Codes of 40 rows. Their classes are clouds side by side, which overlap.
  const auto points = [](Size classes) {
    Rng rng{9};
    std::vector<double> numbers;
    Classes labels;
    for (Size i = 0; i < 40; ++i) {
      labels.push_back(rng.below(classes));
      for (Size d = 0; d < 2; ++d)
        numbers.push_back(rng.normal() + (d == 0 ? static_cast<double>(labels.back()) : 0));
    }
    return std::pair{Tensor<double>::from({40, 2}, numbers), labels};
  };
  const auto given = [=](Size classes, Size k) {
    const auto [codes, labels] = points(classes);
    return neighbours_say(codes, labels, k);
  };
  // The classes of the neighbours of each row, nearest first, by asking one row after the other for
  // the nearest that is left; then what `choose` makes of them.
  const auto by_loops = [=](Size classes, Size k, double sign, bool itself, const auto& choose) {
    const auto [codes, labels] = points(classes);
    Classes result;
    for (Size i = 0; i < 40; ++i) {
      std::vector<bool> used(40);
      used[static_cast<std::size_t>(i)] = !itself;
      Classes found;
      while (found.size() < static_cast<std::size_t>(k)) {
        double least = 1e9;
        std::size_t best = 0;
        for (std::size_t j = 0; j < 40; ++j) {
          const Size row = static_cast<Size>(j);
          const double x = codes.at({i, 0}) - codes.at({row, 0});
          const double y = codes.at({i, 1}) - codes.at({row, 1});
          if (!used[j] && sign * (x * x + y * y) < least) least = sign * (x * x + y * y), best = j;
        }
        used[best] = true;
        found.push_back(labels[best]);
      }
      result.push_back(choose(found));
    }
    return result;
  };
  const auto vote = [](const Classes& found) {  // max_element takes the first of equal ones
    return *std::max_element(found.begin(), found.end(), [&](Size a, Size b) {
      return std::count(found.begin(), found.end(), a) < std::count(found.begin(), found.end(), b);
    });
  };
  const auto expect_right = [=](Size classes, Size k) {
    const Classes received = given(classes, k), expected = by_loops(classes, k, 1, false, vote);
    expect(received.size() == 40, fmt::format("{} classes for 40 rows", received.size()));
    for (std::size_t i = 0; i < 40; ++i)
      expect(received[i] == expected[i],
             fmt::format("row {}: your class {}, true class {}", i, received[i], expected[i]));
  };

  grader.test("one neighbour", 1, [=] { expect_right(2, 1); });
  grader.test("five neighbours of two classes", 1, [=] { expect_right(2, 5); });
  grader.test("four neighbours of three classes: several may lead", 1, [=] { expect_right(3, 4); });

  const auto gives = [=](double sign, bool itself, const auto& choose) {
    return [=] { return given(3, 4) == by_loops(3, 4, sign, itself, choose); };
  };
  grader.mistake(
      "every row is its own nearest neighbour, and votes for itself: with k = 1 this is right on "
      "any codes, even on noise",
      gives(1, true, vote));
  grader.mistake(
      "of classes with equally many votes you take the one with the smallest number; the nearest "
      "of the rows has to decide",
      gives(1, false, [=](Classes found) {
        std::sort(found.begin(), found.end());
        return vote(found);
      }));
  grader.mistake("these are the votes of the k farthest rows: the order is turned",
                 gives(-1, false, vote));
  grader.mistake("only the nearest row is asked: with k neighbours, k rows vote",
                 gives(1, false, [](const Classes& found) { return found[0]; }));
  grader.mistake(
      "that is the mean of the neighbours' classes: between a 3 and a 7 there is no 5, classes are "
      "names",
      gives(1, false, [](const Classes& found) {
        double total = 0;
        for (const Size label : found) total += static_cast<double>(label);
        return static_cast<Size>(std::lround(total / static_cast<double>(found.size())));
      }));
}
