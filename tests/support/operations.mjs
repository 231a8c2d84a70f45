// The operations of openapi.yaml, for tests of what holds for all of them.
import { beforeEach } from 'node:test';
import { Client } from './client.mjs';
import { contract } from './openapi.mjs';
import { accessToken, act, buy, people, person, promote, say, writePost } from './people.mjs';
import { uploadPhoto } from './pictures.mjs';
import { takeSnapshot } from './snapshots.mjs';

export const operations = contract().operations();
export const templates = Object.keys(contract().document.paths);

/** "POST /posts" */
export const place = ({ method, template }) => `${method.toUpperCase()} ${template}`;
export const securityOf = ({ operation }) => operation.security ?? contract().document.security;
/** What an access token needs for it: read, write, chat, any or none. */
export const scopeOf = ({ operation }) => operation['x-scope'];
export const needsSession = (one) =>
  securityOf(one).length > 0 && !securityOf(one).some((way) => !Object.keys(way).length);

const contentOf = ({ operation }) => contract().resolve(operation.requestBody, []).value?.content ?? {};
export const takesJson = (one) => 'application/json' in contentOf(one);
/** The first example of what the operation takes as JSON. */
export const exampleOf = (one) => Object.values(contentOf(one)['application/json'].examples)[0].value;

const usual = { '/chat/events': { wait: 0 }, '/books': { q: '책' } };
/** Opened in browsers: its errors are pages, and whatever trackers add to its address is let pass. */
export const isPage = ({ template }) => template === '/p/{id}';

/**
 * A market with one of each thing, made before the file's first test.
 * @returns {{seller: object, browser: Client, paths: Map<string, string>, send: Function}} the seller of them all, the
 *   same with a cookie, each template with the names of things that are there, and what sends an operation
 */
export function useMarket(server) {
  const market = {
    seller: undefined,
    browser: undefined,
    paths: undefined,
    /** An operation as that client, with the parameters it can't be without; a GET of events does not wait. */
    send(client, { method, template }, options = {}) {
      const query = { ...usual[template], ...options.query };
      return client.request(method.toUpperCase(), market.paths.get(template), { ...options, query });
    },
  };
  let made;
  beforeEach(() => {
    made ??= fill(server, market);
    return made;
  });
  return market;
}

async function fill(server, market) {
  const [seller, buyer] = await people(server, 2);
  await promote(server, [[seller, 'admin']]);
  const photo = await uploadPhoto(seller);
  const post = await writePost(seller, { photo_ids: [photo.id] });
  const deal = await buy(buyer, post);
  const meeting = await buy(buyer, await writePost(seller));
  (await act(seller, meeting, 'accept')).expect(200);
  const at = new Date(Date.now() + 86_400_000).toISOString();
  (await act(seller, meeting, 'meet', { place: '정문 앞', at })).expect(200);
  const browser = new Client(server);
  const body = { username: seller.username, password: seller.password, transport: 'cookie' };
  const session = (await browser.post('/sessions', body)).expect(201).body;
  const cheat = await person(server);
  const hidden = await writePost(cheat);
  (await seller.client.post(`/admin/posts/${hidden.id}/hide`, { reason: '광고' })).expect(200);
  const appeal = (await cheat.client.post('/appeals', { text: '오해', post_id: hidden.id })).expect(201).body;
  const message = await say(buyer, `/chat/rooms/${deal.room_id}`, '안녕하세요');
  const { client } = seller;
  (await client.post('/reports', { kind: 'message', id: message.id, reason: 'spam' })).expect(201);
  const [reported] = (await client.get('/admin/reports')).expect(200).body.items;
  const alert = (await seller.client.post('/alerts', { q: '운영체제' })).expect(201).body;
  const ids = {
    alerts: alert.id,
    posts: post.id,
    p: post.id,
    deals: deal.id,
    chat: deal.room_id,
    photos: photo.id,
    sessions: session.id,
    tokens: (await accessToken(seller)).id,
  };
  const snapshot = await takeSnapshot(seller);
  const [entry] = (await client.get('/admin/audit')).expect(200).body.items;
  const moderated = {
    reports: reported.id,
    posts: hidden.id,
    appeals: appeal.id,
    snapshots: snapshot.id,
    audit: entry.id,
  };
  const path = (template) =>
    template
      .replace(/^\/admin\/(\w+)\/\{id\}/, (_, kind) => `/admin/${kind}/${moderated[kind]}`)
      .replace(/^\/admin\/users\/\{username\}/, `/admin/users/${cheat.username}`)
      .replace('{id}', template.endsWith('.ics') ? meeting.id : ids[template.split('/')[1]])
      .replace('{username}', seller.username)
      .replace('{size}', 'thumb')
      .replace('{token}', 'no-such-token');
  market.seller = seller;
  market.browser = browser;
  market.paths = new Map(templates.map((template) => [template, path(template)]));
}
