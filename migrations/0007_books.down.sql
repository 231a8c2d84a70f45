DROP INDEX deals_completed;
DROP INDEX posts_sold_by_book;
DROP INDEX posts_on_sale_by_book;
DROP INDEX posts_by_book;
ALTER TABLE posts DROP COLUMN book_key;
