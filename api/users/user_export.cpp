#include "users/user_export.h"

namespace users {

void add_sections(own_data::Exporter& exporter) {
  using own_data::As;
  exporter.section(
      "profile", {"users.id"},
      own_data::object(
          "SELECT id, username, display_name, email, email_verified_at, campus, major, bio, role, "
          "language, rating_sum, rating_count, created_at FROM users WHERE id = $1",
          {{"id", As::integer},
           {"username"},
           {"display_name"},
           {"email"},
           {"email_verified_at", As::time},
           {"campus"},
           {"major"},
           {"bio"},
           {"role"},
           {"language"},
           {"rating_sum", As::integer},
           {"rating_count", As::integer},
           {"created_at", As::time}}));
  // Access tokens are those with scopes. Not the hash of a token, which is as good as a password's.
  exporter.section(
      "sessions", {"sessions.user_id"},
      own_data::list(
          "SELECT id, transport, name, scopes, user_agent, last_address, created_at, last_seen_at, "
          "expires_at FROM sessions WHERE user_id = $1 ORDER BY id",
          {{"id", As::integer},
           {"transport"},
           {"name"},
           {"scopes", As::list},
           {"user_agent"},
           {"last_address"},
           {"created_at", As::time},
           {"last_seen_at", As::time},
           {"expires_at", As::time}}));
  exporter.section(
      "sign_in_places", {"sign_in_places.user_id"},
      own_data::list("SELECT network, last_at FROM sign_in_places WHERE user_id = $1 ORDER BY last_at",
                     {{"network"}, {"last_at", As::time}}));
  // Not the text: there are codes in it, and it is gone as soon as it is sent.
  exporter.section(
      "mails", {"mails.user_id"},
      own_data::list("SELECT kind, recipient, subject, state, created_at FROM mails WHERE user_id = $1 "
                     "ORDER BY id",
                     {{"kind"}, {"recipient"}, {"subject"}, {"state"}, {"created_at", As::time}}));
}

}  // namespace users
