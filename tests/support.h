// What: what several test files need: a folder for one test, and the text of an exception.
// Why: a helper that is written once is right or wrong once.
// Invariants: nothing outlives the test; a missing exception, or one of another type, is a failure.
// Read next: nn/test_files.cpp.
#pragma once

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <initializer_list>
#include <iterator>
#include <map>
#include <string>
#include <system_error>
#include <vector>

#include "tensor/errors.h"

namespace gradus::test {

/// A folder for one test, empty at first and removed with all that is in it.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / next_name()) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directory(path_);
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  std::ptrdiff_t entries() const {
    return std::distance(std::filesystem::directory_iterator(path_),
                         std::filesystem::directory_iterator());
  }

 private:
  static std::string next_name() {
    static int count = 0;
    return fmt::format("gradus-test-{}-{}", ::getpid(), ++count);
  }

  std::filesystem::path path_;
};

/// The text of the exception of type E that f throws; one of another type passes through.
template <class E, class F>
std::string error_of(const F& f) {
  try {
    f();
  } catch (const E& error) {
    return error.what();
  }
  return "no exception";
}

/// What the error says without its last words, the place, which must be the line of this call.
template <class F>
std::string shape_error_of(const F& f, Where where = {}) {
  try {
    f();
  } catch (const ShapeError& error) {
    const std::string text = error.what(), place = " (" + where.text() + ")";
    const bool right =
        text.size() > place.size() && text.substr(text.size() - place.size()) == place;
    return right ? text.substr(0, text.size() - place.size()) : "wrong place: " + text;
  }
  return "no error";
}

/// The folder of README.md.
std::filesystem::path source_folder();

/// The files of a folder and their bytes.
std::map<std::string, std::string> snapshot(const std::filesystem::path& folder);

/// The lines of a text, and the parts of a line between commas.
std::vector<std::string> split(const std::string& text, char separator);

/// The name of an op that a test makes up, for output(): without this the test program fails at its
/// end, because the op is in no catalogue.
const char* made_up(const char* op);

inline void check_says(const std::string& message, std::initializer_list<std::string> parts) {
  for (const std::string& part : parts) {
    CAPTURE(message);
    CAPTURE(part);
    CHECK(message.find(part) != std::string::npos);
  }
}

}  // namespace gradus::test
