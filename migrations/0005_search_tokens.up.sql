-- One column of words, each of which tells by itself what it is (api/search/index_tokens.h), and no positions: smaller,
-- and two words that are everywhere are soon compared. The tokenizer that knows no Unicode takes all as they are.
DROP TABLE post_index;
CREATE VIRTUAL TABLE post_index USING fts5 (
  tokens,
  content = '', columnsize = 0, detail = none, tokenize = "ascii tokenchars '+#'"
);
-- A rare word is looked up in common ones' lists page by page, each read as a whole: small pages are soon read.
INSERT INTO post_index (post_index, rank) VALUES ('pgsz', 1024);
DELETE FROM post_index_version;
