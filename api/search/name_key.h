// Names of majors and courses, which people write in several ways: 전산 학과 and 전산학과 are one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace search {

// The same for names that differ in spaces, case, punctuation, accents or form (NFD, width) alone. Stored
// beside the names: whoever changes what it gives raises index_version, so that all are written anew.
std::string name_key(std::string_view name);
// Nothing for nothing.
std::optional<std::string> optional_name_key(const std::optional<std::string>& name);

}  // namespace search
