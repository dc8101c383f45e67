// What: what an exercise is written with: NotYetWritten, the expect_ functions, and Grader.
// Why: a wrong answer deserves more than "wrong": what was expected, what came out, and, where the
//      mistake is a well-known one, its name.
// Invariants: an exercise is a folder with solution.h, test.cpp and at least three wrong_*.h. Its
//      test.cpp defines void check(Grader&) and is included behind one of them (or behind what a
//      student wrote), in a namespace of its own, so it includes nothing but this file.
// Read next: ../tools/weave.cpp.
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <functional>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include "autograd/gradcheck.h"
#include "vae/all.h"

namespace exercise {

using namespace gradus;

/// Thrown by a starter: this part is still to be written.
struct NotYetWritten : std::runtime_error {
  explicit NotYetWritten(const std::string& what) : std::runtime_error(what) {}
};

/// Thrown by the expect_ functions: an answer is wrong, and here is how.
struct Wrong : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Throws Wrong with this text unless the condition holds.
inline void expect(bool condition, const std::string& text) {
  if (!condition) throw Wrong(text);
}

inline bool is_near(double received, double expected, double tolerance) {
  return std::abs(received - expected) <= tolerance * std::max(1.0, std::abs(expected));
}

/// Both numbers agree to within tolerance * max(1, |expected|). `what` says what they are: "the KL
/// of image 2".
inline void expect_near(const std::string& what, double received, double expected,
                        double tolerance = 1e-6) {
  expect(is_near(received, expected, tolerance),
         fmt::format("{}: your value {:.8g}, true value {:.8g}", what, received, expected));
}

template <class T>
bool is_near(const Tensor<T>& received, const Tensor<T>& expected, double tolerance) {
  if (received.shape() != expected.shape()) return false;
  const std::vector<T> a = received.to_vector(), b = expected.to_vector();
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!is_near(static_cast<double>(a[i]), static_cast<double>(b[i]), tolerance)) return false;
  return true;
}

/// The same for every element; the first that differs is named with its place in row-major order.
template <class T>
void expect_near(const std::string& what, const Tensor<T>& received, const Tensor<T>& expected,
                 double tolerance = 1e-6) {
  expect(received.shape() == expected.shape(),
         fmt::format("{}: your shape {}, true shape {}", what, received.shape().text(),
                     expected.shape().text()));
  const std::vector<T> a = received.to_vector(), b = expected.to_vector();
  for (std::size_t i = 0; i < a.size(); ++i)
    expect_near(fmt::format("{}, element {}", what, i), static_cast<double>(a[i]),
                static_cast<double>(b[i]), tolerance);
}

/// What became of a graded case.
enum class Status { passed, wrong, not_written };

struct Outcome {
  std::string name;
  double points = 0;
  Status status = Status::passed;
  std::string message;
};

/// Collects the graded cases of one answer, and the mistakes that it was recognised by.
class Grader {
 public:
  /// With a stream, each outcome is written to it at once: what an answer did before it crashed
  /// still counts. The lines are for the program `grade`:
  ///     begin TAB name
  ///     case TAB passed|wrong|not written TAB points TAB name TAB message
  ///     mistake TAB explanation
  ///     end
  explicit Grader(std::FILE* stream = nullptr) : stream_(stream) {}

  /// A graded case: `body` returns if the answer is right, and throws if it is not.
  void test(const std::string& name, double points, const std::function<void()>& body) {
    Outcome outcome{name, points, Status::passed, ""};
    write("begin\t{}\n", one_line(name));
    try {
      body();
    } catch (const NotYetWritten& e) {
      outcome.status = Status::not_written;
      outcome.message = e.what();
    } catch (const Wrong& e) {
      outcome.status = Status::wrong;
      outcome.message = e.what();
    } catch (const std::bad_alloc&) {
      outcome.status = Status::wrong;
      outcome.message = "your code asked for more memory than it may have";
    } catch (const std::exception& e) {
      outcome.status = Status::wrong;
      outcome.message = fmt::format("your code threw an exception: {}", e.what());
    }
    const char* const names[] = {"passed", "wrong", "not written"};
    write("case\t{}\t{}\t{}\t{}\n", names[static_cast<int>(outcome.status)], outcome.points,
          one_line(outcome.name), one_line(outcome.message));
    outcomes_.push_back(std::move(outcome));
  }

  /// A mistake people make: if a case went wrong and `looks_like` holds, the student is told
  /// `explanation`. It must hold for that mistake and for no right answer.
  void mistake(const std::string& explanation, const std::function<bool()>& looks_like) {
    mistakes_.push_back({explanation, looks_like});
  }

  const std::vector<Outcome>& outcomes() const { return outcomes_; }
  bool all(Status status) const {
    for (const Outcome& outcome : outcomes_)
      if (outcome.status != status) return false;
    return !outcomes_.empty();
  }

  /// The explanations of the mistakes that this answer looks like.
  std::vector<std::string> recognised() const {
    std::vector<std::string> found;
    for (const auto& [explanation, looks_like] : mistakes_) {
      try {
        if (looks_like()) found.push_back(explanation);
      } catch (const std::exception&) {
        // An answer that throws here made another mistake.
      }
    }
    return found;
  }

  /// The last lines, for a person whose answer is not right yet.
  void finish() {
    for (const Outcome& outcome : outcomes_)
      if (outcome.status == Status::wrong) {
        for (const std::string& explanation : recognised())
          write("mistake\t{}\n", one_line(explanation));
        break;
      }
    write("end\n");
  }

 private:
  template <class... Args>
  void write(fmt::format_string<Args...> format, Args&&... args) {
    if (!stream_) return;
    fmt::print(stream_, format, std::forward<Args>(args)...);
    std::fflush(stream_);
  }
  static std::string one_line(const std::string& text) {
    std::string line;
    for (const char c : text) line += c == '\n' ? "\\n" : std::string(1, c == '\t' ? ' ' : c);
    return line;
  }

  std::FILE* stream_;
  std::vector<Outcome> outcomes_;
  std::vector<std::pair<std::string, std::function<bool()>>> mistakes_;
};

}  // namespace exercise
