// Who may do what: every operation in every role. A route without a row here fails.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { operations, place, scopeOf } from '../support/operations.mjs';
import {
  accessToken,
  act,
  buy,
  freshName,
  PASSWORD,
  person,
  postBody,
  signUpBody,
  textMessage,
  writePost,
} from '../support/people.mjs';
import { jpeg, uploadPhoto } from '../support/pictures.mjs';
import { everybody, members, outcomeOf, outcomesOf, setTheStage, signedIn } from '../support/roles.mjs';
import { useServer } from '../support/server.mjs';
import { settled, takeSnapshot } from '../support/snapshots.mjs';
import { streamOf } from '../support/stream.mjs';

const server = useServer({ argon2_mib: 1, argon2_passes: 1, sign_in_burst: 0, bump_interval_ms: 0 });
const nobody = new Client(server);

// What the rows make.
const book = ({ owner }) => writePost(owner);
const deal = async ({ owner, party }) => buy(party, await writePost(owner));
const agreed = async (scene) => (await act(scene.owner, await deal(scene), 'accept')).expect(200).body;
const meeting = async (scene) => {
  const at = new Date(Date.now() + 86_400_000).toISOString();
  return (await act(scene.party, await agreed(scene), 'meet', { place: '정문 앞', at })).expect(200).body;
};
const save = async ({ client }, q) => (await client.post('/alerts', { q })).expect(201).body;
const search = ({ owner }) => save(owner, freshName('q'));
const signIn = async ({ username, password }) =>
  (await nobody.post('/sessions', { username, password })).body;

// What they look at.
const seen = async (who, path) => {
  const { status, body } = await who.client.get(path);
  return { status, body };
};
const ids = ({ body }) => body.items.map(({ id }) => id);
const has = (answer, { thing }) => ids(answer).includes(thing.id);
const post = ({ owner, thing }) => seen(owner, `/posts/${thing.id}`);
const room = (thing) => `/chat/rooms/${thing.room_id}`;
const messages = ({ owner, thing }) => seen(owner, `${room(thing)}/messages`);
const alert = ({ owner, thing }) => seen(owner, `/alerts/${thing.id}`);
const account = ({ me }) => seen(me, '/users/me');
const mayBeSignedIn = async ({ me }) => (await signIn(me)).code ?? 'yes';
// Without a mail server the mails are in the log.
const codeTo = async ({ user }) => {
  const { text } = await server.logged(({ message, to }) => message === 'mail' && to === user.email);
  return /^ {4}(\d{6})$/m.exec(text)[1];
};
const blockedBy = ({ me }) => seen(me, '/users/me/blocks');
const photosOnDisk = () => readdirSync(`${server.dataDir}/photos`, { recursive: true }).length;

const staff = (outcome) => members('403 not-permitted', { moderator: outcome, admin: outcome });
const admins = (outcome) => members('403 not-permitted', { admin: outcome });
// Whose a thing is, and who else may see it.
const hidden = { blocked: '404 not-found' }; // a blocked pair does not see each other's posts
const sellers = (outcome, suspended = '403 suspended') =>
  signedIn('403 not-yours', { owner: outcome, suspended, ...hidden });
const owners = (outcome, but) => signedIn('404 not-found', { owner: outcome, ...but });
// What was said and agreed stays, but nothing comes after a block.
const parties = (outcome, but) => owners(outcome, { party: outcome, blocked: outcome, ...but });
const acting = (outcome) => parties(outcome, { blocked: '403 blocked', suspended: '403 suspended' });

// What moderators look at and decide.
const reason = { reason: '광고' };
const report = async (scene) => {
  const { id } = await book(scene);
  return (await scene.party.client.post('/reports', { kind: 'post', id, reason: 'spam' })).expect(201).body;
};
const somebody = () => person(server);
const suspended = async ({ judge }) => {
  const guilty = await person(server);
  (await judge.client.post(`/admin/users/${guilty.username}/suspend`, { days: 1, ...reason })).expect(200);
  return guilty;
};
const appeal = async (scene) => {
  const guilty = await suspended(scene);
  return (await guilty.client.post('/appeals', { text: '오해입니다.' })).expect(201).body;
};
const hiddenPost = async (scene) => {
  const thing = await book(scene);
  (await scene.judge.client.post(`/admin/posts/${thing.id}/hide`, reason)).expect(200);
  return thing;
};
// One task at a time is at work on the snapshots: the request waits for the one before.
const snapshot = ({ judge }) => takeSnapshot(judge);
const onSnapshot = (send) => async (scene) => {
  await settled(scene.judge);
  return send(scene);
};
const fileOf = ({ judge, thing }) => seen(judge, `/admin/users/${thing.username}`);
const to = (act, json) => ({
  send: ({ client, thing }) => client.post(`/admin/users/${thing.username}/${act}`, json),
  state: fileOf,
});

/** @type {Record<string, import('../support/roles.mjs').Row>} */
const table = {
  // Reports, and what comes of them.
  'POST /reports': {
    make: book,
    send: ({ client, thing }) => client.post('/reports', { kind: 'post', id: thing.id, reason: 'spam' }),
    state: ({ judge }) => seen(judge, '/admin/overview'),
    as: members('201', { owner: '409 own-report', ...hidden }),
  },
  'GET /users/me/notices': { get: () => '/users/me/notices', as: signedIn('200') },
  'PUT /users/me/notices/seen': {
    make: async ({ judge, me }) => {
      (await judge.client.post(`/admin/users/${me.username}/warn`, reason)).expect(200);
      return (await seen(me, '/users/me/notices')).body.items[0];
    },
    send: ({ client, thing }) => client.put('/users/me/notices/seen', { up_to: thing.id }),
    state: async ({ me }) => (await seen(me, '/users/me/notices')).body,
    as: signedIn('204'),
  },
  'POST /appeals': {
    send: ({ client }) => client.post('/appeals', { text: '오해입니다.' }),
    state: ({ me }) => seen(me, '/appeals/mine'),
    as: signedIn('409 not-suspended', { suspended: '201' }),
  },
  'GET /appeals/mine': { get: () => '/appeals/mine', as: signedIn('200') },
  'GET /admin/overview': { get: () => '/admin/overview', as: staff('200') },
  'GET /admin/reports': {
    make: report,
    get: () => '/admin/reports?limit=100',
    as: staff('200'),
  },
  'GET /admin/reports/{id}': {
    make: report,
    get: ({ thing }) => `/admin/reports/${thing.id}`,
    as: staff('200'),
  },
  'POST /admin/reports/{id}/resolve': {
    make: report,
    send: ({ client, thing }) => client.post(`/admin/reports/${thing.id}/resolve`, { outcome: 'dismissed' }),
    state: ({ judge, thing }) => seen(judge, `/admin/reports/${thing.id}`),
    as: staff('200'),
  },
  'POST /admin/posts/{id}/hide': {
    make: book,
    send: ({ client, thing }) => client.post(`/admin/posts/${thing.id}/hide`, reason),
    state: post,
    as: staff('200'),
  },
  'POST /admin/posts/{id}/restore': {
    make: hiddenPost,
    send: ({ client, thing }) => client.post(`/admin/posts/${thing.id}/restore`, reason),
    state: post,
    as: staff('200'),
  },
  'GET /admin/users': { get: () => '/admin/users', as: staff('200') },
  'GET /admin/users/{username}': {
    get: ({ owner }) => `/admin/users/${owner.username}`,
    as: staff('200'),
  },
  'POST /admin/users/{username}/warn': { make: somebody, ...to('warn', reason), as: staff('200') },
  'POST /admin/users/{username}/suspend': {
    make: somebody,
    ...to('suspend', { days: 1, ...reason }),
    as: staff('200'),
  },
  'POST /admin/users/{username}/ban': { make: somebody, ...to('ban', reason), as: admins('200') },
  'POST /admin/users/{username}/restore': { make: suspended, ...to('restore', reason), as: staff('200') },
  'PUT /admin/users/{username}/role': {
    make: somebody,
    send: ({ client, thing }) => client.put(`/admin/users/${thing.username}/role`, { role: 'moderator' }),
    state: fileOf,
    as: admins('204'),
  },
  'GET /admin/posts': {
    make: hiddenPost,
    get: ({ thing }) => `/admin/posts?status=held&seller=${thing.seller.username}`,
    holds: ({ body }, { thing }) => body.items.some(({ post: { id } }) => id === thing.id),
    as: staff('200'),
  },
  'POST /admin/audit/{id}/undo': {
    make: async ({ judge }) => {
      const { username } = await suspended({ judge });
      const { items } = (await seen(judge, `/admin/audit?about=${username}`)).body;
      return { username, id: items[0].id };
    },
    send: ({ client, thing }) => client.post(`/admin/audit/${thing.id}/undo`, reason),
    state: fileOf,
    as: admins('200'),
  },
  'GET /admin/audit': { get: () => '/admin/audit', as: admins('200') },
  'GET /admin/snapshots': { get: () => '/admin/snapshots', as: admins('200') },
  'POST /admin/snapshots': {
    send: onSnapshot(({ client }) => client.post('/admin/snapshots', {})),
    state: ({ judge }) => seen(judge, '/admin/audit?action=snapshot.take'),
    as: admins('202'),
  },
  'GET /admin/snapshots/{id}': {
    make: snapshot,
    get: ({ thing }) => `/admin/snapshots/${thing.id}`,
    as: admins('200'),
  },
  'POST /admin/snapshots/{id}/verify': {
    make: snapshot,
    send: onSnapshot(({ client, thing }) => client.post(`/admin/snapshots/${thing.id}/verify`)),
    state: async ({ judge, thing }) => {
      const { items } = await settled(judge);
      return items.find(({ id }) => id === thing.id).verified_at;
    },
    as: admins('202'),
  },
  'POST /admin/snapshots/{id}/rollback': {
    // Of one that is taken just before, so that nothing of the other rows is undone.
    send: async ({ client, judge }) => {
      const { id } = await takeSnapshot(judge);
      return client.post(`/admin/snapshots/${id}/rollback`, { reason: '되돌리기' });
    },
    state: async ({ judge }) => (await settled(judge)).last_rollback,
    as: admins('202'),
  },
  'DELETE /admin/snapshots/{id}': {
    make: snapshot,
    send: onSnapshot(({ client, thing }) => client.delete(`/admin/snapshots/${thing.id}`)),
    state: async ({ judge }) => (await settled(judge)).items.length,
    as: admins('204'),
  },
  'GET /admin/appeals': { make: appeal, get: () => '/admin/appeals?limit=100', holds: has, as: staff('200') },
  'POST /admin/appeals/{id}/resolve': {
    make: appeal,
    send: ({ client, thing }) => client.post(`/admin/appeals/${thing.id}/resolve`, { outcome: 'granted' }),
    state: ({ judge }) => seen(judge, '/admin/appeals?limit=100'),
    as: staff('200'),
  },

  // Accounts and sessions.
  'POST /users': {
    make: () => signUpBody(),
    send: ({ client, thing }) => client.post('/users', thing),
    state: async ({ thing }) => (await nobody.get(`/users/${thing.username}`)).status,
    as: everybody('201'),
  },
  'GET /users/me': {
    get: () => '/users/me',
    holds: ({ body }, { me }) => body.email === `${me.username}@giraffe.example`,
    as: signedIn('200'),
  },
  'GET /users/me/export': {
    get: () => '/users/me/export',
    holds: ({ body }, { me }) => body.profile.email === `${me.username}@giraffe.example`,
    as: signedIn('200'),
  },
  'PATCH /users/me': {
    send: ({ client }) => client.patch('/users/me', { bio: '기린' }),
    state: account,
    as: signedIn('200', { suspended: '403 suspended' }),
  },
  'DELETE /users/me': {
    alone: true,
    send: ({ client }) => client.request('DELETE', '/users/me', { json: { password: PASSWORD } }),
    state: async ({ me }) => (await nobody.get(`/users/${me.username}`)).status,
    as: signedIn('204'),
  },
  'PUT /users/me/password': {
    alone: true,
    send: ({ client }) =>
      client.put('/users/me/password', { current_password: PASSWORD, new_password: 'taller giraffe 8' }),
    state: mayBeSignedIn,
    as: signedIn('204'),
  },
  'POST /users/me/email-verification': {
    alone: true,
    send: ({ client }) => client.post('/users/me/email-verification'),
    as: signedIn('202'),
  },
  'PUT /users/me/email-verification': {
    alone: true,
    make: async ({ me }) => {
      (await me.client.post('/users/me/email-verification')).expect(202);
      return codeTo(me);
    },
    send: ({ client, thing }) => client.put('/users/me/email-verification', { code: thing }),
    state: account,
    as: signedIn('200'),
  },
  'POST /password-resets': {
    send: ({ client }) => client.post('/password-resets', { email: 'nobody.here@giraffe.example' }),
    as: everybody('204'), // what comes of it is nobody's to see
  },
  'PUT /password-resets/{token}': {
    send: ({ client }) => client.put('/password-resets/no-such-token', { new_password: PASSWORD }),
    state: mayBeSignedIn,
    as: everybody('404 invalid-reset-link'),
  },
  'GET /users/{username}': { get: ({ owner }) => `/users/${owner.username}`, as: everybody('200') },
  'GET /users/{username}/reviews': {
    get: ({ owner }) => `/users/${owner.username}/reviews`,
    as: everybody('200'),
  },
  'PUT /users/{username}/block': {
    alone: true,
    send: ({ client, owner }) => client.put(`/users/${owner.username}/block`),
    state: blockedBy,
    as: signedIn('204', { owner: '409 own-account' }),
  },
  'DELETE /users/{username}/block': {
    alone: true,
    make: ({ me, owner }) => me.client.put(`/users/${owner.username}/block`), // whoever may
    send: ({ client, owner }) => client.delete(`/users/${owner.username}/block`),
    state: blockedBy,
    as: signedIn('204', { owner: '204, but nothing happened' }),
  },
  'GET /users/me/blocks': {
    alone: true,
    make: ({ owner, party }) => owner.client.put(`/users/${party.username}/block`),
    get: () => '/users/me/blocks',
    holds: ({ body }, { party }) => body.items.some(({ user }) => user.username === party.username),
    as: signedIn('200 without it', { owner: '200' }),
  },
  'GET /sessions': {
    make: ({ owner }) => signIn(owner),
    get: () => '/sessions',
    holds: has,
    as: signedIn('200 without it', { owner: '200' }),
  },
  'POST /sessions': {
    send: ({ client, me }) => client.post('/sessions', { username: me.username, password: PASSWORD }),
    state: async ({ me }) => ids(await seen(me, '/sessions')),
    as: everybody('201'),
  },
  'DELETE /sessions': {
    alone: true,
    make: ({ me }) => signIn(me),
    send: ({ client }) => client.delete('/sessions'),
    state: async ({ thing }) => (await nobody.as(thing).get('/users/me')).status,
    as: signedIn('204'),
  },
  'DELETE /sessions/current': {
    alone: true,
    send: ({ client }) => client.delete('/sessions/current'),
    state: async ({ me }) => (await me.client.get('/users/me')).status,
    as: signedIn('204'),
  },
  'DELETE /sessions/{id}': {
    make: ({ owner }) => signIn(owner),
    send: ({ client, thing }) => client.delete(`/sessions/${thing.id}`),
    state: async ({ thing }) => (await nobody.as(thing).get('/users/me')).status,
    as: owners('204'),
  },

  // Access tokens.
  'GET /tokens': {
    make: ({ owner }) => accessToken(owner),
    get: () => '/tokens',
    holds: has,
    as: signedIn('200 without it', { owner: '200' }),
  },
  'POST /tokens': {
    send: ({ client }) =>
      client.post('/tokens', {
        name: 'bot',
        scopes: ['read'],
        expires_in_days: 1,
        current_password: PASSWORD,
      }),
    state: async ({ me }) => ids(await seen(me, '/tokens')),
    as: signedIn('201'),
  },
  'DELETE /tokens/{id}': {
    make: ({ owner }) => accessToken(owner),
    send: ({ client, thing }) => client.delete(`/tokens/${thing.id}`),
    state: async ({ thing }) => (await thing.client.get('/users/me')).status,
    as: owners('204'),
  },

  // Posts and photos.
  'GET /posts': {
    make: book,
    get: ({ owner }) => `/posts?limit=100&seller=${owner.username}`,
    holds: has,
    as: everybody('200', { blocked: '200 without it', suspended: '200 without it' }),
  },
  'POST /posts': {
    send: ({ client }) => client.post('/posts', postBody()),
    state: async ({ me }) => ids(await seen(me, `/posts?limit=100&seller=${me.username}`)),
    as: members('201'),
  },
  'GET /posts/facets': { get: () => '/posts/facets', as: everybody('200') },
  'GET /posts/{id}': { make: book, get: ({ thing }) => `/posts/${thing.id}`, as: everybody('200', hidden) },
  'PATCH /posts/{id}': {
    make: book,
    send: ({ client, thing }) => client.patch(`/posts/${thing.id}`, { version: 1, price: 9000 }),
    state: post,
    as: sellers('200'),
  },
  'DELETE /posts/{id}': {
    make: book,
    send: ({ client, thing }) => client.delete(`/posts/${thing.id}`),
    state: post,
    as: sellers('204', '204'),
  },
  'POST /posts/{id}/bump': {
    make: book,
    send: ({ client, thing }) => client.post(`/posts/${thing.id}/bump`),
    state: post,
    as: sellers('200'),
  },
  'PUT /posts/{id}/favorite': {
    make: book,
    send: ({ client, thing }) => client.put(`/posts/${thing.id}/favorite`),
    state: post,
    as: signedIn('200', { owner: '409 own-post', ...hidden }),
  },
  'DELETE /posts/{id}/favorite': {
    make: async (scene) => {
      const thing = await book(scene);
      await scene.client.put(`/posts/${thing.id}/favorite`); // whoever may
      return thing;
    },
    send: ({ client, thing }) => client.delete(`/posts/${thing.id}/favorite`),
    state: post,
    // What somebody favours is their own, also of a post that they do not see any more.
    as: signedIn('200', { owner: '200, but nothing happened' }),
  },
  'POST /posts/{id}/buy': {
    make: book,
    send: ({ client, thing }) => client.post(`/posts/${thing.id}/buy`, {}),
    state: post,
    as: members('201', { owner: '409 own-post', ...hidden }),
  },
  'GET /posts/{id}/copies': {
    make: book,
    get: ({ thing }) => `/posts/${thing.id}/copies`,
    as: everybody('200', hidden),
  },
  'POST /photos': {
    send: ({ client }) => client.request('POST', '/photos', { body: jpeg(), type: 'image/jpeg' }),
    state: photosOnDisk,
    as: members('201'),
  },
  'GET /photos/{id}/{size}': {
    make: ({ owner }) => uploadPhoto(owner),
    get: ({ thing }) => thing.urls.thumb,
    as: everybody('200'),
  },

  // Deals and chat.
  'GET /deals': {
    make: deal,
    get: () => '/deals?limit=100',
    holds: has,
    as: signedIn('200 without it', { owner: '200', party: '200', blocked: '200' }),
  },
  'GET /deals/{id}': { make: deal, get: ({ thing }) => `/deals/${thing.id}`, as: parties('200') },
  'GET /deals/{id}/meeting.ics': {
    make: meeting,
    get: ({ thing }) => `/deals/${thing.id}/meeting.ics`,
    as: parties('200', { blocked: '404 not-found', suspended: '404 not-found' }),
  },
  'GET /meeting-spots': { get: () => '/meeting-spots', as: everybody('200') },
  'POST /deals/{id}/actions': {
    make: agreed,
    send: ({ client, thing }) =>
      client.post(`/deals/${thing.id}/actions`, { action: 'confirm', version: thing.version }),
    state: ({ owner, thing }) => seen(owner, `/deals/${thing.id}`),
    as: acting('200'),
  },
  'GET /chat/rooms': {
    make: deal,
    get: () => '/chat/rooms?limit=100',
    holds: ({ body }, { thing }) => body.items.some(({ id }) => id === thing.room_id),
    as: signedIn('200 without it', { owner: '200', party: '200', blocked: '200' }),
  },
  'GET /chat/rooms/{id}': { make: deal, get: ({ thing }) => room(thing), as: parties('200') },
  'GET /chat/rooms/{id}/messages': {
    make: deal,
    get: ({ thing }) => `${room(thing)}/messages`,
    as: parties('200'),
  },
  'POST /chat/rooms/{id}/messages': {
    make: deal,
    send: ({ client, thing }) => client.post(`${room(thing)}/messages`, textMessage()),
    state: messages,
    as: acting('201'),
  },
  'PUT /chat/rooms/{id}/read': {
    make: async (scene) => {
      const thing = await deal(scene);
      for (const who of [scene.owner, scene.party])
        (await who.client.post(`${room(thing)}/messages`, textMessage())).expect(201);
      return thing;
    },
    send: ({ client, thing }) => client.put(`${room(thing)}/read`, { seq: 3 }),
    state: async ({ owner, thing }) => {
      const { last_read_seq, their_read_seq } = (await seen(owner, room(thing))).body;
      return { last_read_seq, their_read_seq };
    },
    as: parties('200'),
  },
  'POST /chat/rooms/{id}/typing': {
    make: deal,
    send: ({ client, thing }) => client.post(`${room(thing)}/typing`),
    as: acting('204'), // it is told to whoever waits, and kept nowhere
  },
  'PUT /chat/rooms/{id}/mute': {
    make: deal,
    send: ({ client, thing }) => client.put(`${room(thing)}/mute`, { muted: true }),
    state: async ({ owner, party, thing }) =>
      Promise.all([owner, party].map(async (who) => (await seen(who, room(thing))).body.muted)),
    as: parties('200'),
  },
  'GET /chat/events': {
    alone: true, // so that the first hundred events have it
    make: deal,
    get: () => '/chat/events?after=begin&wait=0',
    holds: ({ body }, { thing }) => body.events.some(({ room_id }) => room_id === thing.room_id),
    as: signedIn('200 without it', { owner: '200', party: '200', blocked: '200' }),
  },

  // Finding.
  'GET /search/suggest': { get: () => '/search/suggest?q=선형', as: everybody('200') },
  'GET /books': { get: () => '/books?q=선형', as: everybody('200') },
  'GET /feed.atom': { get: () => '/feed.atom', as: everybody('200') },
  'GET /p/{id}': {
    make: book,
    get: ({ thing }) => `/p/${thing.id}`,
    // Its refusals are pages.
    as: everybody('200', { suspended: '404', write_token: '403', chat_token: '403' }),
  },
  'GET /alerts': {
    make: search,
    get: () => '/alerts?limit=100',
    holds: has,
    as: signedIn('200 without it', { owner: '200' }),
  },
  'POST /alerts': {
    send: ({ client }) => client.post('/alerts', { q: '자료구조' }),
    state: async ({ me }) => ids(await seen(me, '/alerts')),
    as: signedIn('201'),
  },
  'PUT /alerts/seen': {
    make: async ({ me, owner, other }) => {
      const q = freshName('q');
      const [thing, stream] = [await save(me, q), await streamOf(me)];
      await writePost(me === other ? owner : other, { title: q });
      await stream.until(({ type }) => type === 'alert');
      return { ...thing, seq: (await seen(me, '/alerts')).body.seq };
    },
    send: ({ client, thing }) => client.put('/alerts/seen', { seq: thing.seq }),
    state: async ({ me, thing }) => (await seen(me, `/alerts/${thing.id}`)).body.new_matches,
    as: signedIn('200'),
  },
  'GET /alerts/{id}': { make: search, get: ({ thing }) => `/alerts/${thing.id}`, as: owners('200') },
  'PATCH /alerts/{id}': {
    make: search,
    send: ({ client, thing }) => client.patch(`/alerts/${thing.id}`, { paused: true }),
    state: alert,
    as: owners('200'),
  },
  'DELETE /alerts/{id}': {
    make: search,
    send: ({ client, thing }) => client.delete(`/alerts/${thing.id}`),
    state: alert,
    as: owners('204'),
  },
  'GET /alerts/{id}/matches': {
    make: search,
    get: ({ thing }) => `/alerts/${thing.id}/matches`,
    as: owners('200'),
  },

  // The market itself.
  'GET /market': { get: () => '/market', as: everybody('200') },
  'GET /health/live': { get: () => '/health/live', as: everybody('200') },
  'GET /health/ready': { get: () => '/health/ready', as: everybody('200') },
  // Who asks from this machine may read it; no token may (http/metrics.test.mjs: from elsewhere).
  'GET /metrics': { get: () => '/metrics', as: everybody('200') },
  'GET /admin/monitor': { get: () => '/admin/monitor', as: admins('200') },
  'GET /openapi.yaml': { get: () => '/openapi.yaml', as: everybody('200') },
  'GET /docs': { get: () => '/docs', as: everybody('200') },
};

test('every operation has its row, and every row its operation', () => {
  // The server has the operations' routes and no others: contract/openapi.test.mjs.
  assert.deepEqual(Object.keys(table).sort(), operations.map(place).sort());
});

test('everybody may do what the table says, and nothing else', async (t) => {
  const scopes = new Map(operations.map((one) => [place(one), scopeOf(one)]));
  for (const [name, row, scenes] of await setTheStage(server, table)) {
    await t.test(name, async () => {
      const outcomes = {};
      for (const [role, scene] of Object.entries(scenes)) outcomes[role] = await outcomeOf(row, scene);
      assert.deepEqual(outcomes, outcomesOf(row, scopes.get(name)));
    });
  }
});
