// Suspensions: what one who is suspended can't do, what becomes of what they have, how it ends.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from '../support/client.mjs';
import { until } from '../support/patience.mjs';
import {
  act,
  buy,
  PASSWORD,
  people,
  say,
  sell,
  signUpBody,
  useStaff,
  writePost,
} from '../support/people.mjs';
import { useServer } from '../support/server.mjs';
import { streamOf, told } from '../support/stream.mjs';

const server = useServer({ argon2_mib: 1, argon2_passes: 1, sweep_ms: 20, reporter_age_ms: 0 });
const team = useStaff(server);
const nobody = new Client(server);

const moderate = async (by, whom, what, body) =>
  (await by.client.post(`/admin/users/${whom.username}/${what}`, body)).expect(200).body;
const suspend = (by, whom, body = { days: 3, reason: '선입금 요구' }) => moderate(by, whom, 'suspend', body);
const me = async (who) => (await who.client.get('/users/me')).expect(200).body;
const onSale = async (who, seller) =>
  (await who.client.get('/posts', { query: { seller: seller.username, limit: 100 } })).expect(200).body.items;
const changeOf = (change) => (event) => event.type === 'account' && event.account.change === change;

test('one who is suspended takes part in nothing, and reads and keeps house as before', async () => {
  const { moderator } = await team();
  const [user, seller, buyer] = await people(server, 3);
  const mine = await writePost(user);
  const theirs = await writePost(seller);
  const deal = await buy(buyer, mine);
  const room = `/chat/rooms/${deal.room_id}`;
  const { until } = (await suspend(moderator, user)).suspension;
  assert.ok(Math.abs(Date.parse(until) - Date.now() - 3 * 86_400_000) < 60_000);

  const { client } = user;
  const refused = [
    client.post('/posts', {}),
    client.patch(`/posts/${mine.id}`, {}),
    client.post(`/posts/${mine.id}/bump`),
    client.post(`/posts/${theirs.id}/buy`, {}),
    client.post(`/deals/${deal.id}/actions`, { action: 'accept', version: 1 }),
    client.post(`${room}/messages`, { client_id: 'x', body: '안녕' }),
    client.post(`${room}/typing`),
    client.post('/reports', { kind: 'user', id: seller.username, reason: 'spam' }),
    client.post('/photos', undefined, { body: 'x', type: 'image/jpeg' }),
    // What everybody is shown of them, beside each of their posts and reviews.
    client.patch('/users/me', { display_name: '카톡 cheat7' }),
    client.patch('/users/me', { major: '카톡 cheat7' }),
    client.patch('/users/me', { bio: '카톡 cheat7' }),
  ];
  for (const asked of refused) {
    const { body } = (await asked).expect(403, 'suspended');
    assert.deepEqual([body.until, body.reason], [until, '선입금 요구']);
  }
  assert.deepEqual((await me(user)).suspension, { until, reason: '선입금 요구' });
  (await client.get(`/posts/${theirs.id}`)).expect(200);
  (await client.get(`${room}/messages`)).expect(200);
  (await client.get('/deals')).expect(200);
  const again = { username: user.username, password: PASSWORD };
  assert.equal((await client.post('/sessions', again)).expect(201).body.user.suspension.until, until);
  (await client.delete(`/posts/${mine.id}`)).expect(204);
  (await client.delete('/users/me', { json: { password: PASSWORD } })).expect(204);
});

test('their deals end with a word to the other side, their posts wait for the end', async () => {
  const { moderator } = await team();
  const [user, buyer, seller, witness] = await people(server, 4);
  const posts = [await writePost(user), await writePost(user), await writePost(user)];
  const open = await buy(buyer, posts[0]);
  const agreed = await buy(buyer, posts[1]);
  (await act(user, agreed, 'accept')).expect(200);
  const handedOver = await buy(buyer, posts[2]);
  (await act(user, handedOver, 'accept')).expect(200);
  (await act(buyer, handedOver, 'confirm')).expect(200);
  const wanted = await writePost(seller);
  const buying = await buy(user, wanted);
  await sell(user, buyer, await writePost(user));
  await suspend(moderator, user);
  for (const [deal, state] of [
    [open, 'cancelled'],
    [agreed, 'cancelled'],
    [handedOver, 'completed'],
  ])
    assert.equal((await buyer.client.get(`/deals/${deal.id}`)).expect(200).body.state, state);
  assert.equal((await seller.client.get(`/deals/${buying.id}`)).expect(200).body.state, 'cancelled');
  assert.equal((await told(seller, buying)).at(-1), 'barred');
  assert.deepEqual(await onSale(witness, user), []);
  (await witness.client.get(`/posts/${posts[0].id}`)).expect(404);
  const hidden = (await user.client.get(`/posts/${posts[0].id}`)).expect(200).body;
  assert.deepEqual([hidden.status, hidden.hold.cause], ['hidden', 'suspension']);

  await moderate(moderator, user, 'restore', { reason: '오해' });
  assert.equal((await me(user)).suspension, null);
  assert.deepEqual(
    (await onSale(witness, user)).map(({ id }) => id),
    [posts[1].id, posts[0].id],
  );
  (await user.client.post(`/posts/${posts[0].id}/bump`)).expect(409, 'bump-too-soon');
});

test('a suspension ends by the clock, and the posts are back', async () => {
  const { moderator } = await team();
  const [user, witness] = await people(server, 2);
  const post = await writePost(user);
  const stream = await streamOf(user);
  const until = new Date(Date.now() + 6000).toISOString();
  await suspend(moderator, user, { until, reason: '잠시' });
  (await user.client.post('/posts', {})).expect(403, 'suspended');
  await stream.until(changeOf('restored'));
  assert.ok(Date.now() >= Date.parse(until));
  (await user.client.post('/posts', {})).expect(422);
  assert.equal((await witness.client.get(`/posts/${post.id}`)).expect(200).body.status, 'selling');
});

test('more posts than one transaction takes all go, and all come back', async () => {
  const { moderator } = await team();
  const [user, witness] = await people(server, 2);
  for (let i = 0; i < 60; ++i) await writePost(user, { title: `책 ${i}` });
  await suspend(moderator, user);
  await until(
    () => onSale(witness, user),
    ({ length }) => length === 0,
  );
  const stream = await streamOf(user);
  await moderate(moderator, user, 'restore', { reason: '오해' });
  await stream.until(changeOf('restored'));
  await until(
    () => onSale(witness, user),
    ({ length }) => length === 60,
  );
  const { body } = await user.client.get('/users/me/notices');
  assert.deepEqual(
    body.items.map(({ change }) => change),
    ['restored', 'suspended'],
  );
});

test('a post that a moderator hid stays hidden when its seller is back, and one shown meanwhile waits', async () => {
  const { moderator } = await team();
  const [user, witness] = await people(server, 2);
  const [bad, fine] = [await writePost(user), await writePost(user)];
  for (const post of [bad, fine])
    (await moderator.client.post(`/admin/posts/${post.id}/hide`, { reason: '광고' })).expect(200);
  await suspend(moderator, user);
  (await moderator.client.post(`/admin/posts/${fine.id}/restore`, { reason: '교재' })).expect(200);
  assert.deepEqual(await onSale(witness, user), []);
  await moderate(moderator, user, 'restore', { reason: '오해' });
  assert.deepEqual(
    (await onSale(witness, user)).map(({ id }) => id),
    [fine.id],
  );
});

test('other terms take the place of those in force', async () => {
  const { admin, moderator } = await team();
  const [user] = await people(server, 1);
  await suspend(moderator, user);
  const longer = await suspend(moderator, user, { days: 30, reason: '또' });
  assert.equal(longer.suspension.reason, '또');
  assert.equal((await moderate(admin, user, 'ban', { reason: '사기' })).suspension.until, null);
  assert.deepEqual((await user.client.post('/posts', {})).expect(403, 'suspended').body.until, null);
  await suspend(admin, user);
  await moderate(moderator, user, 'restore', { reason: '오해' });
  (await moderator.client.post(`/admin/users/${user.username}/restore`, { reason: '오해' })).expect(
    409,
    'not-suspended',
  );
});

test('terms that make no sense are refused', async () => {
  const { moderator } = await team();
  const [user] = await people(server, 1);
  const path = `/admin/users/${user.username}/suspend`;
  const refused = async (body, faults) => (await moderator.client.post(path, body)).expectFields(faults);
  await refused({}, { '/days': 'required', '/reason': 'required' });
  await refused({ days: 0, reason: 'x' }, { '/days': 'too-small' });
  await refused({ days: 3651, reason: 'x' }, { '/days': 'too-large' });
  await refused({ days: 1, until: '2099-01-01T00:00:00Z', reason: 'x' }, { '/until': 'not-allowed' });
  await refused({ until: '2020-01-01T00:00:00Z', reason: 'x' }, { '/until': 'too-small' });
  await refused({ until: '2999-01-01T00:00:00Z', reason: 'x' }, { '/until': 'too-large' });
  await refused({ until: 'tomorrow', reason: '' }, { '/until': 'invalid-format', '/reason': 'required' });
});

test('an appeal that is granted ends the suspension, one that is refused is told why', async () => {
  const { moderator } = await team();
  const [user] = await people(server, 1);
  const appeal = (body = { text: '오해입니다' }) => user.client.post('/appeals', body);
  (await appeal()).expect(409, 'not-suspended');
  await suspend(moderator, user);
  const stream = await streamOf(user);
  const first = (await appeal()).expect(201).body;
  (await appeal()).expect(409, 'appeal-open');
  const resolve = (id, outcome, note) =>
    moderator.client.post(`/admin/appeals/${id}/resolve`, { outcome, note });
  const [listed] = (await moderator.client.get('/admin/appeals')).expect(200).body.items.slice(-1);
  assert.deepEqual([listed.id, listed.user.username, listed.text], [first.id, user.username, '오해입니다']);
  (await resolve(first.id, 'refused', '증거가 있습니다')).expect(200);
  (await resolve(first.id, 'granted')).expect(409, 'already-resolved');
  const [told] = (await stream.until(changeOf('appeal_refused'))).slice(-1);
  assert.equal(told.account.reason, '증거가 있습니다');
  (await user.client.post('/posts', {})).expect(403, 'suspended');

  const second = (await appeal({ text: '다시 봐 주세요' })).expect(201).body;
  (await resolve(second.id, 'granted', '확인했습니다')).expect(200);
  await stream.until(changeOf('appeal_granted'));
  (await user.client.post('/posts', {})).expect(422);
  const { items } = (await user.client.get('/appeals/mine')).expect(200).body;
  assert.deepEqual(
    items.map(({ state, note }) => [state, note]),
    [
      ['granted', '확인했습니다'],
      ['refused', '증거가 있습니다'],
    ],
  );
});

test('the same thing is appealed against three times at most', async () => {
  const { moderator } = await team();
  const [user, other] = await people(server, 2);
  const post = await writePost(user);
  const appeal = (who) => who.client.post('/appeals', { text: '제 책입니다', post_id: post.id });
  (await appeal(user)).expect(409, 'not-hidden');
  (await moderator.client.post(`/admin/posts/${post.id}/hide`, { reason: '광고' })).expect(200);
  (await appeal(other)).expect(404);
  for (let i = 0; i < 3; ++i) {
    const { id } = (await appeal(user)).expect(201).body;
    (await moderator.client.post(`/admin/appeals/${id}/resolve`, { outcome: 'refused' })).expect(200);
  }
  (await appeal(user)).expect(409, 'appeals-used-up');
});

test('an appeal about a post shows it again, and is closed when that is done without it', async () => {
  const { moderator } = await team();
  const [user, witness] = await people(server, 2);
  const post = await writePost(user);
  const hide = async () =>
    (await moderator.client.post(`/admin/posts/${post.id}/hide`, { reason: '광고' })).expect(200);
  const appeal = async () =>
    (await user.client.post('/appeals', { text: '제 책입니다', post_id: post.id })).expect(201).body;
  await hide();
  const { id } = await appeal();
  (await moderator.client.post(`/admin/appeals/${id}/resolve`, { outcome: 'granted' })).expect(200);
  assert.equal((await witness.client.get(`/posts/${post.id}`)).expect(200).body.status, 'selling');
  await hide();
  const closed = await appeal();
  (await moderator.client.post(`/admin/posts/${post.id}/restore`, { reason: '교재' })).expect(200);
  (await moderator.client.post(`/admin/appeals/${closed.id}/resolve`, { outcome: 'granted' })).expect(
    409,
    'already-resolved',
  );
});

test('only an admin answers the appeal of one who is banned', async () => {
  const { admin, moderator } = await team();
  const [user] = await people(server, 1);
  await moderate(admin, user, 'ban', { reason: '사기' });
  const { id } = (await user.client.post('/appeals', { text: '오해' })).expect(201).body;
  const grant = (who) => who.client.post(`/admin/appeals/${id}/resolve`, { outcome: 'granted' });
  (await grant(moderator)).expect(403, 'not-permitted');
  (await grant(admin)).expect(200);
});

test('a moderator who is suspended moderates no more', async () => {
  const { admin } = await team();
  const [other] = await people(server, 1);
  (await admin.client.put(`/admin/users/${other.username}/role`, { role: 'moderator' })).expect(204);
  await suspend(admin, other);
  (await other.client.get('/admin/overview')).expect(403, 'suspended');
});

test('reports of the suspended do not count towards hiding a post', async () => {
  const { moderator } = await team();
  const [seller, ...others] = await people(server, 4);
  const post = await writePost(seller);
  const report = (who) => who.client.post('/reports', { kind: 'post', id: post.id, reason: 'fraud' });
  (await report(others[0])).expect(201);
  (await report(others[1])).expect(201);
  await suspend(moderator, others[0]);
  (await report(others[2])).expect(201);
  (await others[1].client.get(`/posts/${post.id}`)).expect(200);
});

test('a report counts no more once who made it has left', async () => {
  const [seller, ...others] = await people(server, 4);
  const post = await writePost(seller);
  for (const who of others) {
    (await who.client.post('/reports', { kind: 'post', id: post.id, reason: 'fraud' })).expect(201);
    (await who.client.request('DELETE', '/users/me', { json: { password: PASSWORD } })).expect(204);
  }
  assert.equal((await seller.client.get(`/posts/${post.id}`)).expect(200).body.status, 'selling');
});

test('neither leaving nor another address makes a suspension end sooner', async () => {
  const { moderator } = await team();
  const [user, other] = await people(server, 2);
  const { until } = (await suspend(moderator, user)).suspension;
  const email = user.user.email;
  const move = { email: 'elsewhere@giraffe.example', current_password: PASSWORD };
  const refused = (await user.client.patch('/users/me', move)).expect(403, 'suspended').body;
  assert.deepEqual([refused.until, refused.reason], [until, '선입금 요구']);
  (await user.client.request('DELETE', '/users/me', { json: { password: PASSWORD } })).expect(204);
  for (const address of [email, email.toUpperCase()]) {
    (await nobody.post('/users', signUpBody({ email: address }))).expect(409, 'email-taken');
  }
  (await other.client.patch('/users/me', { email, current_password: PASSWORD })).expect(409, 'email-taken');
  // Who is not suspended any more goes as everybody does.
  await suspend(moderator, other);
  (await moderator.client.post(`/admin/users/${other.username}/restore`, { reason: '확인' })).expect(200);
  (await other.client.request('DELETE', '/users/me', { json: { password: PASSWORD } })).expect(204);
  (await nobody.post('/users', signUpBody({ email: other.user.email }))).expect(201);
});

test('nothing is said in a room by one who is suspended, but it stays to be read', async () => {
  const { moderator } = await team();
  const [user, seller] = await people(server, 2);
  const deal = await buy(user, await writePost(seller));
  const room = `/chat/rooms/${deal.room_id}`;
  await say(user, room, '안녕하세요');
  await suspend(moderator, user);
  (await user.client.post(`${room}/messages`, { client_id: 'y', body: '왜요' })).expect(403, 'suspended');
  await say(seller, room, '무슨 일이세요?');
  const { items } = (await user.client.get(`${room}/messages`)).expect(200).body;
  assert.equal(items.at(-1).body, '무슨 일이세요?');
});
