inline Strip strip(const Memory& values) {
  return {std::make_shared<Memory>(values), values.size(), 1};
}

inline Tensor<double> numbers(const Strip& x) {
  std::vector<double> values;
  for (std::size_t i = 0; i < x.size; ++i) values.push_back((*x.memory)[i * x.stride]);
  return Tensor<double>::from({static_cast<Size>(x.size)}, values);
}

inline void check(Grader& grader) {
  const auto plus = [](Strip& x, const Strip& y) {
    const Tensor<double> expected = numbers(x) + numbers(y);
    add_in_place(x, y);
    expect_near("x", numbers(x), expected);
  };
  grader.test("the sum is right", 1, [=] {
    Strip x = strip({1, 2, 3});
    plus(x, strip({10, 20, 30}));
    plus(x, Strip{std::make_shared<Memory>(1, 5.0), 3, 0});
    plus(x, x);
  });
  grader.test("nobody else sees it", 1, [=] {
    Strip x = strip({1, 2, 3, 4});
    const Strip copy = x, every_second{x.memory, 2, 2};
    plus(x, strip({1, 1, 1, 1}));
    expect_near("a copy made before", numbers(copy), Tensor<double>::vector({1, 2, 3, 4}));
    expect_near("a view made before", numbers(every_second), Tensor<double>::vector({1, 3}));
    Strip view{x.memory, 2, 2};
    plus(view, view);
  });
  grader.test("numbers that lie at the same place", 1, [=] {
    Strip x{std::make_shared<Memory>(1, 7.0), 3, 0};
    plus(x, strip({1, 2, 3}));
  });
  grader.test("nothing is copied without need", 1, [=] {
    Strip x = strip({1, 2, 3});
    const double* const before = x.memory->data();
    plus(x, strip({1, 1, 1}));
    expect(x.memory->data() == before, "x was its memory's only owner, and got another memory");
    Strip apart{std::make_shared<Memory>(Memory{1, 2, 3, 4}), 2, 2};
    const double* const first = apart.memory->data();
    plus(apart, strip({1, 1}));
    expect(apart.memory->data() == first, "numbers with stride 2 are apart: no need to copy them");
  });
  grader.test("sizes that differ are refused, by name", 1, [] {
    Strip x = strip({1, 2, 3});
    try {
      add_in_place(x, strip({1, 2, 3, 4}));
    } catch (const ShapeError& e) {
      const std::string text = e.what();
      for (const char* const word : {"add_in_place", "3", "4"})
        expect(text.find(word) != text.npos, fmt::format("\"{}\" does not say {}", text, word));
      expect_near("x after that", numbers(x), Tensor<double>::vector({1, 2, 3}));
      return;
    }
    expect(false, "3 numbers and 4 were added");
  });

  grader.mistake(
      "x shares its memory, and you write into it: what others hold changes under their hands", [] {
        Strip x = strip({1, 2});
        const Strip copy = x;
        add_in_place(x, strip({1, 1}));
        return copy.memory->at(0) == 2;
      });
  grader.mistake(
      "with stride 0 all numbers of x are one number, to which you add all of y: being the only "
      "owner is not enough",
      [] {
        Strip x{std::make_shared<Memory>(1, 7.0), 2, 0};
        add_in_place(x, strip({1, 2}));
        return numbers(x).at({0}) == 10 && numbers(x).at({1}) == 10;
      });
  grader.mistake(
      "you copy every time: that is safe, but then it is not in place, and costs what a new array "
      "costs",
      [] {
        Strip alone{std::make_shared<Memory>(Memory{1, 2}), 2, 1};
        const double* const first = alone.memory->data();
        const auto keep = std::weak_ptr<Memory>(alone.memory);  // keeps the address, owns nothing
        add_in_place(alone, strip({1, 1}));
        return alone.memory->data() != first && keep.expired();
      });
  grader.mistake(
      "sizes that differ are added as far as they go: the caller's mistake goes on unseen, and "
      "shows up somewhere else",
      [] {
        Strip x = strip({1, 2});
        add_in_place(x, strip({1, 1, 1}));
        return true;
      });
}
