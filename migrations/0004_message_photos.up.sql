-- Removing a photo asks whether a message refers to it: without this, by reading every message there is.
CREATE INDEX messages_by_photo ON messages (photo_id) WHERE photo_id IS NOT NULL;
