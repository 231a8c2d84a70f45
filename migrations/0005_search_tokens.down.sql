DROP TABLE post_index;
CREATE VIRTUAL TABLE post_index USING fts5 (
  grams, initials, words,
  content = '', columnsize = 0, prefix = '1', tokenize = 'unicode61 remove_diacritics 0'
);
DELETE FROM post_index_version;
