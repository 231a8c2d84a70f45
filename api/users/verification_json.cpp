#include "users/verification_json.h"

#include <algorithm>

#include "json/reader.h"
#include "json/writer.h"

namespace users {

bool valid_code(std::string_view code) {
  return code.size() == code_digits &&
         std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string read_code(std::string_view body) {
  json::Fields f(body);
  // As it is copied from a mail: "123 456".
  std::string code = f.text("code", {.min = 1, .max = 20});
  std::erase(code, ' ');
  if (!f.faulty("code") && !valid_code(code)) {
    f.fault("code", "invalid-format", "A code has six digits.");
  }
  f.finish();
  return code;
}

std::string sent_code_json(const SentCode& sent) {
  json::Writer w;
  w.open()
      .text("email", sent.email)
      .time("expires_at", sent.expires_at)
      .time("next_at", sent.next_at)
      .close();
  return w.take();
}

std::string campuses_json(const std::vector<Campus>& campuses) {
  json::Writer w;
  w.open_array();
  for (const Campus& campus : campuses) {
    w.open().text("name", campus.name).text("domain", campus.domain).close();
  }
  w.close_array();
  return w.take();
}

}  // namespace users
