import { renderKeyed } from './keyed.js';

/** @typedef {import('./keyed.js').Keyed} Keyed */
/** @typedef {{key: string, rows: () => Keyed[]}} Chunk some rows that are drawn or taken out together; keys differ */

/** Rows are drawn so far above and below what is seen: one screen and a half. All that is drawn is painted, too. */
const AHEAD = '150% 0px';

/**
 * Cuts a list into pieces, at the same places however much is added at its end.
 * @template T
 * @param {readonly T[]} items
 * @param {number} size
 * @param {(item: T, index: number) => number} [number] counts up by one from item to item
 * @returns {{key: string, from: number, to: number}[]} of each piece the first index, and the one after its last
 */
export function cut(items, size, number = (_, index) => index) {
  /** @type {{key: string, from: number, to: number}[]} */
  const pieces = [];
  for (const [i, item] of items.entries()) {
    const key = String(Math.floor(number(item, i) / size));
    const last = pieces.at(-1);
    if (last?.key === key) last.to = i + 1;
    else pieces.push({ key, from: i, to: i + 1 });
  }
  return pieces;
}

/**
 * A long list of which only what is near the screen is in the document: of the rest each chunk keeps its place empty, as
 * high as it was. So thousands of rows cost no more than those in sight: not in layout, in drawing, in finding what is
 * under the pointer, in memory. What one has selected stays, and the chunk with the focus with its neighbours, or the
 * keyboard would skip them.
 */
export class Chunks {
  #place;
  #markup;
  #root;
  #resized;
  #observer;
  /** @type {WeakMap<Element, Chunk>} */
  #chunks = new WeakMap();
  /**
   * The heights of those that are empty, in CSS pixels. Who comes back to a list gives what it had here then.
   * @type {Map<string, number>}
   */
  cleared;

  /**
   * @param {Element} place holds nothing else
   * @param {object} options
   * @param {import('./html.js').Markup} options.markup of a chunk without rows
   * @param {AbortSignal} options.signal
   * @param {Element} [options.root] what scrolls, if not the page; it leaves its anchoring to this (`overflow-anchor: none`)
   * @param {() => void} [options.resized] rows came back, and are not as high as they were
   * @param {Map<string, number>} [options.cleared]
   */
  constructor(place, { markup, signal, root, resized = () => {}, cleared = new Map() }) {
    this.#place = place;
    this.#markup = markup;
    this.#root = root;
    this.#resized = resized;
    this.cleared = cleared;
    this.#observer = new IntersectionObserver((entries) => this.#moved(entries), { root, rootMargin: AHEAD });
    signal.addEventListener('abort', () => this.#observer.disconnect());
  }

  /** @param {Chunk[]} chunks */
  show(chunks) {
    renderKeyed(
      this.#place,
      chunks.map(({ key }) => ({ key, markup: this.#markup })),
    );
    const keys = new Set(chunks.map(({ key }) => key));
    for (const key of this.cleared.keys()) if (!keys.has(key)) this.cleared.delete(key);
    for (const [i, element] of [...this.#place.children].entries()) {
      const chunk = /** @type {Chunk} */ (chunks[i]);
      const isNew = !this.#chunks.has(element);
      this.#chunks.set(element, chunk);
      const height = this.cleared.get(chunk.key);
      if (height === undefined) renderKeyed(element, chunk.rows());
      else if (isNew) setHeight(element, `${height}px`);
      if (isNew) this.#observer.observe(element);
    }
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #moved(entries) {
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      if (!target.isConnected) this.#observer.unobserve(target);
      else if (isIntersecting) this.#fill(target);
      else this.#clear(target, boundingClientRect.height);
    }
  }

  /** @param {Element} element @param {number} height */
  #clear(element, height) {
    const chunk = this.#chunks.get(element);
    // Without a height it is not laid out at all, as in a page that is not shown.
    if (!chunk || height === 0 || this.cleared.has(chunk.key) || isInUse(element)) return;
    this.cleared.set(chunk.key, height);
    setHeight(element, `${height}px`);
    element.replaceChildren();
  }

  /** @param {Element} element */
  #fill(element) {
    const chunk = this.#chunks.get(element);
    const before = chunk && this.cleared.get(chunk.key);
    if (!chunk || before === undefined) return;
    this.cleared.delete(chunk.key);
    setHeight(element, '');
    renderKeyed(element, chunk.rows());
    // As high as before, mostly: unless the width is another one, or something was said in it meanwhile.
    if (!this.#root) return;
    const { top, height } = element.getBoundingClientRect();
    if (height === before) return;
    if (top < this.#root.getBoundingClientRect().top) this.#root.scrollTop += height - before;
    this.#resized();
  }
}

/** @param {Element} element @param {string} height */
function setHeight(element, height) {
  if (element instanceof HTMLElement) element.style.blockSize = height;
}

/** @param {Element} element */
function isInUse(element) {
  const near = [element.previousElementSibling, element, element.nextElementSibling];
  if (near.some((one) => one?.contains(document.activeElement))) return true;
  const selection = getSelection();
  return Boolean(selection && !selection.isCollapsed && selection.containsNode(element, true));
}
