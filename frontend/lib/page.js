import { pressWhenOnline } from './dom.js';
import { html, render } from './html.js';
import { t } from './i18n.js';
import { ApiError, isAbort, NetworkError } from './problem.js';
import { describe } from './words.js';

/**
 * A page: an element that lives as long as it is shown. Everything it starts hangs on `signal`, so leaving
 * the page ends its requests, listeners and timers, and no late answer draws into another page.
 */
export class Page extends HTMLElement {
  /** @type {Record<string, string>} from the route's path */
  params = {};
  query = new URLSearchParams();
  #controller = new AbortController();

  get signal() {
    return this.#controller.signal;
  }

  connectedCallback() {
    this.#controller = new AbortController();
    this.open();
  }

  disconnectedCallback() {
    this.#controller.abort();
  }

  /** Draws the page and starts what it needs. Must draw an h1 at once: the focus goes there. */
  open() {}

  /**
   * Replaces the page's content, and keeps the focus on the heading if it was there.
   * @param {import('./html.js').Markup} markup
   */
  draw(markup) {
    const onHeading = document.activeElement?.tagName === 'H1' && this.contains(document.activeElement);
    render(this, markup);
    const heading = this.querySelector('h1');
    if (onHeading && heading) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
  }

  /**
   * Loads what the page shows. When that fails, says why where `target` is and offers to try again.
   * @param {() => Promise<void>} work
   * @param {() => Element} [target]
   */
  async load(work, target = () => this) {
    try {
      await work();
    } catch (error) {
      if (isAbort(error) || this.signal.aborted) return;
      if (error instanceof ApiError && error.code === 'not-signed-in') return;
      if (!(error instanceof ApiError || error instanceof NetworkError)) throw error;
      const place = target();
      const missing = error instanceof ApiError && error.status === 404;
      const message = missing ? this.missing() : describe(error);
      // The page's own heading may be among what is replaced.
      const needsHeading = ![...this.querySelectorAll('h1')].some((heading) => !place.contains(heading));
      const heading = needsHeading
        ? html`<h1 class="empty-title">${message}</h1>`
        : html`<p class="empty-title">${message}</p>`;
      const body = html`
        <section class="card empty" role="alert">
          <giraffe-picture mood="sad"></giraffe-picture>
          ${heading}
          ${
            missing
              ? this.wayBack()
              : html`<button class="button primary" type="button" data-retry>${t('action.retry')}</button>`
          }
        </section>`;
      if (place === this) this.draw(body);
      else render(place, body);
      const retry = place.querySelector('[data-retry]');
      retry?.addEventListener('click', () => this.#retry(), { once: true });
      pressWhenOnline(retry, this.signal);
    }
  }

  /** @returns {string} what to say when the thing is not there */
  missing() {
    return t('error.not-found');
  }

  /** @returns {import('./html.js').Markup} where to go when the thing is not there */
  wayBack() {
    return html`<a class="button primary" href="#/posts">${t('action.back-to-list')}</a>`;
  }

  /** What "try again" does: the page starts over, without what it listened to before. */
  #retry() {
    this.#controller.abort();
    this.#controller = new AbortController();
    this.open();
  }
}
