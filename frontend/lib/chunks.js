import { renderKeyed } from './keyed.js';

/** @typedef {import('./keyed.js').Keyed} Keyed */
/**
 * Some rows that are taken out together; keys differ.
 * @typedef {object} Chunk
 * @property {string} key
 * @property {(most: number) => Keyed[]} rows the first `most` of them; where all are drawn together, all
 * @property {number} [count] how many there are, where they are drawn a few at a time
 */

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
  #step;
  #drawn;
  /** How many rows of each were drawn. @type {WeakMap<Element, number>} */
  #rows = new WeakMap();
  /** Those near the screen. @type {Set<Element>} */
  #near = new Set();
  #growing = false;
  /**
   * The heights of those that were emptied, in CSS pixels. Who comes back to a list gives what it had here then.
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
   * @param {number} [options.step] so many rows are drawn in one frame when they are drawn for the first time: a phone
   *   would stand still for a screen full of them. A chunk that was never near the screen is empty, and has no height.
   * @param {() => void} [options.drawn] a step was drawn
   */
  constructor(
    place,
    { markup, signal, root, resized = () => {}, cleared = new Map(), step = Infinity, drawn = () => {} },
  ) {
    this.#place = place;
    this.#step = step;
    this.#drawn = drawn;
    this.#markup = markup;
    this.#root = root;
    this.#resized = resized;
    this.cleared = cleared;
    this.#observer = new IntersectionObserver((entries) => this.#moved(entries), { root, rootMargin: AHEAD });
    signal.addEventListener('abort', () => this.#observer.disconnect());
  }

  /**
   * @param {Chunk[]} chunks
   * @param {boolean} [atOnce] what is drawn for the first time is drawn in this frame: one comes back to a place in it
   */
  show(chunks, atOnce = false) {
    const whole = atOnce || this.#step === Infinity;
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
      if (height === undefined) this.#draw(element, whole ? Infinity : this.#rowsOf(element, i));
      else if (isNew) setHeight(element, `${height}px`);
      if (isNew) this.#observer.observe(element);
    }
    this.#grow();
  }

  /** @param {Element} element @param {number} index @returns {number} how many rows are drawn for now */
  #rowsOf(element, index) {
    return this.#rows.get(element) ?? (index === 0 ? this.#step : 0);
  }

  /** Whether all rows are in the document, or were. */
  get whole() {
    return ![...this.#place.children].some((element) => this.#lacks(element));
  }

  /** @param {Element} element @returns {boolean} whether rows of it were never drawn */
  #lacks(element) {
    const chunk = this.#chunks.get(element);
    if (!chunk || this.cleared.has(chunk.key)) return false;
    return (this.#rows.get(element) ?? 0) < (chunk.count ?? 1);
  }

  /** @param {Element} element @param {number} most rows */
  #draw(element, most) {
    const chunk = this.#chunks.get(element);
    if (!chunk) return;
    renderKeyed(element, most > 0 ? chunk.rows(most) : []);
    this.#rows.set(element, Math.min(most, chunk.count ?? 1));
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #moved(entries) {
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      if (!target.isConnected) this.#observer.unobserve(target);
      if (target.isConnected && isIntersecting) {
        this.#near.add(target);
        this.#fill(target);
      } else {
        this.#near.delete(target);
        if (target.isConnected) this.#clear(target, boundingClientRect.height);
      }
    }
    this.#grow();
  }

  /** Draws what is near the screen and never was drawn, a few rows in each frame. */
  #grow() {
    // What was begun with is gone on with wherever it is by now: what comes below waits for it.
    const isNext = (/** @type {Element} */ one) =>
      this.#lacks(one) && (this.#near.has(one) || (this.#rows.get(one) ?? 0) > 0);
    const next = () => [...this.#place.children].find(isNext);
    if (this.#growing || !next()) return;
    this.#growing = true;
    requestAnimationFrame(() => {
      this.#growing = false;
      const element = next();
      if (!element) return;
      this.#draw(element, (this.#rows.get(element) ?? 0) + this.#step);
      this.#drawn();
      this.#grow();
    });
  }

  /** @param {Element} element @param {number} height */
  #clear(element, height) {
    const chunk = this.#chunks.get(element);
    // Without a height it is not laid out at all, as in a page that is not shown.
    if (!chunk || height === 0 || this.cleared.has(chunk.key) || this.#lacks(element) || isInUse(element))
      return;
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
    this.#draw(element, Infinity);
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
