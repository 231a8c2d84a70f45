// What an act changes. It is kept with the act's entry in the audit log, so that the act can be taken back:
// each thing as it was before, and as the act left it. What is not like that any more is not touched.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/ids.h"
#include "db/database.h"
#include "json/value.h"

namespace admin {

struct Thing {
  // post: whether moderation keeps it hidden; case and appeal: how they were decided; suspension and role: of
  // the user `id`; warning: the notice `id`
  std::string kind;
  std::int64_t id = 0;

  bool operator==(const Thing&) const = default;
};

struct Change {
  Thing thing;
  json::Value before;  // as state() tells
  json::Value after;
};

struct Undo {
  std::optional<std::int64_t>
      part_of;                  // the entry this one's act was a part of: both are taken back by that one
  std::vector<Change> changes;  // in the order in which they were made; also what has to be as it was
};

// A thing as it is now, as JSON. All that matters to whoever takes an act back, and no more: deals that go on
// behind a hold, or the report of one more, do not change it.
std::string state(db::Tx& tx, const Thing& thing, core::Millis now);

// Of an entry's `undo`.
Undo read_undo(std::string_view json);
std::string part_of(std::int64_t entry);

// Told of things before an act changes them, and asked for the act's `undo` afterwards.
class Watch {
 public:
  Watch(db::Tx& tx, core::Millis now) : tx_(tx), now_(now) {}

  Watch& add(Thing thing);
  Watch& post(core::PostId id) { return add({"post", id.value}); }
  Watch& decided_case(core::CaseId id) { return add({"case", id.value}); }
  Watch& appeal(core::AppealId id) { return add({"appeal", id.value}); }
  Watch& suspension(core::UserId user) { return add({"suspension", user.value}); }
  Watch& role(core::UserId user) { return add({"role", user.value}); }
  // The open ones about that post, if there are any.
  Watch& open_case(core::PostId post);
  Watch& open_appeal(core::PostId post);
  // A warning is given or not, and nothing else changes it.
  Watch& warning(std::int64_t notice, const std::string& reason, bool given);

  std::string undo() const;

 private:
  struct Seen {
    Thing thing;
    std::string before;
    std::string after;  // empty: as it is in the end
  };

  db::Tx& tx_;
  core::Millis now_;
  std::vector<Seen> seen_;
};

}  // namespace admin
