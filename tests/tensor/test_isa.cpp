// The choice of instruction set.
#include "tensor/isa.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>

#include "tensor/errors.h"
#include "tensor/kernels.h"

using namespace gradus;

namespace {

constexpr Isa all_isas[] = {Isa::baseline, Isa::avx2, Isa::avx512, Isa::neon};

/// The instruction set that a process with this GRADUS_ISA chooses, or the error it meets.
std::string choice_of_child(const char* value) {
  int ends[2];
  if (pipe(ends) != 0) return "no pipe";
  const pid_t child = fork();
  if (child < 0) return "no child";
  if (child == 0) {
    setenv("GRADUS_ISA", value, 1);
    std::string text;
    try {
      text = name(isa());
    } catch (const UsageError& error) {
      text = error.what();
    }
    const auto written = write(ends[1], text.data(), text.size());
    _exit(written == static_cast<ssize_t>(text.size()) ? 0 : 1);
  }
  close(ends[1]);
  std::string text;
  char buffer[256];
  for (ssize_t n; (n = read(ends[0], buffer, sizeof buffer)) > 0;)
    text.append(buffer, static_cast<std::size_t>(n));
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  return status == 0 ? text : "the child failed";
}

// A process chooses once. These children are started before main, when nothing has been chosen.
const std::string choice_for_nothing = choice_of_child("");
const std::string choice_for_first = choice_of_child(name(available_isas().front()).data());
const std::string choice_for_nonsense = choice_of_child("nonsense");

}  // namespace

TEST_CASE("every instruction set has a name of its own") {
  std::set<std::string> names;
  for (const Isa isa : all_isas) names.emplace(name(isa));
  CHECK(names == std::set<std::string>{"avx2", "avx512", "baseline", "neon"});
}

TEST_CASE("the machine has at least one instruction set, each listed once, with kernels") {
  const std::vector<Isa> available = available_isas();
  REQUIRE(!available.empty());
  CHECK(std::set<Isa>(available.begin(), available.end()).size() == available.size());
  for (const Isa isa : available) {
    CHECK((kernels<float>(isa).sum != nullptr));
    CHECK((kernels<double>(isa).sum != nullptr));
    for (const auto map : kernels<float>(isa).map) CHECK((map != nullptr));
    for (const auto zip : kernels<double>(isa).zip) CHECK((zip != nullptr));
  }
}

TEST_CASE("an available instruction set can be chosen, another one is an error") {
  const Isa before = isa();
  const std::vector<Isa> available = available_isas();
  for (const Isa wanted : all_isas) {
    if (std::find(available.begin(), available.end(), wanted) != available.end()) {
      set_isa(wanted);
      CHECK(isa() == wanted);
    } else {
      const Isa current = isa();
      const std::string text = "set_isa: this machine cannot run " + std::string(name(wanted));
      CHECK_THROWS_WITH_AS(set_isa(wanted), text.c_str(), UsageError);
      CHECK(isa() == current);
    }
  }
  set_isa(before);
}

TEST_CASE("GRADUS_ISA chooses; if it is empty, the best instruction set is taken") {
  CHECK(choice_for_nothing == name(available_isas().back()));
  CHECK(choice_for_first == name(available_isas().front()));
}

TEST_CASE("an unknown GRADUS_ISA is an error that lists the valid names") {
  CHECK(choice_for_nonsense.find("GRADUS_ISA=nonsense") != std::string::npos);
  for (const Isa isa : available_isas())
    CHECK(choice_for_nonsense.find(name(isa)) != std::string::npos);
}
