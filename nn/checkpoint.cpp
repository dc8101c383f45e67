#include "nn/checkpoint.h"

#include <bit>
#include <charconv>
#include <cstring>
#include <nlohmann/json.hpp>

#include "nn/files.h"

namespace gradus::nn {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors are little-endian");

using Json = nlohmann::json;

template <class T>
constexpr const char* dtype = "F32";
template <>
constexpr const char* dtype<double> = "F64";
template <>
constexpr const char* dtype<Size> = "I64";

[[noreturn]] void damaged(const std::string& source, const std::string& what) {
  throw FileError(source + ": not a whole safetensors file: " + what);
}

template <class T>
Tensor<T> read_tensor(const Shape& shape, std::string_view data, const std::string& name,
                      const std::string& source) {
  if (data.size() != static_cast<std::size_t>(shape.numel()) * sizeof(T))
    damaged(source, name + " " + shape.text() + " cannot fill " + std::to_string(data.size()) +
                        " bytes of " + dtype<T>);
  Tensor<T> result = Tensor<T>::uninitialized(shape);
  std::memcpy(result.write(), data.data(), data.size());
  return result;
}

/// One entry of the header. Json's own exceptions (a missing key, a number that is a string) are
/// turned into FileErrors by the caller.
AnyTensor read_entry(const std::string& name, const Json& entry, std::string_view data,
                     const std::string& source) {
  const auto sizes = entry.at("shape").get<std::vector<Size>>();
  const auto begin = entry.at("data_offsets").at(0).get<std::uint64_t>();
  const auto end = entry.at("data_offsets").at(1).get<std::uint64_t>();
  if (begin > end || end > data.size())
    damaged(source,
            name + " ends at byte " + std::to_string(end) + " of " + std::to_string(data.size()));
  // Bounds before the product of the sizes is formed, which could overflow.
  Size elements = 1;
  for (const Size n : sizes) {
    if (n < 0 || (n > 0 && elements > static_cast<Size>(data.size()) / n))
      damaged(source, name + " has more elements than the file has bytes");
    elements *= n;
  }
  const Shape shape(sizes);
  const std::string_view bytes = data.substr(begin, end - begin);
  const auto type = entry.at("dtype").get<std::string>();
  if (type == dtype<float>) return read_tensor<float>(shape, bytes, name, source);
  if (type == dtype<double>) return read_tensor<double>(shape, bytes, name, source);
  if (type == dtype<Size>) return read_tensor<Size>(shape, bytes, name, source);
  damaged(source, name + " has type " + type + "; F32, F64 and I64 are supported");
}

}  // namespace

std::string encode(const Checkpoint& checkpoint) {
  Json header = Json::object();
  if (!checkpoint.metadata.empty()) header["__metadata__"] = checkpoint.metadata;
  std::size_t offset = 0;
  for (const auto& entry : checkpoint.tensors)
    std::visit(
        [&]<class T>(const Tensor<T>& tensor) {
          const std::size_t bytes = static_cast<std::size_t>(tensor.numel()) * sizeof(T);
          const Shape& shape = tensor.shape();
          header[entry.first] = {{"dtype", dtype<T>},
                                 {"shape", std::vector<Size>(shape.begin(), shape.end())},
                                 {"data_offsets", {offset, offset + bytes}}};
          offset += bytes;
        },
        entry.second);
  std::string text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');  // so that the data is aligned

  const std::uint64_t length = text.size();
  std::string bytes(sizeof length, '\0');
  std::memcpy(bytes.data(), &length, sizeof length);
  bytes += text;
  for (const auto& entry : checkpoint.tensors)
    std::visit(
        [&]<class T>(const Tensor<T>& tensor) {
          const Tensor<T> plain = tensor.to_contiguous();
          bytes.append(reinterpret_cast<const char*>(plain.data()),
                       static_cast<std::size_t>(plain.numel()) * sizeof(T));
        },
        entry.second);
  return bytes;
}

Checkpoint decode(std::string_view bytes, const std::string& source) {
  std::uint64_t length = 0;
  if (bytes.size() < sizeof length)
    damaged(source, "it has only " + std::to_string(bytes.size()) + " bytes");
  std::memcpy(&length, bytes.data(), sizeof length);
  bytes.remove_prefix(sizeof length);
  if (length > bytes.size())
    damaged(source, "its header should have " + std::to_string(length) + " bytes, " +
                        std::to_string(bytes.size()) + " are there");
  Checkpoint checkpoint;
  const std::string_view data = bytes.substr(length);
  std::uint64_t used = 0;
  try {
    const Json header = Json::parse(bytes.substr(0, length));
    for (const auto& [name, entry] : header.items()) {
      if (name == "__metadata__") {
        checkpoint.metadata = entry.get<std::map<std::string, std::string>>();
      } else {
        checkpoint.tensors.emplace(name, read_entry(name, entry, data, source));
        used = std::max(used, entry.at("data_offsets").at(1).get<std::uint64_t>());
      }
    }
  } catch (const Json::exception& e) {
    damaged(source, std::string("its header cannot be read: ") + e.what());
  }
  if (used != data.size())
    damaged(source, std::to_string(data.size() - used) + " bytes follow the last tensor");
  return checkpoint;
}

void save(const std::filesystem::path& path, const Checkpoint& checkpoint) {
  write_file(path, encode(checkpoint));
}

Checkpoint load(const std::filesystem::path& path) {
  return decode(read_file(path), path.string());
}

template <class T>
const Tensor<T>& Checkpoint::tensor(const std::string& name, const Shape& shape,
                                    const std::string& source) const {
  const auto found = tensors.find(name);
  if (found == tensors.end())
    throw FileError(source + ": no tensor '" + name +
                    "'; it was saved by a model of another architecture");
  const auto* const tensor = std::get_if<Tensor<T>>(&found->second);
  if (!tensor) throw FileError(source + ": tensor '" + name + "' is not of type " + dtype<T>);
  if (tensor->shape() != shape)
    throw FileError(source + ": tensor '" + name + "' is " + tensor->shape().text() +
                    ", the model needs " + shape.text() +
                    "; it was saved by a model of another architecture");
  return *tensor;
}

const std::string& Checkpoint::text(const std::string& name, const std::string& source) const {
  const auto found = metadata.find(name);
  if (found == metadata.end()) throw FileError(source + ": no metadata '" + name + "'");
  return found->second;
}

std::int64_t Checkpoint::integer(const std::string& name, const std::string& source) const {
  const std::string& value = text(name, source);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc{} || end != value.data() + value.size())
    throw FileError(source + ": metadata '" + name + "' is '" + value + "', not a whole number");
  return number;
}

void put_rng(Checkpoint& checkpoint, const std::string& name, const Rng& rng) {
  const Rng::State state = rng.state();
  checkpoint.metadata[name] = std::to_string(state.seed) + " " + std::to_string(state.position);
}

Rng get_rng(const Checkpoint& checkpoint, const std::string& name, const std::string& source) {
  const std::string& value = checkpoint.text(name, source);
  const char *const begin = value.data(), *const end = begin + value.size();
  Rng::State state{};
  const auto seed = std::from_chars(begin, end, state.seed);
  if (seed.ec == std::errc{} && seed.ptr != end && *seed.ptr == ' ') {
    const auto position = std::from_chars(seed.ptr + 1, end, state.position);
    if (position.ec == std::errc{} && position.ptr == end) return Rng::restore(state);
  }
  throw FileError(source + ": metadata '" + name + "' is '" + value + "', not the state of an Rng");
}

template <class T>
void put_optimizer(Checkpoint& checkpoint, const OptimizerState<T>& state,
                   const std::string& prefix) {
  checkpoint.metadata[prefix + "steps"] = std::to_string(state.steps);
  for (const auto& [path, averages] : state.averages) {
    checkpoint.tensors.insert_or_assign(prefix + "first." + path, averages.first);
    checkpoint.tensors.insert_or_assign(prefix + "second." + path, averages.second);
  }
}

template <class T>
OptimizerState<T> get_optimizer(const Checkpoint& checkpoint, const std::string& prefix,
                                const std::string& source) {
  OptimizerState<T> state;
  state.steps = checkpoint.integer(prefix + "steps", source);
  for (const auto& [name, any] : checkpoint.tensors) {
    const auto* const tensor = std::get_if<Tensor<T>>(&any);
    for (const bool is_first : {true, false}) {
      const std::string start = prefix + (is_first ? "first." : "second.");
      if (!tensor || !name.starts_with(start)) continue;
      auto& averages = state.averages[name.substr(start.size())];
      (is_first ? averages.first : averages.second) = *tensor;
    }
  }
  return state;
}

#define GRADUS_INSTANTIATE(T)                                                             \
  template const Tensor<T>& Checkpoint::tensor(const std::string&, const Shape&,          \
                                               const std::string&) const;                 \
  template void put_optimizer(Checkpoint&, const OptimizerState<T>&, const std::string&); \
  template OptimizerState<T> get_optimizer(const Checkpoint&, const std::string&,         \
                                           const std::string&);

GRADUS_INSTANTIATE(float)
GRADUS_INSTANTIATE(double)

}  // namespace gradus::nn
