#include "app/mail_transport.h"

#include <stdexcept>

#include "app/log.h"
#include "mail/smtp.h"

namespace app {

mail::MailSender::Transport mail_transport(const Config& config) {
  if (!config.smtp_url.empty()) {
    if (config.public_url.empty())
      throw std::runtime_error("smtp_url needs public_url: what links in mails begin with");
    return mail::Smtp({.url = config.smtp_url,
                       .tls = config.smtp_tls,
                       .user = config.smtp_user,
                       .password = config.smtp_password,
                       .from = config.smtp_from,
                       .ca_file = config.smtp_ca_file,
                       .connect_ms = config.smtp_connect_ms,
                       .total_ms = config.smtp_total_ms});
  }
  return [](const mail::Mail& mail, std::string_view, core::Millis, const std::function<bool()>&) {
    log::info(
        "mail",
        {{"to", mail.content.recipient}, {"subject", mail.content.subject}, {"text", mail.content.body}});
    return mail::Attempt{mail::Outcome::sent, ""};
  };
}

// Nothing of its text: there are codes in it.
void report_mail(const mail::Mail& mail, const mail::Attempt& attempt, bool over) {
  const bool sent = attempt.outcome == mail::Outcome::sent;
  log::write(sent ? log::Level::info : log::Level::warning, sent ? "mail sent" : "mail not sent",
             {{"mail", mail.id},
              {"kind", mail.content.kind},
              {"outcome", mail::name(attempt.outcome)},
              {"reason", attempt.reason},
              {"attempt", mail.attempts + 1},
              {"over", over ? "yes" : "no"}});
}

void report_mail_failure(const std::exception& error) {
  log::error("a mail failed", {{"error", error.what()}});
}

}  // namespace app
