// What: what can be seen of a model in training: a summary of its parameters, which of them get a
//       gradient, and how far a step moves each.
// Why: a network with a part that does not learn still trains, only worse.
// Invariants: looks and changes nothing. Parameters come in the order, and under the names, of
//      for_each_parameter. Norms are Euclidean, of all numbers of a parameter.
// Read next: schedule.h.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "nn/parameter.h"

namespace gradus::nn {

/// sqrt(sum x^2)
template <class T>
double norm(const Tensor<T>& x) {
  return static_cast<double>(sqrt(sum(x * x)).item());
}

struct ParameterSummary {
  std::string name;
  Shape shape;
  Size count;
  double norm;
  std::optional<double> gradient_norm;  // none if the parameter got no gradient
};

template <class M, class T>
std::vector<ParameterSummary> summary(const M& model, const Gradients<T>* gradients) {
  std::vector<ParameterSummary> all;
  for_each_parameter(model, [&](const std::string& name, const auto& p) {
    const Tensor<T>* const g = gradients ? gradients->find(p.identity) : nullptr;
    all.push_back({name, p.value.shape(), p.value.numel(), norm(p.value),
                   g ? std::optional(norm(*g)) : std::nullopt});
  });
  return all;
}
/// Every parameter of a model, with the norm of its gradient.
template <Model M, class T>
std::vector<ParameterSummary> summary(const M& model, const Gradients<T>& gradients) {
  return summary(model, &gradients);
}
template <Model M>
std::vector<ParameterSummary> summary(const M& model) {
  return summary<M, float>(model, nullptr);
}

/// A table, the last line of which are the totals.
std::string to_text(const std::vector<ParameterSummary>& parameters);

/// Which parameters got no gradient, because nothing that was differentiated depends on them, and
/// which got one that is 0 throughout, as behind a dead relu.
struct GradientReport {
  std::vector<std::string> missing, zero;
  explicit operator bool() const { return missing.empty() && zero.empty(); }
  /// One line that says so.
  std::string text() const;
};

template <Model M, class T>
GradientReport every_parameter_has_gradient(const M& model, const Gradients<T>& gradients) {
  GradientReport report;
  for (const ParameterSummary& p : summary(model, gradients)) {
    if (!p.gradient_norm)
      report.missing.push_back(p.name);
    else if (*p.gradient_norm == 0)
      report.zero.push_back(p.name);
  }
  return report;
}

/// What a step did to a parameter. A ratio of about 1e-3 is the rule of thumb; far less learns
/// nothing, far more forgets what was learned.
struct UpdateRatio {
  std::string name;
  double update, weight;  // norm of the difference, norm before it
  double ratio() const { return update / weight; }
};

/// From a copy of the model made before the step: copies cost nothing until one of them changes.
template <Model M>
std::vector<UpdateRatio> update_ratios(const M& before, const M& after) {
  std::vector<UpdateRatio> all;
  for_each_parameter(before, [&]<class T>(const std::string& name, const Parameter<T>& old) {
    for_each_parameter(after, [&](const std::string& other, const Parameter<T>& now) {
      if (other == name) all.push_back({name, norm(now.value - old.value), norm(old.value)});
    });
  });
  return all;
}
std::string to_text(const std::vector<UpdateRatio>& ratios);

/// The names of a model's parameters by their identities, for wengert_list and graphviz.
template <Model M>
std::map<std::uint64_t, std::string> parameter_names(const M& model) {
  std::map<std::uint64_t, std::string> names;
  for_each_parameter(
      model, [&](const std::string& name, const auto& p) { names[p.identity.number()] = name; });
  return names;
}

}  // namespace gradus::nn
