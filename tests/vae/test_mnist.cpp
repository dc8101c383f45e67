#include "vae/mnist.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>

#include "nn/files.h"
#include "tensor/errors.h"
#include "tests/support.h"

using namespace gradus;
using namespace gradus::test;
using namespace gradus::vae;
namespace fs = std::filesystem;

namespace {

/// Sets an environment variable (or removes it), and puts the old value back at the end.
class Environment {
 public:
  Environment(const char* name, std::optional<std::string> value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    set(value);
  }
  ~Environment() { set(before_); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  void set(const std::optional<std::string>& value) {
    if (value) {
      ::setenv(name_, value->c_str(), 1);
    } else {
      ::unsetenv(name_);
    }
  }
  const char* name_;
  std::optional<std::string> before_;
};

std::string big_endian(std::initializer_list<std::uint32_t> numbers) {
  std::string bytes;
  for (const std::uint32_t number : numbers) {
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift);
  }
  return bytes;
}

/// The grey value of pixel p of image i in the files made here.
int grey(std::int64_t i, std::int64_t p) { return static_cast<int>((i * 31 + p * 7) % 256); }

std::string images_idx(std::uint32_t n) {
  std::string bytes = big_endian({0x803, n, 28, 28});
  for (std::int64_t i = 0; i < n; ++i) {
    for (std::int64_t p = 0; p < 784; ++p) bytes += static_cast<char>(grey(i, p));
  }
  return bytes;
}

std::string labels_idx(std::uint32_t n) {
  std::string bytes = big_endian({0x801, n});
  for (std::uint32_t i = 0; i < n; ++i) bytes += static_cast<char>(i % 10);
  return bytes;
}

std::string gzip(const std::string& bytes) {
  z_stream stream{};
  constexpr int gzip_header = 15 + 16;
  REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, gzip_header, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string input = bytes, packed(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

const std::string images_name = "train-images-idx3-ubyte", labels_name = "train-labels-idx1-ubyte";

/// What reading says of three good images and labels, but with the bytes of one file replaced.
void check_refused(const std::string& name, const std::string& bytes,
                   std::initializer_list<std::string> parts) {
  const Folder folder;
  write_file(folder / images_name, images_idx(3));
  write_file(folder / labels_name, labels_idx(3));
  const std::string plain = name.substr(0, name.find(".gz"));
  fs::remove(folder / plain);
  write_file(folder / name, bytes);
  const std::string message = error_of<FileError>([&] { mnist(folder.path(), Split::train); });
  check_says(message, parts);
  check_says(message, {(folder / name).string(), "bash tutorials/get_mnist.sh"});
}

}  // namespace

TEST_CASE("images are byte / 255, row by row, and labels are whole numbers, plain or gzipped") {
  constexpr std::uint32_t n = 600;  // more than two blocks of the reader
  for (const bool packed : {false, true}) {
    const Folder folder;
    const std::string end = packed ? ".gz" : "";
    write_file(folder / (images_name + end), packed ? gzip(images_idx(n)) : images_idx(n));
    write_file(folder / (labels_name + end), packed ? gzip(labels_idx(n)) : labels_idx(n));
    const LabelledImages data = mnist(folder.path(), Split::train);
    CHECK(data.side == 28);
    REQUIRE(data.images.shape() == Shape{n, 784});
    REQUIRE(data.labels.size() == n);
    const float* image = data.images.data();
    std::int64_t wrong = 0;
    for (std::int64_t i = 0; i < n; ++i) {
      if (data.labels[static_cast<std::size_t>(i)] != i % 10) ++wrong;
      for (std::int64_t p = 0; p < 784; ++p) {
        if (*image++ != static_cast<float>(grey(i, p)) / 255.0f) ++wrong;
      }
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("the test split is in the files that begin with t10k") {
  const Folder folder;
  write_file(folder / "t10k-images-idx3-ubyte", images_idx(4));
  write_file(folder / "t10k-labels-idx1-ubyte.gz", gzip(labels_idx(4)));
  CHECK(mnist(folder.path(), Split::test).images.shape() == Shape{4, 784});
  check_says(error_of<FileError>([&] { mnist(folder.path(), Split::train); }), {images_name});
}

TEST_CASE("files are found in the folder given, then in that of GRADUS_DATA, then in the cache") {
  const Folder folder;
  for (const char* name : {"given/mnist", "variable", "home/.cache/gradus/mnist"}) {
    make_folder(folder / name);
    write_file(folder / name / images_name, images_idx(1));
    write_file(folder / name / labels_name, labels_idx(1));
  }
  const Environment home("HOME", (folder / "home").string());
  {
    const Environment variable("GRADUS_DATA", (folder / "variable").string());
    CHECK(find_mnist(folder / "given") == folder / "given/mnist");
    CHECK(find_mnist(std::nullopt) == folder / "variable");
  }
  const Environment variable("GRADUS_DATA", std::nullopt);
  CHECK(find_mnist(std::nullopt) == folder / "home/.cache/gradus/mnist");
  CHECK(mnist(folder / "given", Split::train).labels.size() == 1);
}

TEST_CASE("a missing folder or file is named, with how to get it") {
  const Folder folder;
  check_says(error_of<FileError>([&] { find_mnist(folder / "no"); }),
             {(folder / "no").string() + " does not exist", "bash tutorials/get_mnist.sh",
              "--data-dir or GRADUS_DATA"});
  check_says(error_of<FileError>([&] { find_mnist(folder.path()); }),
             {images_name, "in " + folder.path().string(), (folder / "mnist").string(),
              "bash tutorials/get_mnist.sh"});
  write_file(folder / images_name, images_idx(1));
  check_says(error_of<FileError>([&] { mnist(folder.path(), Split::train); }),
             {labels_name, "bash tutorials/get_mnist.sh"});
}

TEST_CASE("without any folder to look in, the message says which to name") {
  const Environment home("HOME", std::nullopt), variable("GRADUS_DATA", std::nullopt);
  check_says(error_of<FileError>([] { find_mnist(std::nullopt); }),
             {"neither GRADUS_DATA nor HOME", "--data-dir"});
}

TEST_CASE("a file that may not be read is refused as that" * doctest::skip(::geteuid() == 0)) {
  const Folder folder;
  write_file(folder / images_name, images_idx(1));
  write_file(folder / labels_name, labels_idx(1));
  fs::permissions(folder / images_name, fs::perms::none);
  check_says(error_of<FileError>([&] { mnist(folder.path(), Split::train); }),
             {"cannot open " + (folder / images_name).string(), "Permission denied"});
}

TEST_CASE("a file that was cut short says what was expected and received") {
  const std::string images = images_idx(3);
  check_refused(images_name, images.substr(0, 1000),
                {"cut short: expected 2368 bytes, received 1000"});
  check_refused(images_name, images.substr(0, 2), {"cut short: expected 4 bytes, received 2"});
  check_refused(images_name + ".gz", gzip(images.substr(0, 1000)),
                {"cut short: expected 2368 bytes, received 1000"});
  check_refused(labels_name, labels_idx(3).substr(0, 10),
                {"cut short: expected 11 bytes, received 10"});
}

TEST_CASE("a gzip file that was cut short anywhere is refused") {
  const std::string packed = gzip(labels_idx(3));
  for (std::size_t length = 18; length < packed.size(); ++length) {
    CAPTURE(length);
    check_refused(labels_name + ".gz", packed.substr(0, length), {"is cut short"});
  }
}

TEST_CASE("a wrong magic number is shown beside the right one") {
  check_refused(images_name, labels_idx(3),
                {"wrong magic number: expected 0x00000803, received 0x00000801"});
  check_refused(labels_name, images_idx(3), {"expected 0x00000801, received 0x00000803"});
}

TEST_CASE("a .gz file that is not gzip is refused as that") {
  check_refused(images_name + ".gz", images_idx(3), {"is not gzip data"});
  check_refused(images_name + ".gz", "<html>404 not found</html>", {"is not gzip data"});
  check_refused(images_name + ".gz", "", {"is not gzip data"});
}

TEST_CASE("damaged gzip data is refused, also where only the checksum shows it") {
  std::string packed = gzip(images_idx(3));
  packed[packed.size() - 8] ^= 1;  // the checksum stands in the last eight bytes
  check_refused(images_name + ".gz", packed, {"is damaged gzip data", "incorrect data check"});
  packed = gzip(images_idx(3));
  packed[10] = '\xff';  // a block of a type that does not exist
  check_refused(images_name + ".gz", packed, {"is damaged gzip data"});
}

TEST_CASE("a header that promises absurd sizes is refused before memory is asked for") {
  check_refused(images_name, big_endian({0x803, 0xffffffff, 28, 28}),
                {"promises 4294967295 items; expected 1 to 1000000"});
  check_refused(images_name, big_endian({0x803, 1000000, 28, 28}),
                {"cut short: expected 784000016 bytes, received 16"});
  check_refused(images_name + ".gz", gzip(big_endian({0x803, 1000000, 28, 28})),
                {"promises 784000016 bytes", "gzip cannot hold so many"});
  check_refused(labels_name, big_endian({0x801, 0}), {"promises 0 items"});
}

TEST_CASE("images of another size are refused") {
  check_refused(images_name, big_endian({0x803, 1, 32, 16}) + std::string(512, '\0'),
                {"holds images of 32x16 pixels; expected 28x28"});
}

TEST_CASE("bytes after the end are refused") {
  check_refused(images_name, images_idx(3) + '\0', {"longer than the 2368 bytes"});
  check_refused(labels_name + ".gz", gzip(labels_idx(3) + '\0'), {"longer than the 11 bytes"});
}

TEST_CASE("a label that is no digit is shown with its place") {
  std::string labels = labels_idx(3);
  labels[8 + 1] = 10;
  check_refused(labels_name, labels, {"has label 10 at position 1; expected 0 to 9"});
}

TEST_CASE("images and labels that disagree in number are refused with both numbers") {
  check_refused(labels_name, labels_idx(4),
                {images_name + " holds 3 images", labels_name + " holds 4 labels"});
}
