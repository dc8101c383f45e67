// Profile: calls, work and time of kernels, each counted once.
#include "tensor/profile.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <thread>

#include "tensor/math.h"

using namespace gradus;

namespace {

void pause(int milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

}  // namespace

TEST_CASE("a profile counts the calls and the work of kernels while it lives") {
  const auto a = Tensor<float>::ones({2, 3}), b = Tensor<float>::ones({3, 4});
  matmul(a, b);
  const Profile profile;
  CHECK(profile.rows().empty());
  matmul(a, b);
  matmul(a, b);
  add(a, a);
  REQUIRE(profile.rows().contains("matmul"));
  REQUIRE(profile.rows().contains("add"));
  CHECK(profile.rows().size() == 2);
  const Profile::Row& product = profile.rows().at("matmul");
  CHECK(product.calls == 2);
  CHECK(product.work.flops == 2 * 2 * 2 * 3 * 4);
  CHECK(product.work.bytes == 0);
  CHECK(product.seconds > 0);
  CHECK(profile.rows().at("add").work.bytes == 3 * 6 * sizeof(float));
}

TEST_CASE("time in an inner kernel counts for that one alone") {
  const Profile profile;
  {
    const Timed outer("outer", Work{});
    pause(5);
    {
      const Timed inner("inner", Work{});
      pause(50);
    }
    {
      const Timed inner("inner", Work{});
      const Timed innermost("innermost", Work{});
      pause(50);
    }
  }
  const auto seconds = [&](const char* op) { return profile.rows().at(op).seconds; };
  CHECK(profile.rows().at("inner").calls == 2);
  CHECK(seconds("inner") >= 0.05);
  CHECK(seconds("innermost") >= 0.05);
  CHECK(seconds("outer") >= 0.005);
  CHECK(seconds("outer") + seconds("inner") + seconds("innermost") <= profile.seconds());
}

TEST_CASE("a profile does not see what another thread calls") {
  const Profile profile;
  std::thread([] { add(Tensor<float>(1), Tensor<float>(2)); }).join();
  CHECK(profile.rows().empty());
}

TEST_CASE("of nested profiles the innermost is told") {
  const Profile outer;
  const Tensor<float> one(1);
  add(one, one);
  {
    const Profile inner;
    exp(one);
    CHECK(inner.rows().contains("exp"));
    CHECK(inner.rows().size() == 1);
  }
  log(one);
  CHECK(outer.rows().size() == 2);
  CHECK(outer.rows().contains("log"));
}

TEST_CASE("the text of a profile names each kernel, for each step, and what lies outside") {
  const Profile profile;
  const Tensor<float> one(1);
  for (int i = 0; i < 6; ++i) exp(one);
  const std::string text = profile.text(2);
  CHECK(text.find("exp                            3.0") != std::string::npos);
  CHECK(text.find("outside of kernels") != std::string::npos);
}
