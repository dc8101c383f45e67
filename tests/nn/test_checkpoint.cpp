#include "nn/checkpoint.h"

#include <doctest/doctest.h>

#include <bit>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "nn/files.h"
#include "nn/layers.h"
#include "nn/loss.h"
#include "tests/support.h"

using namespace gradus;
using namespace gradus::nn;
using namespace gradus::test;

namespace {

/// A file as the format has it: the length of the header in eight bytes, the header, the data.
std::string file(const std::string& header, const std::string& data = "") {
  std::string bytes;
  for (int shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(header.size() >> shift);
  return bytes + header + data;
}

/// What decode() says of a damaged file, after checking that it names the file.
std::string refusal(const std::string& bytes) {
  const std::string message = error_of<FileError>([&] { decode(bytes, "some.safetensors"); });
  check_says(message, {"some.safetensors"});
  return message;
}

Checkpoint small() {
  Checkpoint checkpoint;
  checkpoint.tensors["a"] = Tensor<float>::matrix({{1, 2, 3}, {4, 5, 6}});
  checkpoint.tensors["b.c"] = Tensor<double>(0.1);
  checkpoint.tensors["d"] = Tensor<Size>::vector({-1, std::numeric_limits<Size>::max()});
  checkpoint.metadata["epoch"] = "3";
  checkpoint.metadata["a \"quoted\" name"] = "\xc3\xa9\n\\";
  return checkpoint;
}

template <class T>
const Tensor<T>& get(const Checkpoint& checkpoint, const std::string& name) {
  return std::get<Tensor<T>>(checkpoint.tensors.at(name));
}

/// Linear, Dropout and LayerNorm: everything that a checkpoint has to keep of a model.
struct Network {
  Sequential<Linear<>, Dropout, Tanh, LayerNorm<>, Linear<>> layers;
  explicit Network(Rng& rng, Size hidden = 5)
      : layers(Linear{4, hidden, rng}, Dropout{0.3, rng}, Tanh{}, LayerNorm{hidden},
               Linear{hidden, 2, rng}) {}
  Var<float> operator()(const Var<float>& x) const { return layers(x); }
  void visit(auto&& f) { f("layers", layers); }
};

template <class Optimizer>
void train(Network& model, Optimizer& optimizer, Rng& rng, int steps) {
  for (int i = 0; i < steps; ++i) {
    const Tensor<float> x = normal<float>({8, 4}, rng);
    Tape tape;
    optimizer.step(model, tape.gradients(sum(square(model(Var<float>(x)) - Var<float>(1.0f)))));
  }
}

/// All of a run's state, as bytes.
template <class Optimizer>
std::string state_of(const Network& model, const Optimizer& optimizer, const Rng& rng) {
  Checkpoint checkpoint;
  put_model(checkpoint, model, "model.");
  put_optimizer(checkpoint, optimizer.state, "optimizer.");
  put_rng(checkpoint, "rng", rng);
  return encode(checkpoint);
}

std::string parameters_of(const auto& model) {
  Checkpoint checkpoint;
  put_model(checkpoint, model);
  return encode(checkpoint);
}

}  // namespace

TEST_CASE("a file is what the description of the format says, byte by byte") {
  Checkpoint checkpoint;
  checkpoint.tensors["w"] = Tensor<float>::matrix({{1, -2}});
  checkpoint.tensors["n"] = Tensor<Size>::vector({258});
  checkpoint.metadata["epoch"] = "3";
  std::string header = R"({"__metadata__":{"epoch":"3"},)"
                       R"("n":{"data_offsets":[0,8],"dtype":"I64","shape":[1]},)"
                       R"("w":{"data_offsets":[8,16],"dtype":"F32","shape":[1,2]}})";
  while (header.size() % 8 != 0) header += ' ';
  using namespace std::string_literals;
  const std::string data = "\x02\x01\0\0\0\0\0\0"s + "\x00\x00\x80\x3f"s + "\x00\x00\x00\xc0"s;
  CHECK(encode(checkpoint) == file(header, data));
}

TEST_CASE("what was saved is what is loaded: types, shapes, bits and texts") {
  const Folder folder;
  const Checkpoint saved = small();
  save(folder / "a.safetensors", saved);
  const Checkpoint loaded = load(folder / "a.safetensors");
  CHECK(loaded.metadata == saved.metadata);
  REQUIRE(loaded.tensors.size() == 3);
  CHECK(get<float>(loaded, "a").shape() == Shape{2, 3});
  CHECK(get<float>(loaded, "a").to_vector() == std::vector<float>{1, 2, 3, 4, 5, 6});
  CHECK(get<double>(loaded, "b.c").shape() == Shape{});
  CHECK(get<double>(loaded, "b.c").item() == 0.1);
  CHECK(get<Size>(loaded, "d").to_vector() == get<Size>(saved, "d").to_vector());
  CHECK(loaded.tensor<Size>("d", {2}, "").at({0}) == -1);
}

TEST_CASE("scalars, no elements, six axes, views and odd numbers come back") {
  Checkpoint saved;
  saved.tensors["scalar"] = Tensor<float>(-0.0f);
  saved.tensors["empty"] = Tensor<float>();
  saved.tensors["no rows"] = Tensor<double>::zeros({0, 1000});
  saved.tensors["no columns"] = Tensor<double>::zeros({1000, 0});
  saved.tensors["six"] = Tensor<float>::arange(64).reshape({2, 2, 2, 2, 2, 2});
  saved.tensors["transposed"] = Tensor<float>::arange(6).reshape({2, 3}).transpose();
  saved.tensors["repeated"] = Tensor<float>(7.0f).broadcast_to({2, 2});
  saved.tensors["sliced"] = Tensor<float>::arange(10).slice(0, 3, 5);
  saved.tensors["odd"] = Tensor<double>::vector({std::bit_cast<double>(0x7ff8'0000'0000'1234),
                                                 -std::numeric_limits<double>::infinity(),
                                                 std::numeric_limits<double>::denorm_min()});
  const Checkpoint loaded = decode(encode(saved), "");
  CHECK(encode(loaded) == encode(saved));
  REQUIRE(loaded.tensors.size() == saved.tensors.size());
  CHECK(std::signbit(get<float>(loaded, "scalar").item()));
  CHECK(get<float>(loaded, "empty").shape() == Shape{0});
  CHECK(get<double>(loaded, "no rows").shape() == Shape{0, 1000});
  CHECK(get<double>(loaded, "no columns").shape() == Shape{1000, 0});
  CHECK(get<float>(loaded, "six").shape() == Shape{2, 2, 2, 2, 2, 2});
  CHECK(get<float>(loaded, "transposed").shape() == Shape{3, 2});
  CHECK(get<float>(loaded, "transposed").to_vector() == std::vector<float>{0, 3, 1, 4, 2, 5});
  CHECK(get<float>(loaded, "repeated").to_vector() == std::vector<float>{7, 7, 7, 7});
  CHECK(get<float>(loaded, "sliced").to_vector() == std::vector<float>{3, 4});
  CHECK(std::bit_cast<std::uint64_t>(get<double>(loaded, "odd").at({0})) == 0x7ff8'0000'0000'1234);
}

TEST_CASE("the same content gives the same bytes, whatever the order it was put together in") {
  Checkpoint other;
  const Checkpoint first = small();
  for (const char* name : {"d", "b.c", "a"}) other.tensors[name] = first.tensors.at(name);
  other.metadata["epoch"] = "3";
  other.metadata["a \"quoted\" name"] = "\xc3\xa9\n\\";
  CHECK(encode(first) == encode(other));
  CHECK(encode(decode(encode(first), "")) == encode(first));
  CHECK(encode(Checkpoint{}) == file("{}      "));
}

TEST_CASE("data begins at a multiple of eight bytes") {
  for (int length = 1; length < 20; ++length) {
    Checkpoint checkpoint;
    checkpoint.tensors[std::string(static_cast<std::size_t>(length), 'x')] = Tensor<double>(1.0);
    CHECK(encode(checkpoint).size() % 8 == 0);
  }
}

TEST_CASE("a run that was saved and loaded goes on as if nothing had happened") {
  const auto check = [](auto optimizer) {
    Rng rng(1);
    Network model(rng);
    train(model, optimizer, rng, 3);
    const std::string bytes = state_of(model, optimizer, rng);
    train(model, optimizer, rng, 3);

    const Checkpoint checkpoint = decode(bytes, "");
    Rng other(99);
    Network again(other);
    auto same = optimizer;
    same.state = {};
    get_model(checkpoint, again, "", "model.");
    same.state = get_optimizer<float>(checkpoint, "optimizer.", "");
    Rng restored = get_rng(checkpoint, "rng", "");
    CHECK(state_of(again, same, restored) == bytes);
    train(again, same, restored, 3);
    CHECK(state_of(again, same, restored) == state_of(model, optimizer, rng));
    // What was loaded is still as it was in the file.
    CHECK(encode(checkpoint) == bytes);
  };
  check(Sgd{{.lr = 0.01}});
  check(Sgd{{.lr = 0.01, .momentum = 0.9}});
  check(RmsProp{});
  check(Adam{});
  check(AdamW{});
}

TEST_CASE("tensors are named by the path of the parameter; a stream of noise is metadata") {
  Rng rng(1);
  Checkpoint checkpoint;
  put_model(checkpoint, Network(rng), "model.");
  std::vector<std::string> names;
  for (const auto& entry : checkpoint.tensors) names.push_back(entry.first);
  CHECK(names == std::vector<std::string>{"model.layers.0.bias", "model.layers.0.weight",
                                          "model.layers.3.bias", "model.layers.3.weight",
                                          "model.layers.4.bias", "model.layers.4.weight"});
  REQUIRE(checkpoint.metadata.size() == 1);
  CHECK(checkpoint.metadata.contains("model.layers.1.rng"));
}

TEST_CASE("a file of parameters alone leaves the stream of a Dropout as it is") {
  Rng rng(1), other(2);
  const Network model(rng);
  Checkpoint checkpoint;
  put_model(checkpoint, model);
  checkpoint.metadata.clear();
  Network target(other);
  Checkpoint before, after;
  put_model(before, target);
  get_model(checkpoint, target, "");
  put_model(after, target);
  CHECK(after.metadata == before.metadata);
  for (const auto& entry : checkpoint.tensors)
    CHECK(get<float>(after, entry.first).to_vector() ==
          get<float>(checkpoint, entry.first).to_vector());
}

TEST_CASE("a part of a model can be loaded by its prefix") {
  Rng rng(1);
  const Network model(rng);
  Checkpoint checkpoint;
  put_model(checkpoint, model);
  Linear<> part(5, 2, rng);
  get_model(checkpoint, part, "", "layers.4.");
  CHECK(part.weight.value.to_vector() == get<float>(checkpoint, "layers.4.weight").to_vector());
}

TEST_CASE("a random stream is kept at any position, also of a large seed") {
  Checkpoint checkpoint;
  Rng rng(std::numeric_limits<std::uint64_t>::max());
  for (int i = 0; i < 1000; ++i) rng.uniform();
  put_rng(checkpoint, "rng", rng);
  Rng restored = get_rng(decode(encode(checkpoint), ""), "rng", "");
  CHECK(restored.state() == rng.state());
  CHECK(restored.uniform() == rng.uniform());
}

TEST_CASE("metadata that is not what it should be is refused by name") {
  Checkpoint checkpoint;
  for (const char* text : {"", " ", "1", "1 ", " 1 2", "1 2 3", "1 -2", "x 2", "1 2x",
                           "99999999999999999999 1", "1  2"}) {
    checkpoint.metadata["rng"] = text;
    const auto message = error_of<FileError>([&] { get_rng(checkpoint, "rng", "some file"); });
    check_says(message, {"some file", "'rng'", "'" + std::string(text) + "'", "Rng"});
  }
  for (const char* text : {"", "x", "3x", " 3", "3.5", "99999999999999999999"}) {
    checkpoint.metadata["epoch"] = text;
    const auto message = error_of<FileError>([&] { checkpoint.integer("epoch", "some file"); });
    check_says(message, {"some file", "'epoch'", "'" + std::string(text) + "'", "whole number"});
  }
  checkpoint.metadata["epoch"] = "-12";
  CHECK(checkpoint.integer("epoch", "") == -12);
  check_says(error_of<FileError>([&] { checkpoint.text("none", "some file"); }),
             {"some file", "no metadata 'none'"});
}

TEST_CASE("a model of another architecture is named, and left as it was") {
  Rng rng(1);
  Network model(rng);
  const std::string before = parameters_of(model);
  const auto refused = [&](const Checkpoint& checkpoint) {
    const auto message =
        error_of<FileError>([&] { get_model(checkpoint, model, "some.safetensors"); });
    CHECK(parameters_of(model) == before);
    check_says(message, {"some.safetensors"});
    return message;
  };
  Rng other(2);
  Checkpoint wider;
  put_model(wider, Network(other, 6));
  check_says(refused(wider), {"'layers.0.weight'", "[6, 4]", "[5, 4]", "another architecture"});

  Checkpoint good;
  put_model(good, Network(other));
  Checkpoint missing = good;
  missing.tensors.erase("layers.4.bias");  // the last one: those before it must not have been set
  check_says(refused(missing), {"no tensor 'layers.4.bias'", "another architecture"});

  Checkpoint extra = good;
  extra.tensors["layers.5.weight"] = Tensor<float>::zeros({2, 2});
  check_says(refused(extra), {"no parameter for tensor 'layers.5.weight'", "another architecture"});

  Checkpoint other_type = good;
  other_type.tensors["layers.4.bias"] = Tensor<double>::zeros({2});
  check_says(refused(other_type), {"'layers.4.bias'", "not of type F32"});

  Checkpoint noise = good;
  noise.metadata["layers.1.rng"] = "noise";
  check_says(refused(noise), {"'layers.1.rng'", "'noise'", "Rng"});

  get_model(good, model, "");
  CHECK(parameters_of(model) == encode(good));
}

TEST_CASE("tensors outside the prefix of a model are no business of it") {
  Rng rng(1), other(2);
  const Network source(other);
  Network model(rng);
  Checkpoint checkpoint;
  put_model(checkpoint, source, "model.");
  checkpoint.tensors["optimizer.first.layers.0.weight"] = Tensor<float>(0.0f);
  get_model(checkpoint, model, "", "model.");
  CHECK(parameters_of(model) == parameters_of(source));
}

TEST_CASE("an optimiser without its count, or of another type, is refused") {
  Checkpoint checkpoint;
  check_says(error_of<FileError>([&] { get_optimizer<float>(checkpoint, "adam.", "some file"); }),
             {"some file", "'adam.steps'"});
  OptimizerState<double> state;
  state.averages["w"].first = Tensor<double>::zeros({2});
  put_optimizer(checkpoint, state, "adam.");
  check_says(error_of<FileError>([&] { get_optimizer<float>(checkpoint, "adam.", "some file"); }),
             {"some file", "'adam.first.w'", "F32"});
  CHECK(get_optimizer<double>(checkpoint, "adam.", "").averages.at("w").first.shape() == Shape{2});
}

TEST_CASE("a file that is not there or was cut short is an error that names it") {
  const Folder folder;
  check_says(error_of<FileError>([&] { load(folder / "none"); }), {(folder / "none").string()});
  const std::string bytes = encode(small());
  write_file(folder / "cut", bytes.substr(0, bytes.size() - 1));
  check_says(error_of<FileError>([&] { load(folder / "cut"); }),
             {(folder / "cut").string(), "not a whole safetensors file"});
}

TEST_CASE("a file that was cut short at any byte is refused, and one with a byte too many") {
  const std::string bytes = encode(small());
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    CAPTURE(length);
    check_says(refusal(bytes.substr(0, length)), {"not a whole safetensors file"});
  }
  check_says(refusal(bytes + '\0'), {"1 bytes follow the last tensor"});
}

TEST_CASE("whatever any one byte of the header becomes: a FileError, or other valid content") {
  const std::string bytes = encode(small());
  const std::size_t end = bytes.find("}}") + 2 + 8;  // with a few spaces of the padding
  int accepted = 0;
  for (std::size_t i = 0; i < std::min(end, bytes.size()); ++i)
    for (int value = 0; value < 256; ++value) {
      std::string changed = bytes;
      changed[i] = static_cast<char>(value);
      if (changed == bytes) continue;
      try {
        const Checkpoint checkpoint = decode(changed, "");
        CHECK(encode(decode(encode(checkpoint), "")) == encode(checkpoint));
        ++accepted;
      } catch (const FileError&) {
      }
    }
  CHECK(accepted > 0);  // another letter in a name is a valid file
}

TEST_CASE("a length that promises terabytes is refused before memory is asked for") {
  std::string bytes = encode(small());
  for (std::size_t byte = 2; byte < 8; ++byte) {
    std::string changed = bytes;
    changed[byte] = '\x7f';
    check_says(refusal(changed), {"its header should have", "are there"});
  }
  check_says(
      refusal(file(
          R"({"w":{"dtype":"F32","shape":[1099511627776],"data_offsets":[0,4398046511104]}})")),
      {"w is at bytes 0 to 4398046511104 of 0"});
  check_says(refusal(file(R"({"w":{"dtype":"F32","shape":[1099511627776],"data_offsets":[0,4]}})",
                          "1234")),
             {"w [1099511627776] cannot fill 4 bytes"});
  for (const char* shape :
       {"[4611686018427387904,4]", "[4294967296,4294967296]", "[4611686018427387904,4,0]",
        "[0,4611686018427387904,4]", "[18446744073709551615]", "[9223372036854775808]",
        "[4294967296,42949,5296]"})
    check_says(refusal(file(R"({"w":{"dtype":"F32","shape":)" + std::string(shape) +
                            R"(,"data_offsets":[0,0]}})")),
               {"w has more elements than memory could hold"});
}

TEST_CASE("every byte belongs to one tensor: no overlaps, no gaps, nothing behind") {
  const auto two = [](const char* a, const char* b) {
    return file(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":)" + std::string(a) +
                    R"(},"b":{"dtype":"F32","shape":[1],"data_offsets":)" + b + "}}",
                "12345678");
  };
  CHECK(decode(two("[0,4]", "[4,8]"), "").tensors.size() == 2);
  CHECK(decode(two("[4,8]", "[0,4]"), "").tensors.size() == 2);  // in any order
  check_says(refusal(two("[0,4]", "[0,4]")), {"begins at byte 0", "ends at 4"});
  check_says(refusal(two("[0,4]", "[3,7]")), {"begins at byte 3", "ends at 4"});
  check_says(refusal(two("[4,8]", "[4,8]")), {"begins at byte 4", "ends at 0"});
  check_says(refusal(two("[0,4]", "[4,9]")), {"b is at bytes 4 to 9 of 8"});
  check_says(refusal(two("[4,0]", "[4,8]")), {"a is at bytes 4 to 0 of 8"});
  check_says(refusal(file(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", "12345")),
             {"1 bytes follow the last tensor"});
  check_says(refusal(file("{}", "1")), {"1 bytes follow the last tensor"});
}

TEST_CASE("sizes and offsets that are not whole numbers are refused") {
  for (const char* n : {"-1", "1.0", "1.5", "1e0", "1e300", "true", "null", "\"1\"", "[1]", "{}"}) {
    CAPTURE(n);
    check_says(refusal(file(R"({"w":{"dtype":"F32","shape":[)" + std::string(n) +
                                R"(],"data_offsets":[0,4]}})",
                            "1234")),
               {"w has a size or offset that is not a whole number"});
    check_says(refusal(file(
                   R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[0,)" + std::string(n) + "]}}",
                   "1234")),
               {"w has a size or offset that is not a whole number"});
  }
}

TEST_CASE("a header of another form is refused with what is wrong about it") {
  const auto says = [](const std::string& header, const std::string& what) {
    CAPTURE(header);
    check_says(refusal(file(header)), {what});
  };
  says("", "its header cannot be read");
  says("hello", "its header cannot be read");
  says(R"({"w":)", "its header cannot be read");
  says("{} x", "its header cannot be read");
  says(std::string("{}\0x", 4), "its header holds a zero byte");
  says("{\"w\xff\":1}", "its header cannot be read");
  for (const char* other : {"null", "3", "[]", "[1]", "\"text\"", "true"})
    says(other, "not a JSON object");
  says(R"({"w":3})", "its header cannot be read");
  says(R"({"w":[]})", "its header cannot be read");
  says(R"({"w":{}})", "key 'data_offsets' not found");
  says(R"({"w":{"data_offsets":[0,0],"dtype":"F32"}})", "key 'shape' not found");
  says(R"({"w":{"data_offsets":[0,0],"shape":[0]}})", "key 'dtype' not found");
  says(R"({"w":{"data_offsets":[0,0],"shape":[0],"dtype":3}})", "its header cannot be read");
  says(R"({"w":{"data_offsets":[0],"shape":[0],"dtype":"F32"}})", "data_offsets of w");
  says(R"({"w":{"data_offsets":[0,0,0],"shape":[0],"dtype":"F32"}})", "data_offsets of w");
  says(R"({"w":{"data_offsets":{"a":0,"b":0},"shape":[0],"dtype":"F32"}})", "data_offsets of w");
  says(R"({"w":{"data_offsets":[0,0],"shape":0,"dtype":"F32"}})", "the shape of w");
  says(R"({"w":{"data_offsets":[0,0],"shape":[1,1,1,1,1,1,0],"dtype":"F32"}})", "at most 6 sizes");
  says(R"({"w":{"data_offsets":[0,0],"shape":[0],"dtype":"BF16"}})", "w has type BF16; F32, F64");
  says(R"({"w":{"data_offsets":[0,0],"shape":[1],"dtype":"F32"}})", "w [1] cannot fill 0 bytes");
  says(R"({"__metadata__":{"epoch":3}})", "its header cannot be read");
  says(R"({"__metadata__":["a","b"]})", "its header cannot be read");
  says(R"({"__metadata__":null})", "its header cannot be read");
}

TEST_CASE("a key that stands there twice is refused, at any depth") {
  check_says(refusal(file(R"({"w":{"data_offsets":[0,0],"shape":[0],"dtype":"F32"},)"
                          R"("w":{"data_offsets":[0,0],"shape":[0],"dtype":"F32"}})")),
             {"names w twice"});
  check_says(refusal(file(R"({"w":{"data_offsets":[0,0],"shape":[0],"shape":[0],"dtype":"F32"}})")),
             {"names shape twice"});
  check_says(refusal(file(R"({"__metadata__":{"epoch":"1","epoch":"2"}})")), {"epoch twice"});
  // The same key in two objects is as it should be.
  CHECK(decode(file(R"({"v":{"data_offsets":[0,0],"shape":[0],"dtype":"F32"},)"
                    R"("w":{"data_offsets":[0,0],"shape":[0],"dtype":"F32"}})"),
               "")
            .tensors.size() == 2);
}

TEST_CASE("a header nested a million deep is refused without exhausting the stack") {
  constexpr std::size_t depth = 1'000'000;
  const std::string open(depth, '['), close(depth, ']');
  refusal(file(open));
  refusal(file(open + close));
  refusal(file(R"({"w":)" + open + close + "}"));
  refusal(file(R"({"w":{"dtype":"F32","data_offsets":[0,0],"shape":)" + open + close + "}}"));
  refusal(file(R"({"__metadata__":{"epoch":)" + open + close + "}}"));
  std::string objects;
  for (std::size_t i = 0; i < depth; ++i) objects += R"({"w":)";
  refusal(file(objects + "1" + std::string(depth, '}')));
}

TEST_CASE("text that is not UTF-8 cannot be saved, and the message says so") {
  Checkpoint checkpoint;
  checkpoint.metadata["name"] = "\xff";
  check_says(error_of<FileError>([&] { encode(checkpoint); }), {"UTF-8"});
}
