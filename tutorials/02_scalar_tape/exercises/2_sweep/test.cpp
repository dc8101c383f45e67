/// A tape of two leaves and n steps that each use two earlier steps, with random slopes.
inline std::vector<Step> random_tape(std::int64_t n) {
  Rng rng{17};
  std::vector<Step> tape(2);
  for (std::int64_t i = 2; i < n + 2; ++i)
    tape.push_back({static_cast<int>(rng.below(i)), static_cast<int>(rng.below(i)), rng.normal(),
                    rng.normal()});
  return tape;
}

/// dy/dv by moving v: the change of every later step, worked out forwards.
inline double slope_forwards(const std::vector<Step>& tape, std::size_t y, std::size_t v) {
  std::vector<double> change(tape.size(), 0);
  change[v] = 1;
  const auto of = [&](int i) { return i < 0 ? 0.0 : change[static_cast<std::size_t>(i)]; };
  for (std::size_t i = v + 1; i < tape.size(); ++i)
    change[i] = of(tape[i].a) * tape[i].slope_a + of(tape[i].b) * tape[i].slope_b;
  return change[y];
}

inline void compare(const std::vector<Step>& tape, std::size_t y) {
  const std::vector<double> gradient = sweep(tape, y);
  expect(gradient.size() == tape.size(),
         fmt::format("{} gradients for {} steps", gradient.size(), tape.size()));
  for (std::size_t v = 0; v < tape.size(); ++v)
    expect_near(fmt::format("dv{}/dv{}", y, v), gradient[v], slope_forwards(tape, y, v));
}

inline std::vector<Step> chain() { return {{}, {0, -1, 3, 0}, {1, -1, 5, 0}}; }
inline std::vector<Step> diamond() { return {{}, {0, 0, 1, 1}, {1, 1, 1, 1}}; }  // b = a+a, c = b+b

inline void check(Grader& grader) {
  grader.test("a chain", 1, [] { compare(chain(), 2); });
  grader.test("c = b + b, b = a + a", 1, [] { compare(diamond(), 2); });
  grader.test("any tape", 1, [] { compare(random_tape(12), 13); });
  grader.test("y is not the last step", 1, [] { compare(random_tape(12), 8); });
  grader.mistake(
      "a step that is used twice keeps only what its last user handed on: add up, with +=",
      [] { return sweep(diamond(), 2)[0] == 1 && sweep(chain(), 2)[0] == 15; });
  grader.mistake(
      "the walk goes from the oldest step to the newest: a step hands on its gradient before it "
      "has received it",
      [] { return sweep(chain(), 2)[0] == 0 && sweep(chain(), 2)[1] == 5; });
  grader.mistake(
      "everything is 0: the gradient of y by itself is 1, and without it there is nothing to hand "
      "on",
      [] {
        return sweep(chain(), 2) == std::vector<double>{0, 0, 0};
      });
  grader.mistake("gradients are handed on without the slope: that is right for sums alone",
                 [] { return sweep(chain(), 2)[0] == 1 && sweep(diamond(), 2)[0] == 4; });
}
