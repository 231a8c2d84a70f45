// What a student does with their own things: posts, favourites, profile, password, devices, language and theme.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.mjs';
import { Client } from '../support/client.mjs';
import { freshName, PASSWORD, person, writePost } from '../support/people.mjs';
import { jpeg, png } from '../support/pictures.mjs';
import { root, useServer } from '../support/server.mjs';

const server = useServer();
const { visitor } = useBrowser(server);
const nobody = new Client(server);

/** A person with a session in a browser window of their own. */
async function signedIn(t, options) {
  const account = await person(server, { transport: 'cookie' });
  const window = await visitor(t, options);
  await window.signInAs(account);
  return { account, window, page: window.page };
}

test('photos are previewed, put into order, removed, and one that is none is refused', async (t) => {
  const { window, page, account } = await signedIn(t, { screen: PHONE });
  window.allow(/^415 POST \/photos$/);
  await window.goto('#/posts/new');
  const cover = readFileSync(`${root}api/demo/covers/07.jpg`);
  await page.locator('input[type="file"]').setInputFiles([
    { name: '1.png', mimeType: 'image/png', buffer: png(300, 200) },
    { name: '2.jpg', mimeType: 'image/jpeg', buffer: cover },
    { name: '3.jpg', mimeType: 'image/jpeg', buffer: jpeg() },
    { name: '4.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<html>no photo</html>') },
  ]);
  await page.locator('.photo-item.failed').waitFor();
  await page.locator('.photo-item progress').first().waitFor({ state: 'detached' });
  await page.getByText('사진 파일이 아니거나 읽을 수 없는 형식입니다.').waitFor();
  await window.inspect('photos-failed');
  await fill(page, { title: '사진이 많은 책', book_title: '자료구조', price: '8,000원', place: '학생회관' });
  await page.getByRole('button', { name: '게시글 저장' }).click();
  await page.getByText('올리지 못한 사진을 다시 시도하거나 지워 주세요.').waitFor();
  await page.getByRole('button', { name: '사진 4 삭제' }).click();
  await page.getByRole('button', { name: '사진 2 앞으로' }).click();
  await page.getByRole('button', { name: '사진 3 삭제' }).click();

  // Leaving the page by mistake loses nothing.
  await page.reload();
  await page.getByText('작성하던 글을 불러왔습니다.').waitFor();
  assert.equal(await page.locator('.photo-item').count(), 2);
  await page.getByRole('button', { name: '게시글 저장' }).click();
  await window.toast('게시글을 저장했습니다.');
  const [post] = (await nobody.get(`/posts?seller=${account.username}`)).expect(200).body.items;
  const { photos, price } = (await nobody.get(`/posts/${post.id}`)).expect(200).body;
  assert.equal(price, 8000);
  assert.deepEqual(
    photos.map(({ width }) => width),
    [510, 300],
    'the cover was moved to the front',
  );
});

test('on a slow connection pages show their shape, photos how far they are, and nothing is sent too early or twice', async (t) => {
  const { window, page, account } = await signedIn(t, { screen: PHONE });
  await writePost(account, { title: '느린 목록의 책' });
  /** Requests that match are held until the answer is called. */
  const hold = async (pattern) => {
    let go;
    const free = new Promise((done) => {
      go = done;
    });
    await page.route(pattern, async (route) => {
      await free;
      await route.continue();
    });
    return go;
  };
  const list = await hold('**/posts?*');
  await window.goto('#/posts');
  await page.locator('.post-card .skeleton').first().waitFor();
  await window.inspect('market-loading');
  list();
  await page.getByText('느린 목록의 책').waitFor();

  const upload = await hold('**/photos');
  await window.goto('#/posts/new');
  await page
    .locator('input[type="file"]')
    .setInputFiles([{ name: '1.jpg', mimeType: 'image/jpeg', buffer: jpeg() }]);
  await page.locator('.photo-item progress').waitFor();
  await window.inspect('photo-uploading');
  await fill(page, { title: '느린 책', book_title: '자료구조', price: '8000', place: '학생회관' });
  await page.getByRole('button', { name: '게시글 저장' }).click();
  await page.getByText('사진을 올리는 중입니다.').waitFor();
  upload();
  await page.locator('.photo-item progress').waitFor({ state: 'detached' });
  await page.getByText('사진을 올리는 중입니다.').waitFor({ state: 'hidden' });
  const save = await hold('**/posts');
  await page.getByRole('button', { name: '게시글 저장' }).dblclick();
  await page.keyboard.press('Enter');
  save();
  await page.getByRole('heading', { name: '느린 책' }).waitFor();
  const { items } = (await nobody.get(`/posts?seller=${account.username}`)).expect(200).body;
  assert.deepEqual(
    items.map(({ title }) => title),
    ['느린 책', '느린 목록의 책'],
  );
});

test('what is wrong with signing up or in is said where it is wrong', async (t) => {
  const { username } = await person(server);
  const window = await visitor(t, { language: 'en' });
  const { page } = window;
  window.allow(/^409 POST \/users$/, /^401 POST \/sessions$/);
  await window.goto('#/sign-up');
  const type = async (name, text) => page.locator(`input[name="${name}"]`).fill(text);
  for (const [password, fault] of [
    ['short1', 'The password needs at least 8 characters.'],
    ['noDigitsHere', 'The password needs at least one digit.'],
    ['1234567890', 'The password needs at least one letter.'],
    [PASSWORD, 'The two passwords differ.'],
  ]) {
    await type('password', password);
    await page.getByRole('button', { name: 'Create my account' }).click();
    await page.getByText(fault).waitFor();
  }
  await type('username', username.toUpperCase());
  await type('confirm_password', PASSWORD);
  await type('major', 'Physics');
  await type('email', 'somebody.else@giraffe.example');
  await page.getByRole('button', { name: 'Create my account' }).click();
  await page.getByText('This user name is already taken.').waitFor();
  assert.equal(
    await page.evaluate(() => document.activeElement.name),
    'username',
    'the focus is at the fault',
  );

  await window.goto('#/welcome');
  await type('username', username);
  await type('password', 'not my password 1');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('Wrong user name or password.').waitFor();
  await window.inspect('sign-in-refused');
});

test('a post whose answer is slow is written once, though it is saved again from its draft', async (t) => {
  const { window, page, account } = await signedIn(t, { screen: PHONE });
  let answer;
  const late = new Promise((done) => {
    answer = done;
  });
  await page.route(
    '**/posts',
    async (route) => {
      const response = await route.fetch();
      await late;
      await route.fulfill({ response });
    },
    { times: 1 },
  );
  const go = (hash) =>
    page.evaluate((to) => {
      location.hash = to;
    }, hash);
  await window.goto('#/posts/new');
  await fill(page, { title: '한 번만 쓴 책', book_title: '자료구조', price: '8000', place: '학생회관' });
  const sent = page.waitForRequest((request) => request.method() === 'POST');
  await page.getByRole('button', { name: '게시글 저장' }).click();
  await sent;
  await go('#/posts');
  await page.locator('post-list').waitFor();
  await go('#/posts/new');
  assert.equal(await page.locator('input[name="title"]').inputValue(), '한 번만 쓴 책');
  await page.getByRole('button', { name: '게시글 저장' }).click();
  await page.getByRole('heading', { name: '한 번만 쓴 책' }).waitFor();
  await go('#/posts/new');
  const title = page.locator('input[name="title"]');
  await title.fill('다음 책');
  answer();
  await window.toast('게시글을 저장했습니다.');
  await page.waitForTimeout(300);
  assert.equal(await title.inputValue(), '다음 책', 'the late answer leads nowhere');
  await window.goto('#/posts');
  await window.goto('#/posts/new');
  assert.equal(await title.inputValue(), '다음 책', 'and takes no other draft away');
  const { items } = (await nobody.get(`/posts?seller=${account.username}`)).expect(200).body;
  assert.deepEqual(
    items.map((post) => post.title),
    ['한 번만 쓴 책'],
  );
});

test('who has signed up and could not be signed in is told, presses once more, and is', async (t) => {
  const window = await visitor(t, { screen: PHONE });
  const { page } = window;
  window.allow(/DISCONNECTED POST \/sessions$/);
  await page.route('**/sessions', (route) => route.abort('internetdisconnected'), { times: 1 });
  await window.goto('#/sign-up');
  const username = freshName();
  const [password, email] = [PASSWORD, `${username}@giraffe.example`];
  const values = { username, password, confirm_password: password, major: '수학과', email };
  for (const [name, value] of Object.entries(values)) await page.locator(`input[name="${name}"]`).fill(value);
  await page.getByRole('button', { name: '가입하기' }).click();
  const told = page.getByText(window.t('error.network-submit'));
  await told.waitFor();
  assert.ok(await told.evaluate((text) => text.getBoundingClientRect().top > 60), 'where one sees it');
  // What is put right meanwhile counts.
  await page.locator('input[name="email"]').fill(`right.${email}`);
  for (const name of ['password', 'confirm_password'])
    await page.locator(`input[name="${name}"]`).fill('another giraffe 8');
  await page.getByRole('button', { name: '가입하기' }).click();
  await window.toast('가입을 환영합니다!');
  const me = await page.evaluate(() => fetch('/users/me').then((answer) => answer.json()));
  assert.deepEqual([me.username, me.email], [username, `right.${email}`]);
  (await nobody.post('/sessions', { username, password: 'another giraffe 8' })).expect(201);
});

test('a tap beside a dialog closes it, unless that would lose what was written in it', async (t) => {
  const { window, page } = await signedIn(t, { screen: PHONE });
  const post = await writePost(await person(server));
  await window.goto(`#/posts/${post.id}`);
  const dialog = page.getByRole('dialog');
  const open = () => page.getByRole('button', { name: window.t('report.action') }).click();
  await open();
  await dialog.waitFor();
  await page.mouse.click(5, 5);
  await dialog.waitFor({ state: 'detached' });
  await open();
  await dialog.getByRole('textbox').fill('표지가 다릅니다');
  await page.mouse.click(5, 5);
  assert.equal(await dialog.getByRole('textbox').inputValue(), '표지가 다릅니다');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

test('a seller edits, moves to the top, hides, shows and deletes a post', async (t) => {
  const { window, page, account } = await signedIn(t, { screen: DESKTOP, language: 'en' });
  const post = await writePost(account, { title: 'Physics, 2nd ed.', course: { name: 'Physics 101' } });
  await window.goto(`#/posts/${post.id}`);
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Post title').fill('Physics, 3rd ed.');
  await page.getByLabel('Course (optional)').fill('');
  await page.getByLabel('Price').fill('12500');
  await page.getByRole('checkbox', { name: 'Stained' }).check();
  await page.getByRole('button', { name: 'Save the post' }).click();
  await page.getByRole('heading', { name: 'Physics, 3rd ed.' }).waitFor();
  const now = (await nobody.get(`/posts/${post.id}`)).expect(200).body;
  assert.deepEqual(
    [now.price, now.condition_flags, now.course, now.book],
    [12500, ['stained'], null, post.book],
  );

  window.allow(/^409 POST \/posts\/\d+\/bump$/);
  await page.getByRole('button', { name: 'Move to top' }).click();
  await window.toast('once in 24 hours');
  await page.getByRole('button', { name: 'Hide' }).click();
  await window.toast('The post is hidden.');
  (await nobody.get(`/posts/${post.id}`)).expect(404);
  await page.getByRole('button', { name: 'Show again' }).click();
  await window.toast('The post is visible again.');
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('You have nothing for sale.').waitFor();
  (await nobody.get(`/posts/${post.id}`)).expect(404);
});

test('somebody else changed the post meanwhile: nothing is overwritten', async (t) => {
  const { window, page, account } = await signedIn(t);
  window.allow(/^412 PATCH \/posts\/\d+$/);
  const post = await writePost(account);
  await window.goto(`#/posts/${post.id}/edit`);
  await page.getByLabel('게시글 제목').fill('두 번째');
  (await account.client.patch(`/posts/${post.id}`, { title: '첫 번째', version: post.version })).expect(200);
  await page.getByRole('button', { name: '게시글 저장' }).click();
  await page.getByText('그 사이 글이 바뀌었습니다.').waitFor();
  assert.equal((await nobody.get(`/posts/${post.id}`)).expect(200).body.title, '첫 번째');
});

test('favourites are kept and found again', async (t) => {
  const seller = await person(server);
  const post = await writePost(seller, { title: '찜할 책' });
  const { window, page } = await signedIn(t, { screen: PHONE });
  await window.goto(`#/posts/${post.id}`);
  await page.getByRole('button', { name: '찜하기' }).click();
  await window.toast('찜했습니다.');
  await page.getByRole('button', { name: '찜하기', pressed: true }).waitFor();
  await window.goto('#/me/favorites');
  await page.getByRole('link', { name: '찜할 책' }).click();
  await page.getByRole('button', { name: '찜하기', pressed: true }).click();
  await window.toast('찜을 취소했습니다.');
  await window.goto('#/me/favorites');
  await page.getByText('찜한 글이 없습니다.').waitFor();
});

test('profile, password, devices, theme and language are changed and stay changed', async (t) => {
  const { window, page, account } = await signedIn(t, { screen: DESKTOP });
  const elsewhere = new Client(server);
  const signIn = (password) =>
    elsewhere.post('/sessions', { username: account.username, password, name: '도서관 컴퓨터' });
  elsewhere.token = (await signIn(PASSWORD)).expect(201).body.token;

  await window.goto('#/me/edit');
  await page.getByLabel('별명').fill('목이 긴 기린');
  await page.getByLabel('자기소개 (선택)').fill('평일 저녁에 만나요.');
  await page.getByRole('button', { name: '저장' }).click();
  await window.toast('프로필을 저장했습니다.');
  await page.getByText('목이 긴 기린').waitFor();

  await page.getByRole('link', { name: '로그인한 기기' }).click();
  await page.getByRole('button', { name: '도서관 컴퓨터 로그아웃' }).click();
  await window.toast('로그아웃시켰습니다.');
  (await elsewhere.get('/users/me')).expect(401);

  window.allow(/^401 PUT \/users\/me\/password$/);
  const changePassword = async (current, next) => {
    await page.getByLabel('현재 비밀번호', { exact: true }).fill(current);
    await page.getByLabel('새 비밀번호', { exact: true }).fill(next);
    await page.getByLabel('비밀번호 확인', { exact: true }).fill(next);
    await page.getByRole('button', { name: '비밀번호 바꾸기' }).click();
  };
  await window.goto('#/me/password');
  await changePassword('wrong giraffe 1', 'another leaf 8');
  await page.getByText('비밀번호가 올바르지 않습니다.', { exact: true }).waitFor();
  await changePassword(PASSWORD, 'another leaf 8');
  await window.toast('비밀번호를 바꾸었습니다.');
  elsewhere.token = undefined;
  (await signIn(PASSWORD)).expect(401);
  (await signIn('another leaf 8')).expect(201);

  await page.getByRole('radio', { name: '어둡게' }).check();
  await page.getByRole('radio', { name: 'English' }).check();
  await page.getByRole('heading', { name: 'My page' }).waitFor();
  await page.reload();
  await page.getByRole('radio', { name: 'Dark', checked: true }).waitFor();
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
});

test('signing out in one tab signs out the other, and coming back leads to where one was', async (t) => {
  const { window, page, account } = await signedIn(t);
  // The other tab may ask for news before it hears that the session is over.
  window.tolerate(/^401 GET \/(alerts|users\/me\/notices|chat\/(events|rooms))$/);
  await window.goto('#/me/profile');
  const second = await window.newTab();
  await second.goto('/#/me/sessions');
  await second.getByRole('heading', { name: '지금 이 기기' }).waitFor();
  await page.getByRole('button', { name: '로그아웃' }).click();
  await second.getByText('로그인하면 보던 곳으로 돌아갑니다.').waitFor();
  await second.getByLabel('아이디').fill(account.username);
  await second.getByLabel('비밀번호', { exact: true }).fill(PASSWORD);
  await second.getByRole('button', { name: '로그인', exact: true }).click();
  await second.getByRole('heading', { name: '로그인한 기기' }).waitFor();
});

test('one leaves the market by the password, and is nobody then', async (t) => {
  const { window, page, account } = await signedIn(t, { screen: PHONE });
  window.allow(/^401 DELETE \/users\/me$/, /^401 POST \/sessions$/);
  window.tolerate(/^401 GET \/users\/me\/notices$/); // asked just before
  await window.goto('#/me/profile');
  await page.getByRole('link', { name: '회원 탈퇴' }).click();
  const leave = page.getByRole('button', { name: '탈퇴하기' });
  await leave.click();
  await page.getByText('입력해 주세요.').waitFor();
  await page.getByLabel('현재 비밀번호').fill('wrong giraffe 1');
  await leave.click();
  await page.getByText('비밀번호가 올바르지 않습니다.', { exact: true }).waitFor();
  await window.inspect('leave');
  await page.getByLabel('현재 비밀번호').fill(PASSWORD);
  await leave.click();
  await window.toast('탈퇴했습니다.');
  await page.getByLabel('아이디').fill(account.username);
  await page.getByLabel('비밀번호', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: '로그인', exact: true }).click();
  await page.getByText('아이디 또는 비밀번호가 올바르지 않습니다.').waitFor();
});

test('who is signed in in one tab is so in the others, which go to where they wanted to', async (t) => {
  const account = await person(server);
  const window = await visitor(t);
  const { page } = window;
  await window.goto('#/welcome');
  const tabs = {};
  for (const [from, to] of [
    ['welcome?next=%23%2Fme', 'me'],
    ['sign-up?next=%23%2Fchat', 'chat'],
  ]) {
    tabs[to] = await window.newTab();
    await tabs[to].goto(`/#/${from}`);
    await tabs[to].getByLabel('아이디').waitFor();
  }
  await page.getByLabel('아이디').fill(account.username);
  await page.getByLabel('비밀번호', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: '로그인', exact: true }).click();
  await window.toast(account.username);
  await page.waitForFunction(() => location.hash === '#/posts');
  for (const [to, tab] of Object.entries(tabs)) {
    await tab.waitForFunction((hash) => location.hash === hash, `#/${to}`);
    await tab.locator('main h1').waitFor();
  }
});

test('who reads what they agree to finds their words in the form again, but no password, and nobody after them', async (t) => {
  const window = await visitor(t, { screen: PHONE });
  const { page } = window;
  const words = {
    username: freshName('reader'),
    major: '국어국문학과',
    email: 'reader@giraffe.example',
    display_name: '읽는 기린',
  };
  const inForm = async () =>
    Object.fromEntries(
      await page
        .locator('form input[name]')
        .evaluateAll((inputs) => inputs.map(({ name, value }) => [name, value])),
    );
  const empty = { username: '', password: '', confirm_password: '', major: '', email: '', display_name: '' };
  await window.goto('#/sign-up');
  for (const [name, text] of Object.entries({ ...words, password: PASSWORD, confirm_password: PASSWORD }))
    await page.locator(`input[name="${name}"]`).fill(text);
  await page.getByRole('link', { name: window.t('privacy.title') }).click();
  await page.getByRole('heading', { name: window.t('privacy.title'), level: 1 }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: window.t('sign-up.title') }).waitFor();
  assert.deepEqual(await inForm(), { ...empty, ...words });
  for (const name of ['password', 'confirm_password'])
    await page.locator(`input[name="${name}"]`).fill(PASSWORD);
  await page.getByRole('button', { name: window.t('sign-up.submit') }).click();
  await window.toast(window.t('sign-up.done'));

  await page.evaluate(() => {
    location.hash = '#/me/profile';
  });
  await window.signOut();
  await window.toast(window.t('sign-out.done'));
  await page.evaluate(() => {
    location.hash = '#/sign-up';
  });
  await page.getByRole('heading', { name: window.t('sign-up.title') }).waitFor();
  assert.deepEqual(await inForm(), empty);
});

test('what was typed stays when the language changes', async (t) => {
  const window = await visitor(t, { screen: PHONE });
  const { page } = window;
  await window.goto('#/sign-up');
  await page.getByLabel('아이디').fill('giraffe.new');
  await page.getByLabel('비밀번호', { exact: true }).fill('tall 1');
  await page.getByRole('button', { name: 'Switch to English' }).click();
  await page.getByRole('heading', { name: 'Sign up' }).waitFor();
  assert.equal(await page.getByLabel('User name').inputValue(), 'giraffe.new');
  await page.locator('.rules .met').getByText('a digit').waitFor();
});

test('what users write is shown as text, never run', async (t) => {
  const nasty = '<script>document.title="owned"</script><img src=x onerror=alert(1)>';
  const account = await person(server, { transport: 'cookie', display_name: nasty.slice(0, 30) });
  const post = await writePost(account, {
    title: nasty,
    book: { title: nasty },
    place: nasty,
    description: nasty,
    course: { name: nasty, professor: nasty.slice(0, 50) },
  });
  const window = await visitor(t);
  await window.signInAs(account);
  for (const hash of [
    'posts',
    `posts/${post.id}`,
    `users/${account.username}`,
    'me',
    `posts/${post.id}/edit`,
  ]) {
    await window.goto(`#/${hash}`);
    await window.settled();
    assert.equal(await window.page.locator('main script, main img[src="x"]').count(), 0, hash);
    assert.doesNotMatch(await window.page.title(), /^owned/);
  }
  await window.goto(`#/posts/${post.id}`);
  await window.page.getByRole('heading', { name: nasty }).waitFor();
});

async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) await page.locator(`input[name="${name}"]`).fill(value);
  await page.getByRole('radio', { name: '좋음' }).check();
}

test('a token that is shown once stays in the other language, and is gone elsewhere', async (t) => {
  const { window, page } = await signedIn(t, { screen: PHONE });
  await window.goto('#/me/profile');
  await page.getByRole('link', { name: '접근 토큰' }).click();
  await page.locator('input[name="name"]').fill('가격 알리미');
  await page.locator('input[name="scope"]').first().check();
  await page.locator('input[name="current_password"]').fill(PASSWORD);
  await window.button('tokens.create').click();
  const token = page.locator('input[name="token"]');
  const told = await token.inputValue();
  await page.getByRole('button', { name: 'EN' }).click();
  await page.locator('html[lang="en"]').waitFor();
  await page.getByRole('heading', { name: 'Access tokens' }).waitFor();
  assert.equal(await token.inputValue(), told);
  await page.getByRole('link', { name: 'Profile', exact: true }).click();
  await page.getByRole('link', { name: 'Access tokens' }).click();
  await page.locator('[data-list] li').waitFor();
  assert.equal(await token.count(), 0);
});

test('on a shared device nobody finds the favourites of who was there before', async (t) => {
  const { window, page, account } = await signedIn(t, { screen: PHONE });
  const next = await person(server);
  const post = await writePost(next, { title: '앞사람이 찜한 책' });
  (await account.client.put(`/posts/${post.id}/favorite`)).expect(200);
  const go = (hash) =>
    page.evaluate((to) => {
      location.hash = to;
    }, hash);
  await window.goto('#/me/favorites');
  await page.getByText('앞사람이 찜한 책').waitFor();
  await go('#/me/profile');
  await window.signOut();
  await page.locator('input[name="username"]').fill(next.username);
  await page.locator('input[name="password"]').fill(PASSWORD);
  await window.button('sign-in.submit').click();
  await window.toast(next.username);
  const here = () => page.evaluate(() => location.hash);
  for (let steps = 0; !(await here()).includes('favorites'); steps += 1) {
    assert.ok(steps < 20, 'the page of the favourites is not behind this one');
    await page.goBack();
    await page.waitForTimeout(100);
  }
  await page.getByText(window.t('me.empty-favorites')).waitFor();
  assert.equal(await page.getByText('앞사람이 찜한 책').count(), 0);
});

test('who has many deals sees the open requests among them', async (t) => {
  const { window, page, account } = await signedIn(t, { screen: PHONE });
  const buyer = await person(server);
  const first = await writePost(account, { title: '먼저 온 요청' });
  (await buyer.client.post(`/posts/${first.id}/buy`, {})).expect(201);
  for (let i = 0; i < 21; i += 1) {
    const post = await writePost(account, { title: `닫힌 요청 ${i}` });
    const deal = (await buyer.client.post(`/posts/${post.id}/buy`, {})).expect(201).body;
    (await account.client.delete(`/posts/${post.id}`)).expect(204);
    assert.equal((await buyer.client.get(`/deals/${deal.id}`)).expect(200).body.state, 'closed');
  }
  await window.goto('#/me/selling');
  await page.locator('.deal-title', { hasText: '먼저 온 요청' }).waitFor();
  assert.equal(await page.locator('.deal').count(), 1);
});
