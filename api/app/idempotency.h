// A POST with an Idempotency-Key happens once; sent again it gets its first answer.
#pragma once

#include <functional>
#include <optional>

#include "core/clock.h"
#include "db/database.h"
#include "http/auth.h"
#include "http/request.h"
#include "http/response.h"

namespace app {

constexpr core::Millis idempotency_kept = core::day;

// The answer remembered for the request's key, if it has one and it was used before. Throws 400
// `invalid-idempotency-key`, and 422 `idempotency-key-reused` when the key came with another request.
std::optional<http::Response> remembered_answer(db::Database& database, const http::Request& request,
                                                const http::Principal& who);

// Runs `act` unless the answer is remembered, and remembers it when it succeeds (2xx), in the same
// transaction: a refused request changed nothing and leaves its key free. Without a key it is `act` alone.
http::Response once(db::Database& database, const http::Request& request, const http::Principal& who,
                    core::Millis now, const std::function<http::Response()>& act);

// Forgets what is older than idempotency_kept.
void forget_old_answers(db::Database& database, core::Millis now);
// Forgets all of one user, a bounded number at a time; whether there are more.
bool forget_answers(db::Tx& tx, core::UserId user);

}  // namespace app
