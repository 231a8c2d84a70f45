// Text on its way into HTML or XML.
#pragma once

#include <string>
#include <string_view>

namespace core {

// For text and for attributes in either quotes: & < > " and ' become references, and what XML 1.0 has no way
// to write (controls but for tab and line breaks, U+FFFE and U+FFFF) is left out. `text` is valid UTF-8.
std::string escaped(std::string_view text);

}  // namespace core
