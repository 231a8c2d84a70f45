// The filter sheet with its counts, the filters that are on, and names that are suggested in forms.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.mjs';
import { person, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer();
const { visitor } = useBrowser(server);
const NARROW = { width: 320, height: 640 };

let writing;
const written = () => {
  writing ??= (async () => {
    const seller = await person(server, { major: '기린사육학과' });
    const posts = [
      ['전산학과', '자료구조', 'good'],
      ['전산학과', '자료구조', 'good'],
      ['전산 학과', '자료 구조', 'fair'],
      ['수학과', '해석학 1', 'good'],
      ['수학과', '현대대수학', 'new'],
      [null, null, 'poor'],
    ];
    for (const [major, course, condition] of posts) {
      await writePost(seller, {
        title: `${course ?? '다른'} 책`,
        book: { title: course ?? '다른 책', isbn: major === '수학과' ? '9788932473901' : null },
        course: course && { name: course },
        price: condition === 'new' ? 30000 : 10000,
        major,
        condition,
      });
    }
    return seller;
  })();
  return writing;
};

async function market(t, options, query = '') {
  const seller = await written();
  const guest = await visitor(t, options);
  await guest.goto(`#/posts${query}`);
  await guest.settled();
  const { page } = guest;
  const sheet = page.getByRole('dialog');
  return {
    guest,
    page,
    seller,
    sheet,
    open: async (total) => {
      await page.getByRole('button', { name: guest.t('market.filters') }).click();
      if (total !== undefined) await shows(total);
    },
    shows,
    condition: (name) => sheet.getByRole('checkbox', { name: guest.t(`condition.${name}`) }),
    option: (name) => sheet.getByRole('button', { name, exact: false }).and(sheet.locator('.facet-option')),
    box: (key) => sheet.getByRole('combobox', { name: guest.t(key) }),
  };
  async function shows(total) {
    await sheet
      .getByRole('button', { name: guest.t('filter.show', { count: total }), exact: true })
      .waitFor();
  }
}

const parameters = (page) => Object.fromEntries(new URLSearchParams(page.url().split('?')[1]));

for (const [screen, language] of [
  [NARROW, 'ko'],
  [PHONE, 'ko'],
  [DESKTOP, 'en'],
]) {
  test(`the sheet counts what each choice would find, and what is on is shown above the list (${screen.width}px)`, async (t) => {
    const { guest, page, sheet, open, shows, condition, option } = await market(t, {
      screen,
      language,
      dark: screen === DESKTOP,
    });
    await open(6);
    const count = (locator) => locator.locator('.facet-count [aria-hidden]').textContent();
    const countOf = (name) =>
      count(sheet.locator('.checks label').filter({ hasText: guest.t(`condition.${name}`) }));
    assert.equal(await count(option('전산학과')), '3', 'both spellings, under the commonest');
    assert.equal(await option('전산 학과').count(), 0);
    assert.equal(await countOf('good'), '3');
    assert.equal(await countOf('like_new'), '0');
    await guest.inspect('filters');

    await option('전산학과').click();
    await shows(3);
    assert.equal(await option('전산학과').getAttribute('aria-pressed'), 'true');
    assert.equal(await countOf('good'), '2');
    assert.equal(await count(option('수학과')), '2', 'what another choice would find');
    await condition('good').check();
    await shows(2);
    await condition('fair').check();
    await shows(3);
    await guest.inspect('filters-chosen');
    await sheet.getByRole('button', { name: guest.t('filter.show', { count: 3 }) }).click();
    await page.waitForURL(/major=/);
    await guest.settled();
    await guest.lists(3);
    assert.deepEqual(parameters(page), { condition: 'fair,good', major: '전산학과' });

    const on = page.getByRole('list', { name: guest.t('filter.active') });
    const chips = on.locator('.filter-chip');
    assert.deepEqual(await chips.allTextContents(), [
      guest.t('condition.fair'),
      guest.t('condition.good'),
      guest.t('filter.is-major', { name: '전산학과' }),
    ]);
    await guest.inspect('filters-on');
    const remove = (name) => on.getByRole('link', { name: guest.t('filter.remove', { name }), exact: true });
    await remove(guest.t('condition.good')).press('Enter');
    await page.waitForURL((url) => !url.hash.includes('good'));
    await guest.settled();
    assert.deepEqual(parameters(page), { condition: 'fair', major: '전산학과' });
    await guest.lists(['자료 구조 책']);
    await on.getByRole('link', { name: guest.t('filter.clear') }).click();
    await page.waitForURL((url) => !url.hash.includes('major'));
    await guest.settled();
    await guest.lists(6);
    assert.equal(await on.count(), 0);
  });
}

test('the sheet counts with the words and filters that it does not offer, and keeps them', async (t) => {
  const { page, guest, sheet, open, box, option } = await market(t, {}, '?q=책&isbn=9788932473901');
  await open(2);
  assert.equal(await option('전산학과').count(), 0);
  await box('filter.max-price')
    .or(sheet.getByLabel(guest.t('filter.max-price')))
    .fill('20,000');
  await sheet.getByRole('button', { name: guest.t('filter.show', { count: 1 }) }).click();
  await page.waitForURL(/max_price/);
  assert.deepEqual(parameters(page), { q: '책', isbn: '9788932473901', max_price: '20000' });
});

test('an ISBN and a seller from a link are shown and can be taken out', async (t) => {
  const { page, guest, seller } = await market(t, { screen: PHONE }, '?isbn=9788932473901');
  const on = page.getByRole('list', { name: guest.t('filter.active') });
  assert.deepEqual(await on.locator('.filter-chip').allTextContents(), ['ISBN 9788932473901']);
  await guest.lists(2);
  await guest.inspect('filters-isbn');
  await guest.goto(`#/posts?q=책&seller=${seller.username}&sort=price_asc`);
  await guest.settled();
  await on.getByRole('link', { name: new RegExp(seller.username) }).click();
  await page.waitForURL((url) => !url.hash.includes('seller'));
  assert.deepEqual(parameters(page), { q: '책', sort: 'price_asc' }, 'the words and the order stay');
});

test('statuses that a link asks for are shown, and stay chosen in the sheet', async (t) => {
  const { guest, page, sheet, open } = await market(t, {}, '?status=sold,reserved');
  const label = `${guest.t('status.sold')}, ${guest.t('status.reserved')}`;
  assert.deepEqual(await page.locator('.filter-chip').allTextContents(), [label]);
  await open(0);
  assert.ok(await sheet.getByRole('radio', { name: label }).isChecked());
  await sheet.getByRole('radio', { name: guest.t('filter.status-open') }).check();
  await sheet.getByRole('button', { name: guest.t('filter.show', { count: 6 }) }).click();
  await page.waitForURL((url) => !url.hash.includes('status'));
});

test('a count that may be more says so, in both languages', async (t) => {
  for (const language of ['ko', 'en']) {
    const { guest, page, sheet, open, option } = await market(t, { language });
    await page.route(/\/posts\/facets(\?|$)/, async (route) => {
      const answer = await route.fetch();
      const facets = await answer.json();
      facets.total = { count: 20000, complete: false };
      facets.major = { values: [{ value: '전산학과', count: 100 }], complete: false };
      await route.fulfill({ response: answer, json: facets });
    });
    await open('20,000+');
    assert.equal(await option('전산학과').locator('[aria-hidden]').textContent(), '100+');
    await option('전산학과')
      .getByText(guest.t('suggestion.posts', { count: '100+' }), { exact: true })
      .waitFor({ state: 'attached' });
    await sheet.getByRole('button', { name: guest.t('action.close') }).click();
  }
});

test('without counts the sheet still filters', async (t) => {
  const { guest, page, sheet, open, box } = await market(t);
  guest.allow(/^503 GET \/posts\/facets$/);
  await page.route(/\/posts\/facets(\?|$)/, (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      json: { type: '/problems/busy', title: 'Service Unavailable', status: 503, code: 'busy' },
    }),
  );
  await open();
  await box('post.major').fill('수학 과');
  await sheet.getByRole('button', { name: guest.t('action.apply'), exact: true }).click();
  await page.waitForURL(/major=/);
  await guest.settled();
  await guest.lists(2);
});

test('the fields of the sheet are completed by keyboard; Escape closes the list before the sheet', async (t) => {
  const { guest, page, sheet, open, shows, box, option } = await market(t, { screen: PHONE });
  await open(6);
  const course = box('post.course');
  const options = sheet.getByRole('option');
  await course.pressSequentially('자료');
  await options.first().waitFor();
  assert.deepEqual(await options.locator('.suggestion-text').allTextContents(), ['자료구조']);
  await sheet.getByRole('button', { name: guest.t('action.apply'), exact: true }).waitFor();
  assert.equal(await option('전산학과').count(), 1, 'half a name empties nothing');
  await guest.inspect('filters-suggestions');
  await course.press('Escape');
  await options.first().waitFor({ state: 'hidden' });
  assert.ok(await sheet.isVisible());
  await course.press('ArrowDown');
  await options.first().waitFor();
  await course.press('ArrowDown');
  await course.press('Enter');
  assert.equal(await course.inputValue(), '자료구조');
  assert.ok(await sheet.isVisible(), 'Enter took the suggestion and nothing else');
  await shows(3);
  await course.press('Enter');
  await page.waitForURL(/course=/);
  await guest.settled();
  await guest.lists(3); // however the course is written
});

test('somebody who signs up is offered the majors that there are', async (t) => {
  await written();
  const guest = await visitor(t, { screen: PHONE });
  const { page } = guest;
  await guest.goto('#/sign-up');
  const major = page.getByRole('combobox', { name: guest.t('user.major') });
  await major.pressSequentially('기린ㅅ');
  const option = page.getByRole('option');
  await option.first().waitFor();
  assert.deepEqual(await option.locator('.suggestion-text').allTextContents(), ['기린사육학과']);
  await guest.inspect('sign-up-suggestions');
  await option.first().click();
  assert.equal(await major.inputValue(), '기린사육학과');
});

test('the profile and a new post are completed, too', async (t) => {
  await written();
  const guest = await visitor(t);
  const { page } = guest;
  await guest.signInAs(await person(server, { transport: 'cookie', major: '수학과' }));
  await guest.goto('#/posts/new');
  const course = page.getByRole('combobox', { name: guest.t('write.course') });
  await course.pressSequentially('해석');
  await page.getByRole('option', { name: '해석학 1' }).click();
  assert.equal(await course.inputValue(), '해석학 1');
  const major = page.getByRole('combobox', { name: guest.t('post.major') });
  assert.equal(await major.inputValue(), '수학과');
  await major.fill('전산ㅎ');
  await page.getByRole('option', { name: '전산학과' }).waitFor();
  await guest.inspect('write-suggestions');
  await major.press('ArrowDown');
  await major.press('Enter');
  assert.equal(await major.inputValue(), '전산학과');
  await page.reload();
  await guest.settled();
  assert.equal(await course.inputValue(), '해석학 1', 'what was taken is in the draft');

  await guest.goto('#/me/edit');
  const mine = page.getByRole('combobox', { name: guest.t('user.major') });
  await mine.fill('전산');
  await page.getByRole('option', { name: '전산학과' }).click();
  await page.getByRole('button', { name: guest.t('action.save') }).click();
  await guest.toast(guest.t('profile.saved'));
  await page.getByText('전산학과').first().waitFor();
});
