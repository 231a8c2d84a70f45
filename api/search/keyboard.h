// Text typed with the keyboard on the other layout (두벌식, KS X 5002, and QWERTY).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace search {

// "alwjrqns" → "미적분", and "ㅊ미쳐ㅣㅕㄴ" → "calculus". Nothing when it makes no words on the other layout
// either.
std::optional<std::string> on_the_other_layout(std::string_view text);

}  // namespace search
