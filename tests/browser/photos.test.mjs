// Looking at photos, and what is no photo.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.mjs';
import { person, writePost } from '../support/people.mjs';
import { jpeg, uploadPhoto } from '../support/pictures.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer();
const { visitor } = useBrowser(server);

for (const screen of [PHONE, DESKTOP]) {
  test(`a photo that is pressed fills the screen, and leads to the others (${screen.width}px)`, async (t) => {
    const seller = await person(server);
    const photos = [await uploadPhoto(seller), await uploadPhoto(seller), await uploadPhoto(seller)];
    const post = await writePost(seller, { photo_ids: photos.map(({ id }) => id) });
    const window = await visitor(t, { screen });
    const { page } = window;
    await window.goto(`#/posts/${post.id}`);
    await page.getByRole('button', { name: '다음 사진' }).click();
    await page.locator('.gallery-count').getByText('2').waitFor();
    const second = page.getByRole('button', { name: /사진 2\/3/ });
    await second.press('Enter');
    const viewer = page.getByRole('dialog');
    const shown = (number) => viewer.locator('[data-now]').getByText(String(number)).waitFor();
    await shown(2);
    await window.inspect('photo-viewer');
    const { width, height } = await viewer.boundingBox();
    assert.deepEqual([width, height], [screen.width, screen.height]);
    await page.keyboard.press('ArrowRight');
    await shown(3);
    await viewer.getByRole('button', { name: '이전 사진' }).click();
    await shown(2);
    await page.keyboard.press('Escape');
    await viewer.waitFor({ state: 'detached' });
    assert.ok(await second.evaluate((button) => button === document.activeElement), 'back where one was');
  });
}

test('the photo one looks at stays when the post is drawn anew, also enlarged', async (t) => {
  const seller = await person(server);
  const photos = [await uploadPhoto(seller), await uploadPhoto(seller), await uploadPhoto(seller)];
  const post = await writePost(seller, { photo_ids: photos.map(({ id }) => id) });
  const reader = await person(server, { transport: 'cookie' });
  const window = await visitor(t, { screen: PHONE });
  const { page } = window;
  await window.signInAs(reader);
  await window.goto(`#/posts/${post.id}`);
  await window.listening();
  await page.getByRole('button', { name: '다음 사진' }).click();
  const now = page.locator('post-page .gallery-count');
  await now.getByText('2').first().waitFor();
  await window.button('post.favorite').click();
  await page.locator('[data-do="favorite"][aria-pressed="true"]').waitFor();
  await page.evaluate(() => new Promise((done) => setTimeout(done, 200)));
  assert.match(await now.textContent(), /2 \/ 3$/);
  await page.getByRole('button', { name: /사진 2\/3/ }).press('Enter');
  const viewer = page.getByRole('dialog');
  await viewer.locator('[data-now]').getByText('2').waitFor();
  const body = { price: post.price - 1000, version: post.version };
  (await seller.client.patch(`/posts/${post.id}`, body)).expect(200);
  await page
    .locator('post-page')
    .getByText(window.won(post.price - 1000))
    .first()
    .waitFor({ state: 'attached' });
  assert.ok(await viewer.isVisible());
  await page.keyboard.press('ArrowRight');
  await viewer.locator('[data-now]').getByText('3').waitFor();
});

test('a file that is no picture says so in its place, and does not keep the others', async (t) => {
  const window = await visitor(t, { screen: PHONE });
  const { page } = window;
  window.allow(/^415 POST \/photos$/);
  await window.signInAs(await person(server, { transport: 'cookie' }));
  await window.goto('#/posts/new');
  await page.locator('input[type="file"]').setInputFiles([
    { name: 'a.jpg', mimeType: 'image/jpeg', buffer: jpeg() },
    { name: 'b.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<html>') },
  ]);
  await page.getByText('사진 파일이 아니거나 읽을 수 없는 형식입니다.').waitFor();
  await page.getByRole('img', { name: '사진 2' }).locator('ui-icon').waitFor();
  await window.inspect('photo-no-picture');
  await page.getByRole('button', { name: '사진 2 삭제' }).click();
  await page.locator('.photo-item').getByText('대표').waitFor();
  assert.equal(await page.locator('.photo-item').count(), 1);
});
