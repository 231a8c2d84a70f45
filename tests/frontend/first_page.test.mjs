// What index.html and routes.js say that the first page needs, held against what its modules import, draw and say.
import assert from 'node:assert/strict';
import test from 'node:test';
import { WORDS } from '../../frontend/lib/i18n.js';
import { notFound, routes } from '../../frontend/routes.js';
import { closure, frontend, modules, read } from '../support/modules.mjs';
import { indexHtml, moduleOf } from '../support/preloads.mjs';

const reached = (route) => closure(['main.js', 'app.js', moduleOf(route.tag)]);

/** Where each phrase stands. */
const phrases = await Promise.all(
  WORDS.map(async (name) => [name, Object.keys((await import(`${frontend}i18n/ko/${name}.js`)).default)]),
);

test('every page is loaded from the module that defines it', () => {
  for (const route of [...routes, notFound]) {
    const [, file] = /import\('\.\/([^']+)'\)/.exec(String(route.load)) ?? assert.fail(route.path);
    assert.equal(file, moduleOf(route.tag), route.path);
  }
});

test('every module is imported by something', () => {
  const all = closure(['main.js', ...routes.map((route) => moduleOf(route.tag)), moduleOf(notFound.tag)], {
    later: true,
  });
  const types = ['features/admin/operations-types.js', 'lib/types.js'];
  const rest = [...modules.keys()].filter((file) => !all.has(file) && !file.startsWith('i18n/'));
  assert.deepEqual(rest, types);
});

test('every element that a page draws is defined by the time it is drawn', () => {
  const definedIn = new Map([...modules].flatMap(([file, { defines }]) => defines.map((tag) => [tag, file])));
  const frame = closure(['main.js', 'app.js']);
  // What offers to save a search draws itself once it comes: the list does not wait for it.
  // Nor does a room wait for the list of all, which is out of sight on a phone.
  const later = new Set(['save-search', 'room-list']);
  for (const [file, { draws }] of modules) {
    const here = closure([file]);
    for (const tag of draws) {
      const from = definedIn.get(tag);
      if (!from || frame.has(from) || later.has(tag)) continue;
      assert.ok(here.has(from), `${file} draws <${tag}> without importing ${from}`);
    }
  }
});

test('index.html names exactly the modules of the frame and of the first pages', () => {
  assert.equal(read('index.html'), indexHtml(), 'run node tests/support/preloads.mjs');
});

test('a first page has every phrase that it may say', () => {
  // A problem has general words until its own are there.
  const general = /^(error|fault)\./;
  // Counted by what comes after the first page, with all words.
  const later = new Set(['alerts.nav']);
  for (const route of routes.filter(({ first }) => first)) {
    const has = new Set(['app', ...route.first.words]);
    const missing = new Set();
    for (const file of reached(route)) {
      if (file.startsWith('i18n/') || ['routes.js', 'lib/i18n.js', 'lib/needs.js'].includes(file)) continue;
      const { strings, prefixes } = modules.get(file);
      for (const [name, keys] of phrases) {
        if (has.has(name)) continue;
        for (const key of keys) {
          const said = strings.has(key) || prefixes.some((prefix) => key.startsWith(prefix));
          // The hints in a chat have a prefix in common with what moderators say.
          const hint = file === 'features/chat/message-rows.js' && name === 'moderation';
          if (said && !hint && !general.test(key) && !later.has(key))
            missing.add(`${file} says ${key} of ${name}`);
        }
      }
    }
    assert.deepEqual([...missing], [], route.path);
  }
});

test('what a first page asks for at once it also gets', () => {
  const asked = routes.flatMap((route) => route.first?.asks?.({ id: '12' }) ?? []);
  assert.deepEqual(asked, [
    '/posts?sort=newest&limit=20',
    '/posts/12',
    '/chat/rooms/12',
    '/chat/rooms/12/messages?limit=50',
  ]);
  const room = routes.find(({ path }) => path === '/chat/:id');
  for (const id of ['', '0', '-1', '1e3', '1/../2', '99999999999', 'x'])
    assert.deepEqual(room.first.asks({ id }), []);
});
