// What: the exceptions of Gradus, and Where, the place in the caller's source that they name.
// Why: a message should say what is wrong, where, and what to do, without a debugger.
// Invariants: every exception thrown on purpose derives from Error; its what() is one or two
//      sentences.
// Read next: shape.h.
#pragma once

#include <stdexcept>
#include <string>

namespace gradus {

/// A line of source. As a last parameter `Where where = {}` it is the line of the caller.
/// (std::source_location would be the standard's word for it; Clang 14 does not have it yet.)
struct Where {
  const char* file;
  int line;
  constexpr Where(const char* file_ = __builtin_FILE(), int line_ = __builtin_LINE())
      : file(file_), line(line_) {}
  /// "main.cpp:42", without the folders.
  std::string text() const;
};

/// The base of everything Gradus throws.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Shapes that do not go together. The message names the op, the shapes and the caller's line.
class ShapeError : public Error {
 public:
  ShapeError(const std::string& what, Where where) : Error(what + " (" + where.text() + ")") {}
};

/// A value given by a person (flag, option, environment variable) that cannot be used.
class UsageError : public Error {
 public:
  using Error::Error;
};

/// A number that is NaN or infinite, found by FiniteCheck (autograd/finite.h).
class NotFinite : public Error {
 public:
  NotFinite(const std::string& what, Where where) : Error(what + " (" + where.text() + ")") {}
};

/// A file that is missing, damaged, or cannot be written. The message names the file.
class FileError : public Error {
 public:
  using Error::Error;
};

}  // namespace gradus
