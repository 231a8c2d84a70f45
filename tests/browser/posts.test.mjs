// From signing up to finding a post: what every student does first, on a phone in Korean and on a desktop in English.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.mjs';
import { freshName, PASSWORD } from '../support/people.mjs';
import { jpeg, png } from '../support/pictures.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer();
const { visitor } = useBrowser(server);

for (const [screen, language] of [
  [PHONE, 'ko'],
  [DESKTOP, 'en'],
]) {
  test(`a student signs up, signs in, writes a post with photos, and another finds it (${screen.width}px, ${language})`, async (t) => {
    const student = await visitor(t, { screen, language });
    const { page, say } = { page: student.page, say: student.say.bind(student) };

    await student.goto('#/posts');
    await page
      .getByText(say('현재 판매 중인 글이 없습니다.', 'Nothing is for sale at the moment.'))
      .waitFor();
    await student.inspect('market-empty');
    await page.getByRole('link', { name: say('로그인', 'Sign in') }).click();
    await page.getByRole('heading', { name: 'Welcome to Giraffe A+ Market' }).waitFor();
    await student.inspect('welcome');

    await page.getByRole('link', { name: say('회원가입', 'Sign up') }).click();
    await page.getByRole('button', { name: say('가입하기', 'Create my account') }).click();
    await page.getByText(say('전공을 입력해 주세요.', 'Please enter your major.')).waitFor();
    await student.inspect('sign-up-faults');
    await student.signUp({ username: freshName('seller') });

    await page.goto('/#/me/profile');
    await student.signOut();
    await page.locator('input[name="username"]').fill(student.username);
    await page.locator('input[name="password"]').fill(PASSWORD);
    await page.getByRole('button', { name: say('로그인', 'Sign in'), exact: true }).click();
    await student.toast(student.username);

    const title = say('미적분학 9판, 필기 거의 없어요', 'Calculus, 9th edition');
    await writePost(student, title);
    await page.getByRole('heading', { name: title }).waitFor();
    await student.inspect('post-own');

    const other = await visitor(t, { screen, language: 'ko' });
    await other.goto('#/posts');
    const card = other.page.getByRole('link', { name: title });
    const cover = card.locator('img.cover');
    await cover.waitFor();
    assert.ok(await cover.evaluate((img) => img.decode().then(() => img.naturalWidth > 0)));
    await other.inspect('market');
    await card.click();
    await other.page.getByRole('button', { name: '구매하기' }).waitFor();
    assert.equal(await other.page.locator('.gallery-photo').count(), 2);
    await other.inspect('post-signed-out');

    await page.getByRole('button', { name: say('삭제', 'Delete') }).click();
    await student.inspect('post-delete');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('삭제', 'Delete') })
      .click();
    await student.toast(say('글을 삭제했습니다.', 'The post is deleted.'));
  });
}

test('changes to a post wait for one who left the page, until they are saved or undone', async (t) => {
  const student = await visitor(t, { screen: PHONE });
  const { page } = student;
  await student.signUp({ username: freshName('seller') });
  const title = '미적분학 9판';
  await writePost(student, title);
  const address = new URL(page.url()).hash;
  const field = page.locator('input[name="title"]');
  const edit = async () => {
    await student.goto('#/posts');
    await student.goto(`${address}/edit`);
    await field.waitFor();
  };
  await edit();
  assert.ok(await page.getByText(student.t('write.changes')).isHidden());
  await field.fill('미적분학 9판, 값 내렸어요');
  await edit();
  await page.getByText(student.t('write.changes')).waitFor();
  assert.equal(await field.inputValue(), '미적분학 9판, 값 내렸어요');
  await student.inspect('post-changes-kept');

  await student.button('write.changes-drop').click();
  assert.equal(await field.inputValue(), title);
  await edit();
  assert.equal(await field.inputValue(), title, 'undone for good');

  await field.fill('값을 내린 미적분학');
  await edit();
  await student.button('write.submit').click();
  await page.getByRole('heading', { name: '값을 내린 미적분학' }).waitFor();
  await edit();
  assert.ok(await page.getByText(student.t('write.changes')).isHidden(), 'saved changes are none any more');
});

/** Fills the form of a new post and saves it. */
async function writePost(student, title) {
  const { page } = student;
  const say = student.say.bind(student);
  await page.goto('/#/posts/new');
  await student.inspect('post-new');
  await page.locator('input[type="file"]').setInputFiles([
    { name: 'front.png', mimeType: 'image/png', buffer: png(600, 800) },
    { name: 'back.jpg', mimeType: 'image/jpeg', buffer: jpeg() },
  ]);
  await page.locator('input[name="title"]').fill(title);
  await page.locator('input[name="book_title"]').fill('미적분학');
  await page.getByRole('radio', { name: say('좋음', 'Good'), exact: true }).check();
  await page.locator('input[name="price"]').fill('15000');
  await page.locator('input[name="place"]').fill('중앙도서관 앞');
  await page.locator('.photo-item:has(progress)').first().waitFor({ state: 'detached' });
  assert.equal(await page.locator('.photo-item').count(), 2);
  await student.inspect('post-filled');
  await page.getByRole('button', { name: say('게시글 저장', 'Save the post') }).click();
  await student.toast(say('게시글을 저장했습니다.', 'Your post is saved.'));
}
