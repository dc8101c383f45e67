/// Empty if `order` is right, else what is wrong with it.
inline std::string fault_of(const Inputs& inputs, std::size_t y) {
  const std::vector<std::size_t> order = backward_order(inputs, y);
  std::vector<std::size_t> place(inputs.size(), inputs.size());  // inputs.size(): not listed
  for (std::size_t k = 0; k < order.size(); ++k) {
    if (order[k] >= inputs.size()) return fmt::format("there is no node {}", order[k]);
    if (place[order[k]] != inputs.size()) return fmt::format("node {} is there twice", order[k]);
    place[order[k]] = k;
  }
  if (order.empty() || order[0] != y) return fmt::format("y, node {}, is not the first", y);
  std::vector<bool> needed(inputs.size(), false);
  std::vector<std::size_t> open = {y};
  while (!open.empty()) {
    const std::size_t i = open.back();
    open.pop_back();
    if (needed[i]) continue;
    needed[i] = true;
    for (const std::size_t input : inputs[i]) open.push_back(input);
  }
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (needed[i] != (place[i] != inputs.size()))
      return fmt::format("node {} {}", i, needed[i] ? "is missing" : "has nothing to do with y");
    if (!needed[i]) continue;
    for (const std::size_t input : inputs[i])
      if (place[input] < place[i])
        return fmt::format("node {} comes before node {}, which uses it", input, i);
  }
  return "";
}
inline void expect_order(const Inputs& inputs, std::size_t y) {
  const std::string fault = fault_of(inputs, y);
  expect(fault.empty(), fault);
}

inline Inputs chain(std::size_t n) {  // node i is made from node i + 1
  Inputs inputs(n);
  for (std::size_t i = 0; i + 1 < n; ++i) inputs[i] = {i + 1};
  return inputs;
}
/// y = 0 is made from p = 1 and q = 2, and both of these from r = 3.
inline Inputs diamond() { return {{1, 2}, {3}, {3}, {}}; }
/// y = 0 is made from p = 1 and r = 3, p from q = 2, and q from r.
inline Inputs shortcut() { return {{3, 1}, {2}, {3}, {}}; }

/// Each node is made from up to three others; then all get other numbers.
inline Inputs random_graph(std::size_t n, std::size_t& y) {
  Rng rng{5};
  const std::vector<std::int64_t> name = permutation(static_cast<std::int64_t>(n), rng);
  const auto named = [&](std::size_t i) { return static_cast<std::size_t>(name[i]); };
  Inputs inputs(n);
  for (std::size_t i = 1; i < n; ++i)
    for (int k = 0; k < 3; ++k)
      inputs[named(i)].push_back(
          named(static_cast<std::size_t>(rng.below(static_cast<std::int64_t>(i)))));
  y = named(n - 3);  // the last two have nothing to do with it
  return inputs;
}

inline void check(Grader& grader) {
  grader.test("small graphs", 1, [] {
    expect_order(chain(3), 0);
    expect_order(diamond(), 0);
    expect_order(shortcut(), 0);
  });
  grader.test("any graph", 2, [] {
    for (const std::size_t n : {10u, 60u, 300u}) {
      std::size_t y = 0;
      const Inputs graph = random_graph(n, y);
      expect_order(graph, y);
    }
  });
  grader.test("a chain of 200,000 nodes", 1, [] { expect_order(chain(200'000), 0); });
  grader.mistake("inputs come before what uses them: this is the order of computing. Turn it over",
                 [] {
                   return backward_order(chain(3), 0) == std::vector<std::size_t>{2, 1, 0};
                 });
  grader.mistake(
      "a node is listed when it is first met, on the way down: another user of it may come later. "
      "List it when all below it has been listed",
      [] { return fault_of(chain(3), 0).empty() && !fault_of(diamond(), 0).empty(); });
  grader.mistake(
      "nodes are listed by their distance from y: a node near y may be used by one that is further "
      "away",
      [] { return fault_of(diamond(), 0).empty() && !fault_of(shortcut(), 0).empty(); });
}
