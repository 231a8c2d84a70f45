-- Which posts offer the same edition of a book (posts::book_key): its ISBN, or else its title and author however they
-- are written. SQL can't make the keys: the program does, when it starts and finds no version of the index.
ALTER TABLE posts ADD COLUMN book_key TEXT NOT NULL DEFAULT '';
DELETE FROM post_index_version;

-- What an edition is called, what it costs now, and what it went for: each reads the first few of its key. Those for
-- counting hold every column that is asked for, even those of their WHERE, or SQLite would read the rows, too.
CREATE INDEX posts_by_book ON posts (book_key, id DESC) WHERE status <> 'hidden' AND deleted_at IS NULL;
CREATE INDEX posts_on_sale_by_book ON posts (book_key, price, id, status, deleted_at)
  WHERE status = 'selling' AND deleted_at IS NULL;
CREATE INDEX posts_sold_by_book ON posts (book_key, sold_at DESC, id DESC, status) WHERE status = 'sold';
CREATE INDEX deals_completed ON deals (post_id, price, state) WHERE state = 'completed';
