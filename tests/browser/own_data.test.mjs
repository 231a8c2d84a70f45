// What a student learns of their data, takes along and leaves behind.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.mjs';
import { until } from '../support/patience.mjs';
import { act, person, say, talking, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer({
  exports_per_hour: 1,
  operator_name: '한국대학교 총학생회',
  operator_contact: 'market@hanguk.ac.kr',
});
const { visitor } = useBrowser(server);

test('a student downloads all there is about them, and is told when that may be had again', async (t) => {
  const account = await person(server, { transport: 'cookie' });
  const post = await writePost(account, { title: '내려받을 책' });
  const window = await visitor(t, { screen: PHONE });
  const { page } = window;
  await window.signInAs(account);
  window.allow(/^429 GET \/users\/me\/export$/);
  await window.goto('#/me/profile');
  const button = page.getByRole('link', { name: '내 데이터 내려받기' });
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  assert.match(download.suggestedFilename(), new RegExp(`^giraffe-export-${account.username}-.*\\.json$`));
  const data = JSON.parse(readFileSync(await download.path(), 'utf8'));
  assert.equal(data.profile.email, account.user.email);
  assert.deepEqual(
    data.posts.map(({ id }) => id),
    [post.id],
  );
  await window.toast('파일을 내려받았습니다.');
  await button.click();
  await window.toast('요청이 너무 많습니다. 60분 후에 다시 시도해 주세요.');
  await window.inspect('own-data');
});

for (const [language, screen] of [
  ['ko', PHONE],
  ['en', DESKTOP],
])
  test(`the privacy page says what this server does, in ${language}, before one signs up`, async (t) => {
    const window = await visitor(t, { language, screen });
    const { page } = window;
    await window.goto('#/sign-up');
    await page.getByText(window.t('sign-up.consent')).waitFor();
    await window.inspect('sign-up-consent');
    await page.getByRole('link', { name: window.t('privacy.title') }).click();
    await page.getByRole('heading', { name: window.t('privacy.title') }).waitFor();
    const left = language === 'ko' ? '30일' : '30 days';
    const messages = language === 'ko' ? '3년' : '3 years';
    await page.getByText(window.t('privacy.kept-left', { left_names: left })).waitFor();
    await page.getByText(window.t('privacy.kept-chat', { messages })).waitFor();
    await page.getByText('한국대학교 총학생회').waitFor();
    await page.getByText(window.t('privacy.not-told')).waitFor();
    await page.getByRole('link', { name: window.t('privacy.sign-in') }).waitFor();
    assert.doesNotMatch(await page.locator('main').textContent(), /privacy\.|\{\w+\}|undefined/);
    await window.inspect('privacy');
  });

test('who leaves is told what becomes of their name, and who has stayed what has gone', async (t) => {
  const { seller, buyer, deal, room } = await talking(server);
  for (const text of ['첫 번째', '두 번째', '세 번째']) await say(buyer, room, text);
  (await act(seller, deal, 'decline')).expect(200);
  await server.restart({ settings: { messages_kept_ms: 1, sweep_ms: 20 } });
  const kindOfSecond = async () =>
    (await seller.client.get(`${room}/messages`)).expect(200).body.items[1].kind;
  await until(kindOfSecond, (kind) => kind === 'expired');

  const account = await person(server, { transport: 'cookie' });
  const leaver = await visitor(t, { screen: DESKTOP });
  await leaver.signInAs(account);
  await leaver.goto('#/me/leave');
  await leaver.page.getByText('아이디는 30일 동안 아무도 쓸 수 없습니다.').waitFor();
  await leaver.inspect('leave-page');

  const window = await visitor(t, { screen: PHONE });
  await window.signInAs(await asBrowser(buyer));
  await window.goto(`#/chat/${deal.room_id}`);
  await window.page.getByText('보관 기간이 지난 메시지 3개입니다.').waitFor();
  await window.page.locator('.messages').getByText('지금은 어려울 것 같습니다.').waitFor();
  await window.inspect('expired-messages');
});

/** The same person with a cookie of their own. */
async function asBrowser({ client, username, password }) {
  const browser = client.as();
  (await browser.post('/sessions', { username, password, transport: 'cookie' })).expect(201);
  return { username, client: browser };
}
