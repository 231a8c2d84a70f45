// Sends what is in the spool: a thread of its own, woken by the commits that put something in.
//
// One mail after another. One that is not taken is put off, ever longer, behind those that have not been
// tried; while nothing can be sent at all, it rests for as long between attempts. A mail stays in the spool
// until the server has taken it, refused it for good, or it has become useless, whatever happens to this
// process meanwhile.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/background_thread.h"
#include "core/clock.h"
#include "db/database.h"
#include "mail/mail.h"
#include "mail/mail_store.h"

namespace mail {

struct Retries {
  core::Millis first = 10 * core::second;  // doubles with each attempt
  core::Millis most = 10 * core::minute;
};

// How long to wait after that many attempts have failed: the doubled time or up to a half less, by a
// `random` from 0 to 1, so that what failed together is not tried again together.
core::Millis pause_after(std::int64_t failures, const Retries& retries, double random);

class MailSender {
 public:
  // Tries to send one; `id` names it, the same at each attempt. Gives up soon once `stopping` says so.
  using Transport = std::function<Attempt(const Mail& mail, std::string_view id, core::Millis now,
                                          const std::function<bool()>& stopping)>;
  struct Reports {
    // What became of an attempt, and whether it was the last.
    std::function<void(const Mail&, const Attempt&, bool over)> attempt;
    std::function<void(const std::exception&)> failure;  // a fault of ours; it is tried again
  };

  // `market` tells the mails of this market from others'.
  MailSender(db::Database& database, const core::Clock& clock, std::string market, Retries retries,
             Transport transport, Reports reports);

  // Sends from now on.
  void start();
  // The attempt that is running is ended, and the last. Does not wait.
  void ask_to_stop() { thread_.ask_to_stop(); }
  // Waits for its end, a second at most. Idempotent; before the database stops.
  void stop() { thread_.stop(); }

  // Tries the mail that is due; nothing when none is. Else what became of it.
  std::optional<Outcome> work();

 private:
  void run();
  core::Millis wait_until_due();
  core::Millis pause(std::int64_t failures) const;
  void settle(const Mail& mail, const Attempt& attempt);

  db::Database& database_;
  const core::Clock& clock_;
  const std::string market_;
  const Retries retries_;
  const Transport transport_;
  const Reports reports_;
  MailStore store_;
  // What became of a mail and could not be written down. Until it is, nothing else is sent: on a full disk
  // the same mail would go out again and again.
  std::optional<std::pair<Mail, Attempt>> unsettled_;

  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool pending_ = true;  // there may be something new in the spool
  core::BackgroundThread thread_;
};

}  // namespace mail
