// The spool in SQL.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "db/database.h"
#include "mail/mail.h"

namespace mail {

class MailStore {
 public:
  void insert(db::Tx& tx, const NewMail& mail, core::Millis now) const;
  std::int64_t waiting(db::Tx& tx) const;

  // How many of a kind were written to an address in that time, and when the first and the last of them.
  struct Sent {
    std::int64_t count = 0;
    core::Millis first = 0;
    core::Millis last = 0;
  };
  Sent between(db::Tx& tx, std::string_view recipient, std::string_view kind, core::Millis since,
               core::Millis until) const;

  // The one that has been due for longest.
  std::optional<Mail> due(db::Tx& tx, core::Millis now) const;
  // When the next one is due; nothing: none is waiting.
  std::optional<core::Millis> next(db::Tx& tx) const;

  void put_off(db::Tx& tx, std::int64_t id, core::Millis next_at) const;
  // It is over: its text goes.
  void close(db::Tx& tx, std::int64_t id, bool sent, core::Millis now) const;
  // What of that kind waits for the user has lost its sense.
  void withdraw(db::Tx& tx, core::UserId user, std::string_view kind, core::Millis now) const;
  // To whom, of which kind and when: what was written for the account since then.
  struct Written {
    std::string recipient;
    std::string kind;
    core::Millis at;
  };
  std::vector<Written> of_user(db::Tx& tx, core::UserId user, core::Millis since) const;
  void remove_for_user(db::Tx& tx, core::UserId user) const;
  // Forgets what has been over since `before`, a bounded number at a time; the number forgotten.
  std::int64_t forget(db::Tx& tx, core::Millis before) const;
};

}  // namespace mail
