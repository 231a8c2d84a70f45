// The book's part of the write form filled from editions seen, the fair price beside it, and who else sells a book.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.mjs';
import { people, person, sell, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer();
const { visitor } = useBrowser(server);

const ALGEBRA = {
  title: '선형대수학 첫걸음',
  author: '김길동',
  publisher: '기린출판',
  isbn: '9788932473901',
};
const CALCULUS = { title: '하나로 읽는 미적분학', author: '이하나', publisher: null, isbn: '9791199999046' };
const POEMS = { title: '소리 내어 읽는 영미시', author: '박시인' };
const UNKNOWN = '9780306406157';

// Algebra sold for 12,000 to 16,000 won and has four copies on sale, calculus two; the poems have no ISBN.
let writing;
const market = () => {
  writing ??= (async () => {
    const [seller, other, buyer] = await people(server, 3);
    for (const price of [12000, 13000, 14000, 15000, 16000]) {
      await sell(seller, buyer, await writePost(seller, { title: '팔린 책', book: ALGEBRA, price }));
    }
    const copies = [];
    for (const price of [15000, 11000, 19000, 13500]) {
      const who = price % 1000 ? other : seller;
      copies.push(await writePost(who, { title: `선형대수 ${price}`, book: ALGEBRA, price }));
    }
    for (const price of [9000, 8000]) await writePost(other, { title: '미적분학', book: CALCULUS, price });
    const poems = await writePost(other, { title: '영미시', book: POEMS, price: 6000 });
    return { copies, poems };
  })();
  return writing;
};

async function form(t, options) {
  await market();
  const writer = await visitor(t, options);
  await writer.signInAs(await person(server, { transport: 'cookie' }));
  await writer.goto('#/posts/new');
  const { page } = writer;
  const field = (name) => page.locator(`input[name="${name}"]`);
  await field('isbn').waitFor();
  return {
    writer,
    page,
    field,
    note: page.locator('[data-edition-note]'),
    hint: page.locator('form-field[name="price"] .hint'),
    error: page.locator('form-field[name="isbn"] .field-error'),
    undo: writer.button('book.undo'),
    holds: (name, value) =>
      page.waitForFunction(
        ([control, expected]) => document.querySelector(`input[name="${control}"]`)?.value === expected,
        [name, value],
      ),
    says: (place, text) => place.filter({ hasText: text }).waitFor(),
    filled: (...labels) =>
      writer.t('book.filled', { fields: labels.map((label) => writer.t(`post.${label}`)).join(', ') }),
    range: (lowest, highest) =>
      writer.language === 'ko'
        ? `${lowest.toLocaleString('ko')}~${writer.won(highest)}`
        : `${writer.won(lowest)}–${writer.won(highest)}`,
  };
}

for (const [screen, language] of [
  [PHONE, 'ko'],
  [DESKTOP, 'en'],
]) {
  test(`an ISBN fills in the book, and tells what it goes for (${screen.width}px)`, async (t) => {
    const { writer, field, note, hint, undo, holds, says, filled, range } = await form(t, {
      screen,
      language,
    });
    await field('isbn').pressSequentially('978-89-324-7390-1');
    await says(note, filled('book-title', 'author', 'publisher'));
    assert.equal(await note.getAttribute('role'), 'status');
    await holds('book_title', ALGEBRA.title);
    await holds('author', ALGEBRA.author);
    await holds('publisher', ALGEBRA.publisher);
    assert.ok(await field('author').isVisible());
    const fair = writer.t('book.fair-price', {
      count: 5,
      range: range(13000, 15000),
      median: writer.won(14000),
    });
    await says(hint, fair);
    await writer.inspect('write-filled');

    // A price far above is told, gently; one among the others is not.
    await field('price').fill('15000');
    assert.equal(await hint.textContent(), fair);
    await field('price').fill('30000');
    await says(hint, writer.t('book.far-above'));
    await writer.inspect('write-far-above');

    await undo.click();
    await holds('book_title', '');
    await holds('author', '');
    await says(note, writer.t('book.undone'));
    assert.ok(await undo.isHidden());
    assert.equal(await field('isbn').inputValue(), '978-89-324-7390-1');
  });
}

test('what somebody typed stays, and what was filled in gives way to another book', async (t) => {
  const { writer, field, note, hint, holds, says, filled } = await form(t, { screen: DESKTOP });
  await field('book_title').fill('내가 쓴 제목');
  await field('isbn').fill(ALGEBRA.isbn);
  await says(note, filled('author', 'publisher'));
  await holds('author', ALGEBRA.author);
  assert.equal(await field('book_title').inputValue(), '내가 쓴 제목');

  await field('publisher').fill('다른 출판사');
  await field('isbn').fill(CALCULUS.isbn);
  await holds('author', CALCULUS.author);
  await says(note, filled('author'));
  assert.equal(await field('book_title').inputValue(), '내가 쓴 제목');
  assert.equal(await field('publisher').inputValue(), '다른 출판사');
  await says(hint, writer.t('book.on-sale-now', { count: 2, price: writer.won(8000) }));

  // A book that is new here: what was filled in is of another one.
  await field('isbn').fill(UNKNOWN);
  await says(note, writer.t('book.unknown'));
  await holds('author', '');
  assert.equal(await field('publisher').inputValue(), '다른 출판사');
  assert.equal(await hint.textContent(), writer.t('write.price-hint'));
});

test('a wrong ISBN is told beside its field, and not while it is still being typed', async (t) => {
  const { writer, page, field, error, note, says, filled } = await form(t, { screen: DESKTOP });
  await field('isbn').pressSequentially('9788932473902');
  await says(error, writer.t('fault.invalid-isbn'));
  assert.equal(await field('isbn').getAttribute('aria-invalid'), 'true');
  await field('isbn').press('Backspace');
  await error.waitFor({ state: 'hidden' });
  await field('isbn').press('1');
  await says(note, filled('book-title', 'author', 'publisher'));
  assert.ok(await error.isHidden());
  await field('isbn').fill('97889');
  await field('book_title').focus();
  await says(error, writer.t('rule.isbn'));

  // As a scanner would: the value is set, and an event says so.
  await page.evaluate(() => {
    const input = document.querySelector('input[name="isbn"]');
    input.value = '9791199999046';
    input.dispatchEvent(new Event('input'));
  });
  await page.waitForFunction(
    (title) => document.querySelector('input[name="book_title"]').value === title,
    CALCULUS.title,
  );
});

test('a title is suggested from editions seen, by keyboard, and fills in the rest', async (t) => {
  const { writer, page, note, hint, holds, says, filled } = await form(t, { screen: PHONE });
  const box = page.getByRole('combobox', { name: writer.t('post.book-title') });
  const option = page.getByRole('listbox', { name: writer.t('book.seen') }).getByRole('option');
  await box.pressSequentially('선형대');
  await option.filter({ hasText: ALGEBRA.title }).waitFor();
  assert.equal(await option.count(), 1); // one edition, however many copies
  await box.press('ArrowDown');
  assert.equal(await box.getAttribute('aria-activedescendant'), await option.getAttribute('id'));
  await writer.inspect('write-suggestions');
  await box.press('Enter');
  assert.equal(await box.inputValue(), ALGEBRA.title);
  await says(note, filled('isbn', 'author', 'publisher'));
  await holds('isbn', ALGEBRA.isbn);
  await holds('publisher', ALGEBRA.publisher);
  await says(hint, writer.won(14000));
});

test('a title typed to its end is compared with its edition, and nothing is filled in', async (t) => {
  const { writer, field, hint, says } = await form(t, { screen: DESKTOP, language: 'en' });
  await field('book_title').fill('소리내어 읽는 영미시');
  await field('book_title').blur();
  await says(hint, writer.t('book.on-sale-now', { count: 1, price: writer.won(6000) }));
  assert.equal(await field('author').inputValue(), '');
  await field('price').fill('20000');
  await says(hint, writer.t('book.far-above'));
});

test('nothing below the price moves when its hint comes and goes', async (t) => {
  const { writer, page, field, hint, says } = await form(t, { screen: PHONE });
  await page.locator('details').evaluate((details) => details.setAttribute('open', ''));
  const top = () =>
    page.evaluate(() => document.querySelector('input[name="place"]').getBoundingClientRect().top + scrollY);
  const before = await top();
  await field('isbn').fill(ALGEBRA.isbn);
  await says(hint, writer.won(14000));
  assert.equal(await top(), before);
  await field('price').fill('300000');
  await says(hint, writer.t('book.far-above'));
  assert.equal(await top(), before);
});

test('what was filled in is part of the draft and of the post', async (t) => {
  const { writer, page, field, holds } = await form(t, { screen: DESKTOP });
  await field('isbn').fill(ALGEBRA.isbn);
  await holds('publisher', ALGEBRA.publisher);
  await page.reload();
  await field('isbn').waitFor();
  assert.equal(await field('book_title').inputValue(), ALGEBRA.title);
  await field('title').fill('이어서 쓴 글');
  await field('price').fill('14000');
  await field('place').fill('도서관');
  await page.getByRole('radio', { name: writer.t('condition.good'), exact: true }).check();
  await writer.button('write.submit').click();
  await writer.toast(writer.t('write.saved'));
  await page.getByText(ALGEBRA.isbn).waitFor();
});

for (const [screen, language] of [
  [PHONE, 'en'],
  [DESKTOP, 'ko'],
]) {
  test(`a post shows other copies of its book and what it goes for (${screen.width}px)`, async (t) => {
    const { copies } = await market();
    const reader = await visitor(t, { screen, language });
    const { page } = reader;
    await reader.goto(`#/posts/${copies[0].id}`);
    const section = page.getByRole('region', { name: reader.t('book.others') });
    await section.waitFor();
    const titles = await section.locator('.post-title').allTextContents();
    // The cheapest first, whatever other tests have put up beside them.
    const first = titles.filter((title) => title.startsWith('선형대수 ')).slice(0, 2);
    assert.deepEqual(first, ['선형대수 11000', '선형대수 13500']);
    assert.ok(!titles.includes(copies[0].title));
    const facts = page.getByRole('region', { name: reader.t('book.prices') });
    assert.match(await facts.textContent(), new RegExp(reader.t('book.sales', { count: 5 })));
    for (const price of [14000, 11000])
      assert.ok((await facts.textContent()).includes(reader.won(price)), `${price}`);
    await reader.inspect('post-copies');

    await section.getByRole('link', { name: reader.t('book.all') }).click();
    await page.waitForURL(/isbn=9788932473901/);
    await reader.settled();
    assert.ok((await page.locator('.post-card').count()) >= 4);
  });
}

test('a book that nobody else sells and nobody bought shows neither', async (t) => {
  const { poems } = await market();
  const reader = await visitor(t, { screen: DESKTOP });
  const asked = reader.page.waitForResponse(/\/copies/);
  await reader.goto(`#/posts/${poems.id}`);
  await (await asked).finished();
  await reader.settled();
  await reader.page.waitForFunction(() => document.querySelector('[data-copies]')?.childElementCount === 0);
  assert.ok(await reader.page.getByText(reader.t('book.prices')).isHidden());
});
