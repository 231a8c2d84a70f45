// Keyset pages: a limit and an opaque cursor that says after which row to go on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace core {

constexpr int default_page_limit = 20;
constexpr int max_page_limit = 100;

// The sort key and the id of the last row shown. `order` names the sort the cursor was made for, so that it
// can't be carried over to another one.
struct PageKey {
  std::string order;
  std::int64_t key = 0;
  std::int64_t id = 0;
};

std::string encode_cursor(const PageKey& key);
// Nothing when `cursor` is not one of ours for that `order`.
std::optional<PageKey> decode_cursor(std::string_view cursor, std::string_view order);

struct Page {
  int limit = default_page_limit;  // 1 to max_page_limit
  std::optional<PageKey> after;
};

}  // namespace core
