#include "photos/photo_files.h"

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <chrono>
#include <csignal>
#include <fstream>

#include "core/error.h"
#include "store/support.h"

namespace photo_files_test {

namespace fs = std::filesystem;
using photos::PhotoFiles;
using photos::PhotoSize;
using support::TemporaryDirectory;

namespace {

const std::string id = "0123456789abcdefghijklmnop", other = "zz23456789abcdefghijklmnop";
const photos::Renditions renditions{
    {1, 1, "thumb bytes"}, {2, 2, "card bytes"}, {3, 3, std::string(5000, 'f')}};

std::size_t entries(const fs::path& folder) {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : fs::recursive_directory_iterator(folder)) ++count;
  return count;
}

}  // namespace

TEST_CASE("a photo is read back in each size, by another that opens the folder too") {
  TemporaryDirectory folder;
  PhotoFiles(folder.path() / "photos").write(id, renditions);
  const PhotoFiles files(folder.path() / "photos");
  CHECK(*files.read(id, PhotoSize::thumb) == "thumb bytes");
  CHECK(*files.read(id, PhotoSize::card) == "card bytes");
  CHECK(*files.read(id, PhotoSize::full) == std::string(5000, 'f'));
  CHECK(fs::exists(folder.path() / "photos" / "01" / id / "card.webp"));
  CHECK(files.read(other, PhotoSize::full) == nullptr);
}

TEST_CASE("a removed photo is gone, and removing it again does nothing") {
  TemporaryDirectory folder;
  const PhotoFiles files(folder.path());
  files.write(id, renditions);
  files.write(other, renditions);
  files.remove(id);
  files.remove(id);
  CHECK(files.read(id, PhotoSize::thumb) == nullptr);
  CHECK(files.read(other, PhotoSize::thumb) != nullptr);
  REQUIRE(files.all().size() == 1);
  CHECK(files.all()[0].id == other);
}

TEST_CASE("all photos on disk are told with their age, unfinished ones too, and nothing else") {
  TemporaryDirectory folder;
  const PhotoFiles files(folder.path());
  CHECK(files.all().empty());
  files.write(id, renditions);
  fs::create_directories(folder.path() / "zz" / (other + ".part"));  // what a crash leaves
  std::ofstream(folder.path() / "zz" / (other + ".part") / "thumb.webp") << "half";
  std::ofstream(folder.path() / "README") << "not a photo";
  std::ofstream(folder.path() / "01" / "notes.txt") << "not a photo";
  const auto all = files.all();
  REQUIRE(all.size() == 2);
  const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::system_clock::now().time_since_epoch());
  for (const auto& stored : all) {
    CHECK((stored.id == id || stored.id == other));
    CHECK(stored.written <= now.count() + 1000);
    CHECK(stored.written > now.count() - 60'000);
  }
  CHECK(files.read(other, PhotoSize::thumb) == nullptr);
  files.remove(other);
  CHECK(files.all().size() == 1);
}

TEST_CASE("nothing but an id ever becomes a path") {
  TemporaryDirectory folder;
  const PhotoFiles files(folder.path() / "photos");
  std::ofstream(folder.path() / "thumb.webp") << "secret";
  for (const char* wrong :
       {"", "..", "../..", "01/../../x", "0123456789ABCDEFGHIJKLMNOP", "0123456789abcdefghijklmno",
        "0123456789abcdefghijklmnopq", "../456789abcdefghijklmnop/", "..........................",
        "01234567890123456789012345\n"}) {
    CAPTURE(wrong);
    CHECK_THROWS_AS((void)files.read(wrong, PhotoSize::thumb), std::invalid_argument);
    CHECK_THROWS_AS(files.write(wrong, renditions), std::invalid_argument);
    CHECK_THROWS_AS(files.remove(wrong), std::invalid_argument);
  }
}

TEST_CASE("a second photo of the same id is not taken and harms the first in nothing") {
  TemporaryDirectory folder;
  const PhotoFiles files(folder.path());
  files.write(id, renditions);
  CHECK_THROWS_AS(files.write(id, {{1, 1, "x"}, {1, 1, "y"}, {1, 1, "z"}}), std::system_error);
  CHECK(*files.read(id, PhotoSize::thumb) == "thumb bytes");
  CHECK(files.all().size() == 1);
}

TEST_CASE("a disk without room is told as such and nothing is left behind") {
  TemporaryDirectory folder;
  const PhotoFiles files(folder.path());
  files.write(other, {{1, 1, "a"}, {1, 1, "b"}, {1, 1, "c"}});
  const std::size_t before = entries(folder.path());
  // The limit on a file's size stands in for the disk's: the third file no longer fits.
  rlimit old{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &old) == 0);
  const auto previous = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{1000, old.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  int status = 0;
  std::string code;
  try {
    files.write(id, renditions);
  } catch (const core::Error& error) {
    status = error.status;
    code = error.code;
  }
  ::setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, previous);
  CHECK(status == 507);
  CHECK(code == "disk-full");
  CHECK(files.read(id, PhotoSize::thumb) == nullptr);
  CHECK(entries(folder.path()) == before + 1);  // the empty folder of its first two characters
  files.write(id, renditions);
  CHECK(files.read(id, PhotoSize::full)->size() == 5000);
}

}  // namespace photo_files_test
