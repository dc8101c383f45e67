#include "autograd/compiled_ops.h"

namespace gradus {

GRADUS_OPS(template, float)
GRADUS_OPS(template, double)

}  // namespace gradus
