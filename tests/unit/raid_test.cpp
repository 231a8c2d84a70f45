// What /proc/mdstat says, as machines have said it.
#include "metrics/raid.h"

#include <doctest/doctest.h>

#include <string>

namespace raid_test {

using metrics::RaidState, metrics::read_mdstat;

namespace {

constexpr const char* healthy =
    R"(Personalities : [raid1] [linear] [multipath] [raid0] [raid6] [raid5] [raid4] [raid10]
md1 : active raid1 sdb2[1] sda2[0]
      3905445888 blocks super 1.2 [2/2] [UU]
      bitmap: 2/30 pages [8KB], 65536KB chunk

md0 : active raid1 nvme1n1p1[1] nvme0n1p1[0]
      523264 blocks super 1.2 [2/2] [UU]

unused devices: <none>
)";

constexpr const char* degraded = R"(Personalities : [raid1]
md0 : active raid1 sdb1[1](F) sda1[0]
      1048512 blocks super 1.2 [2/1] [U_]

unused devices: <none>
)";

constexpr const char* recovering = R"(Personalities : [raid6] [raid5] [raid4]
md127 : active raid5 sdd1[3] sdc1[1] sdb1[0]
      3906764800 blocks super 1.2 level 5, 512k chunk, algorithm 2 [3/2] [UU_]
      [==>..................]  recovery = 12.6% (246482308/1953382400) finish=127.5min speed=223440K/sec
      bitmap: 1/15 pages [4KB], 65536KB chunk

unused devices: <none>
)";

constexpr const char* failed = R"(Personalities : [raid6] [raid5] [raid4]
md2 : active raid5 sdd1[3](F) sdc1[1](F) sdb1[0]
      3906764800 blocks super 1.2 level 5, 512k chunk, algorithm 2 [3/1] [U__]

md3 : inactive sde1[0](S)
      1953382400 blocks super 1.2

unused devices: <none>
)";

}  // namespace

TEST_CASE("an array with all its devices is healthy") {
  const auto arrays = read_mdstat(healthy);
  REQUIRE(arrays.size() == 2);
  CHECK(arrays[0].device == "md1");
  CHECK(arrays[1].device == "md0");
  for (const auto& array : arrays) {
    CHECK(array.level == "raid1");
    CHECK(array.state == RaidState::healthy);
    CHECK(array.devices == 2);
    CHECK(array.active == 2);
    CHECK_FALSE(array.progress);
  }
}

TEST_CASE("one with a device too few is degraded") {
  const auto arrays = read_mdstat(degraded);
  REQUIRE(arrays.size() == 1);
  CHECK(arrays[0].state == RaidState::degraded);
  CHECK(arrays[0].devices == 2);
  CHECK(arrays[0].active == 1);
}

TEST_CASE("one that is being recovered tells how far it is") {
  const auto arrays = read_mdstat(recovering);
  REQUIRE(arrays.size() == 1);
  CHECK(arrays[0].device == "md127");
  CHECK(arrays[0].level == "raid5");
  CHECK(arrays[0].state == RaidState::recovering);
  CHECK(arrays[0].active == 2);
  REQUIRE(arrays[0].progress);
  CHECK(*arrays[0].progress == doctest::Approx(0.126));
}

TEST_CASE("a recovery that waits for another one has no progress yet") {
  for (const char* action : {"resync=PENDING", "resync=DELAYED", "recovery=DELAYED"}) {
    CAPTURE(action);
    const auto arrays = read_mdstat(std::string("md4 : active (auto-read-only) raid1 sdb3[1] sda3[0]\n") +
                                    "      100 blocks [2/2] [UU]\n      \t" + action + "\n");
    REQUIRE(arrays.size() == 1);
    CHECK(arrays[0].level == "raid1");
    CHECK(arrays[0].state == RaidState::recovering);
    CHECK_FALSE(arrays[0].progress);
  }
}

TEST_CASE("the monthly check of a healthy array leaves it healthy") {
  const auto arrays = read_mdstat(
      "md0 : active raid1 sdb1[1] sda1[0]\n"
      "      1048512 blocks super 1.2 [2/2] [UU]\n"
      "      [=====>...............]  check = 27.4% (287360/1048512) finish=0.1min speed=95786K/sec\n");
  REQUIRE(arrays.size() == 1);
  CHECK(arrays[0].state == RaidState::healthy);
  CHECK(*arrays[0].progress == doctest::Approx(0.274));
}

TEST_CASE("one that has lost more than it can, or does not run, has failed") {
  const auto arrays = read_mdstat(failed);
  REQUIRE(arrays.size() == 2);
  CHECK(arrays[0].state == RaidState::failed);
  CHECK(arrays[0].active == 1);
  CHECK(arrays[1].device == "md3");
  CHECK(arrays[1].level.empty());
  CHECK(arrays[1].state == RaidState::failed);
  CHECK(arrays[1].active == 0);
}

TEST_CASE("how many devices may be missing depends on the level") {
  struct Case {
    const char* level;
    const char* count;
    RaidState state;
  };
  for (const Case& one : {
           Case{"raid1", "[3/1] [U__]", RaidState::degraded},
           Case{"raid1", "[3/0] [___]", RaidState::failed},
           Case{"raid4", "[3/2] [UU_]", RaidState::degraded},
           Case{"raid5", "[4/3] [UUU_]", RaidState::degraded},
           Case{"raid5", "[4/2] [UU__]", RaidState::failed},
           Case{"raid6", "[4/2] [UU__]", RaidState::degraded},
           Case{"raid6", "[4/1] [U___]", RaidState::failed},
           Case{"raid10", "[4/3] [UUU_]", RaidState::degraded},
           Case{"raid10", "[4/1] [U___]", RaidState::failed},
       }) {
    CAPTURE(one.level);
    CAPTURE(one.count);
    const auto arrays = read_mdstat(std::string("md0 : active ") + one.level +
                                    " sda1[0]\n      100 blocks super 1.2 " + one.count + "\n");
    REQUIRE(arrays.size() == 1);
    CHECK(arrays[0].state == one.state);
  }
}

TEST_CASE("stripes count the devices that are named") {
  const auto arrays = read_mdstat(
      "md5 : active raid0 sdc1[1] sdb1[0]\n"
      "      976508928 blocks super 1.2 512k chunks\n");
  REQUIRE(arrays.size() == 1);
  CHECK(arrays[0].state == RaidState::healthy);
  CHECK(arrays[0].devices == 2);
  CHECK(arrays[0].active == 2);
}

TEST_CASE("where there is no RAID there are no arrays") {
  CHECK(read_mdstat("Personalities : \nunused devices: <none>\n").empty());
  CHECK(read_mdstat("").empty());
  CHECK(metrics::read_mdstat_file("/nowhere/mdstat").empty());
}

TEST_CASE("what is no mdstat is passed over") {
  CHECK(read_mdstat(std::string(100'000, 'm')).empty());
  CHECK(read_mdstat("      [2/1] [U_]\n      recovery = 5%\n").empty());
  const auto arrays = read_mdstat(
      "md0 : active raid1 sda1[0]\n      [x/y] [2/] [/2] [99999999999999999999/1]\n"
      "      recovery = lots% \n      recovery = -3% \n");
  REQUIRE(arrays.size() == 1);
  CHECK_FALSE(arrays[0].progress);
}

}  // namespace raid_test
