// The server behind something that lets each photo wait. Playwright's own way of holding requests back takes more of the
// processor than the page does, and lets the browser have any number of them at once.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Agent, createServer, request } from 'node:http';
import { join } from 'node:path';
import { root } from '../processes.mjs';

/** @returns {Promise<Buffer>} what the server makes of a photo for the list */
async function thumbnail(origin, token) {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'image/jpeg' };
  const body = await readFile(join(root, 'tests/browser/market.jpg'));
  const answer = await fetch(`${origin}/photos`, { method: 'POST', headers, body });
  if (answer.status !== 201) throw new Error(`a photo was answered ${answer.status}`);
  const { urls } = await answer.json();
  return Buffer.from(await (await fetch(origin + urls.thumb)).arrayBuffer());
}

/**
 * @param {number} port of the server
 * @param {string} token of somebody who may upload a photo
 * @returns {Promise<{port: number, delay: (ms: number) => void, stop: () => void}>} `delay` says how long each photo
 *   takes from now on; the browser may keep none
 */
export async function slowPictures(port, token) {
  const picture = await thumbnail(`http://127.0.0.1:${port}`, token);
  const agent = new Agent({ keepAlive: true });
  let wait = 0;
  const proxy = createServer((asked, answer) => {
    if (asked.url.startsWith('/photos/')) {
      const send = () =>
        answer.writeHead(200, { 'Content-Type': 'image/webp', 'Cache-Control': 'no-store' }).end(picture);
      const timer = setTimeout(send, wait);
      answer.on('close', () => clearTimeout(timer));
      return;
    }
    const { method, url: path, headers } = asked;
    const passed = request({ host: '127.0.0.1', port, agent, method, path, headers }, (came) => {
      answer.writeHead(came.statusCode, came.headers);
      came.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    port: proxy.address().port,
    delay: (ms) => {
      wait = ms;
    },
    stop: () => {
      proxy.closeAllConnections();
      proxy.close();
      agent.destroy();
    },
  };
}
