-- What posts are found by (api/search/search_store.h). It keeps no copy of the texts, only where they are.
-- The first character of each word has an index of its own, since people begin with one.
CREATE VIRTUAL TABLE post_index USING fts5 (
  grams, initials, words,
  content = '', columnsize = 0, prefix = '1', tokenize = 'unicode61 remove_diacritics 0'
);

-- Of the program that wrote the index (search::index_version): one row, or none while it is being made.
CREATE TABLE post_index_version (
  version INTEGER NOT NULL
) STRICT;
