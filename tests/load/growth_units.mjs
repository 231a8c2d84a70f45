// What one thing needs: bytes on disk and in memory, microseconds of a processor. Measured in one market, by people who
// do it over HTTP.
import { execFile } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startMarket, startPolls } from './crowd.mjs';
import { cameraPhotos } from './photos.mjs';
import { filledMarket, processorTime, result } from './processes.mjs';
import { PASSWORD, Site } from './site.mjs';

const run = promisify(execFile);
const WIDTH = 16; // requests at once

/** Bytes that must be in memory; the database's own, which the system lends, are not counted. */
async function memory({ child }) {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
  return Number(/^RssAnon:\s+(\d+) kB/m.exec(status)[1]) * 1024;
}

/** Bytes of each table with its indexes, as far as pages of the database are its own. */
export async function bytesOfTables(data) {
  const sql =
    'SELECT tbl_name, SUM(pgsize) FROM dbstat JOIN sqlite_schema USING (name) WHERE aggregate = 1 GROUP BY 1';
  const { stdout } = await run('sqlite3', ['-readonly', '-separator', '\t', join(data, 'market.db'), sql]);
  const rows = stdout.trim().split('\n');
  return Object.fromEntries(rows.map((row) => row.split('\t')).map(([name, bytes]) => [name, Number(bytes)]));
}

export const kinds = {
  students: /^(users|sessions|sign_in_places|known_devices)$/,
  posts: /^(posts|post_index.*)$/,
  messages: /^messages$/,
  events: /^events$/,
  deals: /^(deals|rooms|messages)$/,
};
export const bytesOf = (tables, kind) =>
  Object.entries(tables).reduce((sum, [name, bytes]) => (kinds[kind].test(name) ? sum + bytes : sum), 0);
const rowsOf = async (data, table) =>
  Number(
    (await run('sqlite3', ['-readonly', join(data, 'market.db'), `SELECT COUNT(*) FROM ${table}`])).stdout,
  );

/** The market on which things are counted, and the people who do them. */
class Counted {
  static async start(folder, size) {
    const counted = new Counted();
    counted.size = size;
    counted.data = await filledMarket(folder, size.growthPairs, 0, 0, size.growthPairs);
    counted.giraffe = await startMarket(counted.data, {
      settings: { sign_in_burst: 0, sweep_ms: 3_600_000 },
    });
    counted.site = new Site(counted.giraffe.port);
    return counted;
  }

  /** Asks `count` times, WIDTH at once; the microseconds of each. */
  async cost(count, ask) {
    const before = await processorTime(this.giraffe.program);
    let next = 0;
    const some = async () => {
      for (let i = next++; i < count; i = next++) await ask(i);
    };
    await Promise.all(Array.from({ length: WIDTH }, some));
    return ((await processorTime(this.giraffe.program)) - before) / count;
  }

  /** How many bytes the tables grow by what is done. */
  async growth(act) {
    const before = await bytesOfTables(this.data);
    const eventsBefore = await rowsOf(this.data, 'events');
    const cpu = await act();
    const after = await bytesOfTables(this.data);
    const all = Object.entries(after).map(([name, bytes]) => [name, bytes - (before[name] ?? 0)]);
    const events = (await rowsOf(this.data, 'events')) - eventsBefore;
    return { cpu, events, tables: Object.fromEntries(all) };
  }
}

/** The number with the check digit that it ought to have: those of a filled market are made up. */
function isbn(digits) {
  const sum = [...digits.slice(0, 12)].reduce((all, digit, i) => all + Number(digit) * (i % 2 ? 3 : 1), 0);
  return digits.slice(0, 12) + ((10 - (sum % 10)) % 10);
}

/** The posts of the market once more, by others: texts as they are. */
async function postsAgain(counted) {
  const { site, size } = counted;
  const again = [];
  for (let id = 1; id <= Math.min(size.growthThings, size.growthPairs); ++id) {
    const { title, book, price, condition, condition_flags, place, description, major, course } =
      await site.get('GET', `/posts/${id}`);
    book.isbn = isbn(book.isbn);
    again.push({ title, book, price, condition, condition_flags, place, description, major, course });
  }
  const ids = [];
  const grown = await counted.growth(() =>
    counted.cost(size.growthThings, async (i) => {
      const user = 2 * (1 + (i % size.growthPairs));
      ids.push((await site.get('POST', '/posts', { user, body: again[i % again.length] })).id);
    }),
  );
  return { ...grown, ids };
}

async function students(counted) {
  const { site, size } = counted;
  let signIn = 0;
  const grown = await counted.growth(async () => {
    const names = await site.signUp(size.growthStudents, 'new');
    signIn = await counted.cost(names.length, (i) =>
      site.get('POST', '/sessions', { body: { username: names[i], password: PASSWORD } }),
    );
  });
  return { ...grown, cpu: signIn };
}

/** From the purchase until both have confirmed. */
async function deals(counted, ids) {
  const { site, size } = counted;
  const about = ids.slice(0, Math.ceil(size.growthThings / 2));
  const grown = await counted.growth(() =>
    counted.cost(about.length, async (i) => {
      const { seller } = await site.get('GET', `/posts/${about[i]}`);
      const selling = Number(seller.username.replace('student', ''));
      let deal = await site.get('POST', `/posts/${about[i]}/buy`, { user: selling - 1, body: {} });
      for (const [user, action] of [
        [selling, 'accept'],
        [selling, 'confirm'],
        [selling - 1, 'confirm'],
      ]) {
        const body = { action, version: deal.version };
        deal = await site.get('POST', `/deals/${deal.id}/actions`, { user, body });
      }
    }),
  );
  return { ...grown, count: about.length };
}

const messages = (counted) =>
  counted.growth(() =>
    counted.cost(counted.size.growthMessages, (i) => {
      const room = 1 + (i % counted.size.growthPairs);
      const body = {
        client_id: `growth-${String(i).padStart(25, '0')}`,
        body: '안녕하세요! 책 아직 있나요? 오늘 저녁에 중앙도서관 앞에서 볼 수 있어요.',
      };
      return counted.site.get('POST', `/chat/rooms/${room}/messages`, { user: 2 * room - 1, body });
    }),
  );

/** Camera photos: microseconds and bytes of each, and one to ask for. */
async function photos(counted, folder) {
  const { site, size, data } = counted;
  const [file] = await cameraPhotos(folder, 1);
  const body = await readFile(file);
  const made = [];
  const cpu = await counted.cost(size.growthPhotos, async (i) => {
    const user = 1 + (i % (2 * size.growthPairs));
    made.push(await site.get('POST', '/photos', { user, body, type: 'image/jpeg' }));
  });
  let bytes = 0;
  for (const { id } of made) {
    const place = join(data, 'photos', id.slice(0, 2), id);
    for (const name of await readdir(place)) bytes += (await stat(join(place, name))).blocks * 512;
  }
  return { cpu, bytes: bytes / made.length, photo: made[0] };
}

/** Microseconds of each kind of reading. */
async function reading(counted, photo) {
  const { site, size } = counted;
  const words = ['선형대수학', '미적분', '운영체제 출판사', '물리'];
  const reader = (i) => 1 + 2 * (i % size.growthPairs);
  const get = async (path, user) => {
    const { status } = await site.ask('GET', path, { user });
    if (status !== 200) throw new Error(`GET ${path} was answered ${status}`);
  };
  // On a connection of its own.
  const poll = (user) => {
    const fresh = new Site(counted.giraffe.port);
    return fresh.get('GET', '/chat/events?wait=0', { user }).finally(() => fresh.end());
  };
  const asks = {
    listsSignedOut: () => get('/posts'),
    lists: (i) => get('/posts', reader(i)),
    searches: (i) => get(`/posts?q=${encodeURIComponent(words[i % words.length])}`, reader(i)),
    details: (i) => get(`/posts/${1 + (i % size.growthPairs)}`, reader(i)),
    photos: () => get(photo.urls.thumb),
    files: () => get('/main.js'),
    polls: (i) => poll(reader(i)),
  };
  const costs = {};
  for (const [kind, ask] of Object.entries(asks)) {
    await counted.cost(WIDTH, ask); // warms up
    costs[kind] = await counted.cost(size.growthReads, ask);
  }
  return costs;
}

/** All of it, as growth_model.mjs reckons with it. */
export async function measured(folder, size) {
  const counted = await Counted.start(folder, size);
  const { giraffe } = counted;
  await counted.site.get('GET', '/posts/1');
  await giraffe.memory(); // has stopped growing
  const base = await memory(giraffe.program);
  const parked = await startPolls(giraffe, size.growthPolls, 2 * size.growthPairs);
  await giraffe.memory();
  const poll = ((await memory(giraffe.program)) - base) / size.growthPolls;
  await parked.stop();

  const people = await students(counted);
  const posts = await postsAgain(counted);
  const said = await messages(counted);
  const bought = await deals(counted, posts.ids);
  const pictures = await photos(counted, folder);
  const read = await reading(counted, pictures.photo);
  const writes = await result('writers', giraffe.port, 'messages', size.writers, size.seconds);
  counted.site.end();
  await giraffe.stop();

  return {
    disk: {
      student: bytesOf(people.tables, 'students') / size.growthStudents,
      post: bytesOf(posts.tables, 'posts') / size.growthThings,
      message: bytesOf(said.tables, 'messages') / size.growthMessages,
      event: bytesOf(said.tables, 'events') / said.events,
      deal: bytesOf(bought.tables, 'deals') / bought.count,
      eventsOfDeal: bought.events / bought.count,
      photo: pictures.bytes,
    },
    memory: { base, poll },
    cpu: {
      ...read,
      posts: posts.cpu,
      messages: said.cpu,
      deals: bought.cpu,
      signIns: people.cpu,
      uploads: pictures.cpu,
    },
    most: { writes: writes.per_second },
  };
}
