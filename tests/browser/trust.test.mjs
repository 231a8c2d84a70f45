// What one knows of the other side before handing over money, and what one is told for a safe deal.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.mjs';
import { act, buy, people, sell, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const HOUR = 3_600_000;
const server = useServer({ sweep_ms: 50, review_hidden_ms: 5000 });
const { visitor } = useBrowser(server);

const KOREAN_PHONE = { screen: PHONE, language: 'ko' };
const ENGLISH_DESKTOP = { screen: DESKTOP, language: 'en' };
const cookie = { transport: 'cookie' };

for (const [name, first, second] of [
  ['a phone, in Korean', KOREAN_PHONE, ENGLISH_DESKTOP],
  ['a desktop, in English', ENGLISH_DESKTOP, KOREAN_PHONE],
]) {
  test(`the advice on safe trading stands before the first deal of each side, and not before the next: ${name}`, async (t) => {
    const [seller, buyer] = await people(server, 2, cookie);
    const posts = [await writePost(seller), await writePost(seller)];
    const student = await visitor(t, first);
    await student.signInAs(buyer);
    const tips = (who) => who.page.getByRole('dialog').getByText(who.t('safety.first'));
    for (const [i, post] of posts.entries()) {
      await student.goto(`#/posts/${post.id}`);
      await student.button('post.buy').click();
      await student.page
        .getByRole('dialog')
        .getByRole('button', { name: student.t('buy.submit') })
        .waitFor();
      assert.equal(await tips(student).count(), i === 0 ? 1 : 0);
      if (i === 0) await student.inspect('buy-first');
      await student.button('buy.submit').click();
      await student.page.locator('deal-bar .deal-actions').waitFor();
    }
    const other = await visitor(t, second);
    await other.signInAs(seller);
    const { items } = (await seller.client.get('/deals')).expect(200).body;
    for (const [i, deal] of items.entries()) {
      await other.goto(`#/chat/${deal.room_id}`);
      await other.button('deal.accept').click();
      const dialog = other.page.getByRole('dialog');
      await dialog.getByText(other.t('deal.accept-text')).waitFor();
      assert.equal(await tips(other).count(), i === 0 ? 1 : 0);
      if (i === 0) await other.inspect('accept-first');
      await dialog.getByRole('button', { name: other.t('deal.accept'), exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
    }
    // The advice leads to the whole page, and so do the room and the post.
    await other.page.getByRole('link', { name: other.t('safety.link') }).click();
    await other.page.getByRole('heading', { level: 1, name: other.t('safety.title') }).waitFor();
  });

  test(`a profile tells the stars, what was sold and bought, and how soon one answers: ${name}`, async (t) => {
    const [seller, ...buyers] = await people(server, 4, cookie);
    for (const [i, buyer] of buyers.entries()) {
      const deal = await sell(seller, buyer, await writePost(seller));
      const text = ['아주 친절하셨어요.\n책도 깨끗합니다.', '', '조금 늦으셨어요.'][i];
      (await act(buyer, deal, 'review', { stars: [5, 5, 2][i], text })).expect(200);
      (await act(seller, deal, 'review', { stars: 5 })).expect(200);
    }
    const on_sale = await writePost(seller);
    const student = await visitor(t, first);
    await student.goto(`#/users/${seller.username}`);
    await student.settled();
    const counts = student.page.getByRole('list', { name: student.t('review.distribution') });
    await counts.getByRole('listitem').nth(4).waitFor();
    assert.deepEqual(
      (await counts.getByRole('listitem').allInnerTexts()).map((row) => row.split('\n')[0]),
      [
        [5, 2],
        [4, 0],
        [3, 0],
        [2, 1],
        [1, 0],
      ].map(([stars, count]) => student.t('review.given', { stars, count })),
    );
    const reply = student.t('reply.minutes', { count: 3 });
    for (const text of [
      student.t('user.rating', { average: '4.0', count: 3 }),
      student.t('user.sold-count', { count: 3 }),
      student.t('user.bought-count', { count: 0 }),
      reply,
    ])
      await student.page.getByText(text).first().waitFor();
    await student.page.getByText(student.t('review.by-buyer')).first().waitFor();
    await student.inspect('profile-trust');
    await student.goto(`#/posts/${on_sale.id}`);
    await student.page.locator('.post-seller').getByText(reply).waitFor();
    await student.inspect('post-seller-trust');
    await student.goto('#/posts');
    await student.settled();
    await student.page.locator('.post-card').first().getByText('4.0 (3)').waitFor();
  });

  test(`a reminder of a meeting and a review that is shown are told wherever one is: ${name}`, async (t) => {
    const [seller, buyer] = await people(server, 2, cookie);
    const deal = await buy(buyer, await writePost(seller));
    (await act(seller, deal, 'accept')).expect(200);
    const done = await sell(seller, buyer, await writePost(seller));
    const student = await visitor(t, first);
    await student.signInAs(buyer);
    await student.goto('#/me/profile');
    await student.settled();
    // In ten seconds they are reminded: until then it has to be arranged.
    const at = new Date(Math.ceil(Date.now() / 1000) * 1000 + HOUR + 10_000).toISOString();
    (await act(seller, deal, 'meet', { place: '중앙도서관 정문', at })).expect(200);
    const toasts = student.page.locator('#toasts');
    const reminder = toasts.getByText(
      student.say(/^1시간 후 만날 약속이 있습니다: 중앙도서관 정문/, /^You are meeting in 1 hour/),
    );
    await reminder.waitFor({ timeout: 60_000 });
    await student.picture('reminder');
    await reminder.click();
    await student.page.locator('[data-event="meeting_soon"]').waitFor();
    await student.inspect('room-reminded');

    (await act(seller, done, 'review', { stars: 5 })).expect(200);
    await toasts.getByText(student.t('deal.review-shown')).click();
    await student.page.getByText(student.t('review.by-seller')).waitFor();
  });

  test(`a meeting is in the future, at a place, and may be changed: ${name}`, async (t) => {
    const [seller, buyer] = await people(server, 2, cookie);
    const deal = await buy(buyer, await writePost(seller));
    (await act(seller, deal, 'accept')).expect(200);
    const student = await visitor(t, first);
    await student.signInAs(buyer);
    await student.goto(`#/chat/${deal.room_id}`);
    await student.button('deal.meet').click();
    const dialog = student.page.getByRole('dialog');
    await student.button('deal.meet-submit').click();
    await dialog.getByText(student.t('rule.meet-place')).waitFor();
    await dialog.getByLabel(student.t('deal.meet-place')).fill('공대 5호관 로비');
    await dialog.getByLabel(student.t('deal.meet-date')).fill('2020-01-01');
    await student.button('deal.meet-submit').click();
    await dialog.getByText(student.t('rule.meet-at')).waitFor();
    const tomorrow = await student.page.evaluate(() => {
      const day = new Date(Date.now() + 86_400_000);
      return new Date(day.getTime() - day.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
    });
    await dialog.getByLabel(student.t('deal.meet-date')).fill(tomorrow);
    await dialog.getByLabel(student.t('deal.meet-time')).selectOption('15:45');
    await student.button('deal.meet-submit').click();
    await dialog.waitFor({ state: 'detached' });
    const { meeting } = (await buyer.client.get(`/deals/${deal.id}`)).expect(200).body;
    assert.deepEqual(
      [meeting.place, new Date(Date.parse(meeting.at) + 9 * HOUR).toISOString()],
      ['공대 5호관 로비', `${tomorrow}T15:45:00.000Z`],
    );
    await student.button('deal.meet-again').click();
    assert.equal(await dialog.getByLabel(student.t('deal.meet-time')).inputValue(), '15:45');
    assert.equal(await dialog.getByLabel(student.t('deal.meet-place')).inputValue(), '공대 5호관 로비');
  });
}
