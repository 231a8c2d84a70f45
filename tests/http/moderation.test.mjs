// Reports, and what moderators and admins do about them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import {
  act,
  buy,
  PASSWORD,
  people,
  person,
  say,
  sell,
  talking,
  useStaff,
  writePost,
} from '../support/people.mjs';
import { useServer } from '../support/server.mjs';
import { streamOf, told } from '../support/stream.mjs';

const server = useServer({ argon2_mib: 1, argon2_passes: 1, sweep_ms: 20, reporter_age_ms: 0 });
const nobody = new Client(server);
const team = useStaff(server);

const report = (who, kind, id, more) => who.client.post('/reports', { kind, id, reason: 'fraud', ...more });
const caseOf = async (moderator, owner, state = 'open') =>
  (await moderator.client.get('/admin/reports', { query: { owner: owner.username, state } })).expect(200).body
    .items[0];
const audit = async (admin, query) =>
  (await admin.client.get('/admin/audit', { query: { limit: 100, ...query } })).expect(200).body.items;
const on = (who, what, body) => [`/admin/users/${who.username}/${what}`, body];
const notices = async (who, query) =>
  (await who.client.get('/users/me/notices', { query })).expect(200).body.items;
const statusOf = async (who, post) => (await who.client.get(`/posts/${post.id}`)).expect(200).body.status;

test('what is reported is what the reporter can see, and never their own', async () => {
  const { seller, buyer, deal, room } = await talking(server);
  const [stranger] = await people(server, 1);
  const message = await say(buyer, room, '선입금 해 주세요');
  const [system] = (await seller.client.get(`${room}/messages`)).expect(200).body.items;
  const post = { id: deal.post.id };
  const hidden = await writePost(seller, { status: 'hidden' });
  (await report(stranger, 'message', message.id)).expect(404, 'not-found');
  (await report(buyer, 'message', message.id)).expect(409, 'own-report');
  (await report(seller, 'message', system.id)).expect(404, 'not-found');
  (await report(stranger, 'post', hidden.id)).expect(404, 'not-found');
  (await report(seller, 'post', post.id)).expect(409, 'own-report');
  (await report(stranger, 'user', 'nobody-here')).expect(404, 'not-found');
  (await report(seller, 'user', seller.username)).expect(409, 'own-report');
  (await nobody.post('/reports', { kind: 'post', id: post.id, reason: 'fraud' })).expect(401);
  (await report(seller, 'message', message.id)).expect(201);
  (await report(stranger, 'user', seller.username.toUpperCase())).expect(201);
  (await report(buyer, 'post', post.id, { reason: 'other', note: '표지가 다릅니다' })).expect(201);
});

test('a report says what is wrong with it', async () => {
  const [who] = await people(server, 1);
  const refused = async (body, faults) => (await who.client.post('/reports', body)).expectFields(faults);
  await refused({ kind: 'user' }, { '/id': 'required', '/reason': 'required' });
  await refused(
    { kind: 'room', id: 1, reason: 'dull' },
    { '/kind': 'not-allowed', '/reason': 'not-allowed' },
  );
  await refused({ kind: 'post', id: 'x', reason: 'spam' }, { '/id': 'wrong-type' });
  await refused({ kind: 'user', id: 7, reason: 'spam' }, { '/id': 'wrong-type' });
  await refused({ kind: 'post', id: 1, reason: 'spam', note: 'a'.repeat(1001) }, { '/note': 'too-long' });
  await refused({ kind: 'post', id: 1, reason: 'spam', why: '' }, { '/why': 'unknown-field' });
});

test('what was reported of somebody who has left meanwhile is seen and decided', async () => {
  const { moderator } = await team();
  const { seller, buyer, room } = await talking(server);
  const message = await say(seller, room, '선입금 해 주세요');
  const other = await writePost(seller);
  (await report(buyer, 'user', seller.username)).expect(201);
  (await report(buyer, 'message', message.id)).expect(201);
  (await report(buyer, 'post', other.id)).expect(201);
  const open = async (name) =>
    (await moderator.client.get('/admin/reports', { query: { owner: name, state: 'open' } })).expect(200).body
      .items;
  const cases = await open(seller.username);
  assert.equal(cases.length, 3);
  (await seller.client.request('DELETE', '/users/me', { json: { password: PASSWORD } })).expect(204);
  for (const [i, { id }] of cases.entries()) {
    const seen = (await moderator.client.get(`/admin/reports/${id}`)).expect(200).body;
    assert.match(seen.person.profile.username, /^deleted-/);
    assert.equal(seen.reports.length, 1);
    // What is to be decided about is there, but not what they called themselves.
    const { evidence } = seen.reports[0];
    assert.deepEqual(
      [evidence.from, evidence.body, evidence.title],
      { user: [undefined, undefined, undefined], message: ['', '선입금 해 주세요', undefined] }[
        seen.kind
      ] ?? [undefined, undefined, other.title],
    );
    assert.doesNotMatch(JSON.stringify(evidence), new RegExp(`display_name|bio|${seller.username}`));
    const outcome = i === 0 ? 'dismissed' : 'actioned';
    (await moderator.client.post(`/admin/reports/${id}/resolve`, { outcome, note: '탈퇴했습니다' })).expect(
      200,
    );
    const decided = (await moderator.client.get(`/admin/reports/${id}`)).expect(200).body;
    assert.equal(decided.state, outcome);
    assert.deepEqual(decided.reports[0].evidence, {});
  }
});

test('what was decided of somebody is forgotten when they leave, and nobody exports what others say of themselves', async () => {
  const { moderator } = await team();
  const [cheat, witness] = await people(server, 2);
  (await cheat.client.patch('/users/me', { bio: '전화 010-1234-5678' })).expect(200);
  (await report(witness, 'user', cheat.username)).expect(201);
  const { id } = await caseOf(moderator, cheat);
  (await moderator.client.post(`/admin/reports/${id}/resolve`, { outcome: 'dismissed' })).expect(200);
  const evidence = async () =>
    (await moderator.client.get(`/admin/reports/${id}`)).expect(200).body.reports[0].evidence;
  assert.deepEqual(await evidence(), { display_name: cheat.username, bio: '전화 010-1234-5678' });
  const [made] = (await witness.client.get('/users/me/export')).expect(200).body.reports_made;
  assert.deepEqual(made.evidence, { display_name: cheat.username });
  (await cheat.client.request('DELETE', '/users/me', { json: { password: PASSWORD } })).expect(204);
  assert.deepEqual(await evidence(), {});
});

test('the same report again is the first one, until a moderator has decided', async () => {
  const { moderator } = await team();
  const [cheat, witness] = await people(server, 2);
  const first = (await report(witness, 'user', cheat.username, { note: '사기' })).expect(201).body;
  assert.deepEqual((await report(witness, 'user', cheat.username)).expect(200).body, first);
  const { id, reporters } = await caseOf(moderator, cheat);
  assert.equal(reporters, 1);
  (await moderator.client.post(`/admin/reports/${id}/resolve`, { outcome: 'dismissed' })).expect(200);
  const second = (await report(witness, 'user', cheat.username)).expect(201).body;
  assert.notEqual(second.id, first.id);
});

test('three people hide a post until a moderator has looked, one person three times does not', async () => {
  const { admin, moderator } = await team();
  const [seller, ...others] = await people(server, 5);
  const post = await writePost(seller);
  const stream = await streamOf(seller);
  for (let i = 0; i < 3; ++i) await report(others[0], 'post', post.id);
  await report(others[1], 'post', post.id);
  assert.equal(await statusOf(others[3], post), 'selling');
  (await report(others[2], 'post', post.id)).expect(201);

  (await others[3].client.get(`/posts/${post.id}`)).expect(404);
  (await nobody.get(`/posts/${post.id}`)).expect(404);
  const mine = (await seller.client.get(`/posts/${post.id}`)).expect(200).body;
  assert.deepEqual([mine.status, mine.hold.cause, mine.hold.reason], ['hidden', 'reports', '']);
  const [event] = await stream.until(({ type }) => type === 'account');
  assert.deepEqual([event.account.change, event.account.post.id], ['post_hidden', post.id]);
  const version = mine.version;
  (await seller.client.patch(`/posts/${post.id}`, { version, status: 'selling' })).expect(
    409,
    'hidden-by-moderator',
  );
  const [held] = await audit(admin, { about: seller.username, action: 'post.hold' });
  assert.deepEqual([held.actor, held.source, held.subject], [null, 'market', { kind: 'post', id: post.id }]);

  (await moderator.client.post(`/admin/posts/${post.id}/restore`, { reason: '문제 없음' })).expect(200);
  assert.equal(await statusOf(others[3], post), 'selling');
  assert.equal((await caseOf(moderator, seller, 'dismissed')).reporters, 3);
  // The reports from before do not count again.
  (await report(others[3], 'post', post.id)).expect(201);
  (await report(others[0], 'post', post.id)).expect(201);
  assert.equal(await statusOf({ client: nobody }, post), 'selling');
});

test('whoever was answered about a post does not hide it again, however it was shown again', async () => {
  const { moderator } = await team();
  const [seller, fresh, ...others] = await people(server, 5);
  const post = await writePost(seller);
  const reported = async () => {
    for (const who of others) (await report(who, 'post', post.id)).expect(201);
    return (await caseOf(moderator, seller)).id;
  };
  const decide = async (id, outcome) =>
    (await moderator.client.post(`/admin/reports/${id}/resolve`, { outcome, note: '봤습니다' })).expect(200);
  const first = await reported();
  assert.equal(await statusOf(seller, post), 'hidden');
  await decide(first, 'dismissed');
  const second = await reported(); // moderators are told again, and nothing more
  assert.notEqual(second, first);
  assert.equal(await statusOf(seller, post), 'selling');
  (await report(fresh, 'post', post.id)).expect(201); // one voice that has not been answered
  assert.equal(await statusOf(seller, post), 'selling');
  await decide(second, 'dismissed');

  const other = await writePost(seller);
  for (const who of others) (await report(who, 'post', other.id)).expect(201);
  await decide((await caseOf(moderator, seller)).id, 'actioned');
  (await moderator.client.post(`/admin/posts/${other.id}/restore`, { reason: '고쳤습니다' })).expect(200);
  for (const who of others) (await report(who, 'post', other.id)).expect(201);
  assert.equal(await statusOf(seller, other), 'selling');
});

test('an agreed deal goes on while its post is on hold, and nothing is lost when it is shown again', async () => {
  const { moderator } = await team();
  const [seller, buyer, other, third] = await people(server, 4);
  const post = await writePost(seller);
  const deal = await buy(buyer, post);
  const waiting = await buy(other, post);
  const hide = (reason) => moderator.client.post(`/admin/posts/${post.id}/hide`, { reason });
  (await hide('확인 중')).expect(200);
  const seen = (await other.client.get(`/deals/${waiting.id}`)).expect(200).body;
  assert.deepEqual([seen.state, seen.expires_at, seen.post.status], ['negotiating', null, 'hidden']);
  assert.equal((await told(other, waiting)).at(-1), 'post_held');
  (await act(seller, deal, 'accept')).expect(409, 'action-not-allowed');
  (await third.client.post(`/posts/${post.id}/buy`, {})).expect(404, 'not-found');
  (await act(seller, deal, 'offer', { price: 14000 })).expect(200);

  const restore = () => moderator.client.post(`/admin/posts/${post.id}/restore`, { reason: '문제 없음' });
  (await restore()).expect(200);
  (await restore()).expect(409, 'not-hidden');
  assert.equal((await told(other, waiting)).at(-1), 'post_restored');
  assert.notEqual((await other.client.get(`/deals/${waiting.id}`)).body.expires_at, null);
  (await act(buyer, deal, 'accept')).expect(200);
  (await hide('다시 확인 중')).expect(200);
  (await act(seller, deal, 'confirm')).expect(200);
  assert.equal((await act(buyer, deal, 'confirm')).expect(200).body.state, 'completed');
  (await restore()).expect(200);
  assert.equal(await statusOf(third, post), 'sold');
});

test('a deal that is cancelled meanwhile leaves the post to be sold when it is shown again', async () => {
  const { moderator } = await team();
  const [seller, buyer, other] = await people(server, 3);
  const post = await writePost(seller);
  const deal = await buy(buyer, post);
  const waiting = await buy(other, post);
  (await act(seller, deal, 'accept')).expect(200);
  (await moderator.client.post(`/admin/posts/${post.id}/hide`, { reason: '확인' })).expect(200);
  const { version } = (await seller.client.get(`/posts/${post.id}`)).expect(200).body;
  (await seller.client.patch(`/posts/${post.id}`, { version, price: 1 })).expect(409, 'post-frozen');
  (await act(buyer, deal, 'cancel', { reason: '못 믿겠어요' })).expect(200);
  assert.equal((await told(other, waiting)).at(-1), 'post_held');
  (await moderator.client.post(`/admin/posts/${post.id}/restore`, { reason: '확인' })).expect(200);
  assert.equal(await statusOf(other, post), 'selling');
  (await act(seller, waiting, 'accept')).expect(200);
});

test('what its seller hides while it is on hold stays hidden when it is shown again, and its deals end', async () => {
  const { moderator } = await team();
  const [seller, buyer] = await people(server, 2);
  const post = await writePost(seller);
  const deal = await buy(buyer, post);
  const on = (what) => moderator.client.post(`/admin/posts/${post.id}/${what}`, { reason: '확인' });
  const change = async (body) => {
    const { version } = (await seller.client.get(`/posts/${post.id}`)).expect(200).body;
    return seller.client.patch(`/posts/${post.id}`, { version, ...body });
  };
  (await on('hide')).expect(200);
  // What is changed besides leaves it to be sold.
  (await change({ title: '표지 사진을 바꿨습니다' })).expect(200);
  (await on('restore')).expect(200);
  assert.equal(await statusOf(buyer, post), 'selling');

  (await on('hide')).expect(200);
  (await change({ status: null })).expectFields({ '/status': 'required' });
  assert.equal((await change({ status: 'hidden' })).expect(200).body.status, 'hidden');
  assert.equal((await buyer.client.get(`/deals/${deal.id}`)).expect(200).body.state, 'closed');
  (await on('restore')).expect(200);
  assert.equal(await statusOf(seller, post), 'hidden');
  (await buyer.client.get(`/posts/${post.id}`)).expect(404);

  // The status of a reserved one is its deal's, on hold or not.
  (await change({ status: 'selling' })).expect(200);
  (await act(seller, await buy(buyer, post), 'accept')).expect(200);
  (await change({ status: 'hidden' })).expect(409, 'post-frozen');
  (await on('hide')).expect(200);
  (await change({ status: 'hidden' })).expect(409, 'post-frozen');
  (await on('restore')).expect(200);
  assert.equal(await statusOf(buyer, post), 'reserved');
});

test('a hidden post can be deleted, sold or not', async () => {
  const { moderator } = await team();
  const [seller, buyer] = await people(server, 2);
  const sold = await writePost(seller);
  await sell(seller, buyer, sold);
  for (const post of [sold, await writePost(seller)]) {
    (await moderator.client.post(`/admin/posts/${post.id}/hide`, { reason: '확인' })).expect(200);
    (await seller.client.delete(`/posts/${post.id}`)).expect(204);
    (await moderator.client.post(`/admin/posts/${post.id}/restore`, { reason: '확인' })).expect(404);
  }
});

test('a report is shown with its context, and who looks at a conversation is in the log', async () => {
  const { admin, moderator } = await team();
  const { seller, buyer, room } = await talking(server);
  const lines = [];
  for (let i = 1; i <= 13; ++i) lines.push(await say(i === 7 ? buyer : seller, room, `말 ${i}`));
  (await report(seller, 'message', lines[6].id, { reason: 'harassment', note: '욕설' })).expect(201);
  const listed = await caseOf(moderator, buyer);
  assert.deepEqual([listed.kind, listed.subject, listed.title], ['message', lines[6].id, '']);
  const path = `/admin/reports/${listed.id}`;
  const seen = (await moderator.client.get(path)).expect(200).body;
  assert.deepEqual(
    seen.conversation.messages.map(({ body }) => body),
    Array.from({ length: 11 }, (_, i) => `말 ${i + 2}`),
  );
  assert.equal(seen.conversation.seller.username, seller.username);
  assert.deepEqual(
    seen.reports.map(({ note, reporter, evidence }) => [note, reporter.username, evidence.body]),
    [['욕설', seller.username, '말 7']],
  );
  assert.equal(seen.person.profile.username, buyer.username);
  const [look] = await audit(admin, { actor: moderator.username, action: 'report.view' });
  assert.deepEqual([look.subject, look.about], [{ kind: 'report', id: listed.id }, buyer.username]);
  const resolved = await moderator.client.post(`${path}/resolve`, { outcome: 'actioned', note: '경고함' });
  assert.deepEqual(
    [resolved.expect(200).body.state, resolved.body.resolved_by],
    ['actioned', moderator.username],
  );
  (await moderator.client.post(`${path}/resolve`, { outcome: 'dismissed' })).expect(409, 'already-resolved');
  (await seller.client.get(`${room}/messages`)).expect(200);
  (await moderator.client.get(`${room}/messages`)).expect(404); // there is no other way in
});

test('deciding about what reports hid shows it again, or keeps it hidden with the reason', async () => {
  const { moderator } = await team();
  const [seller, ...others] = await people(server, 4);
  for (const [outcome, status] of [
    ['dismissed', 'selling'],
    ['actioned', 'hidden'],
  ]) {
    const post = await writePost(seller);
    for (const who of others) (await report(who, 'post', post.id)).expect(201);
    const { id, held } = await caseOf(moderator, seller);
    assert.equal(held, true);
    (await moderator.client.post(`/admin/reports/${id}/resolve`, { outcome, note: '교재가 아님' })).expect(
      200,
    );
    const now = (await seller.client.get(`/posts/${post.id}`)).expect(200).body;
    assert.equal(now.status, status);
    if (status === 'hidden')
      assert.deepEqual([now.hold.cause, now.hold.reason], ['moderator', '교재가 아님']);
  }
});

test('the queue has pages, the oldest first or the most reported', async () => {
  const { moderator } = await team();
  const [a, b, c] = await people(server, 3);
  for (const [who, whom] of [
    [a, b],
    [a, c],
    [b, c],
  ])
    (await report(who, 'user', whom.username)).expect(201);
  for (const sort of ['oldest', 'most_reported']) {
    const all = [];
    let cursor;
    do {
      const query = { sort, limit: 1, cursor, kind: 'user' };
      const page = (await moderator.client.get('/admin/reports', { query })).expect(200).body;
      all.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor);
    const keys = all.map(({ id, reporters }) => (sort === 'oldest' ? id : -reporters));
    assert.deepEqual(
      keys,
      keys.toSorted((x, y) => x - y),
    );
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
    assert.ok(all.some(({ subject }) => subject === b.username));
  }
  (await moderator.client.get('/admin/reports?sort=most_reported&state=dismissed')).expect(
    400,
    'invalid-query',
  );
});

test('who may do what: nobody acts on themselves, and on moderators and admins only an admin', async () => {
  const { admin, moderator } = await team();
  const [user, other] = await people(server, 2);
  const post = await writePost(other);
  (await report(user, 'user', other.username)).expect(201);
  const { id } = await caseOf(moderator, other);
  const reason = { reason: '사유' };
  const reading = ['overview', 'reports', `reports/${id}`, 'users', `users/${other.username}`, 'appeals'];
  const acts = [
    [`/admin/posts/${post.id}/hide`, reason],
    [`/admin/posts/${post.id}/restore`, reason],
    on(other, 'warn', reason),
    on(other, 'suspend', { days: 1, ...reason }),
    on(other, 'restore', reason),
    [`/admin/reports/${id}/resolve`, { outcome: 'dismissed' }],
  ];
  for (const path of [...reading, 'audit']) {
    (await nobody.get(`/admin/${path}`)).expect(401);
    (await user.client.get(`/admin/${path}`)).expect(403, 'not-permitted');
    (await admin.client.get(`/admin/${path}`)).expect(200);
  }
  for (const path of reading) (await moderator.client.get(`/admin/${path}`)).expect(200);
  (await moderator.client.get('/admin/audit')).expect(403, 'not-permitted');
  for (const [path, body] of acts) {
    (await nobody.post(path, body)).expect(401);
    (await user.client.post(path, body)).expect(403, 'not-permitted');
    (await moderator.client.post(path, body)).expect(200);
  }
  for (const who of [user, moderator]) {
    (await who.client.post(...on(other, 'ban', reason))).expect(403, 'not-permitted');
    (await who.client.put(...on(other, 'role', { role: 'admin' }))).expect(403, 'not-permitted');
  }
  for (const whom of [moderator, admin]) {
    for (const [what, body] of [
      ['warn', reason],
      ['suspend', { days: 1, ...reason }],
      ['restore', reason],
    ])
      (await moderator.client.post(...on(whom, what, body))).expect(403, 'not-permitted');
  }
  (await admin.client.post(...on(admin, 'warn', reason))).expect(403, 'not-permitted');
  (await admin.client.post(...on(moderator, 'warn', reason))).expect(200);
  (await admin.client.post(...on(other, 'ban', reason))).expect(200);
  (await moderator.client.post(...on(other, 'suspend', { days: 1, ...reason }))).expect(403, 'not-permitted');
  (await moderator.client.post(...on(other, 'restore', reason))).expect(403, 'not-permitted');
  (await admin.client.post(...on(other, 'restore', reason))).expect(200);
});

test('a reported moderator sees neither the report nor by whom it was', async () => {
  const { admin, moderator } = await team();
  const [user] = await people(server, 1);
  (await report(user, 'user', moderator.username)).expect(201);
  const { id } = await caseOf(admin, moderator);
  const overview = async (who) => (await who.client.get('/admin/overview')).expect(200).body.open_reports;
  assert.equal(await overview(moderator), (await overview(admin)) - 1);
  const listed = async (query) =>
    (await moderator.client.get('/admin/reports', { query })).expect(200).body.items.map((one) => one.id);
  assert.ok(!(await listed({ owner: moderator.username })).includes(id));
  assert.ok(!(await listed({ limit: 100 })).includes(id));
  (await moderator.client.get(`/admin/reports/${id}`)).expect(403, 'not-permitted');
  (await moderator.client.post(`/admin/reports/${id}/resolve`, { outcome: 'dismissed' })).expect(403);
  (await admin.client.post(`/admin/reports/${id}/resolve`, { outcome: 'dismissed', note: '오해' })).expect(
    200,
  );
  assert.ok(!(await listed({ state: 'dismissed' })).includes(id));
  const own = (await moderator.client.get(`/admin/users/${moderator.username}`)).expect(200).body;
  assert.ok(!JSON.stringify(own.history).includes('오해'));
  assert.deepEqual([own.open_cases, own.past_cases], [0, 0]);
});

test('a reported admin learns of it neither from the list of posts nor from the log', async () => {
  const { admin } = await team();
  const [reported, ...others] = await people(server, 4);
  (await admin.client.put(...on(reported, 'role', { role: 'admin' }))).expect(204);
  const post = await writePost(reported);
  for (const who of others) (await report(who, 'post', post.id)).expect(201);
  const listed = async (who) =>
    (await who.client.get('/admin/posts', { query: { seller: reported.username } })).expect(200).body.items;
  const { id } = await caseOf(admin, reported);
  assert.equal((await listed(admin))[0].open_case, id);
  assert.equal((await listed(reported))[0].open_case, null);

  const decide = { outcome: 'dismissed', note: '오해입니다' };
  (await admin.client.post(`/admin/reports/${id}/resolve`, decide)).expect(200);
  (await admin.client.post(...on(reported, 'warn', { reason: '조심하세요' }))).expect(200);
  const [entry] = await audit(admin, { about: reported.username, action: 'report.resolve' });
  (await admin.client.post(`/admin/audit/${entry.id}/undo`, { reason: '다시 봅니다' })).expect(200);
  const actions = async (who, query) => (await audit(who, query)).map(({ action }) => action);
  const all = await actions(admin, { about: reported.username });
  for (const action of ['report.resolve', 'post.restore', 'audit.undo']) assert.ok(all.includes(action));
  for (const query of [{ about: reported.username }, { actor: admin.username }, {}]) {
    const text = JSON.stringify(
      (await audit(reported, query)).filter(({ about }) => about === reported.username),
    );
    assert.doesNotMatch(text, /오해입니다|다시 봅니다|report\.resolve/);
  }
  assert.ok((await actions(reported, { about: reported.username })).includes('user.warn'));
  const own = (await reported.client.get(`/admin/users/${reported.username}`)).expect(200).body;
  assert.doesNotMatch(JSON.stringify(own.history), /오해입니다|다시 봅니다/);
  assert.deepEqual([own.open_cases, own.past_cases], [0, 0]);
  (await admin.client.put(...on(reported, 'role', { role: 'user' }))).expect(204);
});

test('nobody decides about what they have reported', async () => {
  const { admin, moderator } = await team();
  const [seller] = await people(server, 1);
  const post = await writePost(seller);
  (await report(moderator, 'post', post.id)).expect(201);
  const { id } = await caseOf(admin, seller);
  const decide = (who) => who.client.post(`/admin/reports/${id}/resolve`, { outcome: 'actioned' });
  (await decide(moderator)).expect(403, 'not-permitted');
  // Nor by what decides it besides: they hide it, and somebody else looks.
  for (const what of ['hide', 'restore']) {
    (await moderator.client.post(`/admin/posts/${post.id}/${what}`, { reason: '사기' })).expect(200);
    assert.equal((await caseOf(admin, seller)).state, 'open');
  }
  (await decide(admin)).expect(200);
});

test('roles are given and taken by admins, but the last admin stays one', async () => {
  const { admin } = await team();
  const [user] = await people(server, 1);
  const give = (who, whom, role) => who.client.put(...on(whom, 'role', { role }));
  (await give(admin, admin, 'user')).expect(409, 'last-admin');
  (await give(admin, user, 'admin')).expect(204);
  (await user.client.get('/admin/audit')).expect(200); // at once
  (await give(admin, { username: 'nobody-here' }, 'user')).expect(404);
  (await give(user, user, 'user')).expect(204);
  (await user.client.get('/admin/audit')).expect(403, 'not-permitted');
  (await give(user, user, 'admin')).expect(403, 'not-permitted');
  const entries = await audit(admin, { about: user.username, action: 'user.role' });
  assert.deepEqual(
    entries.map(({ actor, details }) => [actor, details.was, details.role]),
    [
      [user.username, 'admin', 'user'],
      [admin.username, 'user', 'admin'],
    ],
  );
  const [made] = await audit(admin, { about: admin.username, action: 'user.role' });
  assert.deepEqual([made.actor, made.source, made.request_id], [null, 'operator', null]);
});

test('every act is in the audit log with who, why and by which request', async () => {
  const { admin, moderator } = await team();
  const [user] = await people(server, 1);
  const post = await writePost(user);
  const why = (text) => ({ reason: text });
  const steps = [
    [moderator, `/admin/posts/${post.id}/hide`, why('하나'), 'post.hide'],
    [moderator, `/admin/posts/${post.id}/restore`, why('둘'), 'post.restore'],
    [moderator, ...on(user, 'warn', why('셋')), 'user.warn'],
    [moderator, ...on(user, 'suspend', { days: 3, ...why('넷') }), 'user.suspend'],
    [admin, ...on(user, 'ban', why('다섯')), 'user.ban'],
    [admin, ...on(user, 'restore', why('여섯')), 'user.restore'],
  ];
  const expected = [];
  for (const [who, path, body, action] of steps) {
    const answer = (await who.client.post(path, body)).expect(200);
    expected.unshift([who.username, action, body.reason, answer.headers['x-request-id']]);
  }
  const entries = await audit(admin, { about: user.username });
  assert.deepEqual(
    entries.map(({ actor, action, details, request_id }) => [actor, action, details.reason, request_id]),
    expected,
  );
  const history = (await moderator.client.get(`/admin/users/${user.username}`)).expect(200).body;
  assert.equal(history.warnings, 1);
  const plain = (all) => all.map(({ undo: _, ...entry }) => entry);
  assert.deepEqual(plain(history.history), plain(entries));
  assert.deepEqual(
    (await notices(user)).map(({ change }) => change),
    ['restored', 'banned', 'suspended', 'warned', 'post_restored', 'post_hidden'],
  );
});

test('a warning is told once, and kept', async () => {
  const { moderator } = await team();
  const [user] = await people(server, 1);
  const stream = await streamOf(user);
  (await moderator.client.post(...on(user, 'warn', { reason: '욕설은 안 됩니다.' }))).expect(200);
  const [event] = await stream.until(({ type }) => type === 'account');
  const [notice] = await notices(user, { unseen: true });
  assert.deepEqual(event.account, notice);
  assert.deepEqual([notice.change, notice.reason, notice.seen], ['warned', '욕설은 안 됩니다.', false]);
  (await user.client.put('/users/me/notices/seen', { up_to: notice.id })).expect(204);
  assert.deepEqual(await notices(user, { unseen: true }), []);
  assert.equal((await notices(user))[0].seen, true);
});

test('users are found by name, role and suspension', async () => {
  const { admin, moderator } = await team();
  const [one] = await Promise.all([person(server, { display_name: '50%할인_왕' })]);
  const find = async (query) =>
    (await moderator.client.get('/admin/users', { query }))
      .expect(200)
      .body.items.map(({ user }) => user.username);
  assert.deepEqual(await find({ q: '%할인_' }), [one.username]);
  assert.deepEqual(await find({ q: one.username.toUpperCase() }), [one.username]);
  assert.deepEqual(await find({ q: 'x%x' }), []);
  // An address is found as a whole: by its parts it could be read out.
  assert.deepEqual(await find({ q: `${one.username}@GIRAFFE.example` }), [one.username]);
  assert.deepEqual(await find({ q: `${one.username}@giraffe` }), []);
  assert.ok((await find({ role: 'admin' })).includes(admin.username));
  assert.deepEqual(await find({ q: one.username, suspended: true }), []);
  (await moderator.client.post(...on(one, 'suspend', { days: 1, reason: '할인' }))).expect(200);
  assert.deepEqual(await find({ q: one.username, suspended: true }), [one.username]);
});

test('the overview counts', async () => {
  const { moderator } = await team();
  const overview = async () => (await moderator.client.get('/admin/overview')).expect(200).body;
  const before = await overview();
  const [seller, witness] = await people(server, 2);
  const post = await writePost(seller);
  (await report(witness, 'post', post.id)).expect(201);
  const after = await overview();
  assert.deepEqual(
    ['open_reports', 'users', 'sign_ups_today', 'posts_on_sale'].map((name) => after[name] - before[name]),
    [1, 2, 2, 1],
  );
});
