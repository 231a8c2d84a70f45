#include "users/user.h"

#include <utf8proc.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "search/name_key.h"
#include "users/common_password.h"

namespace users {

namespace {

bool any_code_point(std::string_view text, bool (*wanted)(utf8proc_category_t)) {
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    utf8proc_int32_t code = 0;
    const auto length = utf8proc_iterate(at, left, &code);
    if (length <= 0) return false;
    if (wanted(utf8proc_category(code))) return true;
    at += length;
    left -= length;
  }
  return false;
}

bool is_letter(utf8proc_category_t category) {
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool is_digit(utf8proc_category_t category) {
  return category == UTF8PROC_CATEGORY_ND;
}

bool is_lower_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// RFC 5322, 3.2.3. Letters of other scripts, which RFC 6531 lets in, are most often a Korean keyboard that
// was left on.
bool is_atom(std::string_view word) {
  return !word.empty() && std::ranges::all_of(word, [](char c) {
    return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z') ||
           std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
  });
}

// RFC 1123, 2.1.
bool is_label(std::string_view word) {
  return !word.empty() && !word.starts_with('-') && !word.ends_with('-') &&
         std::ranges::all_of(word, [](char c) { return is_lower_or_digit(c) || c == '-'; });
}

// Of the words between the dots, empty ones among them.
bool each_word(std::string_view text, bool (*fits)(std::string_view)) {
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return fits(text);
  return fits(text.substr(0, dot)) && each_word(text.substr(dot + 1), fits);
}

}  // namespace

bool valid_username(std::string_view username) {
  return username.size() >= min_username && username.size() <= max_username &&
         std::all_of(username.begin(), username.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
         });
}

bool reserved_name(std::string_view name) {
  static const auto keys = [] {
    std::set<std::string> out;
    for (const std::string_view reserved :
         {"admin", "administrator", "moderator", "operator", "root", "system", "support", "staff", "giraffe",
          "giraffe market", "giraffe A+ book market", "deleted user", "운영자", "관리자", "운영진", "운영팀",
          "기린마켓", "기린 A+ 북 마켓", "탈퇴한 회원"}) {
      out.insert(search::name_key(reserved));
    }
    return out;
  }();
  return keys.contains(search::name_key(name));
}

bool valid_email(std::string_view email) {
  constexpr std::size_t max_local = 64;
  const auto at = email.rfind('@');
  if (at > max_local || email.size() > max_email) return false;  // and where there is no @ at all
  const auto local = email.substr(0, at), domain = email.substr(at + 1);
  return each_word(local, is_atom) && each_word(domain, is_label) && domain.find('.') != domain.npos;
}

std::optional<std::string_view> password_fault(const std::string& password, std::string_view username) {
  if (!any_code_point(password, is_digit)) return "needs-digit";
  if (!any_code_point(password, is_letter)) return "needs-letter";
  if (core::lower_ascii(password) == username) return "same-as-username";
  if (is_common_password(password)) return "common-password";
  return std::nullopt;
}

}  // namespace users
