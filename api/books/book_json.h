// Editions as JSON.
#pragma once

#include "books/book.h"
#include "json/writer.h"

namespace books {

// The object being written next: an element of an array, or with a name a member.
void write_edition(json::Writer& w, const Edition& edition);
void write_edition(json::Writer& w, std::string_view name, const Edition& edition);

}  // namespace books
