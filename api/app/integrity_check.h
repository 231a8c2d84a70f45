// Looks every so often, beside the market's work, whether the database file still is what the engine wrote: a
// page gone bad on the disk is found before the last good snapshot has been thrown away.
//
// One table with its indexes at a time, each in a read transaction of its own, with a rest after it that is
// as long as it took: the log (WAL) can start anew between any two of them and does not grow meanwhile, and
// the thread has the lowest priority. What no index holds and no page's form tells, a flipped letter within a
// text, it can't find: that takes a file system with checksums.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/background_thread.h"
#include "core/clock.h"

namespace app {

class IntegrityCheck {
 public:
  // Of the database in `file`, once a minute after the start and then every `interval`; 0: never by itself.
  IntegrityCheck(std::string file, core::Millis interval);

  // What the log names when there is damage: the newest snapshot that is known to be good, "" for none. Set
  // before start().
  void offer(std::function<std::string()> newest_snapshot) { newest_snapshot_ = std::move(newest_snapshot); }

  void start();
  // Breaks off what is running; stop() waits for it, too. Idempotent.
  void ask_to_stop() { thread_.ask_to_stop(); }
  void stop() { thread_.stop(); }

  // Damage that a read or a write has met: counts at once, and the whole file is looked at. From any thread;
  // does not block.
  void met(const std::string& what);

  // The file has been replaced: what was wrong with the old one is forgotten, and the new one looked at.
  void look_again();

  // "damaged" from the first damage on, until the file is replaced: no damage heals by itself.
  std::optional<std::string> fault() const;

 private:
  void run();
  // What is wrong, in the engine's words. Breaks off with less when stop() is called.
  std::vector<std::string> look();
  std::vector<std::string> look_at(const std::string& table);
  bool rest(std::chrono::steady_clock::duration time);
  void tell(const std::vector<std::string>& found) const;

  const std::string file_;
  const core::Millis interval_;
  std::function<std::string()> newest_snapshot_;

  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  bool wanted_ = false;  // a look before the interval is over
  bool damaged_ = false;
  std::vector<std::string> met_;  // not told yet

  core::BackgroundThread thread_;
};

}  // namespace app
