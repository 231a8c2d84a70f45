// Writing to users: a mail is put into the spool by the transaction that causes it, so that there is never
// one without the other, and nobody waits for a mail server.
//
//   mail.send(tx, {user, "account-suspended", address, subject, body, now + mail::notice_useful});
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/clock.h"
#include "db/database.h"
#include "mail/mail.h"
#include "mail/mail_store.h"

namespace mail {

// For how long it still helps to be told of what has happened.
constexpr core::Millis notice_useful = 3 * core::day;

struct MailLimits {
  std::int64_t spool = 10'000;  // mails that may wait
  core::Millis kept = 7 * core::day;
};

class MailService {
 public:
  MailService(db::Database& database, const core::Clock& clock, MailLimits limits)
      : database_(database), clock_(clock), spool_(limits.spool), kept_(limits.kept) {}

  void keep_for(core::Millis kept) { kept_ = kept; }

  // Sent once the transaction is on disk: at least once, since a crash between the server's word and ours
  // leaves it waiting. With a full spool it is not: what causes a mail must not fail for want of one. Whoever
  // promises it asks full() before.
  void send(db::Tx& tx, const NewMail& mail) const;
  bool full(db::Tx& tx) const;

  // 0: another may be written to the address now; else in how many milliseconds. At most `most` of a kind in
  // an hour, and `pause` between two.
  core::Millis wait(db::Tx& tx, std::string_view recipient, std::string_view kind, std::int64_t most,
                    core::Millis pause) const;

  void withdraw(db::Tx& tx, core::UserId user, std::string_view kind) const;
  // For UserService::on_remove_account.
  void remove_for_user(db::Tx& tx, core::UserId user) const;
  void forget_old() const;

 private:
  db::Database& database_;
  const core::Clock& clock_;
  const std::int64_t spool_;
  std::atomic<core::Millis> kept_;
  MailStore store_;
  // By hashes of address and kind, when it was written to on behalf of accounts that have left within the
  // hour: or whoever signs up with a stranger's address, leaves and begins anew could have that written to
  // without end.
  mutable std::mutex left_mutex_;
  mutable std::unordered_map<std::string, std::vector<core::Millis>> left_;
};

}  // namespace mail
