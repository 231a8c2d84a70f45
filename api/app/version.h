#pragma once

#include <string>

namespace app {

// The program's version, as CMakeLists.txt has it: "0.1.0".
std::string version();

}  // namespace app
