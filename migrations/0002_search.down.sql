DROP TABLE post_index;
DROP TABLE post_index_version;
