// Text typed with the keyboard on the other layout (두벌식, KS X 5002, and QWERTY).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace search {

// What may have been meant, the likeliest first: "alwjrqns" and "ALWJRQNS" (with Caps Lock) → "미적분",
// "선형 eotn" → "선형 대수", "ㅊ미쳐ㅣㅕㄴ" → "calculus". Nothing when it makes no words on the other layout
// either.
std::vector<std::string> on_the_other_layout(std::string_view typed);

}  // namespace search
