#include "mail/mail_store.h"

namespace mail {

namespace {
constexpr std::int64_t forgotten_at_once = 500;
}  // namespace

void MailStore::insert(db::Tx& tx, const NewMail& mail, core::Millis now) const {
  tx.run(
      "INSERT INTO mails (user_id, kind, recipient, subject, body, next_at, useful_until, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $6)",
      mail.user, mail.kind, mail.recipient, mail.subject, mail.body, now, mail.useful_until);
}

std::int64_t MailStore::waiting(db::Tx& tx) const {
  return db::first_integer(tx.query("SELECT count(*) FROM mails WHERE state = 'waiting'"));
}

MailStore::Sent MailStore::between(db::Tx& tx, std::string_view recipient, std::string_view kind,
                                   core::Millis since, core::Millis until) const {
  auto rows = tx.query(
      "SELECT count(*), min(created_at), max(created_at) FROM mails "
      "WHERE recipient = $1 AND kind = $2 AND created_at > $3 AND created_at <= $4",
      recipient, kind, since, until);
  rows.next();
  return {rows.integer(0), rows.integer(1), rows.integer(2)};
}

std::optional<Mail> MailStore::due(db::Tx& tx, core::Millis now) const {
  auto rows = tx.query(
      "SELECT id, user_id, kind, recipient, subject, body, useful_until, attempts, created_at FROM mails "
      "WHERE state = 'waiting' AND next_at <= $1 ORDER BY next_at, id LIMIT 1",
      now);
  if (!rows.next()) return std::nullopt;
  Mail mail;
  mail.id = rows.integer(0);
  mail.content = {rows.id<core::UserId>(1), rows.text(2), rows.text(3), rows.text(4), rows.text(5),
                  rows.integer(6)};
  mail.attempts = rows.integer(7);
  mail.created_at = rows.integer(8);
  return mail;
}

std::optional<core::Millis> MailStore::next(db::Tx& tx) const {
  auto rows = tx.query("SELECT min(next_at) FROM mails WHERE state = 'waiting'");
  rows.next();
  return rows.optional_integer(0);
}

void MailStore::put_off(db::Tx& tx, std::int64_t id, core::Millis next_at) const {
  tx.run("UPDATE mails SET attempts = attempts + 1, next_at = $2 WHERE id = $1 AND state = 'waiting'", id,
         next_at);
}

void MailStore::close(db::Tx& tx, std::int64_t id, bool sent, core::Millis now) const {
  tx.run(
      "UPDATE mails SET state = CASE WHEN $2 THEN 'sent' ELSE 'dropped' END, body = NULL, next_at = $3 "
      "WHERE id = $1",
      id, sent, now);
}

void MailStore::withdraw(db::Tx& tx, core::UserId user, std::string_view kind, core::Millis now) const {
  tx.run(
      "UPDATE mails SET state = 'dropped', body = NULL, next_at = $3 "
      "WHERE user_id = $1 AND kind = $2 AND state = 'waiting'",
      user, kind, now);
}

std::vector<MailStore::Written> MailStore::of_user(db::Tx& tx, core::UserId user, core::Millis since) const {
  std::vector<Written> out;
  auto rows = tx.query("SELECT recipient, kind, created_at FROM mails WHERE user_id = $1 AND created_at > $2",
                       user, since);
  while (rows.next()) out.push_back({rows.text(0), rows.text(1), rows.integer(2)});
  return out;
}

void MailStore::remove_for_user(db::Tx& tx, core::UserId user) const {
  tx.run("DELETE FROM mails WHERE user_id = $1", user);
}

std::int64_t MailStore::forget(db::Tx& tx, core::Millis before) const {
  return tx.run(
      "DELETE FROM mails WHERE id IN "
      "(SELECT id FROM mails WHERE state IN ('sent', 'dropped') AND next_at < $1 LIMIT $2)",
      before, forgotten_at_once);
}

}  // namespace mail
