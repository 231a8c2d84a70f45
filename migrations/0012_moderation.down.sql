DROP INDEX users_by_time;
DROP TABLE audit_log;
DROP TABLE appeals;
DROP TABLE account_notices;
DROP TABLE reports;
DROP TABLE report_cases;
DROP VIEW traded_posts;
-- Without holds a post is what its deals know it as. What a moderator hid, and no deal needs, stays hidden.
UPDATE posts SET status = (SELECT was FROM post_holds WHERE post_id = posts.id)
  WHERE id IN (SELECT post_id FROM post_holds WHERE cause <> 'moderator' OR was <> 'selling') OR (status = 'hidden'
  AND deal_count > 0);
DELETE FROM post_index_version;
DROP TABLE post_holds;
DROP TABLE suspensions;
