// Where one is signed in, and the keys that one gives to programs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.mjs';
import { Client } from '../support/client.mjs';
import { accessToken, PASSWORD, person } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer({ networks: '127.0.0.0/8=교내망' });
const { visitor } = useBrowser(server);

/** A person with a session in a browser window of their own. */
async function signedIn(t, options) {
  const account = await person(server, { transport: 'cookie' });
  const window = await visitor(t, options);
  await window.signInAs(account);
  return { account, window, page: window.page };
}

/** Another session of theirs, as another device would have it; answers its client. */
async function elsewhere(account, agent, name) {
  const client = new Client(server, { headers: { 'user-agent': agent } });
  const body = { username: account.username, password: PASSWORD, name };
  client.token = (await client.post('/sessions', body)).expect(201).body.token;
  return client;
}

test('who finds the session ended signs in again, and stays signed in', async (t) => {
  const { window, page, account } = await signedIn(t, { screen: PHONE });
  await account.client.delete('/sessions/current');
  // main.js asks for the news at once, and is told that nobody is signed in: not who signs in a moment later.
  window.allow(/^401 GET \/(users\/me|chat\/events|chat\/rooms.*)$/);
  await window.goto('#/chat');
  await page.getByLabel(window.t('user.username')).fill(account.username);
  await page.getByLabel(window.t('user.password'), { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL(/#\/chat/);
  await page.waitForRequest(/\/chat\/events\?after=/);
  await page.waitForTimeout(300);
  assert.equal(await page.evaluate(() => localStorage.getItem('giraffe.signed-in')), 'true');
});

for (const [screen, language, dark] of [
  [PHONE, 'ko', false],
  [DESKTOP, 'en', true],
]) {
  test(`devices are told by what, where and when, and signed out one by one or all (${screen.width}px)`, async (t) => {
    const { window, page, account } = await signedIn(t, { screen, language, dark });
    const phone = await elsewhere(
      account,
      'Mozilla/5.0 (Linux; Android 13; SM-S901N) AppleWebKit/537.36 SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36',
    );
    const program = await elsewhere(account, 'curl/7.88.1');
    const library = await elsewhere(
      account,
      'Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36',
      '도서관 컴퓨터',
    );
    await window.goto('#/me/sessions');
    await window.settled();
    const mine = page.getByRole('region', { name: window.t('sessions.this') });
    await mine.getByText('교내망 (127.0.0.1)').waitFor();
    assert.equal(await mine.getByRole('listitem').count(), 1);
    assert.equal(await mine.getByRole('button').count(), 0);
    const others = page.getByRole('region', { name: window.t('sessions.others') });
    assert.equal(await others.getByRole('listitem').count(), 3);
    await others.getByText('Samsung Internet, Android').waitFor();
    await others.getByText('Chrome, Windows').waitFor();
    await window.inspect('sessions');

    await page.getByRole('button', { name: window.t('sessions.end-label', { name: 'curl' }) }).click();
    await window.toast(window.t('sessions.ended'));
    (await program.get('/users/me')).expect(401);
    (await library.get('/users/me')).expect(200);
    await window.button('sessions.end-others').click();
    await page.getByRole('dialog').getByText(window.t('sessions.end-others-text')).waitFor();
    await window.inspect('sessions-end');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: window.t('sessions.end'), exact: true })
      .click();
    await page.getByText(window.t('sessions.no-others')).waitFor();
    for (const client of [phone, library]) (await client.get('/users/me')).expect(401);
    await window.inspect('sessions-alone');
  });

  test(`a key for a program is made, shown once and ended (${screen.width}px)`, async (t) => {
    const { window, page, account } = await signedIn(t, { screen, language, dark });
    window.allow(/^401 POST \/tokens$/);
    await window.goto('#/me/profile');
    await page.getByRole('link', { name: window.t('profile.tokens') }).click();
    await page.getByText(window.t('tokens.empty')).waitFor();
    await window.inspect('tokens-empty');

    await window.button('tokens.create').click();
    await page.getByText(window.t('tokens.scope-required')).waitFor();
    await window.inspect('tokens-faults');
    await page.getByLabel(window.t('tokens.name'), { exact: true }).fill('시세 알리미');
    await page.getByRole('checkbox', { name: window.t('tokens.scope.read') }).check();
    await page.getByRole('checkbox', { name: window.t('tokens.scope.chat') }).check();
    await page.getByLabel(window.t('tokens.expiry')).selectOption('90');
    await page.getByLabel(window.t('user.current-password')).fill('wrong giraffe 1');
    await window.button('tokens.create').click();
    await page.getByText(window.t('fault.wrong-credentials'), { exact: true }).waitFor();
    await page.getByLabel(window.t('user.current-password')).fill(PASSWORD);
    await window.button('tokens.create').click();
    await page
      .getByRole('heading', { name: window.t('tokens.made-title', { name: '시세 알리미' }) })
      .waitFor();
    const token = await page.getByLabel(window.t('tokens.token'), { exact: true }).inputValue();
    await window.inspect('tokens-made');

    const program = account.client.as({ token });
    (await program.get('/users/me')).expect(200);
    (await program.post('/posts', {})).expect(403, 'insufficient-scope');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await window.button('tokens.copy').click();
    await window.toast(window.t('tokens.copied'));
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), token);

    // Whoever comes back finds it in the list, but not the token itself.
    await page.reload();
    await page
      .getByRole('button', { name: window.t('tokens.revoke-label', { name: '시세 알리미' }) })
      .waitFor();
    await page.getByText('교내망 (127.0.0.1)').waitFor();
    assert.ok(!(await page.content()).includes(token));
    await window.inspect('tokens');
    await page
      .getByRole('button', { name: window.t('tokens.revoke-label', { name: '시세 알리미' }) })
      .click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: window.t('tokens.revoke'), exact: true })
      .click();
    await window.toast(window.t('tokens.revoked'));
    (await program.get('/users/me')).expect(401);
    await page.getByText(window.t('tokens.empty')).waitFor();
  });
}

test('signing out everywhere signs out here as well', async (t) => {
  const { window, page, account } = await signedIn(t);
  window.tolerate(/^401 GET \/(alerts|chat\/(events|rooms))$/);
  const other = await elsewhere(account, 'curl/7.88.1');
  const { client } = await accessToken(account, ['read']);
  await window.goto('#/me/sessions');
  await window.button('sessions.end-all').click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: window.t('sessions.end'), exact: true })
    .click();
  await window.button('sign-in.submit').waitFor();
  (await other.get('/users/me')).expect(401);
  (await account.client.get('/sessions')).expect(401);
  (await client.get('/users/me')).expect(200);
});
