// Which posts offer the same edition of a book.
#pragma once

#include <string>

#include "db/database.h"
#include "posts/post.h"

namespace posts {

// The ISBN, or else the title and the author by search::name_key: spaces, case and form don't matter. Stored
// in posts.book_key; whoever changes what it gives raises search::index_version, so that all are written
// anew.
std::string book_key(const Book& book);

// Writes the keys of all posts, deleted ones too: what they were sold for still counts.
void write_book_keys(db::Database& database);

}  // namespace posts
