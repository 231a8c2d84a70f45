// The whole way with the keyboard alone: every stop can be seen, and no step needs a mouse.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESKTOP, PHONE, useBrowser } from '../support/browser.mjs';
import { PASSWORD, person, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer();
const { visitor } = useBrowser(server);

for (const screen of [DESKTOP, PHONE]) {
  test(`signing in, looking, writing a post, buying and talking need no mouse (${screen.width}px)`, async (t) => {
    const title = `키보드로 산 책 ${screen.width}`;
    await writePost(await person(server), { title });
    const account = await person(server);
    const window = await visitor(t, { screen });
    const { page } = window;
    const { keyboard } = page;
    const control = (role, name) => page.getByRole(role, { name, exact: true });

    await window.goto('#/welcome');
    await keyboard.press('Tab');
    assert.equal(await focused(page), '본문으로 건너뛰기');
    await keyboard.press('Enter');
    await tabTo(page, page.locator('input[name="username"]'));
    await keyboard.type(account.username);
    await tabTo(page, page.locator('input[name="password"]'));
    await keyboard.type(PASSWORD);
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: '판매글 목록' }).waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1');

    await goThroughNavigation(page, '글쓰기');
    await page.getByRole('heading', { name: '게시글 작성' }).waitFor();
    await tabTo(page, page.getByRole('button', { name: /사진 추가/ }));
    await tabTo(page, page.getByLabel('게시글 제목'));
    await keyboard.type('키보드로 쓴 글');
    await tabTo(page, page.getByLabel('책 제목'));
    await keyboard.type('자료구조');
    await tabTo(page, page.locator('input[name="condition"]').first());
    await keyboard.press('ArrowRight');
    await keyboard.press('ArrowRight');
    assert.ok(await control('radio', '좋음').isChecked());
    await tabTo(page, page.getByLabel('가격'));
    await keyboard.type('7000');
    await tabTo(page, page.getByLabel('장소'));
    await keyboard.type('학생회관');
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: '키보드로 쓴 글' }).waitFor();

    await goThroughNavigation(page, '마켓');
    await tabTo(page, page.getByRole('link', { name: title }));
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: title }).waitFor();
    await tabTo(page, control('button', '구매하기'));
    await keyboard.press('Enter');
    await tabTo(page, control('radio', '이 가격에 구매'));
    await keyboard.press('ArrowRight');
    await tabTo(page, page.getByLabel('제안 가격'));
    await keyboard.type('9000');
    await keyboard.press('Enter');

    await page.locator('.messages').getByText('9,000원으로 네고 가능할까요?').waitFor();
    await tabTo(page, page.getByRole('textbox', { name: '메시지' }));
    await keyboard.type('안녕하세요!');
    await keyboard.press('Enter');
    await page.locator('.message:not(.pending)', { hasText: '안녕하세요!' }).waitFor();
    assert.equal(await focused(page), '메시지', 'one can write on');
    await tabTo(page, control('button', '제안 거두기'));
    await keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.equal(await focused(page), '제안 거두기', 'Escape leads back to where one was');
  });
}

/** The name of what has the focus. */
function focused(page) {
  return page.evaluate(() => {
    const { activeElement: element } = document;
    return element.getAttribute('aria-label') ?? element.textContent.trim();
  });
}

/** Presses Tab until that has the focus. Whatever is passed on the way can be seen, and shows that it has the focus. */
async function tabTo(page, target) {
  await target.waitFor({ state: 'attached' });
  for (let stop = 0; stop < 80; stop += 1) {
    await page.keyboard.press('Tab');
    const { isMark, name } = await page.evaluate(() => {
      const element = document.activeElement;
      // A radio button or a file's input is drawn by the label around it.
      const drawn = element.matches('input[type="radio"], input[type="file"]')
        ? element.parentElement
        : element;
      const outlined = (one) => getComputedStyle(one).outlineStyle !== 'none';
      const box = drawn.getBoundingClientRect();
      const isBody = element === document.body || element === document.documentElement;
      return {
        isMark: isBody || (box.width > 1 && box.height > 1 && (outlined(drawn) || outlined(element))),
        name: element.outerHTML.slice(0, 200),
      };
    });
    assert.ok(isMark, `the focus cannot be seen at ${name}`);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  assert.fail(`Tab does not reach ${target}`);
}

async function goThroughNavigation(page, name) {
  await tabTo(
    page,
    page.getByRole('navigation', { name: '주 메뉴' }).getByRole('link', { name, exact: true }),
  );
  await page.keyboard.press('Enter');
}
