#include "tensor/errors.h"

#include <string_view>

namespace gradus {

std::string Where::text() const {
  const std::string_view path = file;
  return std::string(path.substr(path.find_last_of('/') + 1)) + ":" + std::to_string(line);
}

}  // namespace gradus
