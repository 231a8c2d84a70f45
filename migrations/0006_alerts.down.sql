DROP TABLE alert_tickets;
DROP TABLE alert_queue;
DROP TABLE alert_matches;
DROP TABLE alerts;
