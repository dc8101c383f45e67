// What: part of every chapter's program; an error that nobody caught ends it with one line.
// Why: without this it is an abort with the name of a C++ type, and each main() needs a try.
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <exception>

namespace {

[[noreturn]] void say_why() {
  std::fflush(stdout);
  try {
    if (const std::exception_ptr error = std::current_exception()) std::rethrow_exception(error);
  } catch (const std::exception& e) {
    fmt::print(stderr, "{}\n", e.what());
    std::_Exit(1);
  } catch (...) {
  }
  std::abort();
}

[[maybe_unused]] const std::terminate_handler before = std::set_terminate(say_why);

}  // namespace
