inline void check(Grader& grader) {
  const Size n = 6, dims = 3, codes = 2;
  Rng rng{11};
  const Tensor<double> x =
      Tensor<double>::from({n, dims}, {1, 0, 1, 0, 0, 1, 1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 0});
  const Tensor<double> q = Tensor<double>::from(
      {n, codes}, {0.9, 0.1, 0.4, 0.6, 0.2, 0.8, 0.7, 0.3, 0.55, 0.45, 0.1, 0.9});
  const std::vector<double> image = x.to_vector(), r = q.to_vector();
  // sum_ik q_ik log p(x_i, z = k): what the M step makes as large as possible.
  const auto objective = [=](const Coins& c) {
    double total = 0;
    for (std::size_t i = 0; i < 6; ++i)
      for (std::size_t k = 0; k < 2; ++k) {
        double log_joint = std::log(c.weight[k]);
        for (std::size_t d = 0; d < 3; ++d) {
          const double p = c.probability[3 * k + d];
          log_joint += std::log(image[3 * i + d] > 0 ? p : 1 - p);
        }
        total += r[2 * i + k] * log_joint;
      }
    return total;
  };

  grader.test("the weights add up to 1 and are the mean of q", 1, [=] {
    const Coins c = m_step(x, q);
    for (std::size_t k = 0; k < 2; ++k) {
      double count = 0;
      for (std::size_t i = 0; i < 6; ++i) count += r[2 * i + k];
      expect_near(fmt::format("the weight of component {}", k), c.weight[k], count / 6, 1e-10);
    }
  });
  grader.test("no other probability makes the bound larger", 2, [=] {
    const Coins best = m_step(x, q);
    for (std::size_t j = 0; j < 6; ++j)
      for (const double change : {-0.02, 0.02}) {
        Coins other = best;
        other.probability[j] += change;
        expect(objective(other) < objective(best),
               fmt::format("p of component {}, pixel {} is {:.4f}, and {:.4f} is better", j / 3,
                           j % 3, best.probability[j], other.probability[j]));
      }
  });
  grader.test("20 rounds of EM never lower log p", 1, [=] {
    const Tensor<double> images =
        bernoulli(Tensor<double>::full({40, 3}, 0.4), *std::make_unique<Rng>(5));
    Coins c{{0.5, 0.5}, {0.3, 0.6, 0.5, 0.7, 0.4, 0.2}};
    double before = -1e300;
    for (int round = 0; round < 20; ++round) {
      const std::vector<double> pixels = images.to_vector();
      std::vector<double> posterior;
      double log_p = 0;
      for (std::size_t i = 0; i < 40; ++i) {
        double joint[2], total = 0;
        for (std::size_t k = 0; k < 2; ++k) {
          joint[k] = c.weight[k];
          for (std::size_t d = 0; d < 3; ++d) {
            const double p = c.probability[3 * k + d];
            joint[k] *= pixels[3 * i + d] > 0 ? p : 1 - p;
          }
          total += joint[k];
        }
        for (const double j : joint) posterior.push_back(j / total);
        log_p += std::log(total);
      }
      expect(log_p > before - 1e-9,
             fmt::format("round {}: log p fell from {:.6f} to {:.6f}", round, before, log_p));
      before = log_p;
      c = m_step(images, Tensor<double>::from({40, 2}, posterior));
    }
  });

  const auto gives = [=](const auto& probability) {
    return [=] {
      const Coins c = m_step(x, q);
      for (std::size_t k = 0; k < 2; ++k)
        for (std::size_t d = 0; d < 3; ++d)
          if (!is_near(c.probability[3 * k + d], probability(k, d), 1e-9)) return false;
      return true;
    };
  };
  const auto weighted = [=](std::size_t k, std::size_t d, const auto& weight, bool all) {
    double on = 0, count = 0;
    for (std::size_t i = 0; i < 6; ++i) {
      on += weight(r[2 * i + k]) * image[3 * i + d];
      count += weight(r[2 * i + k]);
    }
    return on / (all ? 6 : count);
  };
  const auto soft = [](double w) { return w; };
  const auto whole = [](double w) { return w > 0.5 ? 1.0 : 0.0; };
  const auto even = [](double) { return 1.0; };
  grader.mistake(
      "divide by what the component counts, sum_i q_ik, not by the number of images: a component "
      "with few images would get dark ones",
      gives([=](std::size_t k, std::size_t d) { return weighted(k, d, soft, true); }));
  grader.mistake(
      "each image goes to its likeliest component as a whole: that is k-means; EM divides it among "
      "all, as q says",
      gives([=](std::size_t k, std::size_t d) { return weighted(k, d, whole, false); }));
  grader.mistake(
      "all components get the same picture, the mean of all images: q says how much each image "
      "counts for which component",
      gives([=](std::size_t k, std::size_t d) { return weighted(k, d, even, false); }));
}
