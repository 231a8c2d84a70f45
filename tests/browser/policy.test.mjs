// The content security policy in a real browser: what must not come into a page is tried in it, and stopped by name.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useBrowser } from '../support/browser.mjs';
import { foreignSite } from '../support/foreign_site.mjs';
import { person, writePost } from '../support/people.mjs';
import { useServer } from '../support/server.mjs';

const stranger = await foreignSite('localhost');
const server = useServer();
const { visitor } = useBrowser(server);

// Each way of bringing something foreign into a page, by the directive that stops it. They run in the page.
const injections = {
  'script-src-elem': {
    'a script in the page': ({ add }) => add('script', { textContent: 'evil()' }),
    'a script from elsewhere': ({ add, foreign }) => add('script', { src: foreign }),
    'a script in an address': ({ add }) => add('script', { src: 'data:text/javascript,evil()' }),
    'a module from elsewhere': ({ add, foreign }) => add('script', { type: 'module', src: foreign }),
    'a link that is a script': ({ add }) => add('a', { href: 'javascript:evil()' }).click(),
  },
  'script-src-attr': {
    'an event handler': ({ write }) => write('<img src=x onerror=evil()>'),
  },
  'script-src': {
    'text that is run': () => setTimeout('evil()'),
    'a function made of text': () => new Function('evil()')(),
  },
  'style-src-elem': {
    'a style in the page': ({ add }) => add('style', { textContent: '*{color:red}' }),
    'a style from elsewhere': ({ add, foreign }) => add('link', { rel: 'stylesheet', href: foreign }),
  },
  'style-src-attr': { 'a style of an element': ({ write }) => write('<p style="color:red">') },
  'img-src': { 'a picture from elsewhere': ({ add, foreign }) => add('img', { src: foreign }) },
  'media-src': { 'a film from elsewhere': ({ add, foreign }) => add('video', { src: foreign }) },
  'font-src': { 'a font from elsewhere': ({ foreign }) => new FontFace('evil', `url(${foreign})`).load() },
  'frame-src': {
    'a page from elsewhere': ({ add, foreign }) => add('iframe', { src: foreign }),
    'a page in an address': ({ add }) => add('iframe', { src: 'data:text/html,evil' }),
  },
  'object-src': { 'a plug-in': ({ add, foreign }) => add('object', { data: foreign }) },
  'connect-src': {
    'asking elsewhere': ({ foreign }) => fetch(foreign),
    'a socket to elsewhere': ({ foreign }) => new WebSocket(foreign.replace('http', 'ws')),
    'telling elsewhere': ({ foreign }) => navigator.sendBeacon(foreign, 'secret'),
  },
  'worker-src': { 'a worker made of text': () => new Worker(URL.createObjectURL(new Blob(['evil()']))) },
  'base-uri': { 'another base for addresses': ({ add, foreign }) => add('base', { href: foreign }) },
  'form-action': {
    'a form to elsewhere': ({ add, foreign }) => add('form', { action: foreign }).requestSubmit(),
  },
};

/** Runs in the page: tries one of them and answers which directive was violated, or that it ran. */
function tryIn(inject, foreign) {
  const add = (tag, properties) => {
    const element = Object.assign(document.createElement(tag), properties);
    document.body.append(element);
    return element;
  };
  const write = (markup) => document.body.insertAdjacentHTML('beforeend', markup);
  return new Promise((done) => {
    window.evil = () => done('it ran');
    const told = ({ effectiveDirective }) => done(effectiveDirective);
    document.addEventListener('securitypolicyviolation', told, { once: true });
    // In a task of its own: what is evaluated for a test may do more than a page.
    setTimeout(async () => {
      try {
        await inject({ add, write, foreign });
      } catch {
        // Told by the event.
      }
    });
  });
}

/** The API browser puts styles into its page by itself. */
const allowedInDocs = (directive, what) => directive.startsWith('style-src') && !what.endsWith('elsewhere');

for (const [name, path] of [
  ['the app', () => '/'],
  ['the page of a shared link', async () => `/p/${(await writePost(await person(server))).id}`],
  ['the API browser', () => '/docs/'],
]) {
  test(`nothing foreign comes into ${name}: each attempt is stopped and reported`, async (t) => {
    const window = await visitor(t);
    const { page } = window;
    window.tolerate(/^console error/, /^uncaught/, /^csp/, /^404 GET (\/p|\/docs)?\/x$/);
    // The refresh of a shared page is taken out: it would leave before anything is tried.
    await page.route('**/p/*', async (route) => {
      const answer = await route.fetch();
      const body = (await answer.text()).replace(/<meta http-equiv="refresh"[^>]*>/, '');
      await route.fulfill({ response: answer, body });
    });
    await page.goto(await path());
    const foreign = stranger.page();
    for (const [directive, ways] of Object.entries(injections)) {
      for (const [what, inject] of Object.entries(ways)) {
        if (name === 'the API browser' && allowedInDocs(directive, what)) continue;
        const told = await page.evaluate(`(${tryIn})(${inject}, ${JSON.stringify(foreign)})`);
        assert.equal(told, directive, what);
      }
    }
    assert.deepEqual(stranger.visits, []);
  });
}

test('no page can be put into a frame of another one', async (t) => {
  const post = await writePost(await person(server));
  const window = await visitor(t);
  const { page } = window;
  window.tolerate(/frame-ancestors 'none'/, /^404 GET \/nowhere$/, /ERR_BLOCKED_BY_RESPONSE/);
  for (const path of ['/', '/docs', `/p/${post.id}`, '/posts', '/feed.atom', '/nowhere']) {
    const refused = page.waitForEvent('console', (message) => /frame-ancestors 'none'/.test(message.text()));
    await page.goto(stranger.page(`<iframe src="${server.address}${path}"></iframe>`));
    await refused;
  }
});
