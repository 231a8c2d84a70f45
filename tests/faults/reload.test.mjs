// SIGHUP: what can change while the market runs is taken up from the file, the rest is named, and a faulty file
// changes nothing.
import assert from 'node:assert/strict';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Client } from '../support/client.mjs';
import { person } from '../support/people.mjs';
import { root, Server } from '../support/server.mjs';

const AGAIN = 'settings read again';
const REFUSED = 'settings stay as they were';

let folder;
let server;
let guest;
const configFile = () => join(folder, 'market.toml');

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'giraffe-reload-'));
  await cp(join(root, 'frontend'), join(folder, 'frontend'), { recursive: true });
  await writeFile(configFile(), settings({}));
  // On the command line, and so stronger than whatever the file says.
  server = new Server({ args: ['--config', configFile(), '--set', 'privacy_officer=김기린'] });
  await server.start();
  guest = new Client(server);
});
after(async () => {
  guest.close();
  await server.stop();
  await rm(folder, { recursive: true });
});

function settings(values) {
  const all = { frontend_dir: join(folder, 'frontend'), ...values };
  return Object.entries(all)
    .map(([name, value]) => `${name} = ${JSON.stringify(value)}\n`)
    .join('');
}

/** Gives the server that file, or none, and the signal; answers what it says of it. */
async function reload(text) {
  const said = () => server.log.filter(({ message }) => message === AGAIN || message === REFUSED);
  const before = said().length;
  if (text === null) await rm(configFile());
  else await writeFile(configFile(), text);
  process.kill(server.pid, 'SIGHUP');
  await server.logged(() => said().length > before);
  const { message, taken_up, at_restart, fault } = said().at(-1);
  return message === AGAIN ? { taken_up, at_restart } : { fault };
}

const operator = async () => (await guest.get('/market')).expect(200).body.operator;

test('what can change is taken up at once, and what needs a restart is named each time', async () => {
  const { client } = await person(server);
  const changed = settings({
    operator_name: '한국대학교 총학생회',
    meeting_spots: '도서관 앞; 학생회관 | 서울',
    networks: '127.0.0.0/8=이 컴퓨터',
    allowed_origins: 'https://elsewhere.example',
    messages_kept_ms: 1000,
    session_ms: 60_000,
    log_users: 0,
  });
  const taken = 'allowed_origins, networks, meeting_spots, messages_kept_ms, operator_name, log_users';
  const { taken_up, at_restart } = await reload(changed);
  assert.deepEqual(taken_up.split(', ').toSorted(), taken.split(', ').toSorted());
  assert.equal(at_restart, 'session_ms');
  assert.equal((await operator()).name, '한국대학교 총학생회');
  const market = (await guest.get('/market')).body;
  assert.equal(market.kept_seconds.messages, 1);
  assert.notEqual(market.kept_seconds.sessions, 60, 'said as it is, not as it will be');
  const spots = (await guest.get('/meeting-spots')).expect(200).body.items;
  assert.deepEqual(
    spots.map(({ name }) => name),
    ['도서관 앞', '학생회관'],
  );
  const sessions = (await client.get('/sessions')).expect(200);
  assert.equal(sessions.body.items[0].last_network, '이 컴퓨터');
  const origin = { headers: { origin: 'https://elsewhere.example' } };
  const allowed = (await guest.get('/posts', origin)).expect(200).headers;
  assert.equal(allowed['access-control-allow-origin'], 'https://elsewhere.example');
  assert.equal((await server.loggedOf(sessions)).user, 0, 'the log tells no numbers any more');

  assert.deepEqual(await reload(changed), { taken_up: '', at_restart: 'session_ms' });
  client.close();
});

test('what the command line says is stronger than the file', async () => {
  assert.equal((await operator()).privacy_officer, '김기린');
  assert.equal(
    (await reload(settings({ privacy_officer: '다른 사람' }))).taken_up.includes('privacy'),
    false,
  );
  assert.equal((await operator()).privacy_officer, '김기린');
});

test('a faulty file changes nothing, and the log tells the fault', async () => {
  await reload(settings({ operator_name: '먼저' }));
  const faulty = [
    ['operator_name = "나중"\nport = \n', /market\.toml:2: /],
    [settings({ operator_name: '나중', no_such_setting: 1 }), /there is no setting "no_such_setting"/],
    [settings({ operator_name: '나중', networks: '10.0.0.1/8=교내망' }), /the setting networks has to be/],
    [settings({ operator_name: '나중', log_level: 'loud' }), /log_level has to be/],
    [settings({ operator_name: '나중', sweep_ms: 0 }), /the setting sweep_ms has to be a whole number/],
    // What only a restart would meet: better now than then.
    [settings({ operator_name: '나중', public_url: 'ftp://x' }), /the setting public_url has to be/],
    [settings({ operator_name: '나중', smtp_url: 'smtp://mail.example:25' }), /smtp_url needs public_url/],
    [settings({ operator_name: '나중', frontend_dir: join(folder, 'nowhere') }), /there is no page in/],
  ];
  for (const [text, why] of faulty) {
    assert.match((await reload(text)).fault ?? 'it was taken up', why);
    assert.equal((await operator()).name, '먼저');
  }
  assert.match((await reload(null)).fault ?? 'it was taken up', /market\.toml: .*could not be opened/);
  assert.equal((await operator()).name, '먼저');
});

test('the pages are read again, each request sees whole ones', async () => {
  await writeFile(join(folder, 'frontend', 'new.txt'), '새 파일');
  (await guest.get('/new.txt', { check: false })).expect(404);
  await reload(settings({}));
  (await guest.get('/new.txt', { check: false })).expect(200);
});

test('a storm of signals among requests harms nobody', async () => {
  let over = false;
  const asking = Promise.all(
    Array.from({ length: 8 }, async () => {
      const client = new Client(server);
      do {
        (await client.get('/market')).expect(200);
        (await client.get('/meeting-spots')).expect(200);
        (await client.get('/', { check: false })).expect(200);
      } while (!over);
      client.close();
    }),
  );
  try {
    for (let i = 0; i < 30; i += 1) await reload(settings({ operator_name: `${i}번째` }));
  } finally {
    over = true;
  }
  await asking;
  assert.equal((await operator()).name, '29번째');
});
