// An edition of a book as this market has seen it: all posts that offer it, and what it was sold for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"

namespace books {

// An edition with more is counted up to here, its latest or cheapest, so that no book is slow to look up.
constexpr int max_on_sale = 10'000;
constexpr int max_sales = 1000;
// So many of the newest posts say what it is called.
constexpr int max_voters = 50;

struct Sale {
  std::int64_t price = 0;  // as agreed, in won
  core::Millis at = 0;
};

struct Quartiles {
  std::int64_t lower = 0;
  std::int64_t median = 0;
  std::int64_t upper = 0;

  friend bool operator==(const Quartiles&, const Quartiles&) = default;
};

// Interpolated between the two prices next to each (R's type 7, as spreadsheets do), rounded to the nearest
// won, half up. In any order; nothing for none.
std::optional<Quartiles> quartiles(std::vector<std::int64_t> prices);

struct Edition {
  std::optional<std::string> isbn;  // of 13 digits; nothing when its posts name none
  std::string title;
  std::optional<std::string> author;
  std::optional<std::string> publisher;
  std::int64_t on_sale = 0;
  std::optional<std::int64_t> lowest_price;
  std::vector<Sale> sales;  // the latest first
};

// What most say, in the spelling most of them use; of equals, the newer. Spellings that differ in spaces,
// case or form alone say the same. `said` is the newest first; nothing for none.
std::optional<std::string> most_said(const std::vector<std::string>& said);

}  // namespace books
