#include "autograd/show.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include "tensor/print.h"

namespace gradus {
namespace {

/// v3, or a constant: its number, or its shape if it has several.
template <class T>
std::string operand(const Var<T>& x) {
  if (x.tracked()) return fmt::format("v{}", x.node());
  return x.value().numel() == 1 ? range_text(x.value()) : "const " + x.shape().text();
}

/// "mul(v0, v1)", or "leaf encoder.weight"
template <class T>
std::string formula(const Step<T>& step, const ShowOptions<T>& options) {
  if (step.op == "leaf") {
    const auto name = options.names.find(step.identity);
    return name == options.names.end() ? step.op : step.op + " " + name->second;
  }
  std::vector<std::string> inputs;
  for (const Var<T>& x : step.inputs) inputs.push_back(operand(x));
  return fmt::format("{}({})", step.op, fmt::join(inputs, ", "));
}

template <class T>
std::string value_range(const Step<T>& step) {
  return step.y.shape() == step.shape ? range_text(step.y.value()) : "";
}

template <class T>
std::string gradient_range(const Step<T>& step, const ShowOptions<T>& options) {
  const Tensor<T>* const g = options.gradients ? options.gradients->find(step.y) : nullptr;
  return g ? range_text(*g) : "";
}

/// As it stands between quotation marks in Graphviz.
std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result;
}

}  // namespace

template <class T>
std::string wengert_list(const Tape<T>& tape, const ShowOptions<T>& options) {
  std::vector<std::vector<std::string>> rows = {
      {"", "", "step", "shape", "value", "gradient", "made at"}};
  for (const Step<T>& step : tape.steps())
    rows.push_back({operand(step.y), "=", formula(step, options), step.shape.text(),
                    value_range(step), gradient_range(step, options), step.where.text()});
  return table_text(rows, "<<<<<<<");
}

template <class T>
std::string graphviz(const Tape<T>& tape, const ShowOptions<T>& options) {
  std::string nodes, arrows;
  int constants = 0;
  for (const Step<T>& step : tape.steps()) {
    const std::string y = operand(step.y);
    const bool leaf = step.op == "leaf";
    std::string label = y + " = " + (leaf ? formula(step, options) : step.op);
    label = escaped(label) + "\\n" + step.shape.text();
    if (const std::string range = value_range(step); !range.empty()) label += "\\n" + range;
    if (const std::string range = gradient_range(step, options); !range.empty())
      label += "\\ngradient " + range;
    nodes += fmt::format("  {} [label=\"{}\"{}];\n", y, label,
                         leaf ? ", style=filled, fillcolor=lightgrey" : "");
    for (const Var<T>& x : step.inputs) {
      std::string from = operand(x);
      if (!x.tracked()) {
        const std::string constant = std::exchange(from, fmt::format("c{}", constants++));
        nodes += fmt::format("  {} [label=\"{}\", shape=plaintext];\n", from, constant);
      }
      arrows += fmt::format("  {} -> {};\n", from, y);
    }
  }
  return "digraph tape {\n  node [shape=box, fontname=\"Helvetica\", fontsize=11];\n" + nodes +
         arrows + "}\n";
}

template std::string wengert_list(const Tape<float>&, const ShowOptions<float>&);
template std::string wengert_list(const Tape<double>&, const ShowOptions<double>&);
template std::string graphviz(const Tape<float>&, const ShowOptions<float>&);
template std::string graphviz(const Tape<double>&, const ShowOptions<double>&);

}  // namespace gradus
