#include "users/account_mails.h"

#include <algorithm>
#include <utility>

#include "users/password_reset.h"
#include "users/verification.h"

namespace users {

namespace {

constexpr std::int64_t notices_an_hour = 5;  // of a kind, to one address

using Names = std::pair<std::string_view, std::string_view>;  // what a header says, and what it is called

// In this order: each also says what stands below it.
constexpr Names programs[] = {
    {"Edg", "Edge"},     {"OPR/", "Opera"},      {"SamsungBrowser", "Samsung Internet"},
    {"Whale", "Whale"},  {"Firefox", "Firefox"}, {"FxiOS", "Firefox"},
    {"CriOS", "Chrome"}, {"Chrome", "Chrome"},   {"Safari", "Safari"},
    {"curl/", "curl"}};
constexpr Names systems[] = {{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"},
                             {"Windows", "Windows"}, {"Mac OS", "macOS"},  {"CrOS", "ChromeOS"},
                             {"Linux", "Linux"}};

template <std::size_t count>
std::string_view first_named(const Names (&names)[count], std::string_view text) {
  for (const auto& [sign, called] : names) {
    if (text.find(sign) != std::string_view::npos) return called;
  }
  return {};
}

bool korean(http::Language language) {
  return language == http::Language::korean;
}

// "2026-03-02 18:30", in Korea: nobody says where the reader is.
std::string local_time(core::Millis time) {
  std::string out = core::rfc3339(time + 9 * core::hour).substr(0, 16);
  out[10] = ' ';
  return out;
}

std::string minutes(core::Millis span) {
  return std::to_string(std::max<core::Millis>(1, (span + core::minute / 2) / core::minute));
}

// Behind a proxy the address is what its header said.
std::string shown_address(const std::string& address) {
  const bool plain = !address.empty() && address.size() <= 45 &&
                     address.find_first_not_of("0123456789abcdefABCDEF:.") == std::string::npos;
  return plain ? address : "-";
}

std::string greeting(const User& user, http::Language language) {
  // The username: its characters can't be made to look like a part of the mail.
  return korean(language) ? user.card.username + " 님, 안녕하세요.\n\n"
                          : "Hello " + user.card.username + ",\n\n";
}

std::string signature(http::Language language) {
  return korean(language)
             ? "\n-- \n기린 A+ 북 마켓\n이 메일은 발신 전용 주소에서 보냈어요. 답장은 확인하지 못해요.\n"
             : "\n-- \nGiraffe A+ Book Market\nThis address only sends. Nobody reads answers to it.\n";
}

}  // namespace

std::string device_name(std::string_view user_agent) {
  const std::string program(first_named(programs, user_agent));
  const std::string system(first_named(systems, user_agent));
  if (program.empty() || system.empty()) return program + system;
  return program + " (" + system + ")";
}

void AccountMails::code(db::Tx& tx, const User& user, const std::string& code, core::Millis useful_until,
                        http::Language language) const {
  const std::string valid = minutes(useful_until - clock_.now());
  const Text text =
      korean(language)
          ? Text{"이메일 인증 코드를 보내 드려요",
                 "이메일 주소를 인증하려면 이 코드를 입력해 주세요.\n\n    " + code + "\n\n" + valid +
                     "분 동안 한 번만 쓸 수 있어요. 코드를 묻는 사람이 있어도 알려 주지 마세요. 마켓은 "
                     "코드를 "
                     "묻지 않아요.\n\n코드를 요청한 적이 없다면 이 메일은 무시해도 괜찮아요.\n"}
          : Text{"Your code to verify your email address",
                 "Enter this code to verify your email address:\n\n    " + code +
                     "\n\nIt works once, within " + valid +
                     " minutes. Don't give it to anyone: the market never asks for it.\n\nIf you did not ask "
                     "for a code, you can ignore this mail.\n"};
  send(tx, user, user.email, code_mail, language, text, useful_until);
}

void AccountMails::reset_link(db::Tx& tx, const User& user, const std::string& token,
                              core::Millis useful_until, http::Language language) const {
  const std::string valid = minutes(useful_until - clock_.now());
  const std::string address = link("/reset/" + token);
  const Text text =
      korean(language)
          ? Text{"비밀번호 재설정 링크예요",
                 "비밀번호를 잊으셨나요? 아래 링크에서 새 비밀번호를 정할 수 있어요.\n\n" + address + "\n\n" +
                     valid +
                     "분 동안 한 번만 쓸 수 있어요. 새 비밀번호를 정하면 모든 기기에서 로그아웃돼요.\n\n"
                     "요청한 적이 없다면 이 메일은 무시해도 괜찮아요. 비밀번호는 그대로예요.\n"}
          : Text{"A link to choose a new password",
                 "You forgot your password? Choose a new one here:\n\n" + address +
                     "\n\nThe link works once, within " + valid +
                     " minutes. A new password signs you out on every device.\n\nIf you did not ask for it, "
                     "you can ignore this mail: your password stays as it is.\n"};
  send(tx, user, user.email, reset_mail, language, text, useful_until);
}

void AccountMails::password_changed(db::Tx& tx, const User& user) const {
  const auto language = http::language_of(user.language);
  const std::string when = local_time(clock_.now());
  const Text text =
      korean(language)
          ? Text{"비밀번호가 바뀌었어요", "비밀번호가 " + when +
                                              "(한국 시간)에 바뀌었어요.\n\n직접 바꾸신 것이 맞다면 아무것도 "
                                              "하지 않아도 돼요.\n바꾼 적이 "
                                              "없다면 바로 비밀번호를 다시 정해 주세요.\n\n" +
                                              link("/forgot") + "\n"}
          : Text{"Your password was changed",
                 "Your password was changed at " + when +
                     " (time in Korea).\n\nIf that was you, there is nothing to do.\nIf it was not, reset it "
                     "now:\n\n" +
                     link("/forgot") + "\n"};
  notify(tx, user, user.email, "password-changed", text);
}

void AccountMails::email_changed(db::Tx& tx, const User& user, const std::string& old_address) const {
  const auto language = http::language_of(user.language);
  const std::string when = local_time(clock_.now());
  const Text text =
      korean(language)
          ? Text{"이메일 주소가 바뀌었어요",
                 "계정의 이메일 주소가 " + when +
                     "(한국 시간)에 다른 주소로 바뀌었어요. 앞으로 이 주소로는 메일을 보내지 않아요.\n\n직접 "
                     "바꾸신 "
                     "것이 맞다면 아무것도 하지 않아도 돼요.\n바꾼 적이 없다면 누군가 비밀번호를 알고 "
                     "있어요. 바로 "
                     "로그인해서 비밀번호와 주소를 바꾸고, 안 되면 마켓 운영자에게 알려 주세요.\n\n" +
                     link("/me/password") + "\n"}
          : Text{"Your email address was changed",
                 "The address of your account was changed to another one at " + when +
                     " (time in Korea). Nothing more is sent to this one.\n\nIf that was you, there is "
                     "nothing "
                     "to do.\nIf it was not, somebody knows your password: sign in now, change password and "
                     "address, and if you can't, tell those who run the market.\n\n" +
                     link("/me/password") + "\n"};
  notify(tx, user, old_address, "email-changed", text);
}

void AccountMails::new_device(db::Tx& tx, const User& user, std::string_view user_agent,
                              const std::string& address) const {
  const auto language = http::language_of(user.language);
  const std::string when = local_time(clock_.now());
  const std::string device = device_name(user_agent);
  const std::string from = shown_address(address);
  const Text text =
      korean(language)
          ? Text{"새 기기에서 로그인했어요",
                 "처음 보는 기기에서 로그인했어요.\n\n    언제: " + when + " (한국 시간)\n    기기: " +
                     (device.empty() ? "알 수 없는 프로그램" : device) + "\n    IP 주소: " + from +
                     "\n\n본인이 맞다면 아무것도 하지 않아도 돼요.\n아니라면 여기에서 그 기기를 "
                     "로그아웃시키고\n\n" +
                     link("/me/sessions") + "\n\n비밀번호를 바꿔 주세요.\n\n" + link("/me/password") + "\n"}
          : Text{"A sign-in from a new device",
                 "Somebody signed in to your account from a device that we had not seen before.\n\n    "
                 "When: " +
                     when + " (time in Korea)\n    Device: " +
                     (device.empty() ? "an unknown program" : device) + "\n    IP address: " + from +
                     "\n\nIf that was you, there is nothing to do.\nIf it was not, sign that device out\n\n" +
                     link("/me/sessions") + "\n\nand change your password.\n\n" + link("/me/password") +
                     "\n"};
  notify(tx, user, user.email, "new-device", text);
}

void AccountMails::send(db::Tx& tx, const User& user, const std::string& recipient, std::string_view kind,
                        http::Language language, const Text& text, core::Millis useful_until) const {
  mail_.send(tx, {user.card.id, std::string(kind), recipient,
                  (korean(language) ? "[기린 A+ 북 마켓] " : "[Giraffe A+ Book Market] ") + text.subject,
                  greeting(user, language) + text.body + signature(language), useful_until});
}

void AccountMails::notify(db::Tx& tx, const User& user, const std::string& recipient, std::string_view kind,
                          const Text& text) const {
  if (mail_.wait(tx, recipient, kind, notices_an_hour, 0) > 0) return;
  send(tx, user, recipient, kind, http::language_of(user.language), text, clock_.now() + mail::notice_useful);
}

std::string AccountMails::link(std::string_view page) const {
  return origin_() + "/#" + std::string(page);
}

}  // namespace users
