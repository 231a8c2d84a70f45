#include "app/check_rules.h"

namespace app {

namespace {

constexpr Rule of_people[] = {
    // People who have left: no password has an empty hash.
    {"people who have left and can still be told",
     "SELECT id FROM users WHERE password_hash = '' AND (username NOT LIKE 'deleted-%' OR email <> username "
     "|| "
     "'@deleted.invalid' OR email_verified_at IS NOT NULL OR major <> '' OR bio <> '' OR display_name <> "
     "'탈퇴한 회원')"},
    {"people who have left and are still signed in, or remembered somewhere",
     "SELECT id FROM users WHERE password_hash = '' AND (id IN (SELECT user_id FROM sessions) OR id IN "
     "(SELECT user_id FROM sign_in_places))"},

    // Sessions.
    {"access tokens without a name, or with scopes that are none",
     "SELECT id FROM sessions WHERE scopes IS NOT NULL AND (name IS NULL OR transport <> 'bearer' OR scopes "
     "NOT "
     "IN ('read', 'write', 'chat', 'read,write', 'read,chat', 'write,chat', 'read,write,chat'))"},
    {"users with more than 20 remembered networks",
     "SELECT user_id FROM sign_in_places GROUP BY user_id HAVING count(*) > 20"},

    // Blocks.
    {"users who have blocked themselves", "SELECT blocker_id FROM blocks WHERE blocker_id = blocked_id"},
    {"open deals between two of whom one has blocked the other",
     "SELECT d.id FROM deals d WHERE d.state IN ('negotiating', 'reserved') AND EXISTS (SELECT 1 FROM blocks "
     "b WHERE (b.blocker_id = d.buyer_id AND b.blocked_id = d.seller_id) OR (b.blocker_id = d.seller_id AND "
     "b.blocked_id = d.buyer_id))"},

    // Mails and what they carry.
    {"users with a campus whose address is not verified",
     "SELECT id FROM users WHERE campus IS NOT NULL AND email_verified_at IS NULL"},
    {"mails that are over and still have their text, or wait and have none",
     "SELECT id FROM mails WHERE (state = 'waiting') <> (body IS NOT NULL)"},
    {"users with a code for an address that is not theirs, or is verified",
     "SELECT u.id FROM email_codes c JOIN users u ON u.id = c.user_id WHERE c.email <> u.email OR "
     "u.email_verified_at IS NOT NULL"},
    {"users with a link to a new password that was sent to an address that is not theirs",
     "SELECT DISTINCT u.id FROM password_resets r JOIN users u ON u.id = r.user_id WHERE r.email <> u.email"},
    {"mails that are to be tried once they are useless",
     "SELECT id FROM mails WHERE state = 'waiting' AND next_at > max(useful_until, created_at)"},

    // Moderation.
    {"posts on hold that can be seen, or are deleted",
     "SELECT h.post_id FROM post_holds h JOIN posts p ON p.id = h.post_id WHERE p.status <> 'hidden' OR "
     "p.deleted_at IS NOT NULL OR h.seller_id <> p.seller_id"},
    {"posts hidden by a suspension of one who is not suspended",
     "SELECT h.post_id FROM post_holds h WHERE h.cause = 'suspension' AND h.seller_id NOT IN (SELECT user_id "
     "FROM suspensions WHERE ended_at IS NULL)"},
    {"posts on sale by one whose suspension is settled",
     "SELECT p.id FROM posts p JOIN suspensions s ON s.user_id = p.seller_id WHERE s.ended_at IS NULL AND "
     "s.settled = 1 AND s.lifted = 0 AND p.status IN ('selling', 'reserved') AND p.deleted_at IS NULL"},
    {"cases whose reporters are not the number of their reports",
     "SELECT c.id FROM report_cases c WHERE c.reporters <> (SELECT count(*) FROM reports r WHERE r.case_id = "
     "c.id) OR c.reporters = 0"},
    {"cases that are decided without a time, or undecided with one",
     "SELECT id FROM report_cases WHERE (state = 'open') <> (resolved_at IS NULL)"},
    {"reports by the one who is reported",
     "SELECT r.id FROM reports r JOIN report_cases c ON c.id = r.case_id WHERE r.reporter_id = c.owner_id"},
    {"open appeals against what has ended",
     "SELECT a.id FROM appeals a JOIN suspensions s ON s.id = a.suspension_id WHERE a.state = 'open' AND "
     "s.ended_at IS NOT NULL"},
    {"appeals by another than the one it is about",
     "SELECT a.id FROM appeals a LEFT JOIN suspensions s ON s.id = a.suspension_id LEFT JOIN posts p ON p.id "
     "= "
     "a.post_id WHERE a.user_id <> coalesce(s.user_id, p.seller_id)"},
    {"open appeals about posts that nobody keeps hidden",
     "SELECT a.id FROM appeals a JOIN posts p ON p.id = a.post_id WHERE a.state = 'open' AND p.deleted_at IS "
     "NULL "
     "AND p.id NOT IN (SELECT post_id FROM post_holds WHERE cause <> 'suspension')"},
    {"acts that are taken back by an entry from before them, or that can't be",
     "SELECT l.id FROM audit_log l LEFT JOIN audit_log o ON o.id = l.subject_id WHERE l.subject_kind = "
     "'audit' "
     "AND (o.id IS NULL OR o.id >= l.id)"},
    {"acts that are taken back more than once",
     "SELECT subject_id FROM audit_log WHERE subject_kind = 'audit' GROUP BY subject_id HAVING count(*) > 1"},
    {"entries that take an act back and are not about one, or the other way round",
     "SELECT id FROM audit_log WHERE (action = 'audit.undo') <> (subject_kind = 'audit')"},
    {"entries from which nobody could tell how to take them back",
     "SELECT id FROM audit_log WHERE undo IS NOT NULL AND NOT json_valid(undo)"},
    {"gaps in the audit log",
     "SELECT max(id) FROM audit_log HAVING count(*) > 0 AND (count(*) <> max(id) OR min(id) <> 1)"},
    {"cases about what does not exist",
     "SELECT c.id FROM report_cases c WHERE CASE c.kind WHEN 'user' THEN c.subject_id NOT IN (SELECT id FROM "
     "users) WHEN 'post' THEN c.subject_id NOT IN (SELECT id FROM posts) ELSE c.subject_id NOT IN (SELECT id "
     "FROM messages) END"},
};

}  // namespace

std::span<const Rule> people_rules() {
  return of_people;
}

}  // namespace app
