// People, posts and rooms for tests that are about something else.
import { randomBytes } from 'node:crypto';
import { Client } from './client.mjs';

export const PASSWORD = 'giraffe leaf 7 tall';

/**
 * Gives people another role, as the operator does it: the server stands still meanwhile.
 * @param {[{username: string}, 'user' | 'moderator' | 'admin'][]} roles
 */
export async function promote(server, roles) {
  await server.stop({ keepData: true });
  for (const [{ username }, role] of roles) await server.command('user', 'role', username, role);
  await server.start();
}

/** What answers an admin and a moderator, made when they are first asked for. */
export function useStaff(server) {
  let staff;
  return () => {
    staff ??= people(server, 2).then(async ([admin, moderator]) => {
      await promote(server, [
        [admin, 'admin'],
        [moderator, 'moderator'],
      ]);
      return { admin, moderator };
    });
    return staff;
  };
}

let count = 0;
/** A name nobody has yet, within the rules: 3 to 20 of a-z0-9_.- */
export function freshName(prefix = 'student') {
  count += 1;
  return `${prefix.slice(0, 9)}${count}-${randomBytes(3).toString('hex')}`;
}

/** A valid body for POST /users. */
export function signUpBody(overrides = {}) {
  const username = overrides.username ?? freshName();
  return {
    username,
    password: PASSWORD,
    email: `${username}@giraffe.example`,
    major: '수학과',
    ...overrides,
  };
}

/**
 * Signs somebody up and in.
 * @returns {Promise<{client: Client, user: object, username: string, password: string, token?: string}>}
 */
export async function person(server, { transport = 'bearer', ...overrides } = {}) {
  const body = signUpBody(overrides);
  const client = new Client(server);
  await client.post('/users', body).then((answer) => answer.expect(201));
  const session = (
    await client.post('/sessions', { username: body.username, password: body.password, transport })
  ).expect(201).body;
  client.token = session.token; // the cookie, if that was asked for, is kept by the client itself
  return {
    client,
    user: session.user,
    username: session.user.username,
    password: body.password,
    token: session.token,
  };
}

/** That many people, signed up a few at a time: hashing passwords is slow on purpose and its queue short. */
export async function people(server, total, options) {
  const all = [];
  while (all.length < total) {
    const batch = Math.min(4, total - all.length);
    all.push(...(await Promise.all(Array.from({ length: batch }, () => person(server, options)))));
  }
  return all;
}

/** Makes an access token; answers what the server did, and a client that speaks with it. */
export async function accessToken(who, scopes = ['read', 'write', 'chat'], overrides = {}) {
  const body = { name: '내 프로그램', scopes, expires_in_days: 30, current_password: who.password };
  const made = (await who.client.post('/tokens', { ...body, ...overrides })).expect(201).body;
  return { ...made, client: who.client.as({ token: made.token }) };
}

/** A valid body for POST /posts. */
export function postBody(overrides = {}) {
  return {
    title: '선형대수학 팝니다',
    book: { title: '선형대수학', author: '김길동', publisher: '기린출판', edition: '3판' },
    price: 15000,
    condition: 'good',
    place: '중앙도서관 앞',
    ...overrides,
  };
}

/** Puts a post up and answers it. */
export async function writePost(seller, overrides) {
  return (await seller.client.post('/posts', postBody(overrides))).expect(201).body;
}

/** The buyer presses 구매하기; answers the deal. */
export async function buy(buyer, post, body = {}) {
  return (await buyer.client.post(`/posts/${post.id}/buy`, body)).expect(201).body;
}

/** One action on a deal as that person sees it now (its version is fetched); answers the whole answer. */
export async function act(who, deal, action, more = {}) {
  const { version } = (await who.client.get(`/deals/${deal.id}`)).expect(200).body;
  return who.client.post(`/deals/${deal.id}/actions`, { action, version, ...more });
}

/** The whole way from the purchase to sold, at that price; answers the deal. */
export async function sell(seller, buyer, post, price = post.price) {
  const deal = await buy(buyer, post, { offer: price });
  (await act(seller, deal, 'accept')).expect(200);
  (await act(seller, deal, 'confirm')).expect(200);
  return (await act(buyer, deal, 'confirm')).expect(200).body;
}

export function textMessage(body = '안녕하세요!', clientId = randomBytes(12).toString('hex')) {
  return { client_id: clientId, body };
}

/** A buyer and a seller in a room, whose first message is the system's. */
export async function talking(server) {
  const [seller, buyer] = await people(server, 2);
  const deal = await buy(buyer, await writePost(seller));
  return { seller, buyer, deal, room: `/chat/rooms/${deal.room_id}` };
}

/** Says something in the room at that address; answers the message. */
export async function say(who, room, body) {
  return (await who.client.post(`${room}/messages`, textMessage(body))).expect(201).body;
}
