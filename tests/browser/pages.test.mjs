// Every page outside the chat, with something on it and with nothing: no violation that axe can find in light and dark,
// nothing wider than the screen, a quiet console.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.mjs';
import { act, buy, people, writePost } from '../support/people.mjs';
import { uploadPhoto } from '../support/pictures.mjs';
import { root, useServer } from '../support/server.mjs';

const server = useServer();
const { visitor } = useBrowser(server);
const market = {};

let writing;
/** Fills the market once, for all tests of this file. */
const written = () => {
  writing ??= writeMarket();
  return writing;
};

async function writeMarket() {
  const [seller, buyer, newcomer] = await people(server, 3, { transport: 'cookie' });
  Object.assign(market, { seller, buyer, newcomer });
  await seller.client.patch('/users/me', {
    display_name: '김기린',
    bio: '주로 중앙도서관에 있어요.\n평일 저녁에 만나요.',
  });
  const posts = [];
  for (let number = 1; number <= 23; number += 1)
    posts.push(await writePost(seller, await sample(seller, number)));
  const [sold, reserved, talked, hidden] = posts;
  Object.assign(market, { sold, reserved, talked, hidden, plain: posts.at(-1) });

  const done = await buy(buyer, sold, { offer: 9000 });
  for (const [who, action, more] of [
    [seller, 'accept'],
    [buyer, 'confirm'],
    [seller, 'confirm'],
    [buyer, 'review', { stars: 4, text: '책이 깨끗하고 친절하셨어요.' }],
    [seller, 'review', { stars: 5 }],
  ])
    (await act(who, done, action, more)).expect(200);
  (await act(seller, await buy(buyer, reserved), 'accept')).expect(200);
  await buy(buyer, talked, { offer: 11000, message: '내일 도서관 앞에서 뵐 수 있을까요?' });
  const declined = await buy(buyer, posts[5]);
  (await act(seller, declined, 'decline')).expect(200);
  const cancelled = await buy(buyer, posts[6]);
  (await act(seller, cancelled, 'accept')).expect(200);
  (await act(buyer, cancelled, 'cancel', { reason: '시간이 맞지 않아요' })).expect(200);
  market.ended = [declined.room_id, cancelled.room_id];
  const { version } = (await seller.client.get(`/posts/${hidden.id}`)).expect(200).body;
  (await seller.client.patch(`/posts/${hidden.id}`, { status: 'hidden', version })).expect(200);
  for (const post of [reserved, market.plain])
    (await buyer.client.put(`/posts/${post.id}/favorite`)).expect(200);
}

/** A post as students write them; every third without a photo, one with everything that can be told. */
async function sample(seller, number) {
  const names = ['선형대수학', '일반물리학 실험', '거시경제학의 이해와 응용: 이론과 연습문제', '자료구조'];
  const name = names[number % names.length];
  const cover = `${root}api/demo/covers/${String(number).padStart(2, '0')}.jpg`;
  const photos = number % 3 ? [await uploadPhoto(seller, readFileSync(cover))] : [];
  if (number === 22) photos.push(await uploadPhoto(seller));
  return {
    title: `${name} ${number}번째 판매글입니다`,
    book: { title: name, ...(number === 22 && { author: '김길동', edition: '3판', isbn: '9791199999701' }) },
    price: number === 5 ? 0 : 9000 + number * 1000,
    condition: ['new', 'like_new', 'good', 'fair', 'poor'][number % 5],
    photo_ids: photos.map((photo) => photo.id),
    ...(number === 22 && {
      condition_flags: ['handwriting', 'highlighting'],
      course: { name: '선형대수', professor: '이교수' },
      description: '1학기에 한 번 썼습니다.\n연습문제 3장까지 풀이가 적혀 있어요.',
      major: '수학과',
    }),
  };
}

for (const [screen, language, other] of [
  [PHONE, 'ko', 'en'],
  [DESKTOP, 'en', 'ko'],
]) {
  test(`every page is accessible and fits the screen (${screen.width}px)`, async (t) => {
    await written();
    const { seller, buyer, newcomer, sold, reserved, talked, hidden, plain } = market;
    const visits = [
      [
        null,
        language,
        ['welcome?next=%23%2Fposts', 'sign-up', 'posts', 'posts?q=없는책', `posts/${plain.id}`, 'safety'],
      ],
      [
        null,
        other,
        [
          'welcome',
          'sign-up',
          `users/${seller.username}`,
          'nowhere',
          'users/nobody-here',
          'posts/999999',
          'safety',
        ],
      ],
      [
        seller,
        language,
        ['me', 'me/sold', 'me/profile', 'me/edit', 'me/password', 'me/sessions', 'me/tokens', 'me/leave'],
      ],
      [
        seller,
        other,
        [`posts/${plain.id}`, `posts/${hidden.id}`, `posts/${reserved.id}`, `posts/${reserved.id}/edit`],
      ],
      [
        buyer,
        language,
        ['me/buying', 'me/favorites', `posts/${sold.id}`, `posts/${reserved.id}`, `posts/${talked.id}`],
      ],
      [buyer, language, market.ended.map((id) => `chat/${id}`)],
      [seller, other, market.ended.map((id) => `chat/${id}`)],
      [newcomer, other, ['me', 'me/sold', 'me/buying', 'me/favorites', 'posts/new', `posts/${reserved.id}`]],
    ];
    for (const [person, speaks, hashes] of visits) {
      const guest = await visitor(t, { screen, language: speaks });
      if (person) await guest.signInAs(person);
      for (const hash of hashes) {
        if (/nobody|999999/.test(hash)) guest.allow(new RegExp(`^404 GET /${hash}$`));
        await guest.goto(`#/${hash}`);
        await guest.settled();
        await guest.inspect(
          `${hash}-${person ? Object.keys(market).find((key) => market[key] === person) : 'nobody'}`,
        );
      }
      await guest.leave();
    }
  });

  test(`filters and the purchase are dialogs that fit (${screen.width}px)`, async (t) => {
    await written();
    const buyer = await visitor(t, { screen, language });
    await buyer.signInAs(market.buyer);
    await buyer.goto('#/posts');
    await buyer.settled();
    await buyer.page.getByRole('button', { name: buyer.say('필터', 'Filters') }).click();
    await buyer.inspect('filters');
    await buyer.page.keyboard.press('Escape');
    await buyer.goto(`#/posts/${market.plain.id}`);
    await buyer.page.getByRole('button', { name: buyer.say('구매하기', 'Buy'), exact: true }).click();
    await buyer.page.getByRole('radio', { name: buyer.say('네고 제안', 'Make an offer') }).check();
    await buyer.inspect('buy');
    await buyer.page.getByRole('button', { name: buyer.say('닫기', 'Close') }).click();
    assert.equal(await buyer.page.getByRole('dialog').count(), 0);
  });

  test(`the page of the API is accessible, too (${screen.width}px)`, async (t) => {
    const developer = await visitor(t, { screen, language: 'en' });
    await developer.page.goto('/docs#/posts/listPosts');
    await developer.page.getByRole('button', { name: 'Execute' }).waitFor();
    await developer.inspect('docs');
  });
}
