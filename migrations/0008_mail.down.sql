DROP TABLE known_devices;
DROP TABLE password_resets;
DROP TABLE email_codes;
DROP TABLE mails;
ALTER TABLE users DROP COLUMN language;
ALTER TABLE users DROP COLUMN campus;
