import * as api from '../lib/api.js';
import { Chunks, cut } from '../lib/chunks.js';
import { find, html, render, whileBusy } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import * as me from '../lib/me.js';
import { failure, isReturning } from '../lib/page.js';
import { isAbort } from '../lib/problem.js';
import { postCard, postSkeleton } from './post-card.js';

/** @typedef {import('../lib/types.js').PostCard} PostCard */
/** @typedef {{items: PostCard[], next: string | null, meant: string | null, scroll: number, at: number, width: number, cleared: Map<string, number>}} Remembered */
/** @typedef {(meant: string | null) => import('../lib/html.js').Markup} Empty what to show when there is nothing */

const LIMIT = 20;
/** The first alone: the others are not to take the network from it. */
const FIRST = 1;
/** How many posts are taken out together: whole rows of one to four columns. */
const CHUNK = 12;
/** So many are drawn in one frame when they are new: a slow phone takes some 8 ms for each, and can be touched in between. */
const STEP = 4;
/** Older than this, what was shown says too little about what is for sale now. */
const KEEP_MS = 5 * 60_000;

/** What each list showed when it was left, by its address: "back" finds it unchanged, at the same height. */
/** @type {Map<string, Remembered>} */
const remembered = new Map();
/** The lists on the page. */
/** @type {Set<PostList>} */
const shown = new Set();

/**
 * A post was seen as it is now: the lists on the page show it so, and those that were left when one comes back.
 * @param {number} id
 * @param {import('../lib/types.js').Post | null} post null when it is gone
 */
export function noteChange(id, post) {
  for (const [key, list] of remembered) list.items = withChange(list.items, key, id, post);
  for (const list of shown) list.note(id, post);
}

/** Whose posts one may see has changed, or what there is at all. */
export function forgetLists() {
  remembered.clear();
}

/**
 * @param {PostCard[]} items
 * @param {string} key of the list
 * @param {number} id
 * @param {import('../lib/types.js').Post | null} post
 */
function withChange(items, key, id, post) {
  const leaves = !post || (JSON.parse(key)[1].favorited && !post.favorited);
  return items.flatMap((item) => {
    if (item.id !== id) return [item];
    if (leaves) return [];
    const same = item.title === post.title && item.book?.title === post.book.title;
    const highlights = same ? item.highlights : undefined;
    return [{ ...item, ...post, photo: post.photos[0] ?? null, highlights }];
  });
}

/**
 * `<post-list>`: the posts of one query, page after page. Scrolling near the end loads more; the button does
 * the same for the keyboard and where there is no IntersectionObserver.
 */
export class PostList extends HTMLElement {
  /** @type {api.Options['query']} */
  #query = {};
  #path = '';
  /** @type {PostCard[]} */
  #items = [];
  /** @type {string | null} */
  #next = null;
  /** What the user may have meant to search for, when nothing was found. */
  /** @type {string | null} */
  #meant = null;
  /** @type {Empty} */
  #empty = () => html``;
  /** How each post was drawn, and where. @type {WeakMap<PostCard, {index: number, markup: import('../lib/html.js').Markup}>} */
  #cards = new WeakMap();
  /** @type {Chunks | null} */
  #chunks = null;
  #controller = new AbortController();
  /** @type {IntersectionObserver | null} */
  #observer = null;
  /** Whether it has shown anything: only what one comes back to is shown as it was. */
  #begun = false;

  connectedCallback() {
    shown.add(this);
  }

  disconnectedCallback() {
    shown.delete(this);
    this.#controller.abort();
    this.#observer?.disconnect();
  }

  /** Also by who sees it: devices are shared. */
  get #key() {
    return JSON.stringify([this.#path, this.#query, me.get()?.id]);
  }

  /**
   * @param {api.Options['query']} query
   * @param {Empty} empty
   * @param {string} [path] what answers pages of posts
   */
  async show(query, empty, path = '/posts') {
    this.#controller.abort();
    this.#controller = new AbortController();
    this.#query = query;
    this.#path = path;
    this.#empty = empty;
    this.#chunks = null;
    const known = remembered.get(this.#key);
    remembered.delete(this.#key);
    const returning = isReturning() && !this.#begun;
    this.#begun = true;
    if (known && returning && Date.now() - known.at < KEEP_MS) {
      this.#items = known.items;
      this.#next = known.next;
      this.#meant = known.meant;
      this.#draw(known.width === innerWidth ? known.cleared : new Map());
      scrollTo({ top: known.scroll, behavior: 'instant' });
      this.#rememberScroll();
      return;
    }
    render(
      this,
      html`<p class="hidden-visually" role="status">${t('app.loading')}</p><ul class="post-grid">${Array.from({ length: 6 }, postSkeleton)}</ul>`,
    );
    // What did not come is no empty list.
    if (await this.#load(null)) this.#rememberScroll();
  }

  /** Follows the height as it changes: when the list is taken off the page, it is too late to ask. */
  #rememberScroll() {
    const { signal } = this.#controller;
    const save = () => {
      remembered.set(this.#key, {
        items: this.#items,
        next: this.#next,
        meant: this.#meant,
        scroll: scrollY,
        at: Date.now(),
        width: innerWidth,
        cleared: this.#chunks?.cleared ?? new Map(),
      });
    };
    if (signal.aborted) return;
    // With the frame that lays the posts out anyway: asked for now, their place would have that done once more.
    requestAnimationFrame(() => signal.aborted || save());
    addEventListener('scroll', save, { passive: true, signal });
  }

  /** @param {string | null} cursor @returns {Promise<boolean>} whether it came */
  async #load(cursor) {
    const { signal } = this.#controller;
    try {
      const page = await api.get(this.#path, { query: { ...this.#query, limit: LIMIT, cursor }, signal });
      if (signal.aborted) return false;
      // A post bumped meanwhile can come twice.
      const known = new Set(this.#items.map((post) => post.id));
      const added = cursor
        ? page.items.filter((/** @type {PostCard} */ post) => !known.has(post.id))
        : page.items;
      this.#items = cursor ? [...this.#items, ...added] : added;
      this.#next = page.next_cursor;
      this.#meant = page.did_you_mean ?? null;
      if (cursor) this.#append(added.length);
      else this.#draw();
      return true;
    } catch (error) {
      if (!isAbort(error) && !signal.aborted) this.#fail(error, cursor);
      return false;
    }
  }

  /**
   * @param {number} id
   * @param {import('../lib/types.js').Post | null} post as noteChange
   */
  note(id, post) {
    if (!this.#chunks || !this.#items.some((item) => item.id === id)) return;
    this.#items = withChange(this.#items, this.#key, id, post);
    if (this.#items.length === 0) this.#draw();
    else this.#drawCards();
  }

  /** @param {Map<string, number>} [cleared] of one that is come back to: the heights of chunks, of when it was left */
  #draw(cleared) {
    if (this.#items.length === 0) return render(this, this.#empty(this.#meant));
    render(
      this,
      // One list, whatever is in the document of it: a screen reader would count each chunk as one.
      html`<div data-posts role="list"></div><div class="list-end"></div><p class="hidden-visually" role="status"></p>`,
    );
    this.#chunks = new Chunks(find(this, '[data-posts]', HTMLElement), {
      markup: html`<ul class="post-grid" role="none"></ul>`,
      signal: this.#controller.signal,
      cleared,
      step: STEP,
      drawn: () => this.#showEnd(),
    });
    this.#drawCards(cleared !== undefined);
    this.#drawEnd();
  }

  /** What comes after the posts is shown once they are there: it would only be moved by them. */
  #showEnd() {
    const end = this.querySelector('.list-end');
    if (end instanceof HTMLElement) end.hidden = !this.#chunks?.whole;
  }

  #drawCards(atOnce = false) {
    const items = this.#items;
    const row = (/** @type {PostCard} */ post, /** @type {number} */ index) => {
      const known = this.#cards.get(post);
      const card =
        known?.index === index ? known : { index, markup: postCard(post, index < FIRST, index + 1) };
      this.#cards.set(post, card);
      return { key: String(post.id), markup: card.markup };
    };
    this.#chunks?.show(
      cut(items, CHUNK).map(({ key, from, to }) => ({
        key,
        count: to - from,
        rows: (most) => items.slice(from, Math.min(to, from + most)).map((post, i) => row(post, from + i)),
      })),
      atOnce,
    );
    this.#showEnd();
  }

  /** @param {number} count of posts that have come */
  #append(count) {
    this.#drawCards();
    const status = this.querySelector('[role="status"]');
    if (status) status.textContent = t('market.loaded', { count });
    this.#drawEnd();
  }

  #drawEnd() {
    const end = this.querySelector('.list-end');
    if (!end) return;
    this.#observer?.disconnect();
    if (!this.#next) {
      render(end, this.#items.length > LIMIT ? html`<p>${t('market.end')}</p>` : html``);
      return;
    }
    render(end, html`<button type="button" class="button">${t('action.more')}</button>`);
    const button = end.querySelector('button');
    if (!button) return;
    const more = () => whileBusy(button, () => this.#load(this.#next));
    button.addEventListener('click', more);
    this.#observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && more(),
      {
        rootMargin: '600px',
      },
    );
    this.#observer.observe(button);
  }

  /**
   * @param {unknown} error
   * @param {string | null} cursor
   */
  #fail(error, cursor) {
    this.#observer?.disconnect();
    const place = cursor ? this.querySelector('.list-end') : this;
    const again = () => (cursor ? this.#load(cursor) : this.show(this.#query, this.#empty, this.#path));
    if (place) failure(place, error, again, this.#controller.signal);
  }
}

customElements.define('post-list', PostList);
