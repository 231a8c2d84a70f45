// The demo market on the release server, and the three pages that are measured.
import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { binary, startGiraffe } from '../processes.mjs';

/**
 * @typedef {{name: string, hash: string, cookie?: string, loaded: string}} Place cookie: of the session of who looks at
 *   it; loaded: matches once the page shows what it is for
 */

/** @returns {Promise<{origin: string, places: Place[], stop: () => Promise<void>}>} */
export async function startDemo(folder) {
  const data = await mkdtemp(join(folder, 'demo-'));
  const { stdout } = await promisify(execFile)(binary, ['demo', '--data', data]);
  const [, username, password] = /^ {2}(\S+) +(\S+) {2}/m.exec(stdout);
  const giraffe = await startGiraffe(data);
  const origin = `http://127.0.0.1:${giraffe.port}`;
  const cookie = await signIn(origin, username, password);
  const get = async (path) => {
    const answer = await fetch(origin + path, { headers: { Cookie: `session=${cookie}` } });
    if (!answer.ok) throw new Error(`GET ${path} was answered ${answer.status}`);
    return answer.json();
  };
  const rooms = (await get('/chat/rooms')).items;
  const posts = (await get('/posts')).items;
  const pictured = posts.find((post) => post.photo) ?? posts[0];
  return {
    origin,
    places: [
      { name: 'list', hash: '#/posts', loaded: '.post-card a' },
      { name: 'post', hash: `#/posts/${pictured.id}`, loaded: '.post-details' },
      { name: 'chat', hash: `#/chat/${rooms[0].id}`, loaded: '.message', cookie },
    ],
    stop: giraffe.stop,
  };
}

/** The cookie of a new session. */
async function signIn(origin, username, password) {
  const answer = await fetch(`${origin}/sessions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: origin },
    body: JSON.stringify({ username, password, transport: 'cookie' }),
  });
  if (answer.status !== 201) throw new Error(`signing in was answered ${answer.status}`);
  return /session=([^;]+)/.exec(answer.headers.getSetCookie().join())[1];
}
