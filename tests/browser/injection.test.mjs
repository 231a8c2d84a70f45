// Markup and scripts in everything that a user can write, on every page that shows it: they are text there, and nothing of
// them runs. The content security policy, which would stop what ran, is switched off for it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useBrowser } from '../support/browser.mjs';
import { act, buy, people, promote, say, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer();
const { visitor } = useBrowser(server);

const SHAPES = [
  '"><b class=evil>&lt;\'',
  '<img class=evil src=x onerror=evil()>',
  '"><svg class=evil onload=evil()>',
  "' onfocus=evil() autofocus x='",
  '</script><script class=evil>evil()</script>',
  '</textarea><iframe class=evil srcdoc="<script>parent.evil()</script>"></iframe>',
  'javascript:evil()',
  '<a class=evil href="javascript:evil()">x</a>',
  `{{constructor.constructor('evil()')()}} \${evil()} #{evil()}`,
  ']]><x:img xmlns:x="http://www.w3.org/1999/xhtml" class="evil" src="x" onerror="evil()"/>',
  '&lt;img class=evil src=x onerror=evil()&gt; &#60;b class=evil&#62;',
  '<!--<mark class=evil> --!><style class=evil>*{color:red}</style>',
];
/** As many of them as a field takes, after a word that tells the field. */
const evil = (field, limit) =>
  SHAPES.reduce((text, shape) => {
    const longer = `${text} ${shape}`;
    return longer.length <= limit ? longer : text;
  }, field);

const written = {
  name: evil('n', 30),
  major: evil('major', 50),
  bio: evil('bio', 500),
  title: evil('title', 100),
  book: evil('book', 200),
  author: evil('author', 100),
  publisher: evil('publisher', 100),
  edition: evil('edition', 50),
  place: evil('place', 100),
  description: evil('description', 5000),
  course: evil('course', 100),
  professor: evil('professor', 50),
  message: evil('message', 2000),
  meeting: evil('meeting', 100),
  reason: evil('reason', 200),
  review: evil('review', 1000),
  search: evil('search', 100),
  device: evil('device', 50),
  agent: evil('agent', 256),
  note: evil('note', 1000),
  decision: evil('decision', 500),
  appeal: evil('appeal', 2000),
};

/** Two people with evil in all that they write; one of them looks at the pages. */
async function evilMarket() {
  const [seller, buyer] = await people(server, 2, {
    transport: 'cookie',
    display_name: written.name,
    major: written.major,
  });
  for (const { client, username, password } of [seller, buyer]) {
    (await client.patch('/users/me', { bio: written.bio })).expect(200);
    for (const name of [written.device, undefined])
      (
        await client
          .as()
          .post('/sessions', { username, password, name }, { headers: { 'user-agent': written.agent } })
      ).expect(201);
  }
  const { title, place, description, major, message, meeting, reason, review } = written;
  const body = {
    title,
    book: {
      title: written.book,
      author: written.author,
      publisher: written.publisher,
      edition: written.edition,
      isbn: '9788932473901',
    },
    place,
    description,
    major,
    course: { name: written.course, professor: written.professor },
  };
  const [post, sold, cancelled] = [
    await writePost(seller, body),
    await writePost(seller, body),
    await writePost(seller, body),
  ];
  const alert = (await seller.client.post('/alerts', { q: 'evil', major, course: written.course })).expect(
    201,
  ).body;
  await writePost(buyer, body); // what the search finds
  const deal = await buy(buyer, post, { message });
  const room = `/chat/rooms/${deal.room_id}`;
  for (const who of [seller, buyer]) await say(who, room, message);
  const at = new Date(Date.now() + 3_600_000).toISOString();
  const done = await buy(buyer, sold);
  const given = await buy(buyer, cancelled);
  for (const [who, of, action, more] of [
    [seller, done, 'accept'],
    [buyer, done, 'meet', { place: meeting, at }],
    [seller, done, 'confirm'],
    [buyer, done, 'confirm'],
    [buyer, done, 'review', { stars: 5, text: review }],
    [seller, done, 'review', { stars: 5, text: review }],
    [seller, given, 'accept'],
    [buyer, given, 'cancel', { reason }],
  ])
    (await act(who, of, action, more)).expect(200);
  (await seller.client.put(`/posts/${(await find(buyer)).id}/favorite`)).expect(200);
  return { seller, buyer, post, alert, deal, done, given };
}

const find = async (who) =>
  (await who.client.get('/posts', { query: { seller: who.username } })).expect(200).body.items[0];

/** A window in which `evil()` is told and policies do nothing. */
async function victim(t) {
  const window = await visitor(t, { unprotected: true });
  const ran = [];
  await window.context.exposeFunction('evil', () => ran.push(window.page.url()));
  return { window, ran };
}

/** What of the page was made by someone's text. */
const made = (page) =>
  page.evaluate(() => {
    const roots = [document];
    for (const root of roots)
      for (const element of root.querySelectorAll('*'))
        if (element.shadowRoot) roots.push(element.shadowRoot);
    const all = roots.flatMap((root) => [...root.querySelectorAll('*')]);
    const isEvil = (element) =>
      element.classList.contains('evil') ||
      element.matches('iframe, object, embed, base, body style, script:not([src])') ||
      [...element.attributes].some(
        ({ name, value }) =>
          name.startsWith('on') ||
          name === 'srcdoc' ||
          (/^(href|src|action|formaction|data|xlink:href)$/.test(name) &&
            /^\s*(javascript|data):/i.test(value)),
      );
    return all.filter(isEvil).map((element) => element.outerHTML.slice(0, 200));
  });

/** Waits until the page has that text, in a field or outside. */
async function shows(page, text, where) {
  const has = (wanted) => {
    const fields = [...document.querySelectorAll('input, textarea, option')].map(({ value }) => value);
    const all = [document.documentElement.textContent, ...fields].join(' ');
    return all.replaceAll(/\s+/g, ' ').includes(wanted);
  };
  await page.waitForFunction(has, text).catch(() => assert.fail(`${where} is not shown: ${text}`));
}

/** Looks at the pages as that person: each shows what is said of it, as text. */
async function look(t, who, pages) {
  const { window, ran } = await victim(t);
  await window.signInAs(who);
  for (const [hash, fields] of pages) {
    await window.goto(hash);
    await window.settled();
    for (const field of fields) await shows(window.page, written[field], `${hash} ${field}`);
    assert.deepEqual(await made(window.page), [], hash);
  }
  assert.deepEqual(ran, []);
}

test('what users write is text on every page that shows it', async (t) => {
  const { seller, post, alert, deal, done, given } = await evilMarket();
  const ofPost = [
    'title',
    'book',
    'author',
    'publisher',
    'edition',
    'place',
    'description',
    'course',
    'professor',
    'major',
  ];
  const pages = [
    ['#/posts', ['title', 'name']],
    ['#/posts?q=evil', ['title']],
    [`#/posts?major=${encodeURIComponent(written.major)}`, ['title', 'major']],
    [`#/posts?course=${encodeURIComponent(written.course)}`, ['title', 'course']],
    [`#/posts/${post.id}`, [...ofPost, 'name']],
    [`#/posts/${post.id}/edit`, ofPost],
    [`#/users/${seller.username}`, ['name', 'bio', 'major', 'title', 'review']],
    ['#/me/selling', ['title', 'name', 'major']],
    ['#/me/sold', ['title']],
    ['#/me/buying', []],
    ['#/me/favorites', ['title']],
    ['#/me/profile', ['name', 'bio', 'major']],
    ['#/me/edit', ['name', 'bio', 'major']],
    ['#/me/sessions', ['device']],
    ['#/chat', ['name', 'title']],
    [`#/chat/${deal.room_id}`, ['message', 'name', 'title']],
    [`#/chat/${done.room_id}`, ['meeting', 'name']],
    [`#/chat/${given.room_id}`, ['reason']],
    ['#/alerts', ['major', 'course']],
    [`#/alerts/${alert.id}`, ['title', 'major', 'course']],
  ];
  await look(t, seller, pages);
});

test('what is reported, decided and appealed is text on the pages of both sides', async (t) => {
  const { seller, buyer, post, deal } = await evilMarket();
  const [admin] = await people(server, 1, { transport: 'cookie' });
  await promote(server, [[admin, 'admin']]);
  const { note, decision: reason, appeal: text } = written;
  const { items } = (await buyer.client.get(`/chat/rooms/${deal.room_id}/messages`)).expect(200).body;
  const message = items.find(({ from }) => from === seller.username);
  for (const [kind, id] of [
    ['user', seller.username],
    ['post', post.id],
    ['message', message.id],
  ])
    (await buyer.client.post('/reports', { kind, id, reason: 'other', note })).expect(201);
  const cases = (await admin.client.get('/admin/reports')).expect(200).body.items;
  assert.equal(cases.length, 3);
  (await admin.client.post(`/admin/users/${seller.username}/warn`, { reason })).expect(200);
  (await admin.client.post(`/admin/posts/${post.id}/hide`, { reason })).expect(200);
  (await admin.client.post(`/admin/users/${seller.username}/suspend`, { days: 3, reason })).expect(200);
  (await seller.client.post('/appeals', { text })).expect(201);

  await look(t, admin, [
    ['#/admin/reports', []],
    ...cases.map(({ id }) => [`#/admin/reports/${id}`, ['note']]),
    ['#/admin/users', ['name']],
    [`#/admin/users/${seller.username}`, ['name', 'decision']],
    ['#/admin/appeals', ['appeal']],
    ['#/admin/audit', ['decision']],
  ]);
  await look(t, seller, [
    ['#/notices', ['decision']],
    [`#/posts/${post.id}`, ['decision']],
    ['#/posts', []],
  ]);
});

test('what stands in an address is text as well', async (t) => {
  const { window, ran } = await victim(t);
  const { page } = window;
  window.tolerate(/^(400|404|422) GET /); // of what there is not
  for (const shape of SHAPES) {
    const text = encodeURIComponent(shape);
    for (const hash of [
      `#/posts?q=${text}`,
      `#/posts?major=${text}&course=${text}&seller=${text}&status=${text}&sort=${text}&max_price=${text}`,
      `#/posts/${text}`,
      `#/users/${text}`,
      `#/${text}`,
      `#/welcome?next=${text}`,
      `#/sign-up?next=${encodeURIComponent(`#/${shape}`)}`,
    ]) {
      await window.goto(hash);
      await window.settled();
      assert.deepEqual(await made(page), [], hash);
    }
  }
  assert.deepEqual(ran, []);
});

test('what users write is text outside the app, too: on shared pages, in the feed and in the news', async (t) => {
  const { seller, buyer, post } = await evilMarket();
  const { window, ran } = await victim(t);
  const { page } = window;
  // Its refresh is taken out, to look at what stands there.
  await page.route('**/p/*', async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace(/<meta http-equiv="refresh"[^>]*>/, '');
    await route.fulfill({ response: answer, body });
  });
  await page.goto(`/p/${post.id}`);
  for (const field of ['title', 'book', 'place'])
    await shows(page, written[field], `the shared page: ${field}`);
  assert.deepEqual(await made(page), []);
  const head = await page.evaluate(() =>
    [...document.head.querySelectorAll('meta')].map(({ content }) => content),
  );
  assert.ok(head.includes(written.title), head.join('\n'));

  await page.goto('/feed.atom?q=evil').catch(() => {}); // it may be offered for saving
  const feed = await page.evaluate(async () => {
    const text = await (await fetch('/feed.atom?q=evil')).text();
    const parsed = new DOMParser().parseFromString(text, 'application/xml');
    const names = [...parsed.querySelectorAll('*')].map(({ localName }) => localName);
    const titles = [...parsed.querySelectorAll('entry > title')].map(({ textContent }) => textContent);
    return { names: [...new Set(names)].sort(), titles };
  });
  assert.ok(
    feed.titles.some((title) => title.includes(written.title)),
    feed.titles.join('\n'),
  );
  assert.ok(!feed.names.some((name) => /img|script|parsererror|^b$/.test(name)), feed.names.join());

  await window.signInAs(seller);
  await window.goto('#/chat');
  await window.settled();
  await writePost(buyer, {
    title: written.title,
    book: { title: written.book },
    major: written.major,
    course: { name: written.course },
  });
  await window.toast(written.title.slice(0, 40));
  assert.deepEqual(await made(page), []);
  assert.deepEqual(ran, []);
});
