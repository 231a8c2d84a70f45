#include "reports/evidence_expiry.h"

namespace reports {

void EvidenceExpiry::run() {
  constexpr int at_once = 1000;  // so that other writes do not wait long
  const core::Millis now = clock_.now();
  const core::Millis kept = kept_;
  if (kept == 0 || now < due_) return;
  due_ = now + core::hour;
  while (database_.write([&](db::Tx& tx) { return store_.forget_decided(tx, now - kept, at_once); }) ==
         at_once) {
  }
}

}  // namespace reports
