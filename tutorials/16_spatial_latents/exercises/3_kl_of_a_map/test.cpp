inline void check(Grader& grader) {
  struct Map {
    Size n, p;
    std::vector<double> mean, a, b;
  };
  // The KL of every code by itself, by a loop.
  const auto by_codes = [](const Map& q) {
    double total = 0;
    for (std::size_t i = 0; i < q.a.size(); ++i)
      for (std::size_t j = 0; j < q.b.size(); ++j) {
        const double m = q.mean[i * q.b.size() + j], l = q.a[i] + q.b[j];
        total += 0.5 * (m * m + std::exp(l) - 1 - l);
      }
    return total;
  };
  const auto received = [](const Map& q) {
    return my_map_kl(Tensor<double>::from({q.n, q.p}, q.mean), Tensor<double>::from({q.n}, q.a),
                     Tensor<double>::from({q.p}, q.b))
        .value();
  };
  // mu = (1, -2), nu = (0.5, 0, 1), u = (1, 2), v = (1, 1, 3): the chapter's 5.486667.
  const Map known{2, 3, {0.5, 0, 1, -1, 0, -2}, {0, std::log(2)}, {0, 0, std::log(3)}};
  const Map other{3, 2, {0.3, -1, 0.2, 2, 0, 0.7}, {0.5, -1, 0.1}, {-0.3, 0.8}};

  grader.test("2x3 codes: the value of the chapter", 1, [=] {
    expect(received(known).numel() == 1, "one number for the map is wanted");
    expect_near("the KL", received(known).item(), by_codes(known), 1e-9);
  });
  grader.test("3x2 codes", 1,
              [=] { expect_near("the KL", received(other).item(), by_codes(other), 1e-9); });
  grader.test("0 if q is the prior", 1, [=] {
    const Map prior{2, 2, {0, 0, 0, 0}, {0, 0}, {0, 0}};
    expect_near("the KL", received(prior).item(), 0, 1e-12);
  });
  grader.test("a single code: the KL of chapter 9", 1, [=] {
    const Map one{1, 1, {0.7}, {-0.4}, {0}};
    expect_near("the KL", received(one).item(), by_codes(one), 1e-12);
  });
  grader.test("a + c, b - c is the same distribution: no gradient in that direction", 1, [=] {
    Tape<double> tape;
    const Var<double> a = tape.watch(Tensor<double>::from({3}, other.a));
    const Var<double> b = tape.watch(Tensor<double>::from({2}, other.b));
    const Gradients<double> g =
        tape.gradients(my_map_kl(Tensor<double>::from({3, 2}, other.mean), a, b));
    expect_near("the sum over a minus the sum over b",
                sum(g[a].value()).item() - sum(g[b].value()).item(), 0, 1e-9);
  });

  // 1/2 (first + means - n p - x - y) with another first term or other sums of logarithms.
  const auto looks_like = [=](const auto& kl) {
    return [=] {
      for (const Map& q : {known, other})
        if (!is_near(received(q).item(), kl(q), 1e-9)) return false;
      return true;
    };
  };
  const auto parts = [](const Map& q) {
    struct {
      double u = 0, v = 0, means = 0, a = 0, b = 0, n, p;
    } s;
    for (const double l : q.a) s.u += std::exp(l), s.a += l;
    for (const double l : q.b) s.v += std::exp(l), s.b += l;
    for (const double m : q.mean) s.means += m * m;
    s.n = static_cast<double>(q.n), s.p = static_cast<double>(q.p);
    return s;
  };
  grader.mistake(
      "n and p have changed places: a_i, one of n, occurs once for each of the p columns",
      looks_like([=](const Map& q) {
        const auto s = parts(q);
        return 0.5 * (s.u * s.v + s.means - s.n * s.p - s.n * s.a - s.p * s.b);
      }));
  grader.mistake("the traces are multiplied, not added: the variance of code ij is u_i times v_j",
                 looks_like([=](const Map& q) {
                   const auto s = parts(q);
                   return 0.5 * (s.u + s.v + s.means - s.n * s.p - s.p * s.a - s.n * s.b);
                 }));
  grader.mistake(
      "a KL is a sum over the codes: a mean counts it n p times less than the bound does",
      looks_like([=](const Map& q) { return by_codes(q) / static_cast<double>(q.n * q.p); }));
  grader.mistake(
      "every a_i and b_j is counted once only: it belongs to a whole row or column of codes",
      looks_like([=](const Map& q) {
        const auto s = parts(q);
        return 0.5 * (s.u * s.v + s.means - s.n * s.p - s.a - s.b);
      }));
}
