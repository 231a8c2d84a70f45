import assert from 'node:assert/strict';
import test from 'node:test';
import { href, matchPath, parseHash, resolve } from '../../frontend/routes.js';

const ROUTES = [
  { path: '/posts', tag: 'list' },
  { path: '/posts/new', tag: 'form' },
  { path: '/posts/:id', tag: 'post' },
  { path: '/posts/:id/edit', tag: 'form' },
];

test('an address is split into path and query', () => {
  const { path, query } = parseHash('#/posts?q=a%26b&sort=newest');
  assert.equal(path, '/posts');
  assert.deepEqual(Object.fromEntries(query), { q: 'a&b', sort: 'newest' });
  assert.equal(parseHash('').path, '/');
  assert.equal(parseHash('#').path, '/');
});

test('an address is built without empty values, and reads back the same', () => {
  assert.equal(href('/posts'), '#/posts');
  assert.equal(href('/posts', { q: '', sort: null, major: undefined }), '#/posts');
  const next = '#/posts/12?x=1&y=2';
  assert.equal(parseHash(href('/welcome', { next })).query.get('next'), next);
});

test('the first matching route wins, so that "new" is no number of a post', () => {
  assert.equal(resolve('/posts/new', ROUTES)?.route.tag, 'form');
  assert.deepEqual(resolve('/posts/12', ROUTES), { route: ROUTES[2], params: { id: '12' } });
  assert.deepEqual(resolve('/posts/12/edit', ROUTES)?.params, { id: '12' });
});

test('what no route describes resolves to nothing', () => {
  assert.equal(resolve('/posts/12/edit/more', ROUTES), null);
  assert.equal(resolve('/nowhere', ROUTES), null);
});

test('parameters are decoded, and a broken escape matches nothing', () => {
  assert.deepEqual(matchPath('/users/:username', '/users/%EB%AF%BC'), { username: '민' });
  assert.equal(matchPath('/users/:username', '/users/%E0%A4%A'), null);
});

test('a slash at the end changes nothing', () => {
  assert.equal(resolve('/posts/', ROUTES)?.route.tag, 'list');
});
