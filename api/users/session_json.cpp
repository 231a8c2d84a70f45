#include "users/session_json.h"

#include "core/text.h"
#include "json/reader.h"
#include "users/user_json.h"

namespace users {

SignIn read_sign_in(std::string_view body) {
  json::Fields f(body);
  SignIn sign_in;
  // Whatever is no username or password of ours is simply wrong: no rule is told here.
  sign_in.username = core::lower_ascii(f.text("username", {.min = 1, .max = 100}));
  sign_in.password = f.text("password", {.min = 1, .max = max_password, .trim = false});
  sign_in.transport = f.optional_choice("transport", {"bearer", "cookie"}).value_or("bearer");
  sign_in.name = f.optional_text("name", {.min = 1, .max = max_session_name});
  f.finish();
  return sign_in;
}

std::string new_session_json(const NewSession& made) {
  json::Writer w;
  w.open().integer("id", made.session.id.value).time("expires_at", made.session.expires_at);
  w.raw("user", own_user_json(made.user, made.session.created_at));
  if (made.session.transport == "bearer") w.text("token", made.token);
  w.close();
  return w.take();
}

std::string sessions_json(const std::vector<Session>& sessions, core::SessionId current,
                          const http::NamedNetworks& networks) {
  json::Writer w;
  w.open().open_array("items");
  for (const Session& session : sessions) {
    w.open()
        .integer("id", session.id.value)
        .text("transport", session.transport)
        .text("name", session.name)
        .text("user_agent", session.user_agent)
        .time("created_at", session.created_at)
        .time("last_seen_at", session.last_seen_at)
        .time("expires_at", session.expires_at)
        .boolean("current", session.id == current);
    write_last_place(w, session.last_address, networks);
    w.close();
  }
  w.close_array().null("next_cursor").close();
  return w.take();
}

void write_last_place(json::Writer& w, const std::optional<std::string>& address,
                      const http::NamedNetworks& networks) {
  w.text("last_address", address).text("last_network", address ? networks.name_of(*address) : std::nullopt);
}

}  // namespace users
