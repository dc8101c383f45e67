/// Three matrices in one memory, behind a cache of 32 lines.
class Machine {
 public:
  Machine(std::size_t m, std::size_t n, std::size_t k) : m_(m), n_(n), k_(k) {
    for (std::size_t i = 0; i < m * k; ++i) a_.push_back(static_cast<double>(i % 7) - 3);
    for (std::size_t i = 0; i < k * n; ++i) b_.push_back(static_cast<double>(i % 5) - 2);
    c_.resize(m * n);
  }

  template <class Multiply>
  void run(const Multiply& multiply_them) {
    const auto access = [this](std::vector<double>& numbers, std::size_t id) {
      return [this, &numbers, id](std::size_t i) -> double& {
        if (i >= numbers.size()) throw Wrong("you touch a number outside of a matrix");
        touch(id * 1000 + i / 8);
        return numbers[i];
      };
    };
    multiply_them(m_, n_, k_, access(a_, 0), access(b_, 1), access(c_, 2));
  }

  std::size_t misses() const { return misses_; }
  double c(std::size_t i, std::size_t j) const { return c_[i * n_ + j]; }
  double expected(std::size_t i, std::size_t j, std::size_t first_step = 0) const {
    double sum = 0;
    for (std::size_t p = first_step; p < k_; ++p) sum += a_[i * k_ + p] * b_[p * n_ + j];
    return sum;
  }

 private:
  void touch(std::size_t line) {
    const auto here = std::find(lines_.begin(), lines_.end(), line);
    if (here == lines_.end()) {
      ++misses_;
      lines_.insert(lines_.begin(), line);
      if (lines_.size() > 32) lines_.pop_back();
    } else {
      std::rotate(lines_.begin(), here, here + 1);  // the last one used stands first
    }
  }

  std::size_t m_, n_, k_, misses_ = 0;
  std::vector<double> a_, b_, c_;
  std::vector<std::size_t> lines_;
};

inline void naive(std::size_t m, std::size_t n, std::size_t k, const Access& a, const Access& b,
                  const Access& c) {
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      double sum = 0;
      for (std::size_t p = 0; p < k; ++p) sum += a(i * k + p) * b(p * n + j);
      c(i * n + j) = sum;
    }
}

inline void check(Grader& grader) {
  const auto expect_right = [](std::size_t m, std::size_t n, std::size_t k) {
    Machine machine(m, n, k);
    machine.run(multiply);
    for (std::size_t i = 0; i < m; ++i)
      for (std::size_t j = 0; j < n; ++j)
        expect_near(fmt::format("[{}, {}] x [{}, {}]: C[{}, {}]", m, k, k, n, i, j),
                    machine.c(i, j), machine.expected(i, j));
  };
  const auto misses = [](const auto& multiply_them) {
    Machine machine(40, 40, 40);
    machine.run(multiply_them);
    return machine.misses();
  };
  const std::size_t naive_misses = misses(naive);
  grader.test("one block", 1, [=] { expect_right(8, 8, 8); });
  grader.test("several blocks", 1, [=] { expect_right(16, 24, 16); });
  grader.test("sizes that no block divides", 1, [=] {
    expect_right(9, 11, 13);
    expect_right(1, 17, 3);
  });
  grader.test("a fifteenth of the naive product's misses", 1, [=] {
    const std::size_t yours = misses(multiply), most = naive_misses / 15;
    expect(yours <= most, fmt::format("{} misses; at most {} were asked for", yours, most));
  });

  const auto right = [] {
    Machine machine(9, 11, 13);
    machine.run(multiply);
    return machine.c(8, 10) == machine.expected(8, 10);
  };
  grader.mistake(
      "right, and no faster: by the time you come back to a line of B, it has been thrown out",
      [=] { return right() && misses(multiply) > naive_misses / 2; });
  grader.mistake(
      "walking along rows uses whole lines of B; but for each row of A all of B passes through the "
      "cache again. Blocks keep a part of B until several rows have used it",
      [=] {
        const std::size_t yours = misses(multiply);
        return right() && yours > naive_misses / 15 && yours <= naive_misses / 2;
      });
  grader.mistake(
      "what is left when a size is no multiple of the block is not computed: the last block is a "
      "smaller one",
      [] {
        Machine machine(9, 11, 13);
        machine.run(multiply);
        return machine.c(0, 0) != 0 && machine.c(8, 10) == 0;
      });
  grader.mistake(
      "each block of k overwrites what the ones before it have put into C: their sums add up", [] {
        Machine machine(8, 8, 16);
        machine.run(multiply);
        return machine.c(3, 4) == machine.expected(3, 4, 8);
      });
}
