#include "app/idempotency.h"

#include <algorithm>

#include "core/error.h"
#include "core/token.h"
#include "http/multipart.h"

namespace app {

namespace {

constexpr std::size_t max_key_length = 255;
constexpr std::int64_t forgotten_at_once = 500;

std::optional<std::string_view> key_of(const http::Request& request, const http::Principal& who) {
  if (request.method != http::Method::post || !who.signed_in()) return std::nullopt;
  const auto key = request.header("idempotency-key");
  if (!key) return std::nullopt;
  const bool visible = std::all_of(key->begin(), key->end(), [](char c) { return c > ' ' && c <= '~'; });
  if (key->empty() || key->size() > max_key_length || !visible) {
    throw core::Error(400, "invalid-idempotency-key",
                      "An Idempotency-Key has 1 to 255 visible ASCII characters.");
  }
  return key;
}

// A form is sent with another boundary each time: what counts are its parts.
std::string content_of(const http::Request& request) {
  const auto type = request.header("content-type").value_or("");
  if (request.body.empty() || !http::is_multipart(type)) return request.body;
  std::string content;
  for (const http::Part& part : http::parse_multipart(type, request.body)) {
    content += core::digest(part.name) + core::digest(part.content);
  }
  return content;
}

std::string request_digest(const http::Request& request) {
  return core::digest(std::string(http::name(request.method)) + " " + request.target + "\n" +
                      content_of(request));
}

std::optional<http::Response> look_up(db::Tx& tx, std::string_view key, const http::Request& request,
                                      const http::Principal& who) {
  auto rows = tx.query(
      "SELECT request_hash, status, location, body FROM idempotency_keys WHERE user_id = $1 AND key = $2",
      who.user, key);
  if (!rows.next()) return std::nullopt;
  if (rows.view(0) != request_digest(request)) {
    throw core::Error(422, "idempotency-key-reused", "This Idempotency-Key was used for another request.");
  }
  http::Response response = rows.integer(1) == 204
                                ? http::no_content()
                                : http::json(static_cast<int>(rows.integer(1)), rows.text(3));
  if (!rows.null(2)) response.with("Location", rows.text(2));
  return std::move(response.with("Idempotent-Replayed", "true"));
}

}  // namespace

std::optional<http::Response> remembered_answer(db::Database& database, const http::Request& request,
                                                const http::Principal& who) {
  const auto key = key_of(request, who);
  if (!key) return std::nullopt;
  return database.read([&](db::Tx& tx) { return look_up(tx, *key, request, who); });
}

http::Response once(db::Database& database, const http::Request& request, const http::Principal& who,
                    core::Millis now, const std::function<http::Response()>& act) {
  const auto key = key_of(request, who);
  if (!key) return act();
  return database.write([&](db::Tx& tx) {
    if (auto first = look_up(tx, *key, request, who)) return std::move(*first);
    http::Response response = act();  // its own writes join this transaction
    if (response.status < 300) {
      const std::string* location = response.header("Location");
      tx.run(
          "INSERT INTO idempotency_keys (user_id, key, request_hash, status, location, body, created_at, "
          "as_staff) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
          who.user, *key, db::Blob{request_digest(request)}, response.status,
          location != nullptr ? std::optional(*location) : std::nullopt, response.body ? *response.body : "",
          now, request.path.starts_with("/admin/"));
    }
    return response;
  });
}

bool forget_answers(db::Tx& tx, core::UserId user) {
  return tx.run(
             "DELETE FROM idempotency_keys WHERE user_id = $1 AND key IN "
             "(SELECT key FROM idempotency_keys WHERE user_id = $1 LIMIT $2)",
             user, forgotten_at_once) == forgotten_at_once;
}

void forget_old_answers(db::Database& database, core::Millis now) {
  const auto forget_some = [&](db::Tx& tx) {
    return tx.run(
        "DELETE FROM idempotency_keys WHERE (user_id, key) IN "
        "(SELECT user_id, key FROM idempotency_keys WHERE created_at < $1 LIMIT $2)",
        now - idempotency_kept, forgotten_at_once);
  };
  // All of them, or more might come than go; a bounded number in each transaction, as the writer has other
  // work.
  while (database.write(forget_some) > 0) {
  }
}

}  // namespace app
