struct Way {
  bool add = true, second = true, recurse = false;
};

inline void walk(const std::vector<Step>& tape, std::size_t i, Way way, std::vector<double>& g) {
  const auto hand_on = [&](int input, double slope) {
    if (input < 0) return;
    const auto to = static_cast<std::size_t>(input);
    g[to] = (way.add ? g[to] : 0) + g[i] * slope;
    if (way.recurse) walk(tape, to, way, g);
  };
  hand_on(tape[i].a, tape[i].slope_a);
  if (way.second) hand_on(tape[i].b, tape[i].slope_b);
}

/// dy/dv0 for the last step y, worked out in this way.
inline double gradient_of(const std::vector<Step>& tape, Way way) {
  std::vector<double> g(tape.size(), 0);
  g.back() = 1;
  if (way.recurse)
    walk(tape, tape.size() - 1, way, g);
  else
    for (std::size_t i = tape.size(); i-- > 0;) walk(tape, i, way, g);
  return g[0];
}

inline bool in_order(const std::vector<Step>& tape) {
  for (std::size_t i = 0; i < tape.size(); ++i)
    if (tape[i].a >= static_cast<int>(i) || tape[i].b >= static_cast<int>(i)) return false;
  return !tape.empty() && tape.size() <= 4;
}

inline bool reveals(Way way) {
  const std::vector<Step> tape = revealing_tape();
  return in_order(tape) && !is_near(gradient_of(tape, way), gradient_of(tape, {}), 1e-9);
}

inline void check(Grader& grader) {
  const auto found = [&](const std::string& name, Way way) {
    grader.test(name, 1, [=] {
      const std::vector<Step> tape = revealing_tape();
      expect(in_order(tape), "a tape has one to four steps, and inputs stand before their users");
      expect(reveals(way), fmt::format("the right gradient of step 0 is {}, and the wrong sweep "
                                       "says so, too",
                                       gradient_of(tape, {})));
    });
  };
  found("the sweep that assigns", {.add = false});
  found("the sweep that forgets the second input", {.second = false});
  found("the sweep that recurses", {.recurse = true});
  const auto shape = [](bool assigns, bool second, bool recurses) {
    return [=] {
      return in_order(revealing_tape()) && reveals({.add = false}) == assigns &&
             reveals({.second = false}) == second && reveals({.recurse = true}) == recurses;
    };
  };
  grader.mistake(
      "no step is used twice: on a chain, assigning and recursing are as good as the "
      "sweep",
      shape(false, true, false));
  grader.mistake("only a leaf is used twice: a leaf hands nothing on, so the recursion is right",
                 shape(true, true, false));
  grader.mistake("the second inputs do not matter for step 0: forgetting them is not found out",
                 [] { return in_order(revealing_tape()) && !reveals({.second = false}); });
}
