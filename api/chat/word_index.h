// Many words looked for in a text at once: in one pass over it, whatever their number.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chat {

class WordIndex {
 public:
  // Of at least three bytes each, as one syllable has.
  explicit WordIndex(std::vector<std::string> words) {
    for (auto& word : words) words_[place(word)].push_back(std::move(word));
  }

  // Whether `fits(at, word)` holds for one of the words where it stands in the text.
  template <class Fits>
  bool any(std::string_view text, Fits fits) const {
    for (std::size_t at = 0; at + shortest <= text.size(); ++at) {
      const std::string_view rest = text.substr(at);
      for (const std::string& word : words_[place(rest)]) {
        if (rest.starts_with(word) && fits(at, word)) return true;
      }
    }
    return false;
  }

 private:
  static constexpr std::size_t shortest = 3;
  static constexpr std::size_t places = 256;

  // By the first three bytes.
  static std::size_t place(std::string_view word) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(word[i]); };
    return (byte(0) + byte(1) * 11U + byte(2) * 3U) % places;
  }

  std::array<std::vector<std::string>, places> words_;
};

}  // namespace chat
