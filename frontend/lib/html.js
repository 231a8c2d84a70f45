/**
 * Markup that is already safe to insert. Only `html` and `raw` make one, so anything else that reaches a
 * template is text and gets escaped: forgetting to escape is impossible, forgetting to trust is harmless.
 */
export class Markup {
  /** @param {string} text */
  constructor(text) {
    /** @readonly */
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

/** @type {Record<string, string>} */
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * @param {string} text
 * @returns {string}
 */
export function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function fragment(value) {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(fragment).join('');
  // Conditions are written `${wanted && html`…`}`, hence nothing for false.
  if (value === null || value === undefined || value === false || value === true) return '';
  return escapeHtml(String(value));
}

/**
 * A template whose values are escaped, in text and in quoted attributes. Arrays are joined.
 * @param {TemplateStringsArray} strings
 * @param {...unknown} values
 * @returns {Markup}
 */
export function html(strings, ...values) {
  let text = strings[0] ?? '';
  values.forEach((value, i) => {
    text += fragment(value) + (strings[i + 1] ?? '');
  });
  return new Markup(text);
}

/**
 * Trusts `text`. For constants of our own (icons), never for anything a user or the API has said.
 * @param {string} text
 * @returns {Markup}
 */
export function raw(text) {
  return new Markup(text);
}

/**
 * Replaces what is inside `target`.
 * @param {Element} target
 * @param {Markup} markup
 */
export function render(target, markup) {
  target.innerHTML = markup.text;
}

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
