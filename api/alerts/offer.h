// A post as saved searches are held against it, by the rules of GET /posts.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "alerts/alert.h"
#include "posts/post.h"
#include "posts/post_match.h"
#include "search/filing.h"

namespace alerts {

class Offer {
 public:
  // Of a post that is on sale; `draft` must outlive this.
  explicit Offer(const posts::Draft& draft);

  // One of them is the token of each search that it meets.
  search::Tokens tokens();

  bool meets(const Conditions& conditions);

 private:
  // Many want the same words.
  bool has_words(const std::string& q);

  const posts::Draft& draft_;
  const std::optional<std::string> major_key_;
  const std::optional<std::string> course_key_;
  posts::SearchedTexts texts_;
  std::unordered_map<std::string, bool> has_words_;
};

}  // namespace alerts
