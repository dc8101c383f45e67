// What: the models of the articles and papers this project follows, each as a set of options.
// Why: `vae train --preset burda` is that model, and the table says where it comes from.
// Invariants: a preset passes check(); it chooses no data but what it cannot do without, so that
//      each of them runs on the drawn digits, too.
// Read next: main.cpp.
#pragma once

#include <string>
#include <vector>

#include "vae/options.h"

namespace gradus::vae {

struct Preset {
  std::string name;
  std::string what;    // one line
  std::string source;  // article or paper
  Options options;
};

const std::vector<Preset>& presets();
/// Throws UsageError, naming those there are, if there is no such preset.
const Preset& preset(const std::string& name);

}  // namespace gradus::vae
