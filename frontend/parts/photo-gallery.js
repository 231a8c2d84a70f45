import { apiUrl } from '../lib/api.js';
import { openDialog } from '../lib/dialog.js';
import { delegate } from '../lib/dom.js';
import { html, render } from '../lib/html.js';
import { t } from '../lib/i18n.js';

/** @typedef {import('../lib/types.js').Photo} Photo */

/**
 * `<photo-gallery>`: photos side by side, swiped by touch (the browser's own scrolling), stepped by buttons,
 * enlarged by pressing one.
 */
export class PhotoGallery extends HTMLElement {
  #controller = new AbortController();

  disconnectedCallback() {
    this.#controller.abort();
  }

  /**
   * @param {Photo[]} photos at least one
   * @param {string} title of what is in the pictures
   */
  show(photos, title) {
    this.#controller.abort();
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    const count = photos.length;
    render(
      this,
      html`<div class="gallery" role="group" aria-label="${t('gallery.label')}">
        <div class="gallery-strip">
          ${photos.map(
            (
              photo,
              i,
            ) => html`<button type="button" class="gallery-photo" data-index="${i}" aria-label="${t('gallery.enlarge')}: ${t('gallery.photo', { title, index: i + 1, count })}">
              <img alt="" width="${photo.width}" height="${photo.height}" ${i > 0 && html`loading="lazy"`} sizes="(width < 900px) 100vw, 560px"
                src="${apiUrl(photo.urls.card)}" srcset="${apiUrl(photo.urls.card)} 800w, ${apiUrl(photo.urls.full)} 1600w" />
            </button>`,
          )}
        </div>
        ${
          count > 1 &&
          html`<button type="button" class="gallery-step previous" data-step="-1" aria-label="${t('gallery.previous')}"><ui-icon name="left"></ui-icon></button>
          <button type="button" class="gallery-step next" data-step="1" aria-label="${t('gallery.next')}"><ui-icon name="right"></ui-icon></button>
          <p class="gallery-count" aria-live="polite"><span class="hidden-visually">${t('gallery.label')} </span><span data-now>1</span> / ${count}</p>`
        }
      </div>`,
    );
    const strip = this.querySelector('.gallery-strip');
    if (!(strip instanceof HTMLElement)) return;
    const current = () => Math.round(strip.scrollLeft / Math.max(1, strip.clientWidth));
    strip.addEventListener(
      'scroll',
      () => {
        const now = this.querySelector('[data-now]');
        const text = String(current() + 1);
        if (now && now.textContent !== text) now.textContent = text;
      },
      { passive: true, signal },
    );
    delegate(
      this,
      'click',
      '[data-step]',
      (button) => {
        const to = (current() + Number(button.dataset.step) + count) % count;
        strip.scrollTo({ left: to * strip.clientWidth, behavior: 'smooth' });
      },
      signal,
    );
    delegate(
      this,
      'click',
      '[data-index]',
      (button) => {
        const index = Number(button.dataset.index);
        const photo = photos[index];
        if (!photo) return;
        const label = t('gallery.photo', { title, index: index + 1, count });
        openDialog({
          title: label,
          className: 'lightbox',
          signal,
          body: html`<img alt="${label}" src="${apiUrl(photo.urls.full)}" width="${photo.width}" height="${photo.height}" />`,
        });
      },
      signal,
    );
  }
}

customElements.define('photo-gallery', PhotoGallery);
