/// dy/dnode for each of some nodes, after a sweep from the last. inputs[i]: those of node i.
inline std::vector<double> swept(void (*sweep)(Node&),
                                 const std::vector<std::vector<std::size_t>>& inputs) {
  std::vector<Node> nodes(inputs.size());
  for (std::size_t i = 0; i < nodes.size(); ++i)
    for (const std::size_t input : inputs[i]) nodes[i].inputs.push_back(&nodes[input]);
  nodes.back().gradient = 1;
  sweep(nodes.back());
  std::vector<double> gradients;
  for (const Node& node : nodes) gradients.push_back(node.gradient);
  return gradients;
}

inline void check(Grader& grader) {
  const std::vector<std::vector<std::size_t>> doubled = {{}, {0, 0}, {1, 1}};  // a, b, c
  const std::vector<std::vector<std::size_t>> skips = {{}, {0, 0}, {1, 1}, {1, 2}};
  const auto a_of = [](const auto& inputs) { return swept(mended_sweep, inputs).at(0); };

  grader.test("the cause", 1, [=] {
    const char letter = cause();
    Tape<double> tape;
    const Var<double> a = tape.watch(Tensor<double>(1.0)), b = a + a;
    expect_near("dc/da by faulty_sweep", swept(faulty_sweep, doubled).at(0), 6);
    expect_near("the healthy value", tape.gradients(b + b)[a].item(), 4);
    expect(letter == 'b', fmt::format("{}) is not the cause", letter));
  });
  grader.test("b = a + a, c = b + b", 1, [=] {
    const std::vector<double> gradients = swept(mended_sweep, doubled);
    expect_near("dc/da", gradients.at(0), 4);
    expect_near("dc/db", gradients.at(1), 2);
  });
  grader.test("ways of different lengths", 1, [=] {
    expect_near("da of y = b + c", a_of(skips), 6);
    auto turned = skips;
    turned[3] = {2, 1};
    expect_near("da of y = c + b", a_of(turned), 6);
    std::vector<std::vector<std::size_t>> chain(17);  // each is twice the one before
    for (std::size_t i = 1; i < chain.size(); ++i) chain[i] = {i - 1, i - 1};
    expect_near("da of a doubled 16 times", a_of(chain), 65536);
  });

  const std::pair<char, const char*> others[] = {
      {'a', "not a): with = the slope would be 1, as if a and b were used only once"},
      {'c', "not c): for a + a alone faulty_sweep gives 2, as it should"},
      {'d', "not d): if b hands on only once, but at its first visit, the slope is 2"}};
  for (const auto& [letter, why] : others)
    grader.mistake(why, [letter = letter] { return cause() == letter; });
  grader.mistake(
      "each node hands on once, but too early: at its first visit it has not got everything yet",
      [=] { return is_near(a_of(doubled), 2, 1e-9); });
  grader.mistake(
      "the recursion runs first and hands on afterwards (micrograd#96), so every node hands on "
      "before it has got anything",
      [=] { return is_near(a_of(doubled), 0, 1e-9); });
  grader.mistake(
      "level by level is not enough: a node that is used on two levels hands on at the first",
      [=] { return is_near(a_of(doubled), 4, 1e-9) && !is_near(a_of(skips), 6, 1e-9); });
}
