// What a browser keeps from other websites, from injected code and from whoever uses the device next.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useBrowser } from '../support/browser.mjs';
import { Client } from '../support/client.mjs';
import { foreignSite } from '../support/foreign_site.mjs';
import { Nginx } from '../support/nginx.mjs';
import { buy, PASSWORD, people, person, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

// Another site; another origin on the same site, whose requests carry the market's cookies; and one that is let in.
const stranger = await foreignSite('localhost');
const neighbour = await foreignSite('127.0.0.1');
const friend = await foreignSite('127.0.0.1');
const server = useServer({ allowed_origins: friend.origin, trusted_proxies: '127.0.0.1' });
const { visitor } = useBrowser(server, ['--ignore-certificate-errors']); // the test's own certificate

/** Somebody with a book, a chat and a session in a window. */
async function victim(t, options) {
  const [owner, other] = await people(server, 2);
  const cookies = new Client(server);
  const session = { username: owner.username, password: owner.password, transport: 'cookie' };
  (await cookies.post('/sessions', session)).expect(201);
  const post = await writePost(owner, { title: '지켜야 할 책' });
  const deal = await buy(owner, await writePost(other), { message: '비밀 이야기' });
  const window = await visitor(t, options);
  await window.signInAs({ username: owner.username, client: cookies });
  return { owner, other, post, deal, window, page: window.page };
}

/** All that is theirs, as text. */
async function possessions({ owner, post, deal }) {
  const all = [];
  for (const path of [
    '/users/me',
    `/posts/${post.id}`,
    '/deals',
    `/chat/rooms/${deal.room_id}/messages`,
    '/alerts',
    '/posts?favorited=true',
  ])
    all.push((await owner.client.get(path)).expect(200).body);
  const sessions = (await owner.client.get('/sessions')).expect(200).body.items.map(({ id }) => id);
  // Whoever looks at a book is counted, also those who are made to.
  return JSON.stringify([all, sessions]).replaceAll(/"view_count":\d+/g, '');
}

/** What the server has answered since then, but for reading. */
async function requestsSince(mark, { owner }) {
  await server.loggedOf(await owner.client.get('/users/me'));
  return server.log
    .slice(mark)
    .filter(({ method }) => method && !['GET', 'HEAD', 'OPTIONS'].includes(method));
}

/** Runs in a page: everything that it can send to the market with the visitor's cookies; what became of it. */
async function attack({ market, post, other, deal }) {
  const results = {};
  const attempt = async (name, send) => {
    results[name] = await send().then(
      (answer) => (answer === undefined ? 'sent' : `${answer.type} ${answer.status}`),
      () => 'refused',
    );
  };
  const plain = (method, path, body, type = 'text/plain') => ({
    url: market + path,
    options: { method, body, credentials: 'include', headers: { 'content-type': type } },
  });
  for (const { url, options } of [
    plain('POST', `/posts/${other}/buy`, '{}'),
    plain('POST', `/posts/${other}/buy`, '{}', 'application/json'),
    plain('POST', `/posts/${post}/bump`, undefined),
    plain('POST', '/posts', 'title=x', 'application/x-www-form-urlencoded'),
    plain('POST', `/chat/rooms/${deal}/messages`, '{"client_id":"evil","body":"evil"}'),
    plain('POST', '/alerts', '{"q":"evil"}'),
    plain('PATCH', '/users/me', '{"bio":"evil"}', 'application/json'),
    plain('DELETE', `/posts/${post}`, undefined),
    plain('DELETE', '/sessions', undefined),
    plain('PUT', `/posts/${other}/favorite`, undefined),
  ]) {
    await attempt(`${options.method} ${url}`, () => fetch(url, options));
    await attempt(`no-cors ${options.method} ${url}`, () => fetch(url, { ...options, mode: 'no-cors' }));
  }
  await attempt('beacon', () => {
    navigator.sendBeacon(`${market}/posts/${other}/buy`, new Blob(['{}'], { type: 'text/plain' }));
    return Promise.resolve();
  });
  for (const path of [
    `/posts/${other}/buy`,
    `/posts/${post}?_method=DELETE`,
    '/sessions/current',
    '/users/me',
  ])
    await attempt(`image ${path}`, () => {
      const image = new Image();
      image.src = market + path;
      return image.decode().then(() => undefined);
    });
  // Forms, in a frame, so that the page stays.
  const frame = document.createElement('iframe');
  frame.name = 'sink';
  document.body.append(frame);
  for (const [action, enctype, name, value] of [
    [`/posts/${other}/buy`, 'text/plain', '{"offer":1,"message":"', '"}'],
    ['/posts', 'application/x-www-form-urlencoded', 'title', 'evil'],
    ['/photos', 'multipart/form-data', 'photo', 'evil'],
    ['/alerts', 'text/plain', '{"q":"evil', '"}'],
    // Signing the visitor in to an account of the attacker's own.
    ['/sessions', 'text/plain', '{"username":"evil","password":"', 'x","transport":"cookie"}'],
  ]) {
    const form = document.createElement('form');
    Object.assign(form, { action: market + action, method: 'post', enctype, target: 'sink' });
    const input = document.createElement('input');
    Object.assign(input, { name, value });
    form.append(input);
    document.body.append(form);
    const loaded = new Promise((done) => frame.addEventListener('load', done, { once: true }));
    form.submit();
    await loaded;
  }
  return results;
}

for (const [site, what] of [
  [stranger, 'another site'],
  [neighbour, 'another origin on the same site'],
]) {
  test(`a page of ${what} can change nothing and read nothing, whatever it sends`, async (t) => {
    const all = await victim(t);
    const { window, page, owner, post, deal, other } = all;
    window.tolerate(/^[45]\d\d /, /^net::ERR/, /^console error/);
    const before = await possessions(all);
    await server.loggedOf(await owner.client.get('/users/me')); // and so all before
    const mark = server.log.length;
    const target = (await other.client.get(`/posts?seller=${other.username}`)).expect(200).body.items[0].id;
    await page.goto(site.page());
    const results = await page.evaluate(attack, {
      market: server.address,
      post: post.id,
      other: target,
      deal: deal.room_id,
    });
    for (const [name, result] of Object.entries(results))
      assert.match(result, /^(refused|sent|opaque 0)$/, `${name}: ${result}`);
    const came = await requestsSince(mark, all);
    assert.ok(came.length >= 10, 'the requests came');
    for (const { method, route, status } of came)
      assert.ok([401, 403, 415, 422].includes(status), `${method} ${route} ${status}`);
    const byCookie = came.filter(({ user }) => user === owner.user.id);
    // Another site's requests come without the cookie, a neighbour's with it.
    if (site === stranger) assert.deepEqual(byCookie, []);
    else assert.ok(byCookie.filter(({ status }) => status === 403).length >= 5);
    assert.equal(await possessions(all), before);

    // It is the rule that keeps them away, not the requests that are wrong: the own page may.
    await window.goto('#/posts');
    const bought = await page.evaluate(async (path) => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(path, { method: 'POST', body: '{"q":"mine"}', headers })).status;
    }, '/alerts');
    assert.equal(bought, 201);
    assert.notEqual(await possessions(all), before);
  });
}

test('a page of a configured origin may read and write, with the cookie or a token', async (t) => {
  const { window, page, owner } = await victim(t);
  await page.goto(friend.page());
  const result = await page.evaluate(
    async ([market, token]) => {
      const json = async (path, options) => {
        const answer = await fetch(market + path, options);
        return [answer.status, await answer.json()];
      };
      const cookie = { credentials: 'include' };
      const headers = { 'content-type': 'application/json' };
      return {
        read: await json('/users/me', cookie),
        write: await json('/alerts', { ...cookie, method: 'POST', headers, body: '{"q":"기린"}' }),
        byToken: await json('/users/me', { headers: { authorization: `Bearer ${token}` } }),
      };
    },
    [server.address, owner.token],
  );
  assert.deepEqual([result.read[0], result.read[1].username], [200, owner.username]);
  assert.equal(result.write[0], 201);
  assert.deepEqual([result.byToken[0], result.byToken[1].username], [200, owner.username]);
  await window.goto('#/posts');
});

test("the session's cookie is for the browser alone", async (t) => {
  const account = await person(server);
  const window = await visitor(t);
  await window.goto('#/welcome');
  await signInByForm(window, account);
  assert.equal(await window.page.evaluate(() => document.cookie), '');
  const [cookie, ...more] = await window.context.cookies();
  assert.deepEqual(more, []);
  const { name, httpOnly, sameSite, path, domain, secure: safe } = cookie;
  assert.deepEqual(
    { name, httpOnly, sameSite, path, domain, safe },
    { name: 'session', httpOnly: true, sameSite: 'Lax', path: '/', domain: '127.0.0.1', safe: false },
  );
  const kept = await window.page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  assert.ok(!kept.includes(cookie.value), 'no script has it');
});

test('over https the cookie never goes over http', async (t) => {
  const account = await person(server);
  const window = await visitor(t); // closed before nginx
  const nginx = new Nginx();
  await nginx.start(server.port);
  t.after(() => nginx.stop());
  await window.page.goto(`${nginx.address}/#/welcome`);
  await signInByForm(window, account);
  const [cookie] = await window.context.cookies();
  assert.deepEqual([cookie.name, cookie.secure, cookie.httpOnly], ['session', true, true]);
  const answer = await window.page.reload();
  assert.match(answer.headers()['strict-transport-security'], /max-age=\d{8}/);
});

test('every password can be pasted, kept by a manager and looked at', async (t) => {
  const { window, page } = await victim(t);
  const stranger = await visitor(t);
  await window.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.address });
  for (const [who, hash] of [
    [stranger, '#/welcome'],
    [stranger, '#/sign-up'],
    [window, '#/me/password'],
    [window, '#/me/leave'],
  ]) {
    await who.goto(hash);
    await who.settled();
    const fields = who.page.locator('input[type="password"]');
    assert.ok((await fields.count()) > 0, hash);
    for (const field of await fields.all())
      assert.match(await field.getAttribute('autocomplete'), /^(current|new)-password$/, hash);
  }
  await window.goto('#/me/password');
  await page.evaluate((text) => navigator.clipboard.writeText(text), PASSWORD);
  const field = page.locator('input[autocomplete="current-password"]');
  await field.focus();
  await page.keyboard.press('Control+V');
  assert.equal(await field.inputValue(), PASSWORD);
  await page
    .getByRole('button', { name: window.t('user.show-password') })
    .first()
    .click();
  assert.equal(await field.getAttribute('type'), 'text');
});

async function signInByForm(window, { username }) {
  await window.page.locator('input[name="username"]').fill(username);
  await window.page.locator('input[name="password"]').fill(PASSWORD);
  await window.button('sign-in.submit').click();
  await window.page.waitForURL(/#\/posts$/);
}

test('signing in never leads anywhere but into the market, whatever stands in the address', async (t) => {
  const account = await person(server);
  for (const next of [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '#//evil.example',
    '#/\\evil.example',
    '#/https://evil.example',
    'javascript:evil()',
    'data:text/html,evil',
    '#javascript:evil()',
    '\thttps://evil.example',
    '#/posts/../../evil',
    '#/welcome?next=https://evil.example',
  ]) {
    const window = await visitor(t);
    const { page } = window;
    window.tolerate(/^404 GET /);
    const outside = [];
    page.on('request', (request) => {
      // What the page made itself (`blob:`) is of its own origin.
      if (new URL(request.url()).origin !== server.address) outside.push(request.url());
    });
    await window.goto(`#/welcome?next=${encodeURIComponent(next)}`);
    await page.locator('input[name="username"]').fill(account.username);
    await page.locator('input[name="password"]').fill(PASSWORD);
    await window.button('sign-in.submit').click();
    await page.waitForFunction(() => !location.hash.startsWith('#/welcome'));
    await window.settled();
    const { origin, pathname } = new URL(page.url());
    assert.deepEqual([origin, pathname, outside], [server.address, '/', []], next);
    await window.leave();
  }
});

test('another site does not learn from which page a visitor comes', async (t) => {
  const { window, page } = await victim(t);
  // The second is what a link to a new password looks like.
  for (const path of ['/#/chat', `/#/reset/${'t'.repeat(43)}`, '/docs/']) {
    await page.goto(path);
    stranger.visits.length = 0;
    const foreign = stranger.page();
    await page.evaluate((to) => {
      location.href = to;
    }, foreign);
    await page.waitForURL(foreign);
    const [visit] = stranger.visits;
    assert.equal(visit.headers.referer, undefined, path);
  }
  await window.goto('#/posts');
});

test('what is one user’s own is kept by no shared cache', async (t) => {
  const { owner, post, deal } = await victim(t);
  for (const path of [
    '/users/me',
    '/sessions',
    '/deals',
    `/deals/${deal.id}`,
    '/chat/rooms',
    `/chat/rooms/${deal.room_id}/messages`,
    '/chat/events',
    '/alerts',
    `/posts/${post.id}`,
    '/posts',
  ]) {
    const { headers } = (await owner.client.get(path)).expect(200);
    assert.match(headers['cache-control'], /^(private, no-cache|no-store)$/, path);
  }
});

test('after signing out "back" shows nothing private, and the device keeps nothing of it', async (t) => {
  const { window, page, owner, deal } = await victim(t);
  const secret = '비밀 이야기';
  await window.goto(`#/chat/${deal.room_id}`);
  await page.getByText(secret).first().waitFor();
  for (const hash of ['#/me/sessions', '#/me/edit', '#/me/profile']) {
    await window.goto(hash);
    await window.settled();
  }
  await window.signOut();
  await page.waitForURL(/#\/(welcome|posts)/);
  assert.deepEqual(await window.context.cookies(), [], 'the cookie is gone');
  // A window of a test believes to be signed in when it is opened.
  window.tolerate(/^401 GET \/(users\/me|chat\/events)$/);
  let steps = 0;
  for (await page.goBack(); page.url() !== 'about:blank'; await page.goBack()) {
    steps += 1;
    await page.locator('main h1').first().waitFor({ state: 'attached' });
    const shown = await page.evaluate(() => document.documentElement.outerHTML);
    for (const own of [secret, `${owner.username}@giraffe.example`])
      assert.ok(!shown.includes(own), page.url());
  }
  assert.ok(steps > 3);
  await window.goto('#/posts');
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  assert.ok(!kept.includes(secret) && !kept.includes(owner.username), kept);
});

test('what is private leaves the screen at signing out, however long the next page takes', async (t) => {
  const { window, page, owner } = await victim(t);
  let arrive;
  const held = new Promise((resolve) => {
    arrive = resolve;
  });
  await window.context.route('**/welcome-page.js', async (route) => {
    await held;
    await route.continue();
  });
  await window.goto('#/me/profile');
  const own = page.getByText(`${owner.username}@giraffe.example`).first();
  await own.waitFor();
  await window.signOut();
  await page.waitForURL(/#\/welcome/);
  await own.waitFor({ state: 'detached' });
  assert.equal(await page.locator('main').textContent(), '', 'nothing is there yet');
  arrive();
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
});
