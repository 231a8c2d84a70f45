// A POST with an Idempotency-Key happens once, however often it is sent.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { contract } from '../support/openapi.mjs';
import { buy, people, person, postBody, promote, textMessage, writePost } from '../support/people.mjs';
import { png } from '../support/pictures.mjs';
import { useServer } from '../support/server.mjs';
import { settled, takeSnapshot } from '../support/snapshots.mjs';

const server = useServer({
  argon2_mib: 1,
  argon2_passes: 1,
  bump_interval_ms: 0,
  image_queue: 64,
  // Nothing but the key keeps a mail from being written again.
  mail_pause_ms: 0,
});

const keyed = (key, more = {}) => ({ ...more, headers: { 'idempotency-key': key, ...more.headers } });
const write = (who, key, body = postBody()) => who.client.post('/posts', body, keyed(key));
const replayed = (answer) => answer.headers['idempotent-replayed'] === 'true';
const postsOf = async (who) =>
  (await who.client.get('/posts', { query: { seller: who.username, limit: 100 } })).expect(200).body.items;

let staff;
/** Who moderates; the market has none at first. */
const admin = () => {
  staff ??= person(server).then(async (who) => {
    await promote(server, [[who, 'admin']]);
    return who;
  });
  return staff;
};

/** What a moderator does to somebody, counted in the audit log. `prepare` answers the path, and may need the post. */
const moderated = (action, body, prepare) => async () => {
  const by = await admin();
  const [user, witness] = await people(server, 2);
  const post = await writePost(user);
  const path = await prepare({ by, user, witness, post });
  return {
    send: (key) => by.client.post(path, body, keyed(`${action}-${key}`)),
    count: async () => {
      const query = { about: user.username, action };
      return (await by.client.get('/admin/audit', { query })).expect(200).body.items.length;
    },
  };
};
const reason = { reason: '광고' };
const to = (user, what) => `/admin/users/${user.username}/${what}`;
const hide = async ({ by, post }) =>
  (await by.client.post(`/admin/posts/${post.id}/hide`, reason)).expect(200).body;

/** How many mails somebody got: without a mail server they are in the log, in the order in which they were written. */
async function mailsTo({ user }) {
  const isTo = (address) => (line) => line.message === 'mail' && line.to === address;
  const last = await person(server);
  (await last.client.post('/users/me/email-verification')).expect(202);
  await server.logged(isTo(last.user.email));
  return server.log.filter(isTo(user.email)).length;
}

// Each operation that takes a key: how it is sent, and how often it has happened.
const acts = {
  'POST /posts': async () => {
    const who = await person(server);
    return {
      send: (key) => write(who, key),
      count: async () => (await postsOf(who)).length,
    };
  },
  'POST /posts/{id}/bump': async () => {
    const who = await person(server);
    const post = await writePost(who);
    const times = new Set();
    const look = async () => times.add((await postsOf(who))[0].bumped_at);
    await look();
    await pause(5); // the next time is another one
    return {
      send: async (key) => {
        const answer = await who.client.post(`/posts/${post.id}/bump`, undefined, keyed(key));
        await look();
        return answer;
      },
      count: () => times.size - 1,
    };
  },
  'POST /posts/{id}/buy': async () => {
    const [seller, buyer] = await people(server, 2);
    const post = await writePost(seller);
    return {
      send: (key) => buyer.client.post(`/posts/${post.id}/buy`, { offer: 9000 }, keyed(key)),
      count: async () => (await buyer.client.get('/deals')).expect(200).body.items.length,
    };
  },
  'POST /alerts': async () => {
    const who = await person(server);
    return {
      send: (key) => who.client.post('/alerts', { q: '미적분' }, keyed(key)),
      count: async () => (await who.client.get('/alerts')).expect(200).body.items.length,
    };
  },
  'POST /users/me/email-verification': async () => {
    const who = await person(server);
    return {
      send: (key) => who.client.post('/users/me/email-verification', undefined, keyed(key)),
      count: () => mailsTo(who),
    };
  },
  'POST /password-resets': async () => {
    const who = await person(server);
    return {
      send: (key) => who.client.post('/password-resets', { email: who.user.email }, keyed(key)),
      count: () => mailsTo(who),
    };
  },
  'POST /photos': async () => {
    const who = await person(server);
    const body = png();
    const ids = new Set();
    return {
      send: async (key) => {
        const answer = await who.client.request('POST', '/photos', keyed(key, { body, type: 'image/png' }));
        ids.add(answer.body.id);
        return answer;
      },
      count: () => ids.size,
    };
  },
  'POST /deals/{id}/actions': async () => {
    const [seller, buyer] = await people(server, 2);
    const deal = await buy(buyer, await writePost(seller));
    const path = `/deals/${deal.id}`;
    const body = { action: 'offer', version: deal.version, price: 12_000 };
    return {
      send: (key) => seller.client.post(`${path}/actions`, body, keyed(key)),
      count: async () => (await seller.client.get(path)).expect(200).body.version - deal.version,
    };
  },
  'POST /chat/rooms/{id}/messages': async () => {
    const [seller, buyer] = await people(server, 2);
    const { room_id } = await buy(buyer, await writePost(seller));
    const path = `/chat/rooms/${room_id}/messages`;
    const body = textMessage('한 번만');
    return {
      send: (key) => buyer.client.post(path, body, keyed(key)),
      count: async () =>
        (await seller.client.get(path)).expect(200).body.items.filter((message) => message.body === '한 번만')
          .length,
    };
  },
  'POST /reports': async () => {
    const [user, witness] = await people(server, 2);
    const by = await admin();
    const query = { owner: user.username };
    return {
      send: (key) =>
        witness.client.post('/reports', { kind: 'user', id: user.username, reason: 'spam' }, keyed(key)),
      count: async () =>
        (await by.client.get('/admin/reports', { query })).expect(200).body.items[0].reporters,
    };
  },
  'POST /appeals': async () => {
    const by = await admin();
    const user = await person(server);
    (await by.client.post(to(user, 'ban'), reason)).expect(200);
    return {
      send: (key) => user.client.post('/appeals', { text: '오해' }, keyed(key)),
      count: async () => (await user.client.get('/appeals/mine')).expect(200).body.items.length,
    };
  },
  'POST /admin/posts/{id}/hide': moderated('post.hide', reason, ({ post }) => `/admin/posts/${post.id}/hide`),
  'POST /admin/posts/{id}/restore': moderated('post.restore', reason, async (all) => {
    await hide(all);
    return `/admin/posts/${all.post.id}/restore`;
  }),
  'POST /admin/users/{username}/warn': moderated('user.warn', reason, ({ user }) => to(user, 'warn')),
  'POST /admin/users/{username}/suspend': moderated('user.suspend', { days: 1, ...reason }, ({ user }) =>
    to(user, 'suspend'),
  ),
  'POST /admin/users/{username}/ban': moderated('user.ban', reason, ({ user }) => to(user, 'ban')),
  'POST /admin/users/{username}/restore': moderated('user.restore', reason, async ({ by, user }) => {
    (await by.client.post(to(user, 'ban'), reason)).expect(200);
    return to(user, 'restore');
  }),
  'POST /admin/reports/{id}/resolve': moderated(
    'report.resolve',
    { outcome: 'dismissed' },
    async ({ by, user, witness }) => {
      const wrong = { kind: 'user', id: user.username, reason: 'spam' };
      (await witness.client.post('/reports', wrong)).expect(201);
      const query = { owner: user.username };
      const { items } = (await by.client.get('/admin/reports', { query })).expect(200).body;
      return `/admin/reports/${items[0].id}/resolve`;
    },
  ),
  'POST /admin/snapshots': async () => {
    const by = await admin();
    await settled(by);
    return {
      send: (key) => by.client.post('/admin/snapshots', {}, keyed(`snapshot-${key}`)),
      count: async () => (await settled(by)).items.length,
    };
  },
  'POST /admin/snapshots/{id}/rollback': async () => {
    const by = await admin();
    const { id } = await takeSnapshot(by);
    const done = async () =>
      (await settled(by)).items.filter(({ cause }) => cause === 'before-rollback').length;
    const before = await done();
    return {
      send: async (key) => {
        const path = `/admin/snapshots/${id}/rollback`;
        const answer = await by.client.post(path, { reason: '되돌리기' }, keyed(`rollback-${key}`));
        await settled(by);
        return answer;
      },
      count: async () => (await done()) - before,
    };
  },
  'POST /admin/snapshots/{id}/verify': async () => {
    const by = await admin();
    const { id, verified_at } = await takeSnapshot(by);
    const verified = async () => (await settled(by)).items.find((one) => one.id === id).verified_at;
    const seen = new Set([verified_at]);
    return {
      send: async (key) => {
        const answer = await by.client.post(
          `/admin/snapshots/${id}/verify`,
          undefined,
          keyed(`verify-${key}`),
        );
        seen.add(await verified());
        return answer;
      },
      count: () => seen.size - 1,
    };
  },
  'POST /admin/audit/{id}/undo': moderated('audit.undo', reason, async ({ by, user }) => {
    (await by.client.post(to(user, 'warn'), reason)).expect(200);
    const query = { about: user.username };
    const [{ id }] = (await by.client.get('/admin/audit', { query })).expect(200).body.items;
    return `/admin/audit/${id}/undo`;
  }),
  'POST /admin/appeals/{id}/resolve': moderated('appeal.resolve', { outcome: 'refused' }, async (all) => {
    await hide(all);
    const body = { text: '오해', post_id: all.post.id };
    const { id } = (await all.user.client.post('/appeals', body)).expect(201).body;
    return `/admin/appeals/${id}/resolve`;
  }),
};

test('every operation that takes a key is tried here', () => {
  const taking = contract()
    .operations()
    .filter(({ operation }) => operation.parameters?.some(({ $ref }) => $ref?.endsWith('/IdempotencyKey')))
    .map(({ method, template }) => `${method.toUpperCase()} ${template}`);
  assert.deepEqual(taking.sort(), Object.keys(acts).sort());
});

for (const [operation, prepare] of Object.entries(acts)) {
  test(`${operation} with a key happens once, one after another and at once`, async () => {
    const { send, count } = await prepare();
    const first = await send('once');
    assert.ok([200, 201, 202, 204].includes(first.status), first.text.toString());
    assert.ok(!replayed(first));
    for (const again of [
      await send('once'),
      ...(await Promise.all(Array.from({ length: 5 }, () => send('once')))),
    ]) {
      assert.deepEqual([again.status, again.body], [first.status, first.body]);
      assert.equal(again.headers.location, first.headers.location);
      assert.ok(replayed(again));
    }
    assert.equal(await count(), 1);
  });
}

test('of twenty requests at once with one key one is done and nineteen get its answer', async () => {
  for (const operation of ['POST /posts', 'POST /photos']) {
    const { send, count } = await acts[operation]();
    const answers = await Promise.all(Array.from({ length: 20 }, () => send('at-once')));
    assert.equal(new Set(answers.map((answer) => answer.expect(201).body.id)).size, 1, operation);
    assert.equal(answers.filter(replayed).length, 19, operation);
    assert.equal(await count(), 1, operation);
  }
});

test('a key used with another body, or for another path, is refused', async () => {
  const [who, seller] = await people(server, 2);
  (await write(who, 'reused')).expect(201);
  for (const other of [postBody({ price: 1 }), { ...postBody(), status: 'selling' }])
    (await write(who, 'reused', other)).expect(422, 'idempotency-key-reused');
  const post = await writePost(seller);
  (await who.client.post(`/posts/${post.id}/buy`, {}, keyed('reused'))).expect(422, 'idempotency-key-reused');
  assert.equal((await postsOf(who)).length, 1);
  assert.ok(replayed((await write(who, 'reused')).expect(201)));
});

test('an operation without a body takes no notice of what type it would have', async () => {
  const who = await person(server);
  const post = (await write(who, 'with-a-form')).expect(201).body;
  const headers = { 'idempotency-key': 'by-a-form' };
  const bump = () =>
    who.client.request('POST', `/posts/${post.id}/bump`, {
      type: 'multipart/form-data; boundary=x',
      headers,
    });
  assert.ok(!replayed((await bump()).expect(200)));
  assert.ok(replayed((await bump()).expect(200)));
});

test("a key is its user's own, over all sessions", async () => {
  const [one, other] = await people(server, 2);
  const first = (await write(one, 'mine')).expect(201);
  const second = (await write(other, 'mine')).expect(201);
  assert.notEqual(first.body.id, second.body.id);
  assert.ok(!replayed(second));
  const credentials = { username: one.username, password: one.password };
  const { token } = (await one.client.as().post('/sessions', credentials)).expect(201).body;
  const again = (await write({ client: one.client.as({ token }) }, 'mine')).expect(201);
  assert.equal(again.body.id, first.body.id);
  (await write({ client: one.client.as() }, 'mine')).expect(401, 'not-signed-in');
});

test('what was refused is not remembered', async () => {
  const who = await person(server);
  const key = randomUUID();
  (await write(who, key, {})).expect(422, 'invalid-fields');
  (await who.client.request('POST', '/posts', keyed(key, { body: '{', type: 'application/json' }))).expect(
    400,
  );
  (await write(who, key)).expect(201);
  const own = (await postsOf(who))[0];
  (await who.client.post(`/posts/${own.id}/buy`, {}, keyed('own'))).expect(409, 'own-post');
  const again = (await who.client.post(`/posts/${own.id}/buy`, {}, keyed('own'))).expect(409, 'own-post');
  assert.ok(!replayed(again));
});

test('a key has 1 to 255 visible ASCII characters', async () => {
  const who = await person(server);
  for (const key of ['x'.repeat(256), 'two words', '', 'tab\tbed', Buffer.from('기린').toString('latin1')])
    (await write(who, key)).expect(400, 'invalid-idempotency-key');
  assert.deepEqual(await postsOf(who), []);
  for (const key of [
    'x'.repeat(255),
    '!',
    `"${randomUUID()}"`,
    "'; DROP TABLE posts; --".replaceAll(' ', '_'),
  ])
    assert.ok(!replayed((await write(who, key)).expect(201)), key);
});

test('a key is remembered over a restart, and over kill -9', async () => {
  const who = await person(server);
  const first = (await write(who, 'lasting')).expect(201);
  await server.restart();
  const second = (await write(who, 'lasting')).expect(201);
  await server.kill();
  await server.start();
  const third = (await write(who, 'lasting')).expect(201);
  for (const again of [second, third]) {
    assert.ok(replayed(again));
    assert.deepEqual(again.body, first.body);
  }
  assert.equal((await postsOf(who)).length, 1);
});
