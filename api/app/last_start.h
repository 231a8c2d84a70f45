// Whether the database is still the one that was served last. Somebody who brings a copy back by hand puts an
// older one in its place: apps would go on at their places in event streams that are other ones now, and
// numbers that were given out would be given to something else.
//
// So each start leaves a new word in the database and in the file `last-start` beside it. A copy has an older
// word; a snapshot, which may be younger than the start, has one that says what it is
// (snapshots::mark_as_copy).
#pragma once

#include <string>

#include "db/database.h"

namespace app {

// Notes this start. Where the database is another one, event streams are begun anew (meta.epoch) and numbers
// go on behind all that were given out (snapshots::skip_numbers): what a move to another directory costs as
// well.
void note_start(db::Database& database, const std::string& data_dir);

// The database's word.
std::string start_word(db::Database& database);

}  // namespace app
