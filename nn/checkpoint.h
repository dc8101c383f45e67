// What: safetensors files: named tensors and a few strings; saving and loading models, optimisers
//       and random streams in them.
// Why: a run can be stopped at any moment and goes on as if nothing had happened, and a trained
//      model can be read by other programs.
// Invariants: the same content gives the same bytes; a file is written whole or not at all; a
//      damaged file is an error that says what is wrong, never a half-loaded model.
// Read next: vae/distributions.h. Source of the format: huggingface/safetensors, README, "Format".
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <variant>

#include "nn/optim.h"
#include "tensor/rng.h"

namespace gradus::nn {

using AnyTensor = std::variant<Tensor<float>, Tensor<double>, Tensor<Size>>;

/// The content of a safetensors file (F32, F64 and I64 tensors).
struct Checkpoint {
  std::map<std::string, AnyTensor> tensors;
  std::map<std::string, std::string> metadata;

  /// Tensor of this name. `source` names the file in the FileError that says it is missing or of
  /// another type or shape.
  template <class T>
  const Tensor<T>& tensor(const std::string& name, const Shape& shape,
                          const std::string& source) const;
  /// Throws FileError if a tensor whose name starts with `prefix` is not one of `names`.
  void require_only(const std::set<std::string>& names, const std::string& prefix,
                    const std::string& source) const;
  /// Metadata of this name; FileError if it is not there.
  const std::string& text(const std::string& name, const std::string& source) const;
  std::int64_t integer(const std::string& name, const std::string& source) const;
};

/// The bytes of a safetensors file (FileError if a text is not UTF-8), and back. `source` names it
/// in errors (FileError: cut short, header not JSON, a name twice, tensors that overlap, leave gaps
/// or have more or fewer bytes than their shape says, types that are not supported).
std::string encode(const Checkpoint& checkpoint);
Checkpoint decode(std::string_view bytes, const std::string& source);

void save(const std::filesystem::path& path, const Checkpoint& checkpoint);
Checkpoint load(const std::filesystem::path& path);

/// The position of a random stream as metadata.
void put_rng(Checkpoint& checkpoint, const std::string& name, const Rng& rng);
Rng get_rng(const Checkpoint& checkpoint, const std::string& name, const std::string& source);

/// Adds every parameter of a model as a tensor called prefix + path, and every Rng in it (Dropout)
/// as metadata.
template <class M>
void put_model(Checkpoint& checkpoint, const M& model, const std::string& prefix = "") {
  for_each_leaf(model, [&](const std::string& path, const auto& leaf) {
    using Leaf = std::remove_cvref_t<decltype(leaf)>;
    if constexpr (is_parameter<Leaf>)
      checkpoint.tensors.insert_or_assign(prefix + path, leaf.value);
    else if constexpr (std::is_same_v<Leaf, Rng>)
      put_rng(checkpoint, prefix + path, leaf);
  });
}

/// Fills a model of the same architecture. Throws FileError, naming the parameter, if one is
/// missing, has another shape, or stands in the file under `prefix` but not in the model; the model
/// is then as it was before.
template <class M>
void get_model(const Checkpoint& checkpoint, M& model, const std::string& source,
               const std::string& prefix = "") {
  const auto walk = [&](const auto& use) {
    for_each_leaf(model, [&](const std::string& path, auto& leaf) {
      using Leaf = std::remove_cvref_t<decltype(leaf)>;
      if constexpr (is_parameter<Leaf>) {
        using T = typename decltype(leaf.value)::Scalar;
        use(leaf.value, checkpoint.tensor<T>(prefix + path, leaf.value.shape(), source));
      } else if constexpr (std::is_same_v<Leaf, Rng>) {
        // A file of parameters alone leaves random streams as they are.
        if (checkpoint.metadata.contains(prefix + path))
          use(leaf, get_rng(checkpoint, prefix + path, source));
      }
    });
  };
  std::set<std::string> names;
  for_each_parameter(model,
                     [&](const std::string& path, const auto&) { names.insert(prefix + path); });
  checkpoint.require_only(names, prefix, source);
  walk([](const auto&, const auto&) {});  // a first walk that only looks finds every error
  walk([](auto& to, const auto& from) { to = from; });
}

/// The averages and the count of steps of an optimiser.
template <class T>
void put_optimizer(Checkpoint& checkpoint, const OptimizerState<T>& state,
                   const std::string& prefix);
template <class T>
OptimizerState<T> get_optimizer(const Checkpoint& checkpoint, const std::string& prefix,
                                const std::string& source);

}  // namespace gradus::nn
