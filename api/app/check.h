// Holds the data of a market against the rules that its code keeps, and so finds what a fault has broken:
// after a power cut, a restored backup, or a bug.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace app {

struct Findings {
  // What is wrong, in sentences; empty when nothing is.
  std::vector<std::string> faults;
  // What a crash may leave behind and the server clears away by itself: files without a photo.
  std::vector<std::string> left_over;
};

// Only reads, on one snapshot: the server may be running. Throws std::runtime_error when there is no database
// to read, core::Error when the disk fails.
Findings check_data(const std::string& data_dir);

// The faults of a database file alone, as a snapshot has it: all but those of the photos' files. The file
// need not be called market.db. It is opened as the server opens it: while it is in WAL mode, its folder must
// be writable. Throws as check_data does.
std::vector<std::string> check_database(const std::string& path);

// The same without a look at the pages of the file, for which SQLite reads all of it. `stop` is asked every
// so often: true ends it, with an exception.
std::vector<std::string> check_rows(const std::string& path, const std::function<bool()>& stop);

}  // namespace app
