import { delegate, find, html, render } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { wanted } from '../lib/needs.js';
import { apiUrl, srcset } from '../lib/prefetch.js';
import { SIZES } from '../routes.js';

/** @typedef {import('../lib/types.js').Photo} Photo */

/**
 * `<photo-gallery>`: photos side by side, swiped by touch (the browser's own scrolling), stepped by buttons,
 * enlarged by pressing one.
 */
export class PhotoGallery extends HTMLElement {
  #controller = new AbortController();
  /** What it shows, and which of them. */
  #shown = '';
  #at = 0;

  disconnectedCallback() {
    // It may only be on its way to another place.
    queueMicrotask(() => this.isConnected || this.#controller.abort());
  }

  /**
   * A page was drawn anew: the photo that one was looking at stays, also where it is enlarged.
   * @param {PhotoGallery} place of the same page, empty
   * @param {Photo[]} photos
   * @param {string} title
   * @returns {boolean} false where these are not the photos that it shows
   */
  takePlace(place, photos, title) {
    if (this.#shown !== JSON.stringify([photos, title])) return false;
    const at = this.#at;
    place.replaceWith(this);
    const strip = this.querySelector('.gallery-strip');
    strip?.scrollTo({ left: at * strip.clientWidth, behavior: 'instant' });
    return true;
  }

  /**
   * @param {Photo[]} photos at least one
   * @param {string} title of what is in the pictures
   * @param {{enlarged?: boolean, start?: number}} [how] enlarged: as large as there is room; start: which is shown first
   */
  show(photos, title, { enlarged = false, start = 0 } = {}) {
    this.#controller.abort();
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    const count = photos.length;
    this.#shown = JSON.stringify([photos, title]);
    this.#at = start;
    const label = (/** @type {number} */ i) => t('gallery.photo', { title, index: i + 1, count });
    render(
      this,
      html`<div class="gallery" role="group" aria-label="${t('gallery.label')}">
        <div class="gallery-strip" ${enlarged && html`tabindex="0" aria-label="${t('gallery.label')}" role="group"`}>
          ${photos.map((photo, i) =>
            enlarged
              ? html`<div class="gallery-photo">${picture(photo, label(i), '100vw', i !== start)}</div>`
              : html`<button type="button" class="gallery-photo" data-index="${i}" aria-label="${t('gallery.enlarge')}: ${label(i)}">
                  ${picture(photo, '', SIZES.post, i > 0)}
                </button>`,
          )}
        </div>
        ${
          count > 1 &&
          html`<button type="button" class="gallery-step previous" data-step="-1" aria-label="${t('gallery.previous')}"><ui-icon name="left"></ui-icon></button>
          <button type="button" class="gallery-step next" data-step="1" aria-label="${t('gallery.next')}"><ui-icon name="right"></ui-icon></button>
          <p class="gallery-count" aria-live="polite"><span class="hidden-visually">${t('gallery.label')} </span><span data-now>${start + 1}</span> / ${count}</p>`
        }
      </div>`,
    );
    const strip = this.querySelector('.gallery-strip');
    if (!(strip instanceof HTMLElement)) return;
    const current = () => Math.round(strip.scrollLeft / Math.max(1, strip.clientWidth));
    strip.addEventListener(
      'scroll',
      () => {
        this.#at = current();
        const now = this.querySelector('[data-now]');
        const text = String(this.#at + 1);
        if (now && now.textContent !== text) now.textContent = text;
      },
      { passive: true, signal },
    );
    const step = (/** @type {number} */ by) => {
      const to = (current() + by + count) % count;
      strip.scrollTo({ left: to * strip.clientWidth });
    };
    delegate(this, 'click', '[data-step]', (button) => step(Number(button.dataset.step)), signal);
    delegate(
      this,
      'click',
      '[data-index]',
      async (button) => {
        const { openDialog } = await wanted(() => import('../lib/dialog.js'));
        openDialog({
          title,
          className: 'lightbox',
          signal,
          body: html`<photo-gallery></photo-gallery>`,
          opened: (dialog) => {
            const start = Number(button.dataset.index);
            find(dialog, 'photo-gallery', PhotoGallery).show(photos, title, { enlarged: true, start });
          },
        });
      },
      signal,
    );
    if (!enlarged) return;
    strip.scrollTo({ left: start * strip.clientWidth, behavior: 'instant' });
    // The arrow keys turn the pages wherever the focus is: there is nothing else to see.
    document.addEventListener(
      'keydown',
      (event) => {
        const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
        if (by === 0) return;
        event.preventDefault();
        step(by);
      },
      { signal },
    );
    strip.focus({ preventScroll: true });
  }
}

/**
 * @param {Photo} photo
 * @param {string} alt
 * @param {string} sizes how wide it is drawn
 * @param {boolean} later whether it is out of sight at first
 */
function picture(photo, alt, sizes, later) {
  return html`<img alt="${alt}" width="${photo.width}" height="${photo.height}" ${later ? html`loading="lazy"` : html`fetchpriority="high"`} sizes="${sizes}"
    src="${apiUrl(photo.urls.card)}" srcset="${srcset(photo.urls, ['card', 'full'])}" />`;
}

customElements.define('photo-gallery', PhotoGallery);
