// In which of the market's two languages a request would like to be answered.
#pragma once

#include <string_view>

#include "http/request.h"

namespace http {

enum class Language { korean, english };

// By Accept-Language (RFC 9110, 12.5.4): the one that is liked better, the first of two liked the same.
// Korean when it names neither. What is made by this carries `Vary: Accept-Language`.
Language preferred_language(const Request& request);

// "ko" or "en", and back; Korean for anything else.
std::string_view tag(Language language);
Language language_of(std::string_view tag);

}  // namespace http
