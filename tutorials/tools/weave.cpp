// weave: keeps the text of a chapter equal to the code it quotes and the output it shows.
//
//   weave check  --programs <folder> <chapter folder>...   says what differs, and fails
//   weave update --programs <folder> <chapter folder>...   rewrites chapter.md
//
// Every fenced block of a chapter.md is one of three kinds, told by the words after the language:
//   ```cpp file=autograd/tape.h from="^struct Rule" to="^};"     lines of a file of the repository
//   ```text output from="^step" to="^$" args="--full"            lines that the program prints
//   ```text output from="^epoch" near="2%"                       the same, of a model trained in
//   float
//   ```cpp sketch                                                neither; at most five a chapter
// `from` and `to` are regular expressions for the first line and, from there on, the last; without
// `to` it is that line alone, without both it is everything. Times and speeds in output are not
// compared. weave also checks the links of a chapter, the numbers of lines that it names, that its
// pictures are among those the program writes (or are drawn by dot from one that it writes), and
// the "// -> " expectations of its main.cpp.
#include <fmt/format.h>
#include <sys/wait.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace fs = std::filesystem;

namespace {

using Lines = std::vector<std::string>;

struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Failure(fmt::format("cannot read {}", path.string()));
  return {std::istreambuf_iterator<char>(file), {}};
}

Lines split(const std::string& text) {
  Lines lines;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

/// One fenced block: where it stands, and what its first line asks for.
struct Block {
  std::size_t fence;       // line number of the opening fence, from 0
  std::size_t begin, end;  // its content
  std::string kind;        // file, output, sketch
  std::map<std::string, std::string> settings;
};

std::string place(const fs::path& chapter, std::size_t line) {
  return fmt::format("{}:{}", chapter.string(), line + 1);
}

/// The settings of a fence: words, key=value, key="value with spaces".
Block parse_fence(const std::string& fence, const std::string& where) {
  static const std::regex setting(R"re((\w+)(=("([^"]*)"|\S+))?)re");
  Block block{};
  bool language = true;
  const std::string words = fence.substr(3);
  for (std::sregex_iterator it(words.begin(), words.end(), setting), none; it != none; ++it) {
    const std::string key = (*it)[1];
    if (std::exchange(language, false)) continue;
    if (!(*it)[2].matched || key == "file") block.kind = key;
    if ((*it)[2].matched) block.settings[key] = (*it)[4].matched ? (*it)[4].str() : (*it)[3].str();
  }
  if (block.kind != "file" && block.kind != "output" && block.kind != "sketch")
    throw Failure(fmt::format("{}: a block is a file=..., an output or a sketch", where));
  return block;
}

std::vector<Block> find_blocks(const fs::path& chapter, const Lines& lines) {
  std::vector<Block> blocks;
  std::optional<Block> open;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!lines[i].starts_with("```")) continue;
    if (!open) {
      open = parse_fence(lines[i], place(chapter, i));
      open->fence = i;
      open->begin = i + 1;
    } else {
      open->end = i;
      blocks.push_back(*std::exchange(open, std::nullopt));
    }
  }
  if (open) throw Failure(fmt::format("{}: this block has no end", place(chapter, open->fence)));
  return blocks;
}

/// The lines that `from` and `to` name. A pattern that matches nothing is an error; so is a `from`
/// that matches twice, because the text would follow the wrong one when the source changes.
Lines pick(const Lines& lines, const Block& block, const std::string& source,
           const std::string& where) {
  const auto from = block.settings.find("from"), to = block.settings.find("to");
  if (from == block.settings.end()) return lines;
  const auto next = [&](const std::string& pattern, std::size_t begin) {
    const std::regex expression(pattern);
    while (begin < lines.size() && !std::regex_search(lines[begin], expression)) ++begin;
    return begin;
  };
  const std::size_t first = next(from->second, 0);
  if (first == lines.size())
    throw Failure(
        fmt::format("{}: no line of {} matches from=\"{}\"", where, source, from->second));
  if (next(from->second, first + 1) < lines.size() && block.kind == "file")
    throw Failure(fmt::format("{}: from=\"{}\" matches lines {} and {} of {}", where, from->second,
                              first + 1, next(from->second, first + 1) + 1, source));
  if (to == block.settings.end()) return {lines[first]};
  const std::size_t last = next(to->second, first + 1);
  if (last == lines.size())
    throw Failure(fmt::format("{}: no line of {} after line {} matches to=\"{}\"", where, source,
                              first + 1, to->second));
  return {lines.begin() + static_cast<std::ptrdiff_t>(first),
          lines.begin() + static_cast<std::ptrdiff_t>(last) + 1};
}

/// What a program prints. Standard error stays visible.
std::string run(const fs::path& program, const std::string& arguments) {
  const std::string command = fmt::format("'{}' {}", program.string(), arguments);
  FILE* const pipe = ::popen(command.c_str(), "r");
  if (!pipe) throw Failure(fmt::format("cannot start {}", command));
  std::string output;
  char part[4096];
  while (const std::size_t got = std::fread(part, 1, sizeof part, pipe)) output.append(part, got);
  const int status = ::pclose(pipe);
  if (status != 0)
    throw Failure(fmt::format("{} failed with status {}", command, WEXITSTATUS(status)));
  return output;
}

/// The line without what differs from run to run: times, speeds, and the spaces that line them up.
std::string masked(std::string line) {
  static const std::regex timing(
      R"([0-9][0-9.,]*(e[-+]?[0-9]+)? ?((ns|us|ms|s|GFLOP/s|GB/s)\b|%))");
  const std::string bare = std::regex_replace(line, timing, "# $2");
  return bare == line ? line : std::regex_replace(bare, std::regex(" +"), " ");
}

/// Whether two lines are equal but for numbers that differ by at most the share `near`, by 2 in the
/// last decimal, or by 1 if they have none: after hundreds of steps in float, the last bits of one
/// instruction set or another are seen in the third digit.
bool alike(const std::string& a, const std::string& b, double near) {
  static const std::regex number(R"([0-9]+(\.([0-9]+))?)"), spaces(" +");
  const auto words = [&](const std::string& line) {
    return std::regex_replace(std::regex_replace(line, number, "#"), spaces, " ");
  };
  if (words(a) != words(b)) return false;
  const std::sregex_iterator end;
  for (std::sregex_iterator x(a.begin(), a.end(), number), y(b.begin(), b.end(), number); x != end;
       ++x, ++y) {
    const double one = std::stod(x->str()), other = std::stod(y->str());
    const auto decimals = static_cast<double>((*x)[2].length());
    const double least = decimals > 0 ? 2.001 * std::pow(10, -decimals) : 1;
    if (std::abs(one - other) > std::max(near * one, least)) return false;
  }
  return true;
}

/// How far the numbers of a block may be off; nothing if not at all.
std::optional<double> nearness(const Block& block) {
  const auto found = block.settings.find("near");
  if (block.kind != "output" || found == block.settings.end()) return std::nullopt;
  return std::stod(found->second) / 100;
}

bool same(const Lines& shown, const Lines& real, const Block& block) {
  if (block.kind != "output" || shown.size() != real.size()) return shown == real;
  const std::optional<double> near = nearness(block);
  for (std::size_t i = 0; i < real.size(); ++i) {
    const std::string a = masked(shown[i]), b = masked(real[i]);
    if (near ? !alike(a, b, *near) : a != b) return false;
  }
  return true;
}

std::string difference(const Lines& shown, const Lines& real) {
  std::string text;
  for (std::size_t i = 0; i < std::max(shown.size(), real.size()); ++i) {
    const std::string a = i < shown.size() ? shown[i] : "(nothing)";
    const std::string b = i < real.size() ? real[i] : "(nothing)";
    if (masked(a) != masked(b)) text += fmt::format("    - {}\n    + {}\n", a, b);
  }
  return text;
}

/// The name by which GitHub links to a heading.
std::string anchor(const std::string& heading) {
  std::string name;
  for (const char c : heading) {
    if (std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_')
      name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (c == ' ') name += '-';
  }
  return name;
}

class Chapter {
 public:
  Chapter(fs::path folder, const fs::path& programs)
      : folder_(std::move(folder)),
        file_(folder_ / "chapter.md"),
        name_(folder_.filename().string()),
        program_(programs / name_),
        lines_(split(read(file_))) {}

  /// Everything that is wrong, as lines of text; with `update` the blocks are made right first.
  Lines weave(bool update) {
    weave_blocks(update);
    check_links();
    check_expectations();
    return mistakes_;
  }

 private:
  void mistake(const std::string& text) { mistakes_.push_back(text); }

  const std::string& output(const std::string& arguments) {
    const auto known = outputs_.find(arguments);
    if (known != outputs_.end()) return known->second;
    return outputs_[arguments] = run(program_, arguments);
  }

  Lines content(const Block& block) {
    const std::string where = place(file_, block.fence);
    if (block.kind == "output") {
      const auto args = block.settings.find("args");
      const std::string& text = output(args == block.settings.end() ? "" : args->second);
      return pick(split(text), block, "the output", where);
    }
    const std::string& source = block.settings.at("file");
    const fs::path beside = folder_ / source;
    return pick(split(read(fs::exists(beside) ? beside : root() / source)), block, source, where);
  }

  void weave_blocks(bool update) {
    constexpr int most_sketches = 5;
    int sketches = 0;
    std::vector<Block> blocks = find_blocks(file_, lines_);
    for (std::size_t i = blocks.size(); i-- > 0;) {  // backwards, so that line numbers stay
      const Block& block = blocks[i];
      if (block.kind == "sketch") {
        if (++sketches == most_sketches + 1)
          mistake(fmt::format("{}: more than {} sketches", file_.string(), most_sketches));
        continue;
      }
      const auto begin = lines_.begin() + static_cast<std::ptrdiff_t>(block.begin);
      const auto end = lines_.begin() + static_cast<std::ptrdiff_t>(block.end);
      const Lines shown(begin, end), real = content(block);
      if (same(shown, real, block)) continue;
      if (update)
        lines_.insert(lines_.erase(begin, end), real.begin(), real.end());
      else
        mistake(fmt::format("{}: differs from its source; weave update mends it\n{}",
                            place(file_, block.fence), difference(shown, real)));
    }
    if (!update) return;
    std::ofstream file(file_, std::ios::binary);
    for (const std::string& line : lines_) file << line << '\n';
    if (!file.flush()) throw Failure(fmt::format("cannot write {}", file_.string()));
  }

  void check_links() {
    static const std::regex link(
        R"((!?)\[[^\]]*\]\(([^)\s#]*)(#[^)\s]*)?\)([^.\n]{0,30}?\(?(\d+) lines)?)");
    bool fenced = false;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (lines_[i].starts_with("```")) fenced = !fenced;
      if (fenced) continue;
      for (std::sregex_iterator it(lines_[i].begin(), lines_[i].end(), link), none; it != none;
           ++it) {
        const std::string target = (*it)[2], fragment = (*it)[3];
        if (target.find("://") != target.npos) continue;
        const fs::path file = target.empty() ? file_ : folder_ / target;
        const std::string where = place(file_, i);
        if (!fs::exists(file)) {
          mistake(fmt::format("{}: {} does not exist", where, target));
          continue;
        }
        if (!fragment.empty() && !has_heading(file, fragment.substr(1)))
          mistake(fmt::format("{}: {} has no heading {}", where, file.string(), fragment));
        if ((*it)[1].length() > 0) check_picture(file, where);
        if ((*it)[5].matched && split(read(file)).size() != std::stoul((*it)[5]))
          mistake(fmt::format("{}: {} has {} lines, not {}", where, target,
                              split(read(file)).size(), (*it)[5].str()));
      }
    }
  }

  static bool has_heading(const fs::path& file, const std::string& name) {
    for (const std::string& line : split(read(file)))
      if (line.starts_with('#') && anchor(line.substr(line.find_first_not_of("# "))) == name)
        return true;
    return false;
  }

  void check_picture(const fs::path& shown, const std::string& where) {
    output("");
    const fs::path made = fs::path("runs") / name_ / shown.filename();
    const fs::path graph = fs::path(made).replace_extension(".dot");  // drawn by dot -Tsvg
    if (!fs::exists(made) && !fs::exists(graph))
      mistake(fmt::format("{}: the program does not write {}", where, made.string()));
  }

  void check_expectations() {
    const std::string arrow = "// -> ";
    const Lines source = split(read(folder_ / "main.cpp"));
    std::size_t found = 0;
    for (std::size_t i = 0; i < source.size(); ++i) {
      const std::size_t at = source[i].find(arrow);
      if (at == std::string::npos) continue;
      const std::string expected = source[i].substr(at + arrow.size());
      const std::size_t next = output("").find(expected, found);
      if (next == std::string::npos)
        mistake(fmt::format("{}: the program does not print \"{}\" here",
                            place(folder_ / "main.cpp", i), expected));
      else
        found = next + expected.size();
    }
  }

  /// The repository: the folder that holds tutorials/.
  fs::path root() const { return folder_.parent_path().parent_path(); }

  fs::path folder_, file_;
  std::string name_;
  fs::path program_;
  Lines lines_;
  std::map<std::string, std::string> outputs_;
  Lines mistakes_;
};

int weave(const Lines& arguments) {
  constexpr const char* usage = "usage: weave check|update --programs <folder> <chapter folder>...";
  if (arguments.size() < 4 || (arguments[0] != "check" && arguments[0] != "update") ||
      arguments[1] != "--programs")
    throw Failure(usage);
  std::size_t wrong = 0;
  for (std::size_t i = 3; i < arguments.size(); ++i) {
    Chapter chapter(fs::canonical(arguments[i]), fs::absolute(arguments[2]));
    for (const std::string& mistake : chapter.weave(arguments[0] == "update")) {
      fmt::print(stderr, "{}\n", mistake);
      ++wrong;
    }
  }
  return wrong == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return weave({argv + 1, argv + argc});
  } catch (const std::exception& e) {
    fmt::print(stderr, "weave: {}\n", e.what());
    return 2;
  }
}
