#include "users/access_token_json.h"

#include "json/reader.h"
#include "json/writer.h"
#include "users/session_json.h"
#include "users/user.h"

namespace users {

namespace {

http::Scopes read_scope_list(json::Fields& f) {
  json::Choices choices;
  for (const auto& [scope, name] : scope_names) choices.push_back(name);
  http::Scopes out;
  const auto given = f.optional_choices("scopes", choices);
  if (f.faulty("scopes")) return out;
  if (!given || given->empty()) {
    f.fault("scopes", "required", "A token needs one scope or more.");
    return out;
  }
  for (const auto& [scope, name] : scope_names) {
    for (const std::string& one : *given) {
      if (one == name) out.add(scope);
    }
  }
  return out;
}

// The members that every view of a token has.
void write_token(json::Writer& w, const AccessToken& token) {
  w.integer("id", token.id.value).text("name", token.name).open_array("scopes");
  for (const auto& [scope, name] : scope_names) {
    if (token.scopes.have(scope)) w.element(name);
  }
  w.close_array()
      .time("created_at", token.created_at)
      .time("expires_at", token.expires_at)
      .time("last_used_at", token.last_used_at);
}

}  // namespace

NewAccessToken read_new_access_token(std::string_view body) {
  json::Fields f(body);
  NewAccessToken wanted;
  wanted.name = f.text("name", {.min = 1, .max = max_access_token_name});
  wanted.scopes = read_scope_list(f);
  wanted.days = f.integer("expires_in_days", 1, max_access_token_days);
  wanted.password = f.text("current_password", {.min = 1, .max = max_password, .trim = false});
  f.finish();
  return wanted;
}

std::string new_access_token_json(const MadeAccessToken& made) {
  json::Writer w;
  w.open();
  write_token(w, made.token);
  w.null("last_address").null("last_network").text("token", made.secret).close();
  return w.take();
}

std::string access_tokens_json(const std::vector<AccessToken>& tokens, const http::NamedNetworks& networks) {
  json::Writer w;
  w.open().open_array("items");
  for (const AccessToken& token : tokens) {
    w.open();
    write_token(w, token);
    write_last_place(w, token.last_address, networks);
    w.close();
  }
  w.close_array().null("next_cursor").close();
  return w.take();
}

}  // namespace users
