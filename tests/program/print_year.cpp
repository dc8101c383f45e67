// Prints the year that the clock shows: whether jumping_clock.cpp reaches a program at all.
#include <fmt/format.h>

#include <chrono>

int main() {
  using namespace std::chrono;
  const year_month_day today{floor<days>(system_clock::now())};
  fmt::print("{}\n", static_cast<int>(today.year()));
}
