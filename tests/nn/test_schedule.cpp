#include "nn/schedule.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "tests/support.h"

using namespace gradus;
using namespace gradus::nn;
using namespace gradus::test;

TEST_CASE("a constant schedule never changes") {
  const Schedule rate = constant(0.1);
  for (const std::int64_t done : {0L, 1L, 1000000L}) CHECK(rate(done) == 0.1);
}

TEST_CASE("step_decay multiplies once every so many counts") {
  const Schedule rate = step_decay(0.8, 10, 0.5);
  CHECK(rate(0) == 0.8);
  CHECK(rate(9) == 0.8);
  CHECK(rate(10) == 0.4);
  CHECK(rate(19) == 0.4);
  CHECK(rate(20) == 0.2);
  CHECK(rate(30) == 0.1);
}

TEST_CASE("exponential_decay multiplies at every count") {
  const Schedule rate = exponential_decay(2.0, 0.9);
  double expected = 2.0;
  for (int done = 0; done < 50; ++done, expected *= 0.9)
    CHECK(rate(done) == doctest::Approx(expected).epsilon(1e-12));
}

TEST_CASE("cosine falls from the rate to the final one over half a period, and stays there") {
  const Schedule rate = cosine(1.0, 100, 0.1);
  CHECK(rate(0) == doctest::Approx(1.0).epsilon(1e-15));
  CHECK(rate(50) == doctest::Approx((1.0 + 0.1) / 2).epsilon(1e-14));
  CHECK(rate(25) == doctest::Approx(0.1 + 0.9 * (1 + 1 / std::numbers::sqrt2) / 2).epsilon(1e-14));
  for (int done = 0; done < 100; ++done) CHECK(rate(done + 1) < rate(done));
  for (const std::int64_t done : {100L, 101L, 1000000L}) CHECK(rate(done) == 0.1);
  CHECK(cosine(1.0, 7)(7) == 0);
}

TEST_CASE("linear_warmup rises to the rate of the schedule behind it, then leaves it alone") {
  const Schedule rate = linear_warmup(4, constant(0.8));
  CHECK(rate(0) == 0.2);
  CHECK(rate(1) == 0.4);
  CHECK(rate(2) == doctest::Approx(0.6).epsilon(1e-15));
  CHECK(rate(3) == 0.8);
  CHECK(rate(4) == 0.8);
  CHECK(rate(1000) == 0.8);
  const Schedule then = cosine(1.0, 100), warmed = linear_warmup(10, then);
  CHECK(warmed(4) == then(4) * 0.5);
  for (int done = 9; done < 120; ++done) CHECK(warmed(done) == then(done));
  CHECK(linear_warmup(1, then)(0) == then(0));
}

TEST_CASE("a period below 1 is refused by name") {
  check_says(error_of<UsageError>([] { step_decay(1, 0, 0.5); }), {"step_decay: every: 0", "1"});
  check_says(error_of<UsageError>([] { cosine(1, -5); }), {"cosine: total: -5", "at least 1"});
  check_says(error_of<UsageError>([] { linear_warmup(0, constant(1)); }),
             {"linear_warmup: warmup: 0", "at least 1"});
}

TEST_CASE("the stages of Burda et al. last 3,280 epochs at the eight published rates") {
  const Schedule rate = burda_stages(1e-3);
  const std::vector<double> published = {10, 7.2, 5.2, 3.7, 2.7, 1.9, 1.4, 1.0};  // of 1e-4
  std::int64_t epoch = 0, length = 1;
  for (const double expected : published) {
    CAPTURE(epoch);
    CHECK(rate(epoch) == doctest::Approx(expected * 1e-4).epsilon(1e-12));
    CHECK(rate(epoch + length - 1) == rate(epoch));
    epoch += length;
    length *= 3;
  }
  CHECK(epoch == 3280);
  CHECK(rate(epoch) == rate(epoch - 1));  // and goes on
}
