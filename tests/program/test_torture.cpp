// Training that is killed, interrupted, or loses its disk, its folder or its clock: whatever
// happens, no damaged file is left, and the run that goes on ends in the same bytes as one that
// nothing happened to. The full figures take minutes (label long); every test run has a few.
#include <signal.h>
#include <sys/stat.h>
#ifdef __linux__
#include <sys/mount.h>
#endif

#include <cstdlib>

#include "nn/checkpoint.h"
#include "nn/files.h"
#include "tensor/rng.h"
#include "tests/program/program.h"
#include "vae/run.h"

using namespace gradus;
using namespace gradus::test;
namespace fs = std::filesystem;

namespace {

/// The run that is tortured: what the noise, the order and the state of the optimiser are must all
/// survive. About half a second.
const Arguments dynamic = {"--binarize", "dynamic", "--validation",   "70",   "--hidden", "64",
                           "--epochs",   "4",       "--train-images", "3000", "--batch",  "20"};

/// One that nothing happens to.
struct Undisturbed {
  Folder folder;
  fs::path out = folder / "whole";
  double seconds = seconds_of([&] { REQUIRE(test::vae(small_run(out, dynamic)).code == 0); });
};

/// That every file there is whole, whatever happened.
void check_whole(const fs::path& out) {
  if (!fs::exists(out)) return;
  for (const auto& [file, bytes] : snapshot(out)) {
    const std::string name = file;  // a lambda of doctest's needs it
    CAPTURE(name);
    if (name.ends_with(".tmp")) continue;  // nobody takes these for the files they should become
    if (name.ends_with(".safetensors")) CHECK_NOTHROW(nn::decode(bytes, name));
    if (name == "config.json") CHECK_NOTHROW(gradus::vae::from_json(bytes, name));
    if (name == "metrics.csv") CHECK((gradus::vae::from_csv(bytes, name), bytes.ends_with('\n')));
    if (name.ends_with(".png")) CHECK(bytes.substr(bytes.size() - 8, 4) == "IEND");
    if (name.ends_with(".svg")) CHECK(bytes.ends_with("</svg>\n"));
  }
}

void wait_until_begun(Process& run, const fs::path& out) {
  while (run.running() && !fs::exists(out / "config.json")) sleep_for(0.001);
}

void kill_at_random_moments(int count) {
  const Undisturbed undisturbed;
  Rng rng(1);
  for (int i = 0; i < count; ++i) {
    CAPTURE(i);
    const Folder folder;
    const fs::path out = folder / "run";
    Process run(small_run(out, dynamic));
    sleep_for(undisturbed.seconds * rng.uniform());
    run.kill();
    run.wait();
    check_whole(out);
    finish(out, dynamic);
    check_same_runs(undisturbed.out, out);
  }
}

/// Ctrl-C or SIGTERM, again and again, and at last the command that the program itself suggests.
/// Returns how often the run was stopped within an epoch.
int try_to_interrupt(const Undisturbed& undisturbed, int number, int rounds) {
  const Folder folder;
  const fs::path out = folder / "it's here";
  const std::string command = fmt::format("{} train --resume --out '{}' --check-finite",
                                          GRADUS_VAE_PROGRAM, (folder / "it'\\''s here").string());
  Rng rng(2);
  int stopped = 0;
  for (int i = 0; i < rounds; ++i) {
    CAPTURE(i);
    Process run(
        (i == 0 ? small_run(out, dynamic) : Arguments{"train", "--resume", "--out", out.string()}) +
        Arguments{"--check-finite"});
    if (i == 0) wait_until_begun(run, out);
    sleep_for(undisturbed.seconds / (2 * rounds) + undisturbed.seconds / rounds * rng.uniform());
    run.signal(number);
    const Outcome outcome = run.wait();
    CAPTURE(outcome.out);
    check_whole(out);
    if (outcome.code == 0 || outcome.out.find("stopped in epoch") == outcome.out.npos) continue;
    CHECK(outcome.code == 128 + number);
    CHECK(outcome.err.empty());
    CHECK(outcome.out.ends_with("To go on:\n  " + command + "\n"));
    nn::load(out / "checkpoint.safetensors");
    ++stopped;
  }
  CHECK(std::system((GRADUS_EMULATOR " " + command + " > /dev/null").c_str()) == 0);
  check_same_runs(undisturbed.out, out);
  return stopped;
}

/// The same until a run was stopped within an epoch: if the machine is faster than a moment ago, it
/// is over before the first signal. (tests/vae/test_run.cpp stops at places that are not chance.)
void interrupt(int number, int rounds) {
  const Undisturbed undisturbed;
  int stopped = 0;
  for (int attempt = 0; stopped == 0 && attempt < 10; ++attempt)
    stopped = try_to_interrupt(undisturbed, number, rounds);
  CHECK(stopped > 0);
}

/// A disk of its own, of so many bytes, if this machine lets the test have one.
class SmallDisk {
 public:
  SmallDisk(fs::path path, std::int64_t bytes) : path_(std::move(path)) {
    fs::create_directory(path_);
    mounted_ = mount(bytes, 0);
  }
  ~SmallDisk() {
#ifdef __linux__
    if (mounted_) ::umount2(path_.c_str(), MNT_DETACH);
#endif
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  bool mounted() const { return mounted_; }
  void grow(std::int64_t bytes) {
#ifdef __linux__
    REQUIRE(mount(bytes, MS_REMOUNT));
#else
    REQUIRE(mount(bytes, 0));
#endif
  }

 private:
  bool mount([[maybe_unused]] std::int64_t bytes, [[maybe_unused]] unsigned long flags) {
#ifdef __linux__
    const std::string size = fmt::format("size={}", bytes);
    return ::mount("tmpfs", path_.c_str(), "tmpfs", flags, size.c_str()) == 0;
#else
    return false;
#endif
  }
  fs::path path_;
  bool mounted_ = false;
};

void fill_disk(int count) {
  const Undisturbed undisturbed;
  std::int64_t all = 0;
  for (const auto& file : snapshot(undisturbed.out))
    all += static_cast<std::int64_t>(file.second.size());
  int full = 0;
  bool real_disk = false;
  for (int i = 0; i < count; ++i) {
    CAPTURE(i);
    const Folder folder;
    // The last disks hold everything, and the temporary files, too.
    const std::int64_t bytes = 4096 + 3 * all * i / count;
    SmallDisk disk(folder / "disk", bytes);
    real_disk = disk.mounted();
    const fs::path out = folder / "disk/run";
    Surroundings surroundings;
    if (!real_disk) surroundings.largest_file = bytes / 4;
    const Outcome outcome = test::vae(small_run(out, dynamic), surroundings);
    check_whole(out);
    if (outcome.code != 0) {
      ++full;
      CHECK(outcome.code == 1);
      CHECK(outcome.err.starts_with("vae: cannot "));
      check_says(outcome.err, {out.string(), real_disk ? "free some space" : "ulimit -f"});
    }
    if (real_disk) disk.grow(64 << 20);
    finish(out, dynamic);
    check_same_runs(undisturbed.out, out);
  }
  MESSAGE(fmt::format("{} of {} {} were too small", full, count,
                      real_disk ? "disks" : "limits on the size of a file"));
  CHECK(full >= count / 3);
  CHECK(full < count);
}

void forbid_writing(int count) {
  const Undisturbed undisturbed;
  const Surroundings somebody{.as_nobody = true};
  if (test::vae({"--help"}, somebody).code == 127) {
    MESSAGE("not tested: only root can reach the program here, and root may write everywhere");
    return;
  }
  Rng rng(3);
  int refused = 0;
  for (int i = 0; i < count; ++i) {
    CAPTURE(i);
    const Folder folder;
    const fs::path home = folder / "home", out = home / "run";
    fs::create_directory(home);
    fs::permissions(home, fs::perms::all);
    Process run(small_run(out, dynamic), somebody);
    wait_until_begun(run, out);
    sleep_for(undisturbed.seconds * 0.8 * rng.uniform());
    fs::permissions(out, fs::perms::owner_read | fs::perms::owner_exec);
    const Outcome outcome = run.wait();
    CAPTURE(outcome.err);
    check_whole(out);
    if (outcome.code != 0) {
      ++refused;
      check_says(outcome.err, {out.string(), "Permission denied", "change the permissions"});
    }
    fs::permissions(out, fs::perms::owner_all);
    finish(out, dynamic, somebody);
    check_same_runs(undisturbed.out, out);
  }
  CHECK(refused >= (count + 1) / 2);
}

}  // namespace

TEST_CASE("torture: killed at 100 random moments" * doctest::skip()) {
  kill_at_random_moments(100);
}

TEST_CASE("torture: Ctrl-C ends a run with a checkpoint and says how to go on") {
  interrupt(SIGINT, 4);
  interrupt(SIGTERM, 2);
}
TEST_CASE("torture: 20 runs, interrupted five times each" * doctest::skip()) {
  for (int run = 0; run < 10; ++run)
    for (const int number : {SIGINT, SIGTERM}) interrupt(number, 5);
}

TEST_CASE("torture: a second Ctrl-C ends the program at once") {
  const Folder folder;
  const fs::path out = folder / "run";
  Process run(small_run(
      out, {"--train-images", "20000", "--batch", "20000", "--hidden", "1000", "--threads", "1"}));
  wait_until_begun(run, out);
  sleep_for(0.1);  // the first batch takes seconds
  run.signal(SIGINT);
  sleep_for(0.1);
  CHECK(run.running());
  run.signal(SIGINT);
  const Outcome outcome = run.wait();
  CHECK(outcome.code == 128 + SIGINT);
  CHECK(outcome.out.find("stopped") == outcome.out.npos);
  CHECK(!fs::exists(out / "checkpoint.safetensors"));
}

TEST_CASE("torture: the disk fills up at 3 points") { fill_disk(3); }
TEST_CASE("torture: the disk fills up at 20 points" * doctest::skip()) { fill_disk(20); }

TEST_CASE("torture: the folder is made read-only") { forbid_writing(2); }
TEST_CASE("torture: the folder is made read-only at 20 moments" * doctest::skip()) {
  forbid_writing(20);
}

TEST_CASE("torture: no clock and no file time changes a bit") {
  const char* const library = GRADUS_JUMPING_CLOCK;
  if (!*library) {
    MESSAGE("not tested: the clock can be made to jump on Linux only");
    return;
  }
  const char* const asan = std::getenv("ASAN_OPTIONS");
  const Surroundings jumping{
      .environment = {{"LD_PRELOAD", library},
                      {"ASAN_OPTIONS", (asan ? asan + std::string(":") : std::string()) +
                                           "verify_asan_link_order=0"}}};
  const Folder folder;
  const std::string years = folder / "years";
  const std::string print = GRADUS_EMULATOR " " GRADUS_PRINT_YEAR " >> " + years;
  REQUIRE(std::system(fmt::format("ASAN_OPTIONS=verify_asan_link_order=0 LD_PRELOAD={} {}; {}",
                                  library, print, print)
                          .c_str()) == 0);
  const auto seen = split(read_file(years), '\n');
  REQUIRE(seen.size() == 2);
  REQUIRE(seen[0] != seen[1]);

  const Undisturbed undisturbed;
  for (const int days : {-7000, 7000}) {
    const fs::path out = folder / std::to_string(days);
    Process run(small_run(out, dynamic), jumping);
    wait_until_begun(run, out);
    sleep_for(undisturbed.seconds / 2);
    run.kill();
    run.wait();
    for (const auto& file : fs::directory_iterator(out))
      fs::last_write_time(file, fs::file_time_type::clock::now() + std::chrono::hours(24 * days));
    finish(out, dynamic, jumping);
    check_same_runs(undisturbed.out, out);
  }
}
