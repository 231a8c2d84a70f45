// Holds the data of a market against the rules that its code keeps, and so finds what a fault has broken:
// after a power cut, a restored backup, or a bug.
#pragma once

#include <string>
#include <vector>

namespace app {

// What is wrong, in sentences; empty when nothing is. Only reads, on one snapshot: the server may be running.
// Throws std::runtime_error when there is no database to read.
std::vector<std::string> check_data(const std::string& data_dir);

}  // namespace app
