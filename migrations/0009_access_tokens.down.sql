DROP TABLE sign_in_places;
-- Without its scopes a token would be a session that may everything.
DELETE FROM sessions WHERE scopes IS NOT NULL;
ALTER TABLE sessions DROP COLUMN last_address;
ALTER TABLE sessions DROP COLUMN scopes;
