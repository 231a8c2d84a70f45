// Verifying one's address, changing it, and coming back after a forgotten password: with the mails that are really sent.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.mjs';
import { Client } from '../support/client.mjs';
import { useMailServer } from '../support/mail.mjs';
import { buy, freshName, PASSWORD, people, person, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const settings = {
  campus_domains: 'giraffe.example=기린대학교',
  verified_only: 1,
  mail_pause_ms: 55_000, // longer than a test takes, and less than a minute
};
const mail = useMailServer(settings);
const server = useServer(settings);
const { visitor } = useBrowser(server);

/** Somebody signed in in a window, whose address is verified or not. */
async function signedIn(t, { verified = false, ...options } = {}, overrides = {}) {
  const account = await person(server, { transport: 'cookie', ...overrides });
  if (verified) await verify(account);
  const window = await visitor(t, options);
  await window.signInAs(account);
  return { account, window, page: window.page };
}

async function verify(account) {
  (await account.client.post('/users/me/email-verification')).expect(202);
  const { code } = await mail.next(account.user.email);
  (await account.client.put('/users/me/email-verification', { code })).expect(200);
  return account;
}

for (const options of [
  { screen: PHONE, language: 'ko' },
  { screen: DESKTOP, language: 'en' },
]) {
  test(`a student verifies their address with the code from the mail (${options.screen.width}px)`, async (t) => {
    const { account, window, page } = await signedIn(t, options);
    window.allow(/^422 PUT \/users\/me\/email-verification$/);
    await window.goto('#/me/profile');
    await page.getByText(window.t('user.not-verified')).waitFor();
    await window.inspect('me-unverified');
    await page.getByRole('link', { name: window.t('verify.title') }).click();
    await window.inspect('verify');
    await window.button('verify.send').click();
    const field = page.getByLabel(window.t('verify.code'));
    await field.waitFor();
    assert.equal(await field.getAttribute('autocomplete'), 'one-time-code');
    assert.equal(await field.getAttribute('inputmode'), 'numeric');
    const { code, subject } = await mail.next(account.user.email);
    assert.match(subject, options.language === 'ko' ? /인증 코드/ : /Your code/);
    const again = page.getByRole('button', { name: /다시 받기 0:|Send again in 0:/ });
    await again.waitFor();
    assert.equal(await again.getAttribute('aria-disabled'), 'true');
    await window.inspect('verify-code');

    await window.button('verify.submit').click();
    await page.getByText(window.t('verify.six-digits')).waitFor();
    await field.fill(code === '000000' ? '000001' : '000000');
    await window.button('verify.submit').click();
    await page.getByText(window.t('fault.wrong-code')).waitFor();
    await window.inspect('verify-wrong');
    // As it is pasted from the mail, with what stands around it.
    await field.fill(`  ${code.slice(0, 3)} ${code.slice(3)} `);
    assert.equal(await field.inputValue(), code);
    await page.keyboard.press('Enter');
    await window.toast(window.t('verify.done'));
    await page
      .getByText(window.t('user.verified-campus', { campus: '기린대학교' }))
      .first()
      .waitFor();
    assert.equal(await page.getByRole('link', { name: window.t('verify.title') }).count(), 0);
    await window.inspect('me-verified');
  });

  test(`one who forgot the password comes back by the mailed link (${options.screen.width}px)`, async (t) => {
    const account = await person(server);
    const window = await visitor(t, options);
    const { page } = window;
    await window.goto('#/welcome');
    await page.getByRole('link', { name: window.t('forgot.link') }).click();
    await window.button('forgot.submit').click();
    await page.getByText(window.t('rule.email')).waitFor();
    await page.getByLabel(window.t('user.email')).fill(account.user.email);
    await window.inspect('forgot');
    await window.button('forgot.submit').click();
    await page.getByRole('heading', { name: window.t('forgot.asked') }).waitFor();
    await window.inspect('forgot-asked');
    const { token, subject } = await mail.next(account.user.email);
    assert.match(subject, options.language === 'ko' ? /비밀번호 재설정 링크/ : /choose a new password/);

    await window.goto(`#/reset/${token}`);
    const type = (name, text) => page.locator(`input[name="${name}"]`).fill(text);
    await type('new_password', 'short');
    await window.button('reset.submit').click();
    await page.getByText(window.t('rule.length')).waitFor();
    await type('new_password', 'taller giraffe 8');
    await type('confirm', 'taller giraffe 8');
    await window.inspect('reset');
    await window.button('reset.submit').click();
    await window.toast(window.t('reset.done'));
    await type('username', account.username);
    await type('password', 'taller giraffe 8');
    await window.button('sign-in.submit').click();
    await page.getByRole('heading', { level: 1 }).waitFor();

    const stranger = await visitor(t, options);
    stranger.allow(/^404 PUT \/password-resets\//);
    await stranger.goto(`#/reset/${token}`);
    await stranger.page.locator('input[name="new_password"]').fill('taller giraffe 9');
    await stranger.page.locator('input[name="confirm"]').fill('taller giraffe 9');
    await stranger.button('reset.submit').click();
    await stranger.page.getByText(stranger.t('error.invalid-reset-link')).waitFor();
    await stranger.inspect('reset-useless');
  });
}

test('what only the verified may do offers to verify, and loses nothing that was typed', async (t) => {
  const { account, window, page } = await signedIn(t, { screen: PHONE });
  window.allow(/^403 POST \/posts$/);
  await window.goto('#/posts/new');
  const type = (name, text) => page.locator(`input[name="${name}"]`).fill(text);
  await type('title', '인증하고 파는 책');
  await type('book_title', '자료구조');
  await type('price', '8000');
  await type('place', '학생회관');
  await page.getByRole('radio', { name: window.t('condition.good'), exact: true }).check();
  await window.button('write.submit').click();
  const dialog = page.getByRole('dialog', { name: window.t('verify.title') });
  await dialog.getByText(window.t('verify.members-only')).waitFor();
  await window.inspect('verify-dialog');
  // What goes wrong in a dialog is told in it: beneath it nobody sees or hears it.
  window.allow(/DISCONNECTED POST .*email-verification$/);
  await page.route('**/email-verification', (route) => route.abort('internetdisconnected'), { times: 1 });
  await dialog.getByRole('button', { name: window.t('verify.send') }).click();
  await dialog.locator('.toast', { hasText: window.t('error.network') }).waitFor();
  await dialog.getByRole('button', { name: window.t('verify.send') }).click();
  await dialog.getByLabel(window.t('verify.code')).fill((await mail.next(account.user.email)).code);
  await dialog.getByRole('button', { name: window.t('verify.submit') }).click();
  await window.toast(window.t('verify.done'));
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await page.locator('input[name="title"]').inputValue(), '인증하고 파는 책');
  await window.button('write.submit').click();
  await page.getByRole('heading', { name: '인증하고 파는 책' }).waitFor();
});

test('an address of no campus is told which ones count, and is changed with the password', async (t) => {
  const email = `${freshName()}@elsewhere.example`;
  const { account, window, page } = await signedIn(t, { screen: PHONE, language: 'en' }, { email });
  window.allow(/^409 POST \/users\/me\/email-verification$/, /^401 PATCH \/users\/me$/);
  await window.goto('#/me/verify');
  await window.button('verify.send').click();
  await page.getByText('@giraffe.example').waitFor();
  await window.inspect('verify-no-campus');
  await page.getByRole('link', { name: window.t('verify.other-address') }).click();
  const next = `${freshName()}@cs.giraffe.example`;
  await page.getByLabel(window.t('email.new')).fill(next);
  await page.getByLabel(window.t('user.current-password'), { exact: true }).fill('not the one 1');
  await window.button('email.submit').click();
  await page.getByText(window.t('fault.wrong-credentials')).waitFor();
  await window.inspect('email');
  await page.getByLabel(window.t('user.current-password'), { exact: true }).fill(PASSWORD);
  await window.button('email.submit').click();
  await window.toast(window.t('email.done'));
  assert.match((await mail.next(account.user.email)).text, /다른 주소로 바뀌었어요/);
  await window.button('verify.send').click();
  await page.getByLabel(window.t('verify.code')).fill((await mail.next(next)).code);
  await page.keyboard.press('Enter');
  await window.toast(window.t('verify.done'));
});

test('another code can be asked for after the pause, which is counted down also when it began elsewhere', async (t) => {
  const { account, window, page } = await signedIn(t);
  (await account.client.post('/users/me/email-verification')).expect(202);
  const first = await mail.next(account.user.email);
  window.allow(/^429 POST \/users\/me\/email-verification$/);
  await window.goto('#/me/verify');
  await window.button('verify.send').click();
  await page.getByRole('button', { name: /다시 받기 0:/ }).waitFor();
  // The code that was sent before is still good.
  await page.getByLabel(window.t('verify.code')).fill(first.code);
  await page.keyboard.press('Enter');
  await window.toast(window.t('verify.done'));
});

test('the badge stands wherever the seller is shown', async (t) => {
  const seller = await verify(await person(server, { display_name: '김기린' }));
  const [buyer] = await people(server, 1, { transport: 'cookie' });
  await verify(buyer);
  const post = await writePost(seller);
  const deal = await buy(buyer, post);
  for (const options of [
    { screen: PHONE, language: 'en' },
    { screen: DESKTOP, language: 'ko' },
  ]) {
    const window = await visitor(t, options);
    await window.signInAs(buyer);
    const badge = window.t('user.verified-campus', { campus: '기린대학교' });
    for (const [name, hash, place] of [
      ['list', `#/posts?seller=${seller.username}`, '.post-card'],
      ['post', `#/posts/${post.id}`, '.post-seller'],
      ['user', `#/users/${seller.username}`, '.me-card'],
      ['room', `#/chat/${deal.room_id}`, '.room-head'],
    ]) {
      await window.goto(hash);
      await window.settled();
      await window.page.locator(place).getByText(badge).waitFor({ state: 'attached' });
      await window.inspect(`badge-${name}`);
    }
    await window.leave();
  }
  assert.equal((await new Client(server).get(`/posts/${post.id}`)).body.seller.campus, '기린대학교');
});
