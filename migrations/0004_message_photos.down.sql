DROP INDEX messages_by_photo;
