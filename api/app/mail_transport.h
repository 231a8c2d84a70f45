// How mails leave this program, and what its log says of them.
#pragma once

#include <exception>

#include "app/config.h"
#include "mail/mail_sender.h"

namespace app {

// The server of the settings, or the log where there is none. Throws std::runtime_error with a sentence for
// settings that do not fit together.
mail::MailSender::Transport mail_transport(const Config& config);

void report_mail(const mail::Mail& mail, const mail::Attempt& attempt, bool over);
void report_mail_failure(const std::exception& error);

}  // namespace app
