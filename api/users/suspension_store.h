// Suspensions in SQL: who may not take part in the market.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "db/database.h"
#include "http/auth.h"

namespace users {

struct SuspensionRow {
  std::int64_t id = 0;
  core::UserId user;
  http::Suspension terms;
  bool lifted = false;  // by a moderator, before its time
};

class SuspensionStore {
 public:
  // The one that has not been ended, be its time up or not.
  std::optional<SuspensionRow> current(db::Tx& tx, core::UserId user) const;
  // The same while its time is not up.
  std::optional<SuspensionRow> in_force(db::Tx& tx, core::UserId user, core::Millis now) const;

  // Begins one, or gives the current one other terms; it then has to be settled (again).
  void put(db::Tx& tx, core::UserId user, const http::Suspension& terms, core::Millis now) const;
  // One that there was before, with its terms, whether it has ended or has other terms now; it then has to be
  // settled.
  void put_back(db::Tx& tx, const SuspensionRow& row, core::Millis now) const;
  // Its time is up now.
  void lift(db::Tx& tx, std::int64_t id, core::Millis now) const;
  void end(db::Tx& tx, std::int64_t id, core::Millis now) const;

  // Those of which the user's posts and deals are still on the market, some at a time.
  std::vector<SuspensionRow> unsettled(db::Tx& tx, core::Millis now, int limit) const;
  void set_settled(db::Tx& tx, std::int64_t id) const;
  // Those whose time is up.
  std::vector<SuspensionRow> over(db::Tx& tx, core::Millis now, int limit) const;
};

}  // namespace users
