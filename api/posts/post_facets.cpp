#include "posts/post_facets.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "posts/post_query.h"
#include "posts/post_search.h"
#include "search/name_key.h"

namespace posts {

namespace {

struct Hash : std::hash<std::string_view> {
  using is_transparent = void;
};

// Majors, or courses, by how they are written.
class Spellings {
 public:
  void add(std::string_view text, std::string_view key, core::Millis at) {
    auto known = spellings_.find(text);
    if (known == spellings_.end()) known = spellings_.emplace(text, Spelling{std::string(key), 0, 0}).first;
    ++known->second.count;
    known->second.newest = std::max(known->second.newest, at);
  }

  std::vector<FacetValue> values(const std::optional<std::string>& chosen) const {
    std::map<std::string_view, Name> names;
    for (const auto& [text, spelling] : spellings_) {
      Name& name = names[spelling.key];
      name.count += spelling.count;
      name.commonest =
          std::max(name.commonest, std::tuple(spelling.count, spelling.newest, std::string_view(text)));
    }
    std::vector<std::pair<std::string_view, Name>> sorted(names.begin(), names.end());
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
      return std::pair(-a.second.count, a.first) < std::pair(-b.second.count, b.first);
    });
    if (sorted.size() > max_facet_values) {
      const auto end = sorted.begin() + max_facet_values;
      const auto key = chosen ? search::name_key(*chosen) : std::string();
      const auto left_out =
          std::find_if(end, sorted.end(), [&](const auto& name) { return name.first == key; });
      if (left_out != sorted.end()) *(end - 1) = *left_out;
      sorted.erase(end, sorted.end());
    }
    std::vector<FacetValue> out;
    for (const auto& [key, name] : sorted) {
      out.push_back({std::string(std::get<std::string_view>(name.commonest)), name.count});
    }
    return out;
  }

 private:
  struct Spelling {
    std::string key;
    std::int64_t count = 0;
    core::Millis newest = 0;
  };
  struct Name {
    std::int64_t count = 0;
    std::tuple<std::int64_t, core::Millis, std::string_view> commonest;
  };
  std::unordered_map<std::string, Spelling, Hash, std::equal_to<>> spellings_;
};

// What one filter finds.
struct Tally {
  std::int64_t total = 0;
  bool complete = true;
  std::map<std::string, std::int64_t, std::less<>> conditions;
  Spellings majors;
  Spellings courses;

  // `first`: the column with which counted_columns begin.
  void add(const db::Rows& row, int first) {
    ++total;
    const std::string_view condition = row.view(first);
    const auto known = conditions.find(condition);
    if (known == conditions.end()) {
      conditions.emplace(condition, 1);
    } else {
      ++known->second;
    }
    const core::Millis at = row.integer(first + 5);
    if (!row.null(first + 2)) majors.add(row.view(first + 1), row.view(first + 2), at);
    if (!row.null(first + 4)) courses.add(row.view(first + 3), row.view(first + 4), at);
  }
};

Tally tally_found(db::Tx& tx, const Filter& filter, core::UserId viewer) {
  static const std::string one_post =
      "SELECT " + std::string(counted_columns) + " FROM posts AS p WHERE p.id = $1";
  Tally tally;
  const Found found = find_posts(tx, filter, viewer);
  tally.complete = found.complete;
  for (const core::PostId id : found.posts) {
    auto row = tx.query(one_post, id);
    if (row.next()) tally.add(row, 0);
  }
  return tally;
}

Tally tally(db::Tx& tx, const Filter& filter, core::UserId viewer) {
  if (filter.query) return tally_found(tx, filter, viewer);
  const ListQuery query = newest_query(filter, counted_columns, max_counted + 1, viewer);
  Tally tally;
  auto rows = tx.query_with(query.sql, query.values);
  for (std::int64_t seen = 0; rows.next(); ++seen) {
    tally.complete = seen < max_counted;
    if (tally.complete && rows.boolean(0)) tally.add(rows, 1);
  }
  return tally;
}

Facet condition_facet(const Tally& tally) {
  Facet facet{{}, tally.complete};
  for (const auto condition : conditions) {
    const auto known = tally.conditions.find(condition);
    facet.values.push_back({std::string(condition), known == tally.conditions.end() ? 0 : known->second});
  }
  return facet;
}

}  // namespace

Facets count_facets(db::Tx& tx, const Filter& filter, core::UserId viewer) {
  const Tally all = tally(tx, filter, viewer);
  const auto facet = [&](bool chosen, const auto& leave_out, const auto& facet_of) {
    if (!chosen) return facet_of(all);
    Filter wider = filter;
    leave_out(wider);
    return facet_of(tally(tx, wider, viewer));
  };
  Facets out{all.total, all.complete, {}, {}, {}, same_for_all(filter)};
  out.condition = facet(
      !filter.conditions.empty(), [](Filter& f) { f.conditions.clear(); }, condition_facet);
  out.major = facet(
      filter.major.has_value(), [](Filter& f) { f.major.reset(); },
      [&](const Tally& t) {
        return Facet{t.majors.values(filter.major), t.complete};
      });
  out.course = facet(
      filter.course.has_value(), [](Filter& f) { f.course.reset(); },
      [&](const Tally& t) {
        return Facet{t.courses.values(filter.course), t.complete};
      });
  return out;
}

}  // namespace posts
