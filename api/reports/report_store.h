// Reports and their cases in SQL.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/page.h"
#include "db/database.h"
#include "reports/report.h"

namespace reports {

class ReportStore {
 public:
  // The open case about that thing, if there is one.
  std::optional<core::CaseId> open_case(db::Tx& tx, std::string_view kind, std::int64_t subject) const;
  core::CaseId begin_case(db::Tx& tx, std::string_view kind, std::int64_t subject, core::UserId owner,
                          core::Millis now) const;

  std::optional<Report> by_reporter(db::Tx& tx, core::CaseId id, core::UserId reporter) const;
  Report add(db::Tx& tx, core::CaseId id, core::UserId reporter, const NewReport& report,
             std::string_view evidence, core::Millis now) const;
  // When the `nth` newest report of that user was made, if there are so many from `since` to `until`.
  std::optional<core::Millis> nth_newest(db::Tx& tx, core::UserId reporter, std::int64_t nth,
                                         core::Millis since, core::Millis until) const;
  // How many people's word counts in the case: not suspended, with a verified address or an account from
  // before `before`, and without a report in a case about the same thing that was decided. Verified addresses
  // of one mailbox are one.
  std::int64_t credible(db::Tx& tx, core::CaseId id, core::Millis before, core::Millis now) const;

  std::optional<Case> find(db::Tx& tx, core::CaseId id) const;
  // Up to page.limit + 1.
  std::vector<Case> list(db::Tx& tx, const CaseFilter& filter, const core::Page& page) const;
  std::vector<Report> of_case(db::Tx& tx, core::CaseId id) const;
  void resolve(db::Tx& tx, core::CaseId id, std::string_view outcome, std::string_view note, core::UserId by,
               core::Millis now) const;
  void reopen(db::Tx& tx, core::CaseId id) const;

  // Of one who leaves: what was reported of them goes where it is decided, their name and words about
  // themselves everywhere.
  void forget(db::Tx& tx, core::UserId user) const;
  // Empties the evidence of up to `limit` reports that were decided before that time; answers of how many.
  std::int64_t forget_decided(db::Tx& tx, core::Millis before, int limit) const;
};

}  // namespace reports
