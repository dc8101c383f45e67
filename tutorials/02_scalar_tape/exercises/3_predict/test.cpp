/// Number `i` is the sum of what stands at its inputs times slopes; leaves have none.
struct Edge {
  int input;
  double slope;
};
using Graph = std::vector<std::vector<Edge>>;

inline void recursion(const Graph& graph, int i, std::vector<double>& gradient, long& visits) {
  if (i == 0) ++visits;
  for (const Edge& edge : graph[static_cast<std::size_t>(i)]) {
    gradient[static_cast<std::size_t>(edge.input)] +=
        gradient[static_cast<std::size_t>(i)] * edge.slope;
    recursion(graph, edge.input, gradient, visits);
  }
}

inline void check(Grader& grader) {
  grader.test("(a) used twice", 1, [] {
    const auto c = [](double a) { return a * a + a; };
    expect_near("dc/da", double_use(), (c(5 + 1e-5) - c(5 - 1e-5)) / 2e-5);
  });
  grader.test("(b) by recursion", 1, [] {
    std::vector<double> gradient = {0, 0, 1};
    long visits = 0;
    recursion({{}, {{0, 5}, {0, 5}}, {{1, 1}, {0, 1}}}, 2, gradient, visits);
    expect_near("dc/da by recursion", by_recursion(), gradient[0]);
  });
  grader.test("(c) visits", 1, [] {
    Graph doublings(1);
    for (int i = 0; i < 20; ++i) doublings.push_back({{i, 1}, {i, 1}});
    std::vector<double> gradient(21, 0);
    long made = 0;
    recursion(doublings, 20, gradient, made);
    expect_near("the number of visits", visits(), static_cast<double>(made));
  });
  grader.mistake(
      "(a) a is used three times: twice in b, which makes 2a, and once in c, which adds 1",
      [] { return double_use() == 10; });
  grader.mistake(
      "(b) the recursion goes wrong where a step with inputs is visited twice; here only the leaf "
      "a is, and a leaf hands nothing on",
      [] { return by_recursion() != 11; });
  grader.mistake(
      "(c) each visit makes two visits one level below: they double with every step, and do not "
      "grow by two",
      [] { return visits() == 40 || visits() == 20; });
}
