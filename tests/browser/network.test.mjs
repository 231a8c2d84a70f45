// Without a network, and with it again.
import { test } from 'node:test';
import { PHONE, useBrowser } from '../support/browser.mjs';
import { person, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const server = useServer();
const { visitor } = useBrowser(server);

test('a page that could not be loaded says so, and comes by itself once the network is back', async (t) => {
  const post = await writePost(await person(server), { title: '지하에서 본 책' });
  const window = await visitor(t, { screen: PHONE });
  const { page } = window;
  window.allow(/INTERNET_DISCONNECTED GET \/posts$/, /INTERNET_DISCONNECTED GET \/posts\/\d+$/);
  await window.goto('#/welcome');
  // Behind the first page come the others.
  await page.waitForFunction(() =>
    ['market-page', 'post-page', 'room-page'].every((tag) => customElements.get(tag)),
  );
  for (const hash of ['#/posts', `#/posts/${post.id}`]) {
    await window.context.setOffline(true);
    await page.evaluate((to) => {
      location.hash = to;
    }, hash);
    await page.getByRole('alert').getByRole('button', { name: '다시 시도' }).waitFor();
    await window.inspect(`offline${hash}`);
    await window.context.setOffline(false);
    await page.getByText('지하에서 본 책').first().waitFor();
  }
});

test('a page whose modules are not there yet says so, and comes by itself once the network is back', async (t) => {
  await writePost(await person(server), { title: '터널에서 본 책' });
  const window = await visitor(t, { screen: PHONE });
  const { page } = window;
  await page.route('**/market-page.js', (route) => route.abort('internetdisconnected'));
  window.allow(/DISCONNECTED GET .*market-page/, /DISCONNECTED|Failed to fetch dynamically/);
  await window.goto('#/safety');
  await page.evaluate(() => {
    location.hash = '#/posts';
  });
  await page.getByRole('alert').getByRole('button', { name: '다시 시도' }).waitFor();
  await window.inspect('offline module');
  await page.unroute('**/market-page.js');
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.getByText('터널에서 본 책').first().waitFor();
});
