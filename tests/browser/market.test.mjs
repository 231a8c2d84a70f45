// Finding a book: searching, filtering, sorting, scrolling on and coming back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, drawn, PHONE, useBrowser } from '../support/browser.mjs';
import { person, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer();
const { visitor } = useBrowser(server);

let writing;
/** 45 posts of one seller, once for this file: 전공책 1 (the oldest) to 전공책 45. */
const written = () => {
  writing ??= (async () => {
    const seller = await person(server);
    for (let number = 1; number <= 45; number += 1) {
      await writePost(seller, {
        title: `전공책 ${number}번`,
        book: { title: number % 9 ? '자료구조' : '해석개론' },
        price: number * 1000,
        condition: number % 2 ? 'good' : 'poor',
        ...(number === 45 && { major: '물리학과' }),
      });
    }
  })();
  return writing;
};

const range = (from, to) => Array.from({ length: from - to + 1 }, (_, i) => from - i);

const titles = (page) => page.locator('.post-title').allTextContents();

/** What a screen reader counts: one list, in which each of those 45 posts says which it is of all. */
async function isCounted(page) {
  const lists = page.locator('post-list').getByRole('list');
  assert.equal(await lists.count(), 1);
  const items = await lists.getByRole('listitem').evaluateAll((all) =>
    all.map((item) => ({
      position: Number(item.ariaPosInSet),
      size: item.ariaSetSize,
      number: Number(/전공책 (\d+)번/.exec(item.textContent)[1]),
    })),
  );
  assert.equal(items.length, (await titles(page)).length);
  for (const { position, size, number } of items) {
    assert.equal(position, 46 - number);
    assert.equal(size, '-1', 'how long it is, nobody knows before its end');
  }
}

test('the list goes on as one scrolls, and "back" finds it where it was left', async (t) => {
  await written();
  const guest = await visitor(t, { screen: PHONE });
  const { page } = guest;
  await guest.goto('#/posts');
  await guest.settled();
  assert.equal((await titles(page))[0], '전공책 45번');
  const oldest = page.getByRole('link', { name: '전공책 1번' });
  // Only what is near the screen is in the document, so they are counted on the way.
  const seen = new Set();
  for (const end = Date.now() + 60_000; !(await oldest.isVisible()) && Date.now() < end; ) {
    for (const title of await titles(page)) seen.add(title);
    await page.evaluate(() => scrollBy(0, innerHeight / 2));
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  }
  for (const title of await titles(page)) seen.add(title);
  assert.equal(seen.size, 45);
  const shown = await titles(page);
  assert.equal(new Set(shown).size, shown.length, 'no post twice');
  assert.ok(shown.length < 45, `${shown.length} are drawn`);
  await isCounted(page);
  await oldest.scrollIntoViewIfNeeded();
  const height = await page.evaluate(() => scrollY);
  await oldest.click();
  await page.getByRole('heading', { name: '전공책 1번' }).waitFor();
  assert.equal(await page.evaluate(() => scrollY), 0);
  await page.goBack();
  await oldest.waitFor();
  await page.evaluate(drawn);
  assert.ok(Math.abs((await page.evaluate(() => scrollY)) - height) < 2);

  // And back up, where each has its place again.
  const newest = page.getByRole('link', { name: '전공책 45번' });
  assert.equal(await newest.count(), 0);
  await page.evaluate(() => scrollTo(0, 0));
  await newest.waitFor();
  assert.deepEqual(
    (await titles(page)).slice(0, 12),
    range(45, 34).map((number) => `전공책 ${number}번`),
  );
  await isCounted(page);
});

test('searching, filtering and sorting stand in the address and can be taken back', async (t) => {
  await written();
  const guest = await visitor(t, { screen: DESKTOP });
  const { page } = guest;
  await guest.goto('#/posts');
  const box = page.getByRole('combobox', { name: '책, 저자, 강의 검색' });
  await box.fill('해석');
  await box.press('Enter');
  await page.waitForURL(/q=/);
  await guest.settled();
  await guest.lists(5);

  await page.getByLabel('정렬').selectOption({ label: '낮은 가격순' });
  await page.waitForURL(/sort=price_asc/);
  await guest.settled();
  await guest.lists([9, 18, 27, 36, 45].map((number) => `전공책 ${number}번`));

  await page.getByRole('button', { name: '필터' }).click();
  const sheet = page.getByRole('dialog');
  const apply = sheet.getByRole('button', { name: /^(적용|글 .*보기)$/ });
  await sheet.getByRole('checkbox', { name: '좋음' }).check();
  await sheet.getByLabel('최소 가격').fill('20,000원');
  await sheet.getByLabel('최대 가격').fill('1000');
  await apply.click();
  await sheet.getByText('최소 가격이 최대 가격보다 큽니다.').waitFor();
  await sheet.getByLabel('최대 가격').fill('30000');
  await apply.click();
  await page.waitForURL(/max_price=30000/);
  await guest.settled();
  await guest.lists(['전공책 27번']);
  await page.getByRole('button', { name: /필터 3개 적용됨/ }).waitFor();

  await page.reload();
  await guest.settled();
  await guest.lists(['전공책 27번']); // the address alone says what is shown

  await page.getByRole('button', { name: /필터/ }).click();
  await sheet.getByRole('combobox', { name: '전공' }).fill('물리학과');
  await apply.click();
  await page.getByText('조건에 맞는 글이 없습니다.').waitFor();
  await page.getByRole('link', { name: '조건 모두 지우기' }).click();
  await page.getByText('전공책 45번').waitFor();
  await page.goBack();
  await page.getByText('조건에 맞는 글이 없습니다.').waitFor();
});

test('when the server cannot be reached the list says so and can be asked again', async (t) => {
  await written();
  const guest = await visitor(t);
  guest.allow(/^net::ERR_CONNECTION_REFUSED GET \/posts$/);
  await guest.goto('#/welcome');
  await guest.page.route('**/posts?*', (route) => route.abort('connectionrefused'));
  await guest.page.getByRole('link', { name: '마켓', exact: true }).click();
  await guest.page.getByText('서버에 연결할 수 없습니다.').waitFor();
  await guest.inspect('market-offline');
  await guest.page.unroute('**/posts?*');
  await guest.page.getByRole('button', { name: '다시 시도' }).click();
  await guest.page.getByText('전공책 45번').waitFor();
});

test('what was typed is searched for, also when one sorts or filters instead of pressing Enter', async (t) => {
  await written();
  const window = await visitor(t, { screen: DESKTOP });
  const { page } = window;
  await window.goto('#/posts');
  await page.locator('#market-q').fill('해석개론');
  await page.locator('#market-sort').selectOption('price_asc');
  await window.lists(['전공책 9번', '전공책 18번', '전공책 27번', '전공책 36번', '전공책 45번']);
  assert.equal(await page.locator('#market-q').inputValue(), '해석개론');
  await page.locator('#market-sort').selectOption('relevance');
  await page.waitForURL(/sort=relevance/);
  await page.locator('#market-q').fill('');
  await page.locator('#market-sort').selectOption('newest');
  await window.lists(20);
});

test('a list that did not come is asked for when one comes back to it', async (t) => {
  await written();
  const guest = await visitor(t, { screen: PHONE });
  const { page } = guest;
  guest.allow(/^net::ERR_CONNECTION_REFUSED GET \/posts$/);
  await guest.goto('#/safety');
  await page.route('**/posts?*', (route) => route.abort('connectionrefused'), { times: 1 });
  await page.getByRole('link', { name: '마켓', exact: true }).click();
  await page.getByText('서버에 연결할 수 없습니다.').waitFor();
  await page.goBack();
  await page.goForward();
  await page.getByText('전공책 45번').waitFor();
});

test('choosing by the keyboard goes on in the list one chooses from', async (t) => {
  await written();
  const window = await visitor(t, { screen: DESKTOP });
  const { page } = window;
  await window.goto('#/posts');
  await page.locator('#market-sort').focus();
  await page.keyboard.press('ArrowDown');
  await page.waitForURL(/sort=price_asc/);
  await page.locator('#market-sort:focus').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.waitForURL(/sort=price_desc/);
  await window.lists(20);
});
