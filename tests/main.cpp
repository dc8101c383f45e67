// Every test program: it fails if a test does, or if an op was recorded on any tape that is not in
// the catalogue of ops, where it would be tested.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <mutex>
#include <set>

#include "nn/files.h"
#include "tests/autograd/op_catalogue.h"
#include "tests/support.h"

namespace {

std::mutex mutex;
std::set<std::string, std::less<>> ops_seen;
std::set<std::string> made_up_ops;

void see(const char* op) {
  const std::lock_guard lock(mutex);
  if (!ops_seen.contains(op)) ops_seen.insert(op);
}

/// How many ops were seen that are in no catalogue.
int count_unknown() {
  const std::set<std::string> known = gradus::catalogue::ops().names();
  int unknown = 0;
  for (const std::string& op : ops_seen) {
    if (op == "leaf" || known.contains(op) || made_up_ops.contains(op)) continue;
    fmt::print("the op {} was recorded, but has no line in tests/autograd/op_catalogue.cpp\n", op);
    ++unknown;
  }
  return unknown;
}

}  // namespace

namespace gradus::test {

const char* made_up(const char* op) {
  const std::lock_guard lock(mutex);
  made_up_ops.insert(op);
  return op;
}

std::filesystem::path source_folder() { return GRADUS_SOURCE_FOLDER; }

std::map<std::string, std::string> snapshot(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    files[entry.path().filename().string()] = read_file(entry.path());
  return files;
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

}  // namespace gradus::test

int main(int argc, char** argv) {
  gradus::op_observer = see;
  doctest::Context context(argc, argv);
  const int failed = context.run();
  if (context.shouldExit()) return failed;
  return count_unknown() > 0 ? 1 : failed;
}
