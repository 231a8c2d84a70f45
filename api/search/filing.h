// Searches filed so that a text leads to those that may find it, however many there are: each under one
// token, of which every text that it finds has the same. One look-up for each token of a text then gives the
// candidates; a few too many, never one too few. search::find has the last word.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "search/query.h"

namespace search {

struct Filing {
  std::string token;
  int rarity = 0;  // 0: nearly every text has it, to 9: hardly any does
};

// Of a term's beginning, in a form that stays the same while the last syllable is being typed. A term that is
// not empty.
Filing filing(const Term& term);

using Tokens = std::unordered_set<std::string>;

// Whatever a term that occurs in the text (find) may be filed under.
void add_tokens(Tokens& tokens, const std::vector<Unit>& text);

}  // namespace search
