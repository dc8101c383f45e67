#include "tutorials/tools/compiler_messages.h"

#include <regex>
#include <sstream>
#include <vector>

namespace gradus::grade {
namespace {

/// One error or warning: the lines that lead to it, the line with its text, and what follows.
struct Message {
  std::vector<std::string> before, after;
  std::string text;

  bool is_error() const { return text.find("error: ") != text.npos; }
  bool mentions(const std::string& file) const {
    if (text.starts_with(file)) return true;
    for (const auto* lines : {&before, &after})
      for (const std::string& line : *lines)
        if (line.starts_with(file)) return true;
    return false;
  }
};

/// Lines of source, with the mark under them.
bool is_excerpt(const std::string& line) { return line.starts_with(' '); }

std::vector<Message> split(const std::string& output) {
  static const std::regex headline(R"(^\S.*: (fatal error|error|warning): .*)");
  static const std::regex leading(R"(^(In file included|.*: In |.*: At global|.*required from).*)");
  std::vector<Message> messages(1);
  std::istringstream stream(output);
  for (std::string line; std::getline(stream, line);) {
    const bool is_headline = std::regex_match(line, headline);
    const bool opens = is_headline || std::regex_match(line, leading);
    if (opens && !messages.back().text.empty()) messages.emplace_back();
    Message& message = messages.back();
    if (is_headline)
      message.text = line;
    else
      (message.text.empty() ? message.before : message.after).push_back(line);
  }
  return messages;
}

std::string shown(const Message& message, const std::string& answer) {
  std::string text;
  if (!message.text.starts_with(answer))
    for (const std::string& line : message.before)
      if (line.starts_with(answer)) text += line + "\n";
  text += message.text + "\n";
  for (const std::string& line : message.after) {
    if (!is_excerpt(line)) break;
    text += line + "\n";
  }
  return text;
}

}  // namespace

std::string about_answer(const std::string& output, const std::string& answer) {
  constexpr int most = 3;
  const std::vector<Message> messages = split(output);
  std::string text;
  int count = 0;
  for (const Message& message : messages)
    if (message.is_error() && message.mentions(answer) && ++count <= most)
      text += shown(message, answer);
  if (count > most) text += "... and " + std::to_string(count - most) + " more\n";
  if (count > 0) return text;
  for (const Message& message : messages)
    if (message.is_error()) return shown(message, answer);
  return output.substr(0, output.find('\n', 400));  // the linker's, for example
}

}  // namespace gradus::grade
