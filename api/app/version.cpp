#include "app/version.h"

namespace app {

const std::string_view version = GIRAFFE_VERSION;

}  // namespace app
