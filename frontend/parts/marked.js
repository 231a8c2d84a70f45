import { html } from '../lib/html.js';

/**
 * Text with what was searched for in `<mark>`. The ranges count code points, as the API does: 📚 is one.
 * @param {string} text
 * @param {[number, number][]} [ranges] from and up to (not including), in order
 */
export function marked(text, ranges = []) {
  const points = Array.from(text);
  const between = (/** @type {number} */ from, /** @type {number} */ to) => points.slice(from, to).join('');
  let done = 0;
  const parts = ranges
    .filter(([from, to]) => from < to && from < points.length)
    .map(([from, to]) => {
      const before = between(done, from);
      done = to;
      return html`${before}<mark>${between(from, to)}</mark>`;
    });
  return html`${parts}${between(done, points.length)}`;
}
