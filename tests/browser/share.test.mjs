// Giving a post away: the share button, the page behind its link, and the feed that a list announces.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { photoOf } from '../support/barcode.mjs';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.mjs';
import { act, buy, people, person, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer();
const { visitor } = useBrowser(server);

async function post(t, options, overrides) {
  const seller = await person(server, { transport: 'cookie' });
  const written = await writePost(seller, { title: '나눌 책 "<b>"', price: 12000, ...overrides });
  const student = await visitor(t, options);
  return { seller, post: written, student, link: `${server.address}/p/${written.id}` };
}

for (const [screen, language] of [
  [PHONE, 'ko'],
  [DESKTOP, 'en'],
]) {
  test(`the link of a post is copied, by keyboard and signed out (${screen.width}px)`, async (t) => {
    const { student, post: shown, link } = await post(t, { screen, language });
    await student.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.address });
    await student.goto(`#/posts/${shown.id}`);
    await student.settled();
    await student.inspect('share-button');
    await student.button('post.share').focus();
    await student.page.keyboard.press('Enter');
    await student.toast(student.t('share.copied'));
    assert.equal(await student.page.evaluate(() => navigator.clipboard.readText()), link);
  });

  test(`where nothing can be copied the link is shown (${screen.width}px)`, async (t) => {
    const { student, post: shown, link } = await post(t, { screen, language });
    await student.context.addInitScript(() =>
      Object.defineProperty(navigator, 'clipboard', { value: undefined }),
    );
    await student.goto(`#/posts/${shown.id}`);
    await student.settled();
    await student.button('post.share').click();
    const box = student.page.getByRole('dialog').getByLabel(student.t('share.link'));
    assert.equal(await box.inputValue(), link);
    assert.equal(await student.page.evaluate(() => getSelection()?.toString()), link, 'ready to be copied');
    await student.inspect('share-link');
  });

  test(`the page behind the link is readable, and opens the post (${screen.width}px)`, async (t) => {
    const [seller, buyer] = await people(server, 2);
    const photo = (
      await seller.client.request('POST', '/photos', {
        body: photoOf({ digits: '9788932473901' }),
        type: 'image/png',
      })
    ).expect(201).body;
    const shown = await writePost(seller, { title: '미적분학 팝니다', photo_ids: [photo.id] });
    const student = await visitor(t, { screen, language });
    // Its refresh is taken out, to look at what stands there for a moment, or longer.
    await student.page.route('**/p/*', async (route) => {
      const answer = await route.fetch();
      const body = (await answer.text()).replace(/<meta http-equiv="refresh"[^>]*>/, '');
      await route.fulfill({ response: answer, body });
    });
    await student.page.goto(`/p/${shown.id}`);
    await student.page.getByRole('heading', { name: '미적분학 팝니다' }).waitFor();
    await student.page.getByRole('img', { name: '선형대수학' }).waitFor();
    await student.inspect('share-page');
    const deal = await buy(buyer, shown);
    (await act(seller, deal, 'accept')).expect(200);
    await student.page.reload();
    await student.page.getByText(student.t('status.reserved'), { exact: true }).waitFor();
    await student.page.getByRole('link', { name: student.say('마켓에서 글 보기', 'Open the post') }).click();
    await student.page.waitForURL(`${server.address}/#/posts/${shown.id}`);
    await student.settled();

    student.allow(/^404 GET \/p\/99999$/);
    await student.page.goto('/p/99999');
    await student.page
      .getByRole('heading', { name: student.say('게시글을 찾을 수 없습니다!', 'This post cannot be found!') })
      .waitFor();
    await student.inspect('share-page-missing');
  });

  test(`a list announces its own feed, and links to it (${screen.width}px)`, async (t) => {
    const { student } = await post(t, { screen, language });
    const announced = () =>
      student.page.evaluate(
        () => document.querySelector('link[rel="alternate"][type="application/atom+xml"]').href,
      );
    await student.goto('#/posts?q=나눌&condition=good&sort=price_asc');
    await student.settled();
    const wanted = `${server.address}/feed.atom?${new URLSearchParams({ q: '나눌', condition: 'good' })}`;
    assert.equal(await announced(), wanted);
    const link = student.page.getByRole('link', { name: student.t('market.feed') });
    assert.equal(await link.evaluate((element) => element.href), wanted);
    const answer = await student.page.request.get(wanted);
    assert.equal(answer.status(), 200);
    assert.match(await answer.text(), /나눌 책/);
    await student.page.evaluate(() => {
      location.hash = '#/welcome';
    });
    await student.settled();
    assert.equal(await announced(), `${server.address}/feed.atom`);
  });
}

test('the system’s own way to share is used where there is one, and closing it is no failure', async (t) => {
  const { student, post: shown, link } = await post(t);
  await student.context.addInitScript(() => {
    window.shared = [];
    navigator.share = (what) => {
      window.shared.push(what);
      return window.shared.length > 1
        ? Promise.reject(new DOMException('', 'AbortError'))
        : Promise.resolve();
    };
  });
  await student.goto(`#/posts/${shown.id}`);
  await student.settled();
  await student.button('post.share').click();
  await student.page.waitForFunction(() => window.shared.length === 1);
  assert.deepEqual(await student.page.evaluate(() => window.shared[0]), {
    title: shown.title,
    text: `${shown.title} · 12,000원`,
    url: link,
  });
  await student.button('post.share').click();
  await student.page.waitForFunction(() => window.shared.length === 2);
  assert.equal(await student.page.locator('.toast').count(), 0);
  assert.equal(await student.page.getByRole('dialog').count(), 0);
});

test('the page behind a link is dark where people like it dark', async (t) => {
  const { student } = await post(t, { screen: PHONE, dark: true });
  student.allow(/^404 GET \/p\/99999$/);
  await student.page.goto('/p/99999');
  assert.equal(
    await student.page.locator('main').evaluate((element) => getComputedStyle(element).backgroundColor),
    'rgb(22, 39, 46)',
  );
});

test('a link leads straight to the post in the app', async (t) => {
  const { student, post: shown } = await post(t);
  await student.page.goto(`/p/${shown.id}`);
  await student.page.waitForURL(`${server.address}/#/posts/${shown.id}`);
  await student.page.getByRole('heading', { name: shown.title }).waitFor();
});

test('a seller shares what is shown, but not what is hidden', async (t) => {
  const { student, seller, post: shown } = await post(t);
  await student.signInAs(seller);
  await student.goto(`#/posts/${shown.id}`);
  await student.settled();
  await student.button('post.share').waitFor();
  await student.button('post.hide').click();
  await student.button('post.show').waitFor();
  assert.equal(await student.button('post.share').count(), 0);
});
