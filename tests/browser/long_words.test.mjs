// A word may be as long as a text is allowed to be: a title without spaces, a link, somebody who holds a key down. It
// breaks where the line ends, and nothing becomes wider than the window because of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.mjs';
import { act, buy, people, person, promote, say, sell, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer({ reporter_age_ms: 0, sweep_ms: 50 });
const { visitor } = useBrowser(server);

const TITLE = '미적분학과벡터해석제9판솔루션포함팝니다깨끗해요';
const wide = (length) => 'W'.repeat(length);
/** Keep-all breaks no Korean word by itself. */
const korean = (length) => '가'.repeat(length);
const link = `https://giraffe.example/${'w'.repeat(300)}`;

let made;
/** A seller whose every word is long, and one who is suspended and has much to say to it; a buyer; an admin. */
const market = () => {
  made ??= write();
  return made;
};

async function write() {
  const [wordy, buyer, admin, suspended] = await people(server, 4, { transport: 'cookie' });
  await promote(server, [[admin, 'admin']]);
  for (const who of [wordy, suspended])
    (await who.client.patch('/users/me', { display_name: korean(30), major: wide(50), bio: link })).expect(
      200,
    );
  const book = { title: wide(100), author: korean(100), publisher: wide(100), edition: wide(30) };
  const words = {
    book,
    place: wide(100),
    description: link,
    major: wide(50),
    course: { name: korean(100), professor: wide(50) },
  };
  const sold = await writePost(wordy, { ...words, title: TITLE });
  const deal = await sell(wordy, buyer, sold);
  for (const who of [buyer, wordy])
    (await act(who, deal, 'review', { stars: 5, text: wide(500) })).expect(200);
  const hidden = await writePost(suspended, { ...words, title: korean(100) });
  const posts = [
    await writePost(wordy, { ...words, title: TITLE }),
    await writePost(wordy, { ...words, title: wide(100), price: 9_999_999 }),
  ];
  const talked = await buy(buyer, posts[1]);
  const room = `/chat/rooms/${talked.room_id}`;
  await say(buyer, room, wide(1000));
  await say(wordy, room, link);
  (await buyer.client.post('/alerts', { q: wide(100), major: wide(50), course: korean(100) })).expect(201);
  const report = { kind: 'post', id: posts[0].id, reason: 'fraud', note: wide(500) };
  (await buyer.client.post('/reports', report)).expect(201);
  const [filed] = (await admin.client.get('/admin/reports')).expect(200).body.items;
  const decide = (path, body) =>
    admin.client.post(`/admin${path}`, body).then((answer) => answer.expect(200));
  await decide(`/posts/${hidden.id}/hide`, { reason: wide(500) });
  await decide(`/users/${suspended.username}/warn`, { reason: korean(500) });
  await decide(`/users/${suspended.username}/suspend`, { days: 3, reason: wide(500) });
  // They have been read: nothing is to lie above what is looked at.
  const [newest] = (await suspended.client.get('/users/me/notices')).expect(200).body.items;
  (await suspended.client.put('/users/me/notices/seen', { up_to: newest.id })).expect(204);
  (await suspended.client.post('/appeals', { text: wide(2000) })).expect(201);
  (await suspended.client.post('/appeals', { text: wide(2000), post_id: hidden.id })).expect(201);
  return { wordy, suspended, buyer, admin, posts, hidden, room: talked.room_id, filed };
}

/** Runs in the page: what sticks out of the window, and is not cut off by what it is in. */
function sticksOut() {
  const room = document.documentElement.clientWidth;
  const cuts = (element) => getComputedStyle(element).overflowX !== 'visible';
  const outside = ({ left, right, width }) => width > 0 && (right > room + 1 || left < -1);
  return [...document.querySelectorAll('body *')]
    .filter((element) => element.checkVisibility() && outside(element.getBoundingClientRect()))
    .filter((element) => {
      for (let one = element.parentElement; one && one !== document.body; one = one.parentElement)
        if (cuts(one)) return false;
      return !element.matches('.skip-link');
    })
    .map(
      (element) =>
        `${element.localName}.${element.className} ${Math.round(element.getBoundingClientRect().right)}`,
    );
}

/** Nothing of the page is wider than the window. */
async function fits(who, what) {
  const [scrolls, room] = await who.page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert.equal(room, who.screen.width, `${what}: the window itself has become wider`);
  assert.ok(scrolls <= room, `${what} is ${scrolls}px wide on a screen of ${room}px`);
  assert.deepEqual(await who.page.evaluate(sticksOut), [], what);
}

for (const [screen, language] of [
  [{ width: 320, height: 700 }, 'ko'],
  [PHONE, 'ko'],
  [DESKTOP, 'en'],
]) {
  test(`words without an end stay in the window (${screen.width}px)`, async (t) => {
    const { wordy, suspended, buyer, admin, posts, hidden, room, filed } = await market();
    const visits = {
      buyer: [
        buyer,
        [
          'posts',
          `posts?q=${wide(100)}`,
          ...posts.map(({ id }) => `posts/${id}`),
          `users/${wordy.username}`,
          'chat',
          `chat/${room}`,
          'alerts',
          'me/buying',
        ],
      ],
      wordy: [
        wordy,
        [
          'me',
          'me/sold',
          'me/profile',
          'me/edit',
          `posts/${posts[0].id}`,
          `posts/${posts[0].id}/edit`,
          `chat/${room}`,
        ],
      ],
      suspended: [suspended, ['notices', 'posts', `posts/${hidden.id}`]],
      admin: [
        admin,
        [
          'admin',
          'admin/users',
          `admin/users/${suspended.username}`,
          'admin/posts',
          'admin/reports',
          `admin/reports/${filed.id}`,
          'admin/appeals',
          'admin/audit',
        ],
      ],
    };
    for (const [name, [person, hashes]] of Object.entries(visits)) {
      const who = await visitor(t, { screen, language });
      await who.signInAs(person);
      for (const hash of hashes) {
        await who.goto(`#/${hash}`);
        await who.settled();
        await who.picture(`long ${name} ${hash.slice(0, 30)}`);
        await fits(who, `${hash} of ${name}`);
      }
      await who.leave();
    }
  });

  test(`what is done to somebody of many words can be reached, and is told in the window (${screen.width}px)`, async (t) => {
    const { wordy, buyer, posts, room } = await market();
    const who = await visitor(t, { screen, language });
    await who.signInAs(buyer);
    await who.goto(`#/users/${wordy.username}`);
    await who.settled();
    const menu = who.page.locator('more-menu summary');
    const { x, width } = await menu.boundingBox();
    assert.ok(x >= 0 && x + width <= screen.width, `the menu is at ${x}`);
    await who.goto(`#/posts/${posts[0].id}`);
    await who.settled();
    await who.button('post.buy').click();
    await who.page.getByRole('dialog').waitFor();
    await fits(who, 'the purchase');
    await who.page.keyboard.press('Escape');
    await who.goto('#/me');
    await who.listening();
    await say(wordy, `/chat/rooms/${room}`, wide(1000));
    await who.toast('WWWW');
    await who.picture('long toast');
    await fits(who, 'a toast');
  });
}

test('who sells is to be read in the list, however small the screen or large the text', async (t) => {
  const { wordy, buyer } = await market();
  const seller = await person(server, { display_name: '남궁기린아가씨' });
  const post = await writePost(seller, { title: '이름이 보이는 책' });
  const deal = await sell(seller, buyer, await writePost(seller, { title: '팔린 책' }));
  for (const who of [buyer, seller]) (await act(who, deal, 'review', { stars: 5 })).expect(200);
  for (const who of [buyer, wordy]) (await who.client.put(`/posts/${post.id}/favorite`)).expect(200);
  for (const [width, text] of [
    [320, 100],
    [390, 100],
    [390, 200],
    [1280, 100],
    [1280, 200],
  ]) {
    const who = await visitor(t, { screen: { width, height: 844 } });
    await who.goto('#/posts');
    await who.settled();
    await who.page.evaluate((percent) => {
      document.documentElement.style.fontSize = `${percent}%`;
    }, text);
    await who.picture(`names ${text}`);
    const cards = await who.page.locator('.post-card').evaluateAll((all) =>
      all.map((card) => {
        const name = card.querySelector('.post-by > span');
        const em = Number.parseFloat(getComputedStyle(name).fontSize);
        const facts = card.querySelector('.post-facts').getBoundingClientRect();
        const parts = [...card.querySelectorAll('.post-small > *')].map((one) => one.getBoundingClientRect());
        return {
          words: name.textContent,
          whole: name.scrollWidth <= name.clientWidth,
          wide: name.clientWidth / em,
          inside: parts.every(({ right }) => right <= facts.right + 1),
        };
      }),
    );
    const what = `${width}px, ${text} %`;
    for (const { words, whole, wide: ems, inside } of cards) {
      assert.ok(whole || ems >= 5, `${what}: of ${words} are seen ${ems} em`);
      assert.ok(inside || text > 100, `${what}: something beside ${words} is cut off`);
    }
    assert.ok(
      cards.some(({ words, whole }) => words === '남궁기린아가씨' && (whole || text > 100)),
      what,
    );
    await who.leave();
  }
});
