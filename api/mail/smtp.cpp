#include "mail/smtp.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <memory>
#include <stdexcept>

#include "core/number.h"
#include "mail/message.h"

namespace mail {

namespace {

// What goes on in one transfer.
struct Dialogue {
  std::string_view unsent;
  const std::function<bool()>& stopping;
  std::string command{};   // the verb we said last
  std::int64_t reply = 0;  // and what was answered to it: 250, 550
  bool over = false;
};

std::size_t read_message(char* buffer, std::size_t size, std::size_t count, void* data) {
  auto& unsent = static_cast<Dialogue*>(data)->unsent;
  const std::size_t length = std::min(size * count, unsent.size());
  std::memcpy(buffer, unsent.data(), length);
  unsent.remove_prefix(length);
  return length;
}

// Non-zero ends the transfer.
int on_progress(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Dialogue*>(data)->stopping() ? 1 : 0;
}

constexpr std::string_view verbs[] = {"EHLO", "HELO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA"};

// Keeps nothing of a line but a verb that is known: others may be the password, which AUTH has asked for. The
// goodbye, which curl says by itself after a refusal, counts for nothing.
int on_debug(CURL*, curl_infotype type, char* text, std::size_t length, void* data) {
  auto& dialogue = *static_cast<Dialogue*>(data);
  const std::string_view line(text, length);
  if (type == CURLINFO_HEADER_OUT) {
    const std::string_view verb = line.substr(0, line.find_first_of(" \r\n"));
    dialogue.over = verb == "QUIT";
    if (dialogue.over) return 0;
    if (std::find(std::begin(verbs), std::end(verbs), verb) != std::end(verbs)) dialogue.command = verb;
    dialogue.reply = 0;
  } else if (type == CURLINFO_HEADER_IN && !dialogue.over) {
    dialogue.reply = core::whole_number(line.substr(0, 3)).value_or(0);
  }
  return 0;
}

// Before the first transfer, and once: curl's own initialisation is not for several threads.
void init_curl() {
  static const CURLcode result = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (result != CURLE_OK) throw std::runtime_error("libcurl can't be used");
}

bool implicit_tls(const SmtpSettings& settings) {
  return settings.url.starts_with("smtps://");
}

long tls_level(const SmtpSettings& settings) {
  if (settings.tls == "off") return CURLUSESSL_NONE;
  return settings.tls == "opportunistic" ? CURLUSESSL_TRY : CURLUSESSL_ALL;
}

Attempt judge(CURLcode result, const Dialogue& dialogue) {
  if (result == CURLE_OK) return {Outcome::sent, ""};
  const std::string& command = dialogue.command;
  const std::int64_t code = dialogue.reply;
  std::string reason = curl_easy_strerror(result);
  if (code >= 400) reason += ", " + std::to_string(code) + " to " + (command.empty() ? "-" : command);
  // Only of these it is this mail that is not wanted; of the others, anything from this market.
  const bool of_mail = command == "RCPT" || command == "DATA";
  if (!of_mail || code < 400 || result == CURLE_OPERATION_TIMEDOUT) {
    return {Outcome::unreachable, std::move(reason)};
  }
  return {code < 500 ? Outcome::later : Outcome::refused, std::move(reason)};
}

}  // namespace

Smtp::Smtp(SmtpSettings settings) : settings_(std::move(settings)) {
  const auto refuse = [](const char* sentence) { throw std::runtime_error(sentence); };
  const auto host = settings_.url.find("://") + 3;
  if ((!settings_.url.starts_with("smtp://") && !implicit_tls(settings_)) || host >= settings_.url.size() ||
      settings_.url.find_first_of("/?#@ ", host) != std::string::npos) {
    refuse("the setting smtp_url has to be smtp://host:port or smtps://host:port");
  }
  if (!is_address(settings_.from)) refuse("the setting smtp_from has to be an e-mail address");
  if (settings_.tls != "required" && settings_.tls != "opportunistic" && settings_.tls != "off") {
    refuse("the setting smtp_tls has to be required, opportunistic or off");
  }
  if (!settings_.user.empty() && settings_.tls != "required" && !implicit_tls(settings_)) {
    refuse("with smtp_user the setting smtp_tls has to be required: the password would be read on its way");
  }
  init_curl();
}

Attempt Smtp::operator()(const Mail& mail, std::string_view id, core::Millis now,
                         const std::function<bool()>& stopping) const {
  const std::string text = message(mail.content, settings_.from, id, now);
  Dialogue dialogue{text, stopping};
  const std::unique_ptr<CURL, void (*)(CURL*)> transfer(curl_easy_init(), curl_easy_cleanup);
  const std::unique_ptr<curl_slist, void (*)(curl_slist*)> recipients(
      curl_slist_append(nullptr, ("<" + mail.content.recipient + ">").c_str()), curl_slist_free_all);
  if (!transfer || !recipients) throw std::bad_alloc();
  CURL* const curl = transfer.get();

  // The path is the name that curl introduces itself by.
  const std::string url = settings_.url + "/" + std::string(domain_of(settings_.from));
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl, CURLOPT_PROXY, "");  // whatever the environment names is one for HTTP
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings_.connect_ms));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(settings_.total_ms));
  // The goodbye has a time of its own, which would otherwise be two minutes.
  curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT,
                   static_cast<long>(std::max<core::Millis>(1, settings_.total_ms / core::second)));
  curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
  curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);  // a resolver that hangs is not waited for

  if (!implicit_tls(settings_)) curl_easy_setopt(curl, CURLOPT_USE_SSL, tls_level(settings_));
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!settings_.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, settings_.ca_file.c_str());
  if (!implicit_tls(settings_) && settings_.tls == "opportunistic") {
    // Against who only listens: whoever could show a wrong certificate could as well hide STARTTLS.
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
  }
  if (!settings_.user.empty()) {
    curl_easy_setopt(curl, CURLOPT_USERNAME, settings_.user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, settings_.password.c_str());
  }

  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, ("<" + settings_.from + ">").c_str());
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_message);
  curl_easy_setopt(curl, CURLOPT_READDATA, &dialogue);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &dialogue);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, on_debug);
  curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &dialogue);
  curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);

  const CURLcode result = curl_easy_perform(curl);
  return judge(result, dialogue);
}

}  // namespace mail
