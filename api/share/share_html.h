// A post as a page of its own, for whom its link was sent to and for the programs that preview links.
#pragma once

#include <string>

#include "core/error.h"
#include "http/language.h"
#include "posts/post.h"

namespace share {

// `address` is the market's, without a slash at the end.
std::string post_page(const posts::Post& post, const std::string& address, http::Language language);

// What went wrong, in one sentence. The same for a post that never was, is deleted or hidden.
std::string error_page(const core::Error& error, http::Language language);

}  // namespace share
