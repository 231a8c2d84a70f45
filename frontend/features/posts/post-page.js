import * as api from '../../lib/api.js';
import { delegate, find, html, render, toast, toastError, whileBusy } from '../../lib/html.js';
import { relativeTime, t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { behind, painted, wanted } from '../../lib/needs.js';
import { Page, setTitle, signInHref } from '../../lib/page.js';
import { ApiError, isAbort, OnceOnly, pause, untilDone } from '../../lib/problem.js';
import { onNews } from '../../lib/store.js';
import { replyText } from '../../parts/people.js';
import { PhotoGallery } from '../../parts/photo-gallery.js';
import { go, replace } from '../../routes.js';
import { isOpen } from '../deals/deal-state.js';
import { postView } from './post-view.js';

/** For so long what comes behind it waits for a photo that does not. */
const PHOTO_MS = 3000;

/** What knows the lists that were left. @type {typeof import('../../parts/post-list.js') | undefined} */
let lists;

/**
 * They show the post as it is now.
 * @param {number} id
 * @param {import('../../lib/types.js').Post | null} post null when it is gone
 */
async function noteChange(id, post) {
  lists ??= await import('../../parts/post-list.js').catch(() => undefined);
  lists?.noteChange(id, post);
}

/** 상품 상세. */
export class PostPage extends Page {
  /** @type {import('../../lib/types.js').Post | null} */
  #post = null;
  /** Of the same book. */
  #copies = html``;
  /** How soon the seller answers. */
  #reply = '';
  /** How often the post was asked for, and which of the answers is shown: a late one may be out of date. */
  #asked = 0;
  #shown = 0;
  #readAgain = untilDone(() => this.#refresh());
  #bumps = new OnceOnly();
  /** What its buttons are at: they may be drawn anew meanwhile, and a new one knows of nothing. @type {Set<string>} */
  #doing = new Set();

  open() {
    this.draw(html`<h1 class="hidden-visually">${t('post.title')}</h1>
      <div class="post-page" aria-hidden="true"><div class="skeleton gallery"></div><div class="card"><div class="skeleton line long"></div><div class="skeleton line"></div></div></div>`);
    delegate(this, 'click', '[data-do]', (button) => this.#run(button), this.signal);
    this.load(async () => {
      await this.#refresh();
      await this.#seen();
      this.#loadReply();
      if (this.#post) noteChange(this.#post.id, this.#post);
      await this.#loadCopies();
      // A browser shares only right after the button was pressed: this must not be loading then.
      import('./share.js').catch(() => {});
    });
    // Reserved, sold, or cheaper since it was opened; or not what it was, in a market that went back.
    onNews((news) => {
      const told = news.type === 'reset' ? news.lost : news.post_id === Number(this.params.id);
      if (told) this.#refreshQuietly();
    }, this.signal);
  }

  missing() {
    return t('post.missing');
  }

  async #refresh() {
    this.#asked += 1;
    const turn = this.#asked;
    const post = await api.get(`/posts/${encodeURIComponent(this.params.id ?? '')}`, { signal: this.signal });
    if (turn < this.#shown) return;
    this.#shown = turn;
    const same = JSON.stringify(post) === JSON.stringify(this.#post);
    this.#post = post;
    if (!same) this.#show();
  }

  async #refreshQuietly() {
    try {
      await this.#readAgain(this.signal);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) this.load(() => Promise.reject(error));
    }
  }

  #show() {
    const post = this.#post;
    if (!post) return;
    setTitle(post.title);
    lists?.noteChange(post.id, post);
    const focused = this.contains(document.activeElement) && document.activeElement?.getAttribute('data-do');
    const before = this.querySelector('photo-gallery');
    this.draw(postView(post));
    // The button was drawn anew: the keyboard stays on it.
    const again = focused && this.querySelector(`[data-do="${focused}"]`);
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
    if (post.photos.length > 0) {
      const gallery = find(this, 'photo-gallery', PhotoGallery);
      const stays = before instanceof PhotoGallery && before.takePlace(gallery, post.photos, post.title);
      if (!stays) gallery.show(post.photos, post.title);
    }
    const time = this.querySelector('time');
    if (time) time.textContent = t('post.posted', { time: relativeTime(post.created_at) });
    this.#showCopies();
    this.#showReply();
  }

  /** The post is on the screen with its photo, which anything else would be in the way of. */
  async #seen() {
    const photo = this.querySelector('photo-gallery img');
    const there = photo instanceof HTMLImageElement ? photo.decode().catch(() => {}) : undefined;
    await Promise.race([there, pause(PHOTO_MS, this.signal)]);
    await painted();
  }

  /** The post itself does not wait for it, and is whole without. */
  async #loadReply() {
    const post = this.#post;
    if (!post || post.mine) return;
    const path = `/users/${encodeURIComponent(post.seller.username)}`;
    const seller = await api.get(path, { signal: this.signal }).catch(() => null);
    this.#reply = replyText(seller?.reply_time);
    this.#showReply();
  }

  #showReply() {
    const line = this.querySelector('[data-reply]');
    if (line) line.textContent = this.#reply;
  }

  /** Nor for who else sells the book. */
  async #loadCopies() {
    const needs = { words: ['books'], styles: ['books'] };
    const part = await behind(() => import('../books/other-copies.js'), needs).catch(() => null);
    this.#copies = (await part?.copiesOf(this.#post?.id ?? 0, this.signal)) ?? html``;
    this.#showCopies();
  }

  #showCopies() {
    const place = this.querySelector('[data-copies]');
    if (place) render(place, this.#copies); // else the post is gone, and the page says so
  }

  /**
   * Does what a button says, once, and tells when it failed.
   * @param {HTMLElement} button
   */
  #run(button) {
    const post = this.#post;
    const name = button.dataset.do ?? '';
    if (!post || this.#doing.has(name)) return;
    if (name !== 'share' && !me.get()) return go(signInHref());
    /** @type {Record<string, () => Promise<void>>} */
    const actions = {
      buy: () => this.#buy(post),
      favorite: () => this.#favorite(post),
      share: async () => {
        const { sharePost } = await wanted(() => import('./share.js'));
        await sharePost(post, this.signal);
      },
      bump: () => this.#bump(post),
      hide: () => this.#setStatus(post, 'hidden'),
      show: () => this.#setStatus(post, 'selling'),
      delete: () => this.#delete(post),
      report: async () => {
        const { openReport } = await wanted(() => import('../reports/report-dialog.js'));
        await openReport('post', post.id, this.signal);
      },
      appeal: async () => {
        const { openAppeal } = await wanted(() => import('../notices/appeal.js'));
        await openAppeal(post.id, this.signal);
      },
    };
    whileBusy(button, async () => {
      this.#doing.add(name);
      try {
        await actions[name]?.();
      } catch (error) {
        if (isAbort(error)) return;
        // Taken down meanwhile, or no longer for these eyes.
        if (error instanceof ApiError && error.status === 404) return this.load(() => Promise.reject(error));
        toastError(error);
        // What was refused was refused for a reason that is now newer than the screen.
        await this.#refresh().catch(() => {});
      } finally {
        this.#doing.delete(name);
      }
    });
  }

  /** @param {import('../../lib/types.js').Post} post */
  async #buy(post) {
    if (post.my_deal && isOpen(post.my_deal.state)) return go(`#/chat/${post.my_deal.room_id}`);
    const { openBuyDialog } = await wanted(() => import('./buy-dialog.js'));
    const deal = await openBuyDialog(post, this.signal);
    // The dialog may have told of another price.
    if (!deal) return void this.#refreshQuietly();
    toast(t('buy.sent'), 'success');
    go(`#/chat/${deal.room_id}`);
  }

  /** @param {import('../../lib/types.js').Post} post */
  async #favorite(post) {
    const path = `/posts/${post.id}/favorite`;
    const options = { signal: this.signal };
    /** @type {{favorited: boolean, favorite_count: number}} */
    const answer = await (post.favorited ? api.del(path, options) : api.put(path, undefined, options));
    const { favorited, favorite_count } = answer;
    // As it is now: it may have been read anew since the heart was pressed, and what is still under way be from before.
    this.#post = { ...(this.#post ?? post), favorited, favorite_count };
    this.#show();
    if (this.#asked > this.#shown) this.#refreshQuietly();
    toast(t(favorited ? 'post.favorited' : 'post.unfavorited'), 'success');
  }

  /** @param {import('../../lib/types.js').Post} post */
  async #bump(post) {
    // Without an answer it may be on top already, and would be too soon for it once more.
    await this.#bumps.run({ bump: post.id }, (key) =>
      api.post(`/posts/${post.id}/bump`, undefined, { key, signal: this.signal }),
    );
    toast(t('post.bumped'), 'success');
    await this.#refresh();
  }

  /**
   * @param {import('../../lib/types.js').Post} post
   * @param {'hidden' | 'selling'} status
   */
  async #setStatus(post, status) {
    await api.patch(`/posts/${post.id}`, { status, version: post.version }, { signal: this.signal });
    toast(t(status === 'hidden' ? 'post.hid' : 'post.shown'), 'success');
    await this.#refresh();
  }

  /** @param {import('../../lib/types.js').Post} post */
  async #delete(post) {
    const { confirmDialog } = await wanted(() => import('../../lib/dialog.js'));
    const sure = await confirmDialog({
      title: t('post.delete-title'),
      text: t('post.delete-text'),
      confirm: t('post.delete'),
      danger: true,
      signal: this.signal,
    });
    if (!sure) return;
    await api.del(`/posts/${post.id}`, { signal: this.signal });
    noteChange(post.id, null);
    toast(t('post.deleted'), 'success');
    replace('#/me/selling');
  }
}

customElements.define('post-page', PostPage);
