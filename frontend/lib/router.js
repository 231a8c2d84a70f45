/**
 * Hash routes: `#/posts/12?tab=x`. The part after the `#` never reaches the server, so the API keeps `/posts`.
 *
 * @typedef {object} Route
 * @property {string} path such as "/posts/:id"
 * @property {string} tag the custom element that is the page
 * @property {() => Promise<unknown>} load imports the module that defines it
 * @property {string} title phrase key of the page's title
 * @property {boolean} [signedIn] the page is only for who is signed in
 * @property {string} [tab] which tab of the navigation it belongs to
 * @property {{words: string[], styles: string[], asks?: (params: Record<string, string>) => string[]}} [first] of a page that people come
 *   in by: the words and styles that it needs beside those of the frame, and what it asks the API for at once (without a query)
 *
 * @typedef {object} Place
 * @property {string} path
 * @property {URLSearchParams} query
 */

/**
 * @param {string} hash
 * @returns {Place}
 */
export function parseHash(hash) {
  const text = hash.replace(/^#/, '');
  const at = text.indexOf('?');
  const path = at < 0 ? text : text.slice(0, at);
  return { path: path || '/', query: new URLSearchParams(at < 0 ? '' : text.slice(at + 1)) };
}

/**
 * @param {string} path
 * @param {Record<string, string | number | null | undefined>} [query] empty values are left out
 * @returns {string} for an href
 */
export function href(path, query = {}) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return `#${path}${text ? `?${text}` : ''}`;
}

/**
 * @param {string} pattern
 * @param {string} path
 * @returns {Record<string, string> | null} the parameters, or null when it does not match
 */
export function matchPath(pattern, path) {
  const wanted = pattern.split('/').filter(Boolean);
  const given = path.split('/').filter(Boolean);
  if (wanted.length !== given.length) return null;
  /** @type {Record<string, string>} */
  const params = {};
  for (const [i, part] of wanted.entries()) {
    const value = given[i] ?? '';
    if (!part.startsWith(':')) {
      if (part !== value) return null;
      continue;
    }
    try {
      params[part.slice(1)] = decodeURIComponent(value);
    } catch {
      return null; // a broken %-escape names nothing
    }
  }
  return params;
}

/**
 * @template {{path: string}} T
 * @param {string} path
 * @param {T[]} among the first match wins
 * @returns {{route: T, params: Record<string, string>} | null}
 */
export function resolve(path, among) {
  for (const route of among) {
    const params = matchPath(route.path, path);
    if (params) return { route, params };
  }
  return null;
}

/**
 * Goes to another page.
 * @param {string} to such as "#/posts"
 */
export function go(to) {
  location.hash = to;
}

/**
 * Goes to another page in place of this one: "back" will not return here (a finished form, a sign-in).
 * @param {string} to
 */
export function replace(to) {
  location.replace(to);
}
