// The demo market is data, so nothing but a test notices a post the API would refuse, a photo that is missing, or a deal
// that the state table does not allow.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const demo = join(dirname(fileURLToPath(import.meta.url)), '../../api/demo');
const { users, posts, rooms } = JSON.parse(readFileSync(join(demo, 'market.json'), 'utf8'));

const CONDITIONS = ['new', 'like_new', 'good', 'fair', 'poor'];
const FLAGS = ['handwriting', 'highlighting', 'answers_written', 'torn', 'stained', 'parts_missing'];
const POST_FIELDS = [
  'number',
  'seller',
  'minutes_ago',
  'status',
  'title',
  'book',
  'price',
  'condition',
  'condition_flags',
  'place',
  'description',
  'major',
  'course',
  'photos',
];
const PHOTO_BYTES = 25_000;
const ALL_PHOTO_BYTES = 1_400_000;
const MINUTES_TO_ANSWER = 72 * 60;
const MINUTES_RESERVED = 14 * 24 * 60;
// A room's times are moved by so much at most, so that the two meet at the time of day ("clock") they speak of.
const MINUTES_MOVED = 12 * 60;

const named = (post) => `post ${post.number} (${post.title})`;
const usernames = users.map((user) => user.username);

function assertText(value, longest, what) {
  assert.equal(typeof value, 'string', what);
  assert.ok(
    [...value].length >= 1 && [...value].length <= longest,
    `${what}: ${[...value].length} characters`,
  );
  assert.equal(value, value.normalize('NFC').trim(), `${what} is trimmed and in NFC`);
  assert.doesNotMatch(value, /\p{Cc}/u, what);
}

function hasValidCheckDigit(isbn) {
  return (
    /^97[89]\d{10}$/.test(isbn) &&
    [...isbn].reduce((sum, digit, at) => sum + digit * (at % 2 ? 3 : 1), 0) % 10 === 0
  );
}

// Width and height from the frame header; the segments before it are skipped by their lengths.
function jpegSize(bytes) {
  assert.equal(bytes.readUInt16BE(0), 0xffd8, 'starts as a JPEG');
  assert.equal(bytes.readUInt16BE(bytes.length - 2), 0xffd9, 'ends as a JPEG');
  for (let at = 2; at < bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    assert.equal(bytes[at], 0xff, 'a marker');
    if (bytes[at + 1] === 0xc0 || bytes[at + 1] === 0xc2)
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
  }
  return assert.fail('no frame header');
}

test('there are three accounts that can sign up, at addresses nobody can own', () => {
  assert.equal(users.length, 3);
  assert.equal(new Set(usernames).size, 3);
  for (const user of users) {
    assert.deepEqual(Object.keys(user).sort(), ['bio', 'display_name', 'email', 'major', 'username']);
    assert.match(user.username, /^[a-z0-9_.-]{3,20}$/);
    assert.match(user.email, /^[a-z0-9.]+@[a-z-]+\.example$/);
    for (const [field, longest] of [
      ['display_name', 30],
      ['major', 30],
      ['bio', 200],
    ])
      assertText(user[field], longest, `${user.username} ${field}`);
  }
});

test('there are 60 posts, numbered, oldest first, mostly for sale', () => {
  assert.deepEqual(
    posts.map((post) => post.number),
    Array.from({ length: 60 }, (_, k) => k + 1),
  );
  for (let k = 1; k < posts.length; k++)
    assert.ok(
      posts[k].minutes_ago < posts[k - 1].minutes_ago,
      `${named(posts[k])} is newer than the one before`,
    );
  const count = (status) => posts.filter((post) => post.status === status).length;
  assert.ok(count('selling') >= 45);
  assert.ok(count('reserved') >= 2 && count('sold') >= 2);
  assert.equal(count('selling') + count('reserved') + count('sold'), 60);
  for (const username of usernames)
    assert.ok(
      posts.some((post) => post.seller === username),
      `${username} sells`,
    );
});

test('every post is within the limits of POST /posts', () => {
  for (const post of posts) {
    const what = named(post);
    assert.deepEqual(Object.keys(post).sort(), [...POST_FIELDS].sort(), what);
    assert.ok(usernames.includes(post.seller), what);
    assertText(post.title, 60, `${what} title`);
    assertText(post.place, 40, `${what} place`);
    assertText(post.description, 1000, `${what} description`);
    assertText(post.major, 30, `${what} major`);
    assertText(post.course.name, 40, `${what} course`);
    if ('professor' in post.course) assertText(post.course.professor, 30, `${what} professor`);
    assertText(post.book.title, 60, `${what} book`);
    for (const field of ['author', 'publisher', 'edition'])
      if (field in post.book) assertText(post.book[field], 40, `${what} ${field}`);
    assert.ok(Number.isInteger(post.price) && post.price >= 3000 && post.price <= 45000, what);
    assert.ok(Number.isInteger(post.minutes_ago) && post.minutes_ago > 0, what);
    assert.ok(CONDITIONS.includes(post.condition), what);
    assert.ok(
      post.condition_flags.every((flag) => FLAGS.includes(flag)),
      what,
    );
    assert.deepEqual(
      post.condition_flags,
      FLAGS.filter((flag) => post.condition_flags.includes(flag)),
      `${what}: each flag once, in the order in which the API keeps them`,
    );
    if (post.condition === 'new')
      assert.deepEqual(post.condition_flags, [], `${what}: a new book has no marks`);
  }
});

test('most books have an ISBN with a valid check digit, the same for the same book alone', () => {
  assert.ok(hasValidCheckDigit('9780306406157') && !hasValidCheckDigit('9780306406158'), 'the check itself');
  const isbns = posts.flatMap((post) => post.book.isbn ?? []);
  assert.ok(isbns.length >= 45 && isbns.length < posts.length);
  for (const isbn of isbns) assert.ok(hasValidCheckDigit(isbn), isbn);
  const books = new Set(posts.map((post) => JSON.stringify(post.book)));
  assert.equal(new Set(isbns).size, [...books].filter((book) => 'isbn' in JSON.parse(book)).length);
});

test('some books have several copies, on sale and sold, so that there is something to compare', () => {
  const titles = [...new Set(posts.map((post) => post.book.title))];
  const having = (status, atLeast) =>
    titles.filter(
      (title) =>
        posts.filter((post) => post.book.title === title && post.status === status).length >= atLeast,
    );
  assert.ok(having('sold', 3).length >= 2);
  assert.ok(having('selling', 2).length >= 3);
});

test('no two posts are alike', () => {
  for (const [what, of] of [
    ['title', (post) => post.title],
    ['description', (post) => post.description],
  ]) {
    assert.equal(new Set(posts.map(of)).size, posts.length, what);
  }
  const covers = posts.map((post) => readFileSync(join(demo, 'covers', post.photos[0])).toString('base64'));
  assert.equal(new Set(covers).size, posts.length, 'covers');
});

test('every photo is a small JPEG, and there is none that no post shows', () => {
  const photos = posts.flatMap((post) => post.photos);
  let total = 0;
  for (const post of posts) {
    assert.equal(
      post.photos[0],
      `${String(post.number).padStart(2, '0')}.jpg`,
      'the first photo is the cover',
    );
    assert.ok(post.photos.length <= 3, named(post));
  }
  for (const photo of photos) {
    const bytes = readFileSync(join(demo, 'covers', photo));
    const { width, height } = jpegSize(bytes);
    assert.ok(width >= 480 && width <= 640 && height >= 640 && height <= 860, `${photo}: ${width}×${height}`);
    assert.ok(bytes.length <= PHOTO_BYTES, `${photo}: ${bytes.length} bytes`);
    total += bytes.length;
  }
  assert.ok(total < ALL_PHOTO_BYTES, `${total} bytes in all`);
  assert.deepEqual(readdirSync(join(demo, 'covers')).sort(), [...photos].sort());
});

// The state table of the contract, as far as the demo's deals go.
function play(room, post) {
  const deal = { state: null, turn: null, price: null, confirmed: new Set(), reviewed: new Set(), at: null };
  const other = (side) => (side === 'buyer' ? 'seller' : 'buyer');
  for (const step of room.steps) {
    const what = `room of post ${room.post}, ${step.minutes_ago} minutes ago`;
    assert.ok(['buyer', 'seller'].includes(step.from), what);
    assert.equal(
      'text' in step && step.action !== 'review',
      !('action' in step),
      `${what}: a text or an action`,
    );
    if (!step.action) {
      assert.ok(deal.state, `${what}: the room begins with the purchase`);
      assertText(step.text, 2000, what);
      continue;
    }
    if (step.action === 'buy') {
      assert.ok(deal.state === null && step.from === 'buyer', what);
      Object.assign(deal, { state: 'negotiating', turn: 'seller', price: step.offer ?? post.price });
    } else if (['accept', 'decline', 'offer'].includes(step.action)) {
      assert.ok(
        deal.state === 'negotiating' && deal.turn === step.from,
        `${what}: not ${step.from}'s turn to ${step.action}`,
      );
      if (step.action === 'accept') deal.state = 'reserved';
      if (step.action === 'decline') deal.state = 'declined';
      if (step.action === 'offer') {
        assert.ok(post.price > 0, `${what}: a book that is given away has no other price`);
        Object.assign(deal, { turn: other(step.from), price: step.price });
      }
    } else if (step.action === 'meet') {
      assert.equal(deal.state, 'reserved', what);
      assertText(step.place, 40, what);
      assert.ok(Number.isInteger(step.in_minutes) && step.in_minutes > 0, what);
      assert.match(step.clock, /^([01]\d|2[0-3]):[0-5]\d$/, what);
      deal.meetingIn = step.in_minutes - step.minutes_ago;
    } else if (step.action === 'confirm') {
      assert.ok(deal.state === 'reserved' && !deal.confirmed.has(step.from), what);
      if (deal.confirmed.add(step.from).size === 2) deal.state = 'completed';
    } else if (step.action === 'review') {
      assert.ok(deal.state === 'completed' && !deal.reviewed.has(step.from), what);
      assert.ok([1, 2, 3, 4, 5].includes(step.stars), what);
      assertText(step.text, 500, what);
      deal.reviewed.add(step.from);
    } else assert.fail(`${what}: unknown action ${step.action}`);
    assert.ok(Number.isInteger(deal.price) && deal.price >= 1 && deal.price <= post.price * 2, what);
    if (['negotiating', 'reserved'].includes(deal.state)) deal.at = step.minutes_ago;
  }
  return deal;
}

test('every deal follows the state table and ends where its post says', () => {
  const roomOf = new Map();
  for (const room of rooms) {
    assert.deepEqual(Object.keys(room), ['post', 'buyer', 'steps']);
    assert.ok(!roomOf.has(room.post), `post ${room.post} has one room`);
    roomOf.set(room.post, room);
    const post = posts[room.post - 1];
    assert.ok(usernames.includes(room.buyer) && room.buyer !== post.seller, named(post));
    const moved = room.steps.some((step) => step.clock) ? MINUTES_MOVED : 0;
    assert.ok(
      room.steps[0].minutes_ago + moved < post.minutes_ago,
      `${named(post)} was written before it was bought`,
    );
    for (let k = 1; k < room.steps.length; k++)
      assert.ok(room.steps[k].minutes_ago <= room.steps[k - 1].minutes_ago, `${named(post)} step ${k}`);
    assert.ok(room.steps.at(-1).minutes_ago - moved > 0, named(post));

    const deal = play(room, post);
    const status = { negotiating: 'selling', declined: 'selling', reserved: 'reserved', completed: 'sold' }[
      deal.state
    ];
    assert.equal(post.status, status, `${named(post)}: its deal is ${deal.state}`);
    if (deal.state === 'negotiating')
      assert.ok(deal.at < MINUTES_TO_ANSWER, `${named(post)}: its deal would have expired`);
    if (deal.state === 'reserved') {
      assert.ok(deal.at + moved < MINUTES_RESERVED, `${named(post)}: its reservation would have expired`);
      assert.ok(deal.meetingIn - moved > 0, `${named(post)}: they are yet to meet`);
    }
  }
  for (const post of posts)
    if (post.status !== 'selling')
      assert.ok(roomOf.has(post.number), `${named(post)} is ${post.status} by a deal`);
  assert.ok(rooms.length >= 3);
});
