// Runs all proofs of a chapter's exercises; prints what is wrong with them.
#include "tutorials/support/proof.h"

int main() {
  std::size_t wrong = 0;
  for (const exercise::Proof& proof : exercise::proofs())
    for (const std::string& fault : exercise::faults(proof)) {
      fmt::print(stderr, "{}\n", fault);
      ++wrong;
    }
  fmt::print("{} exercises, {} faults\n", exercise::proofs().size(), wrong);
  return wrong == 0 && !exercise::proofs().empty() ? 0 : 1;
}
