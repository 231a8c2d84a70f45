#include "app/version.h"

namespace app {

std::string version() {
  return GIRAFFE_VERSION;
}

}  // namespace app
