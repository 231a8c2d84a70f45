// The rows that the answers are made of, by the market's own SQL (posts/post_query, users/user_store).
import { blake2b } from '@noble/hashes/blake2.js';
import Database from 'better-sqlite3';

const MOST_SESSIONS = 100_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export const time = (ms) => (ms === null ? null : new Date(ms).toISOString());

export function refusal(statusCode, code) {
  return Object.assign(new Error(code), { statusCode, code });
}

const CARD =
  'u.id, u.username, u.display_name, u.major, u.email_verified_at IS NOT NULL, u.rating_sum, u.rating_count, u.campus';

const POST = `SELECT p.id, p.status, p.title, p.book_title, p.book_author, p.book_publisher, p.book_edition,
  p.book_isbn, p.price, p.condition, p.condition_flags, p.place, p.description, p.major, p.course_name,
  p.course_professor, p.favorite_count, p.view_count, p.deal_count, p.version, p.created_at, p.updated_at,
  p.bumped_at, p.sold_at, EXISTS (SELECT 1 FROM favorites AS f WHERE f.post_id = p.id AND f.user_id = $viewer),
  (SELECT count(*) FROM photos WHERE post_id = p.id), cover.id, cover.width, cover.height, ${CARD}
  FROM posts AS p JOIN users AS u ON u.id = p.seller_id
  LEFT JOIN photos AS cover ON cover.post_id = p.id AND cover.position = 0 `;

const BLOCKED = `SELECT blocked_id FROM blocks WHERE blocker_id = $viewer
  UNION ALL SELECT blocker_id FROM blocks WHERE blocked_id = $viewer`;

const ORDERS = {
  newest: { column: 'p.bumped_at', direction: 'DESC', before: '<', key: 22 },
  price_asc: { column: 'p.price', direction: 'ASC', before: '>', key: 8 },
  price_desc: { column: 'p.price', direction: 'DESC', before: '<', key: 8 },
};

const STATUSES = new Set(['selling', 'reserved', 'sold']);

const ratingOf = (sum, count) => ({ average: count ? Math.round((100 * sum) / count) / 100 : null, count });

const photoOf = (id, width, height) => ({
  id,
  width,
  height,
  urls: { thumb: `/photos/${id}/thumb`, card: `/photos/${id}/card`, full: `/photos/${id}/full` },
});

const cardOf = (row, at) => ({
  username: row[at + 1],
  display_name: row[at + 2],
  major: row[at + 3],
  email_verified: row[at + 4] === 1,
  campus: row[at + 7],
  rating: ratingOf(row[at + 5], row[at + 6]),
});

// As the search keys of majors are made, of what needs no folding: without spaces.
const keyOf = (name) => name.normalize('NFC').replace(/\s/g, '').toLowerCase();

function commonOf(row, viewer) {
  return {
    id: row[0],
    status: row[1],
    title: row[2],
    book: { title: row[3], author: row[4], publisher: row[5], edition: row[6], isbn: row[7] },
    price: row[8],
    condition: row[9],
    condition_flags: row[10] === '' ? [] : row[10].split(','),
    place: row[11],
    major: row[13],
    course: row[14] === null ? null : { name: row[14], professor: row[15] },
    seller: cardOf(row, 29),
    favorite_count: row[16],
    favorited: row[24] === 1,
    deal_count: row[18],
    created_at: time(row[20]),
    updated_at: time(row[21]),
    bumped_at: time(row[22]),
    sold_at: time(row[23]),
    mine: row[29] === viewer,
  };
}

export class Store {
  #statements = new Map();
  #sessions = new Map();
  #names = new Map();

  constructor(file) {
    this.database = new Database(file, { fileMustExist: true });
    // As the market sets them (db/sqlite_connection), but for the mapping: it costs nothing without cell_size_check.
    for (const setting of [
      'journal_mode = WAL',
      'synchronous = FULL',
      'foreign_keys = ON',
      'temp_store = MEMORY',
      'cache_size = -32768',
      'mmap_size = 1073741824',
    ]) {
      this.database.pragma(setting);
    }
  }

  #rows(sql) {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.database.prepare(sql).raw();
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Whose token it is, looked up once. */
  userOf(token) {
    const known = this.#sessions.get(token);
    if (known !== undefined && known.until > Date.now()) return known.user;
    const row = this.#rows('SELECT user_id, expires_at FROM sessions WHERE token_hash = ?').get(
      Buffer.from(blake2b(Buffer.from(token), { dkLen: 32 })),
    );
    if (row === undefined || row[1] <= Date.now()) throw refusal(401, 'not-signed-in');
    if (this.#sessions.size >= MOST_SESSIONS) this.#sessions.clear();
    this.#sessions.set(token, { user: row[0], until: row[1] });
    return row[0];
  }

  nameOf(user) {
    let name = this.#names.get(user);
    if (name === undefined) {
      [name] = this.#rows('SELECT username FROM users WHERE id = ?').get(user);
      this.#names.set(user, name);
    }
    return name;
  }

  blocked(one, other) {
    return (
      this.#rows(
        `SELECT 1 FROM blocks WHERE blocker_id = $one AND blocked_id = $other
         UNION ALL SELECT 1 FROM blocks WHERE blocker_id = $other AND blocked_id = $one`,
      ).get({ one, other }) !== undefined
    );
  }

  list(query, viewer) {
    const values = { viewer };
    const statuses = query.status?.split(',') ?? ['selling', 'reserved'];
    if (!statuses.every((one) => STATUSES.has(one))) throw refusal(400, 'invalid-query');
    const conditions = [
      'p.deleted_at IS NULL',
      "p.status IN ('selling', 'reserved')",
      ...(statuses.length === 1 ? [`+p.status = '${statuses[0]}'`] : []),
    ];
    if (query.major !== undefined) {
      conditions.push('p.major_key = $major');
      values.major = keyOf(query.major);
    }
    if (viewer !== 0 && this.#rows(`SELECT 1 FROM (${BLOCKED}) LIMIT 1`).get({ viewer })) {
      conditions.push(`p.seller_id NOT IN (${BLOCKED})`);
    }
    const sort = query.sort ?? 'newest';
    const { column, direction, before, key } = ORDERS[sort];
    if (query.cursor !== undefined) {
      const [order, last, id] = Buffer.from(query.cursor, 'base64url').toString().split(',');
      if (order !== sort) throw refusal(400, 'invalid-query');
      conditions.push(`(${column}, p.id) ${before} ($key, $id)`);
      Object.assign(values, { key: Number(last), id: Number(id) });
    }
    const limit = Number(query.limit ?? 20);
    const rows = this.#rows(
      `${POST} WHERE ${conditions.join(' AND ')}
       ORDER BY ${column} ${direction}, p.id ${direction} LIMIT ${limit + 1}`,
    ).all(values);
    const more = rows.length > limit;
    if (more) rows.pop();
    const last = rows.at(-1);
    return {
      items: rows.map((row) => ({
        ...commonOf(row, viewer),
        photo: row[26] === null ? null : photoOf(row[26], row[27], row[28]),
        photo_count: row[25],
      })),
      next_cursor: more ? Buffer.from(`${sort},${last[key]},${last[0]}`).toString('base64url') : null,
    };
  }

  detail(id, viewer) {
    const row = this.#rows(`${POST} WHERE p.id = $id AND p.deleted_at IS NULL`).get({ id, viewer });
    const seen = row && (row[1] !== 'hidden' || row[29] === viewer);
    if (!seen || (viewer !== 0 && this.blocked(viewer, row[29]))) throw refusal(404, 'not-found');
    const photos = this.#rows('SELECT id, width, height FROM photos WHERE post_id = ? ORDER BY position');
    const deal = this.#rows(
      'SELECT id, state FROM deals WHERE post_id = ? AND buyer_id = ? ORDER BY id DESC LIMIT 1',
    ).get(id, viewer);
    return {
      ...commonOf(row, viewer),
      description: row[12],
      photos: photos.all(id).map((photo) => photoOf(...photo)),
      view_count: row[17],
      version: row[19],
      my_deal: deal === undefined ? null : { id: deal[0], state: deal[1] },
    };
  }

  user(name, viewer) {
    const row = this.#rows(
      `SELECT ${CARD}, u.bio, u.created_at,
       (SELECT count(*) FROM posts WHERE seller_id = u.id AND status IN ('selling', 'reserved')
        AND deleted_at IS NULL),
       (SELECT count(*) FROM deals WHERE seller_id = u.id AND state = 'completed'),
       (SELECT count(*) FROM deals WHERE buyer_id = u.id AND state = 'completed')
       FROM users AS u WHERE u.username = ? AND u.password_hash <> ''`,
    ).get(name);
    if (row === undefined) throw refusal(404, 'not-found');
    const stars = [0, 0, 0, 0, 0];
    for (const [star, count] of this.#rows(
      `SELECT stars, count(*) FROM reviews WHERE subject_id = ? AND published_at IS NOT NULL GROUP BY stars`,
    ).all(row[0])) {
      stars[star - 1] = count;
    }
    const blocked = viewer !== 0 && this.blocked(viewer, row[0]);
    const { username, display_name, email_verified, campus, major, rating } = cardOf(row, 0);
    return {
      username,
      display_name,
      email_verified,
      campus,
      major,
      bio: row[8],
      created_at: time(row[9]),
      rating,
      counts: { selling: blocked ? 0 : row[10], sold: row[11], bought: row[12] },
      stars,
      reply_time: this.#replyTime(row[0]),
      ...(viewer !== 0 && {
        blocked:
          this.#rows('SELECT 1 FROM blocks WHERE blocker_id = ? AND blocked_id = ?').get(viewer, row[0]) !==
          undefined,
      }),
    };
  }

  #replyTime(user) {
    const now = Date.now();
    const times = this.#rows(
      `SELECT until - since FROM (SELECT r.created_at AS since, r.answered_at AS answered,
       coalesce(r.answered_at, (SELECT CASE WHEN d.state IN ('negotiating', 'reserved') THEN $now
       ELSE d.updated_at END FROM deals d WHERE d.room_id = r.id ORDER BY d.id DESC LIMIT 1), r.created_at)
       AS until FROM rooms r WHERE r.seller_id = $user AND r.created_at > $recent
       ORDER BY r.created_at DESC LIMIT 200) AS asked
       WHERE answered IS NOT NULL OR until - since > $slow ORDER BY since DESC LIMIT 30`,
    )
      .all({ user, now, recent: now - 90 * DAY, slow: DAY })
      .map(([ms]) => Math.max(0, ms))
      .sort((a, b) => a - b);
    if (times.length === 0) return null;
    const half = times.length >> 1;
    const middle = times.length % 2 ? times[half] : Math.floor((times[half - 1] + times[half]) / 2);
    return { median_ms: middle, count: times.length };
  }
}
