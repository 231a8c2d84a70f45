// Searching as one types: suggestions, marks, and what was meant on the other keyboard.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.mjs';
import { person, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer();
const { visitor } = useBrowser(server);

let writing;
const written = () => {
  writing ??= (async () => {
    const seller = await person(server);
    const books = [
      ['미적분학', '미적분학', '김홍종'],
      ['필기 없는 미적분학 📚', '미적분학', '김홍종'],
      ['미적분과 함께 배우는 물리', '일반물리학', '정하늘'],
      ['자료구조 팝니다', '자료구조', '최코드'],
    ];
    for (const [title, book, author] of books) {
      await writePost(seller, { title, book: { title: book, author }, course: { name: `${book} 1` } });
    }
  })();
  return writing;
};

async function market(t, options) {
  await written();
  const guest = await visitor(t, options);
  await guest.goto('#/posts');
  await guest.settled();
  const box = guest.page.getByRole('combobox', { name: guest.t('market.search') });
  const list = guest.page.getByRole('listbox', { name: guest.t('market.suggestions') });
  return { guest, page: guest.page, box, list, option: list.getByRole('option') };
}

const query = (page) => new URLSearchParams(page.url().split('?')[1]).get('q');

for (const [screen, language] of [
  [PHONE, 'ko'],
  [DESKTOP, 'en'],
]) {
  test(`what is typed is completed, and what is found is marked (${screen.width}px)`, async (t) => {
    const { guest, page, box, list, option } = await market(t, { screen, language });
    assert.equal(await box.getAttribute('aria-expanded'), 'false');
    await box.pressSequentially('미저');
    const book = option.filter({ hasText: guest.t('suggestion.title') }).first();
    await book.waitFor();
    assert.equal(await box.getAttribute('aria-expanded'), 'true');
    assert.equal(await book.locator('.suggestion-text').textContent(), '미적분학');
    assert.equal(await book.locator('mark').textContent(), '미적');
    await book.getByText(guest.t('suggestion.posts', { count: 2 })).waitFor();
    await page
      .getByRole('status')
      .filter({ hasText: guest.t('market.suggested', { count: await option.count() }) })
      .waitFor();
    assert.equal(await list.getByRole('option', { selected: true }).count(), 0);
    await box.press('ArrowDown');
    assert.equal(
      await box.getAttribute('aria-activedescendant'),
      await list.getByRole('option', { selected: true }).getAttribute('id'),
    );
    await guest.inspect('market-suggestions');

    const chosen = await list
      .getByRole('option', { selected: true })
      .locator('.suggestion-text')
      .textContent();
    await box.press('Enter');
    await page.waitForURL(/q=/);
    await guest.settled();
    assert.equal(query(page), chosen);
    await list.waitFor({ state: 'hidden' });
    assert.equal(await page.locator('#market-sort option:checked').textContent(), guest.t('sort.relevance'));
    const card = page.getByRole('link', { name: '필기 없는 미적분학 📚' });
    assert.equal(await card.locator('.post-title mark').first().textContent(), '미적분학');
    assert.equal(await card.locator('.post-book mark').first().textContent(), '미적분학');
    await guest.inspect('market-found');
  });

  test(`words typed on the other keyboard are offered as they were meant (${screen.width}px)`, async (t) => {
    const { guest, page, box } = await market(t, { screen, language });
    await box.fill('alwjrqns');
    await box.press('Enter');
    const meant = page.getByRole('link', { name: guest.t('market.meant', { text: '미적분' }) });
    await meant.waitFor();
    await guest.inspect('market-meant');
    await meant.click();
    await page.getByRole('link', { name: '필기 없는 미적분학 📚' }).waitFor();
    assert.equal(query(page), '미적분');
    await page.goBack();
    await meant.waitFor();
  });
}

test('the list of suggestions goes round, closes with Escape and is taken with the pointer', async (t) => {
  const { guest, page, box, list, option } = await market(t);
  const selected = list.getByRole('option', { selected: true });
  await box.pressSequentially('미적');
  await option.first().waitFor();
  await box.press('ArrowUp');
  assert.equal(await selected.getAttribute('id'), await option.last().getAttribute('id'));
  await box.press('ArrowDown');
  assert.equal(await selected.count(), 0, 'after the last comes what was typed');
  await box.press('ArrowDown');
  assert.equal(await selected.getAttribute('id'), await option.first().getAttribute('id'));
  await box.press('Escape');
  await list.waitFor({ state: 'hidden' });
  assert.equal(await box.inputValue(), '미적', 'the words stay');
  assert.equal(await box.getAttribute('aria-activedescendant'), null);
  await box.press('ArrowDown');
  await option.first().waitFor();
  await box.press('Tab');
  await list.waitFor({ state: 'hidden' });

  await box.fill('');
  await box.pressSequentially('최코');
  const author = option.filter({ hasText: guest.t('suggestion.author') });
  await author.click();
  await page.waitForURL(/q=/);
  assert.equal(query(page), '최코드');
  await page.getByRole('link', { name: '자료구조 팝니다' }).waitFor();
});

test('an answer that comes too late is dropped', async (t) => {
  const { page, box, option } = await market(t);
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  const asked = page.waitForRequest((request) => decodeURIComponent(request.url()).endsWith('q=자료'));
  await page.route(
    (url) => url.searchParams.get('q') === '자료',
    async (route) => {
      await held;
      await route.continue().catch(() => {}); // the page has given it up
    },
  );
  await box.pressSequentially('자료');
  await asked;
  await box.fill('미적분');
  await option.filter({ hasText: '미적분학' }).first().waitFor();
  release();
  await page.evaluate(() => fetch('/search/suggest?q=x').then((answer) => answer.text()));
  assert.equal(await option.filter({ hasText: '자료구조' }).count(), 0);
});

test('a syllable that is still being composed is completed, and its Enter searches nothing', async (t) => {
  const { page, box, option } = await market(t);
  await box.focus();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Input.imeSetComposition', { text: '미저', selectionStart: 2, selectionEnd: 2 });
  await option.filter({ hasText: '미적분학' }).first().waitFor();
  const prevented = await box.evaluate((element) => {
    const enter = { key: 'Enter', isComposing: true, bubbles: true, cancelable: true };
    return !element.dispatchEvent(new KeyboardEvent('keydown', enter));
  });
  assert.ok(prevented);
  assert.equal(query(page), null);
  assert.ok(await option.first().isVisible());
});
