// An act of a moderator or an admin is taken back from its entry in the audit log: everything is as before, the people
// concerned are told, and what has changed since is left alone. `giraffe check` looks at what is left when the server stops.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { act, buy, PASSWORD, people, person, promote, useStaff, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer({ argon2_mib: 1, argon2_passes: 1, sweep_ms: 20, reporter_age_ms: 0 });
const team = useStaff(server);

const why = { reason: '광고' };
const ok = async (answer) => (await answer).expect(200).body;
const log = async (query) => {
  const { admin } = await team();
  return (await ok(admin.client.get('/admin/audit', { query: { limit: 100, ...query } }))).items;
};
/** The newest entry of that act about that user. */
const entryOf = async (action, about) => (await log({ action, about: about.username }))[0];
const undo = async (entry, reason = '실수였습니다') =>
  (await team()).admin.client.post(`/admin/audit/${entry.id}/undo`, { reason });
const changes = async (who) =>
  (await ok(who.client.get('/users/me/notices', { query: { limit: 100 } }))).items.map(
    ({ change }) => change,
  );

/** What matters of a post, whoever may see it; the time of a hold is when it was put back. */
const postOf = async (seller, { id }) => {
  const { status, hold } = await ok(seller.client.get(`/posts/${id}`));
  return { status, hold: hold && [hold.cause, hold.reason] };
};
const caseOf = async (owner) => {
  const { moderator } = await team();
  const found = [];
  for (const state of ['open', 'dismissed', 'actioned']) {
    const query = { owner: owner.username, state };
    found.push(...(await ok(moderator.client.get('/admin/reports', { query }))).items);
  }
  return found.map((one) => ({ id: one.id, state: one.state, note: one.note, held: one.held }));
};
const personOf = async ({ username }) => {
  const { moderator } = await team();
  const { role, suspension, warnings } = await ok(moderator.client.get(`/admin/users/${username}`));
  return { role, suspension, warnings };
};
const appealsOf = async (who) =>
  (await ok(who.client.get('/appeals/mine'))).items.map(({ id, state, note }) => ({ id, state, note }));

const report = async (who, post) =>
  (await who.client.post('/reports', { kind: 'post', id: post.id, reason: 'fraud' })).expect(201);
/** A post of a new seller's that three people have reported, and so hidden. */
async function reported() {
  const [user, ...witnesses] = await people(server, 4);
  const post = await writePost(user);
  for (const witness of witnesses) await report(witness, post);
  return { user, witnesses, post, seen: async () => [await postOf(user, post), await caseOf(user)] };
}
async function selling() {
  const [user, witness] = await people(server, 2);
  const post = await writePost(user);
  await report(witness, post);
  return { user, witness, post, seen: async () => [await postOf(user, post), await caseOf(user)] };
}
const moderate = async (path, body, by = 'moderator') =>
  (await team())[by].client.post(`/admin/${path}`, body).then((answer) => answer.expect(200));
const hide = (post, reason = '광고') => moderate(`posts/${post.id}/hide`, { reason });
const show = (post, reason = '괜찮음') => moderate(`posts/${post.id}/restore`, { reason });
const to = (user, what, body = why, by = 'moderator') => moderate(`users/${user.username}/${what}`, body, by);
const remove = async (user, post) => (await user.client.delete(`/posts/${post.id}`)).expect(204);
const leave = async (user) =>
  (await user.client.delete('/users/me', { json: { password: PASSWORD } })).expect(204);
const role = async (user, name) =>
  (await (await team()).admin.client.put(`/admin/users/${user.username}/role`, { role: name })).expect(204);
const appeal = async (user, about = {}) =>
  (await user.client.post('/appeals', { text: '오해입니다.', ...about })).expect(201).body;
const somebody = async () => {
  const user = await person(server);
  return { user, seen: () => personOf(user) };
};
const suspended = async (what, by) => {
  const scene = await somebody();
  await to(scene.user, what, what === 'ban' ? why : { days: 3, ...why }, by);
  return scene;
};

/**
 * Of each act: what is there before (`make`; `seen` is what the act changes), the act, what can happen meanwhile (`since`),
 * and what the one concerned is told when it is taken back, and when that is.
 */
const acts = {
  'report.resolve, which shows a post again': {
    action: 'report.resolve',
    make: reported,
    act: async ({ user }) => resolve(user, 'dismissed'),
    since: ({ user, post }) => remove(user, post),
    told: [['post_hidden'], ['post_restored']],
  },
  'report.resolve, which keeps a post hidden': {
    action: 'report.resolve',
    make: reported,
    act: async ({ user }) => resolve(user, 'actioned'),
    since: ({ post }) => show(post),
    told: [['post_hidden'], ['post_hidden']],
  },
  'report.resolve of a post that is on sale': {
    action: 'report.resolve',
    make: selling,
    act: async ({ user }) => resolve(user, 'dismissed'),
    since: ({ witness, post }) => report(witness, post),
    told: [[], []],
  },
  'post.hold': {
    make: async () => {
      const [user, ...witnesses] = await people(server, 4);
      const post = await writePost(user);
      await report(witnesses[0], post);
      await report(witnesses[1], post);
      return { user, witnesses, post, seen: () => postOf(user, post) };
    },
    act: ({ witnesses, post }) => report(witnesses[2], post),
    since: ({ post }) => hide(post),
    told: [['post_restored'], ['post_hidden']],
  },
  'post.hide': {
    make: selling,
    act: ({ post }) => hide(post),
    since: ({ post }) => hide(post, '다른 이유'),
    told: [['post_restored'], ['post_hidden']],
  },
  'post.hide of what reports had hidden': {
    action: 'post.hide',
    make: reported,
    act: ({ post }) => hide(post),
    since: ({ user, post }) => remove(user, post),
    told: [['post_hidden'], ['post_hidden']],
  },
  'post.restore': {
    make: async () => {
      const scene = await selling();
      await hide(scene.post);
      await appeal(scene.user, { post_id: scene.post.id });
      return {
        ...scene,
        seen: async () => [await scene.seen(), await appealsOf(scene.user)],
      };
    },
    act: ({ post }) => show(post),
    since: ({ post }) => hide(post, '역시 안 됩니다'),
    told: [['post_hidden'], ['post_restored']],
  },
  'user.warn': {
    make: somebody,
    act: ({ user }) => to(user, 'warn'),
    since: ({ user }) => leave(user),
    told: [[], ['warned']],
  },
  'user.suspend': {
    make: somebody,
    act: ({ user }) => to(user, 'suspend', { days: 3, ...why }),
    since: ({ user }) => to(user, 'suspend', { days: 5, ...why }),
    told: [['restored'], ['suspended']],
  },
  'user.suspend with other terms': {
    action: 'user.suspend',
    make: () => suspended('ban', 'admin'),
    act: ({ user }) => to(user, 'suspend', { days: 3, ...why }, 'admin'),
    since: ({ user }) => to(user, 'restore'),
    told: [['banned'], ['suspended']],
  },
  'user.ban': {
    make: somebody,
    act: ({ user }) => to(user, 'ban', why, 'admin'),
    since: ({ user }) => to(user, 'restore', why, 'admin'),
    told: [['restored'], ['banned']],
  },
  'user.restore': {
    make: async () => {
      const scene = await suspended('suspend');
      await appeal(scene.user);
      return {
        ...scene,
        seen: async () => [await scene.seen(), await appealsOf(scene.user)],
      };
    },
    act: ({ user }) => to(user, 'restore'),
    since: ({ user }) => to(user, 'suspend', { days: 9, ...why }),
    told: [['suspended'], ['restored']],
  },
  'user.role': {
    make: somebody,
    act: ({ user }) => role(user, 'moderator'),
    since: ({ user }) => role(user, 'admin'),
    told: [['role'], ['role']],
  },
  'appeal.resolve, which ends a suspension': {
    action: 'appeal.resolve',
    make: () => appealing(),
    act: ({ made }) => answer(made, 'granted'),
    since: ({ user }) => to(user, 'suspend', { days: 9, ...why }),
    told: [
      ['appeal_reopened', 'suspended'],
      ['appeal_granted', 'restored'],
    ],
  },
  'appeal.resolve, which shows a post again': {
    action: 'appeal.resolve',
    make: async () => {
      const { user, witness, post, seen } = await selling();
      await hide(post);
      const made = await appeal(user, { post_id: post.id });
      return { user, witness, post, made, seen: async () => [await seen(), await appealsOf(user)] };
    },
    act: ({ made }) => answer(made, 'granted'),
    since: ({ post }) => hide(post),
    told: [
      ['appeal_reopened', 'post_hidden'],
      ['appeal_granted', 'post_restored'],
    ],
  },
  'appeal.resolve that refuses': {
    action: 'appeal.resolve',
    make: () => appealing(),
    act: ({ made }) => answer(made, 'refused'),
    since: ({ user }) => appeal(user),
    told: [['appeal_reopened'], ['appeal_refused']],
  },
  'appeal.resolve that refuses, of a suspension that ends then': {
    action: 'appeal.resolve',
    make: () => appealing(),
    act: ({ made }) => answer(made, 'refused'),
    since: ({ user }) => to(user, 'restore'),
    told: [['appeal_reopened'], ['appeal_refused']],
  },
};

async function resolve(user, outcome) {
  const [{ id }] = await caseOf(user);
  return moderate(`reports/${id}/resolve`, { outcome, note: '확인함' });
}
const answer = (made, outcome) => moderate(`appeals/${made.id}/resolve`, { outcome, note: '다시 봤습니다' });
async function appealing() {
  const scene = await suspended('suspend');
  const made = await appeal(scene.user);
  return { ...scene, made, seen: async () => [await scene.seen(), await appealsOf(scene.user)] };
}

/** Makes the scene and acts in it; answers it with the entry, and what there was before and after. */
async function done({ make, act: doIt, action }, name) {
  const scene = await make();
  const before = await scene.seen();
  await doIt(scene);
  const after = await scene.seen();
  assert.notDeepEqual(after, before);
  const entry = await entryOf(action ?? name, scene.user);
  assert.deepEqual(entry.undo, { possible: true, why_not: null, undone_by: null, part_of: null });
  return { ...scene, entry, before, after };
}

for (const [name, row] of Object.entries(acts)) {
  test(`${name}: taken back, everything is as before, and that is taken back in its turn`, async () => {
    const { user, entry, before, after, seen } = await done(row, name);
    const known = (await changes(user)).length;
    const unseen = name === 'user.warn' ? 1 : 0; // the warning is gone with its act

    const undone = await ok(undo(entry));
    assert.deepEqual(await seen(), before);
    assert.deepEqual(
      [undone.action, undone.subject, undone.about, undone.details],
      [
        'audit.undo',
        { kind: 'audit', id: entry.id },
        user.username,
        { reason: '실수였습니다', action: entry.action },
      ],
    );
    const told = (await changes(user)).reverse();
    assert.deepEqual(told.slice(known - unseen).sort(), row.told[0]);
    const [now] = (await log({ about: user.username })).filter(({ id }) => id === entry.id);
    assert.deepEqual([now.undo.why_not, now.undo.undone_by], ['undone-already', undone.id]);
    (await undo(entry)).expect(409, 'undone-already');

    assert.equal(undone.undo.possible, true);
    const redone = await ok(undo(undone));
    assert.deepEqual(await seen(), after);
    assert.deepEqual((await changes(user)).reverse().slice(told.length).sort(), row.told[1]);
    (await undo(undone)).expect(409, 'undone-already');
    (await undo(entry)).expect(409, 'undone-already');

    await ok(undo(redone));
    assert.deepEqual(await seen(), before);
  });

  test(`${name}: what has changed since is left alone`, async () => {
    const scene = await done(row, name);
    await row.since(scene);
    const gone = name === 'user.warn';
    const left = gone ? undefined : await now(scene);
    const entry = (await log({ action: scene.entry.action })).find(({ id }) => id === scene.entry.id);
    assert.deepEqual([entry.undo.possible, entry.undo.why_not], [false, 'changed-since']);
    (await undo(scene.entry)).expect(409, 'changed-since');
    if (!gone) assert.deepEqual(await now(scene), left);
    const ids = (await log({ action: 'audit.undo' })).map(({ subject }) => subject.id);
    assert.ok(!ids.includes(scene.entry.id));
  });
}

/** As `seen` tells, be it that there is nothing to see any more. */
const now = ({ seen }) => seen().catch(() => 'gone');

test('a warning that was read is followed by its withdrawal, with the reason', async () => {
  const [user] = await people(server, 1);
  await to(user, 'warn');
  const [warned] = (await ok(user.client.get('/users/me/notices'))).items;
  (await user.client.put('/users/me/notices/seen', { up_to: warned.id })).expect(204);
  await ok(undo(await entryOf('user.warn', user), '다른 사람이었습니다'));
  const [withdrawn] = (await ok(user.client.get('/users/me/notices'))).items;
  assert.deepEqual([withdrawn.change, withdrawn.reason], ['warning_withdrawn', '다른 사람이었습니다']);
  assert.deepEqual(await changes(user), ['warning_withdrawn', 'warned']);
  assert.equal((await personOf(user)).warnings, 0);
});

test('the part of a decision that hides or shows a post is taken back with the decision alone', async () => {
  const { user, seen } = await reported();
  const before = await seen();
  await resolve(user, 'actioned');
  const main = await entryOf('report.resolve', user);
  const part = await entryOf('post.hide', user);
  assert.deepEqual(
    [part.undo.possible, part.undo.why_not, part.undo.part_of],
    [false, 'part-of-another', main.id],
  );
  (await undo(part)).expect(409, 'part-of-another');
  await ok(undo(main));
  assert.deepEqual(await seen(), before);
});

test('a suspension that is taken back lets the posts go on sale again, but its deals stay ended', async () => {
  const [user, buyer] = await people(server, 2);
  const post = await writePost(user);
  const deal = await buy(buyer, post);
  await to(user, 'suspend', { days: 3, ...why });
  (await buyer.client.get(`/posts/${post.id}`)).expect(404);
  await ok(undo(await entryOf('user.suspend', user)));
  assert.equal((await ok(buyer.client.get(`/posts/${post.id}`))).status, 'selling');
  assert.equal((await ok(buyer.client.get(`/deals/${deal.id}`))).state, 'cancelled');
  await buy(buyer, post);
});

test('a hold that is taken back lets the deals behind it go on as they are by then', async () => {
  const [user, buyer] = await people(server, 2);
  const post = await writePost(user);
  const deal = await buy(buyer, post);
  (await act(user, deal, 'accept')).expect(200);
  await hide(post);
  (await act(user, deal, 'confirm')).expect(200);
  (await act(buyer, deal, 'confirm')).expect(200);
  await ok(undo(await entryOf('post.hide', user)));
  assert.deepEqual(await postOf(buyer, post), { status: 'sold', hold: undefined });
});

test('a post that is shown again while its seller is suspended waits for the end of that', async () => {
  const [user] = await people(server, 1);
  const post = await writePost(user);
  await hide(post);
  await to(user, 'suspend', { days: 3, ...why });
  await ok(undo(await entryOf('post.hide', user)));
  assert.deepEqual(await postOf(user, post), { status: 'hidden', hold: ['suspension', ''] });
  await ok(undo(await entryOf('user.suspend', user)));
  assert.deepEqual(await postOf(user, post), { status: 'selling', hold: undefined });
});

test('an appeal that was made against what is taken back is closed with it, and open again with that', async () => {
  const [user] = await people(server, 1);
  const post = await writePost(user);
  await hide(post);
  await appeal(user, { post_id: post.id });
  const undone = await ok(undo(await entryOf('post.hide', user)));
  assert.deepEqual(
    (await appealsOf(user)).map(({ state }) => state),
    ['closed'],
  );
  await ok(undo(undone));
  assert.deepEqual(
    (await appealsOf(user)).map(({ state }) => state),
    ['open'],
  );
});

test('of two who take the same act back at once one does', async () => {
  const { admin } = await team();
  const [user, second] = await people(server, 2);
  await promote(server, [[second, 'admin']]);
  await to(user, 'suspend', { days: 3, ...why });
  const entry = await entryOf('user.suspend', user);
  const sent = [admin, second, admin, second].map(({ client }) =>
    client.post(`/admin/audit/${entry.id}/undo`, { reason: '실수' }),
  );
  const codes = (await Promise.all(sent)).map(({ status, body }) => (status === 200 ? 200 : body.code));
  assert.deepEqual(codes.sort(), [200, 'undone-already', 'undone-already', 'undone-already']);
  assert.deepEqual(
    (await changes(user)).filter((change) => change === 'restored'),
    ['restored'],
  );
});

test('with the same key it happens once', async () => {
  const { admin } = await team();
  const [user] = await people(server, 1);
  await to(user, 'warn');
  const { id } = await entryOf('user.warn', user);
  const headers = { 'idempotency-key': randomUUID() };
  const send = () => admin.client.post(`/admin/audit/${id}/undo`, { reason: '실수' }, { headers });
  const first = await ok(send());
  const again = (await send()).expect(200);
  assert.deepEqual(again.body, first);
  assert.equal(again.headers['idempotent-replayed'], 'true');
});

test('who may: admins alone, and nobody takes back what was done to them', async () => {
  const { admin, moderator } = await team();
  const [user, second] = await people(server, 2);
  await to(user, 'warn');
  const entry = await entryOf('user.warn', user);
  for (const { client } of [user, moderator])
    (await client.post(`/admin/audit/${entry.id}/undo`, why)).expect(403, 'not-permitted');
  await role(second, 'admin');
  const made = await entryOf('user.role', second);
  (await second.client.post(`/admin/audit/${made.id}/undo`, why)).expect(403, 'not-permitted');
  const { items } = await ok(second.client.get('/admin/audit', { query: { about: second.username } }));
  assert.deepEqual([items[0].undo.possible, items[0].undo.why_not], [false, 'not-permitted']);
  await ok(undo(made));
  assert.equal((await personOf(second)).role, 'user');
  (await second.client.get('/admin/audit')).expect(403);
  (await admin.client.post('/admin/audit/999999/undo', why)).expect(404, 'not-found');
  (await admin.client.post('/admin/audit/x/undo', why)).expect(404, 'not-found');
  (await admin.client.post(`/admin/audit/${entry.id}/undo`, {})).expectFields({ '/reason': 'required' });
});

test('what changed nothing can not be taken back', async () => {
  const { moderator } = await team();
  const { user, witness } = await selling();
  const post = await writePost(user);
  const deal = await buy(witness, post);
  const room = `/chat/rooms/${deal.room_id}/messages`;
  const body = { client_id: randomUUID(), body: '선입금 하세요' };
  const message = (await user.client.post(room, body)).expect(201).body;
  (await witness.client.post('/reports', { kind: 'message', id: message.id, reason: 'spam' })).expect(201);
  const query = { owner: user.username, kind: 'message' };
  const [{ id }] = (await ok(moderator.client.get('/admin/reports', { query }))).items;
  await ok(moderator.client.get(`/admin/reports/${id}`));
  const look = await entryOf('report.view', user);
  assert.deepEqual([look.undo.possible, look.undo.why_not], [false, 'not-undoable']);
  (await undo(look)).expect(409, 'not-undoable');
});

test('the last admin stays one', async () => {
  const { admin } = await team();
  const [other] = await people(server, 1);
  await role(other, 'admin');
  const made = await entryOf('user.role', other);
  // Everybody else gives it up.
  const { items } = await ok(other.client.get('/admin/users', { query: { role: 'admin', limit: 100 } }));
  const admins = items.map(({ user }) => user.username).filter((name) => name !== other.username);
  for (const name of admins)
    (await other.client.put(`/admin/users/${name}/role`, { role: 'user' })).expect(204);
  const gave = (await ok(other.client.get('/admin/audit', { query: { about: admin.username } }))).items[0];
  (await other.client.post(`/admin/audit/${made.id}/undo`, why)).expect(403, 'not-permitted');
  await ok(other.client.post(`/admin/audit/${gave.id}/undo`, why));
  assert.equal((await ok(admin.client.get('/users/me'))).role, 'admin');
  // And back: of two admins one may go.
  await ok(undo(made));
  (await admin.client.put(`/admin/users/${admin.username}/role`, { role: 'user' })).expect(409, 'last-admin');
});
