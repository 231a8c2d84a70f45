// What reporters saw is kept for as long as somebody has to decide about it, and then as long as messages
// are: a copy of what was said must not outlive it by years. That there was a report stays.
#pragma once

#include <atomic>

#include "core/clock.h"
#include "db/database.h"
#include "reports/report_store.h"

namespace reports {

class EvidenceExpiry {
 public:
  // `kept`: for how long after the decision; 0: for ever.
  EvidenceExpiry(db::Database& database, const core::Clock& clock, core::Millis kept)
      : database_(database), clock_(clock), kept_(kept) {}

  void keep_for(core::Millis kept) { kept_ = kept; }

  // Does its work at the first call and then once an hour: it looks at every report there is.
  void run();

 private:
  db::Database& database_;
  const core::Clock& clock_;
  std::atomic<core::Millis> kept_;
  std::atomic<core::Millis> due_{0};
  ReportStore store_;
};

}  // namespace reports
