#include "own_data/export_service.h"

#include "core/error.h"

namespace own_data {

std::string ExportService::make(const Subject& subject) {
  auto attempt = limit_.take(std::to_string(subject.user.value), clock_.now());
  const std::unique_lock one(one_at_a_time_, std::try_to_lock);
  if (!one) throw core::busy(5);
  std::string document =
      database_.read([&](db::Tx& tx) { return exporter_.document(tx, subject, clock_.now()); });
  attempt.keep();
  return document;
}

void ExportService::describe_limit(http::Response& response, core::UserId user) {
  limit_.describe(response, std::to_string(user.value), clock_.now());
}

}  // namespace own_data
