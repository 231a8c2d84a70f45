import * as api from '../../lib/api.js';
import { delegate, find, html, render, toast } from '../../lib/html.js';
import { lang, t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { describe, isAbort, newKey } from '../../lib/problem.js';
import { replaceBroken } from '../../parts/pictures.js';
import { preparePhoto } from './photo-file.js';
import { MAX_PHOTOS } from './post-words.js';

/** @typedef {import('../../lib/types.js').Photo} Photo */
/**
 * @typedef {object} Item a photo on its way, there, or failed
 * @property {string} key also the Idempotency-Key of its upload
 * @property {string} source where its preview is
 * @property {File | null} file
 * @property {Photo | null} photo once the server has it
 * @property {number} progress 0 to 1
 * @property {string} error
 * @property {AbortController} [stop] of its upload: it ends with the page, and when the photo is taken away
 */

/**
 * Those of a picker that has gone because its page is drawn in the other language: a draft keeps what the server has, and a
 * file only this window.
 * @type {{place: string, items: Item[]} | null}
 */
let carried = null;
/** An edited post is read anew first. */
const CARRIED_MS = 10_000;

/** Whose photos, and of which post. */
const placeOf = () => JSON.stringify([me.get()?.id, location.hash]);

/**
 * `<photo-picker>`: chooses, uploads at once, orders and removes photos. Says `change` whenever the list of
 * finished photos is another one.
 */
export class PhotoPicker extends HTMLElement {
  /** @type {Item[]} */
  #items = [];
  #controller = new AbortController();
  /** @type {string | null} */
  #dragged = null;
  #language = lang();

  connectedCallback() {
    this.#controller = new AbortController();
    const { signal } = this.#controller;
    render(
      this,
      html`<ul class="photo-items"></ul><p class="hidden-visually" role="status" data-news></p>
        <input class="hidden-visually" type="file" accept="image/*" multiple tabindex="-1" aria-hidden="true" />`,
    );
    const input = find(this, 'input', HTMLInputElement);
    input.addEventListener('change', () => {
      this.#add([...(input.files ?? [])]);
      input.value = '';
    });
    delegate(this, 'click', '[data-add]', () => input.click(), signal);
    delegate(
      this,
      'click',
      '[data-move]',
      (button) => this.#move(button.dataset.key ?? '', Number(button.dataset.move)),
      signal,
    );
    delegate(this, 'click', '[data-remove]', (button) => this.#remove(button.dataset.remove ?? ''), signal);
    delegate(this, 'click', '[data-retry]', (button) => this.#retry(button.dataset.retry ?? ''), signal);
    this.#wireDragging(signal);
    replaceBroken(this, signal);
    this.#draw();
  }

  disconnectedCallback() {
    this.#controller.abort();
    const items = this.#items;
    for (const item of items) item.stop?.abort();
    const drop = () => {
      for (const item of items) this.#forget(item);
    };
    if (lang() === this.#language) return drop();
    const mine = { place: placeOf(), items };
    carried = mine;
    setTimeout(() => {
      if (carried !== mine) return; // taken by the page that was drawn anew
      carried = null;
      drop();
    }, CARRIED_MS);
  }

  /** @param {Photo[]} photos that the server already has */
  set photos(photos) {
    const mine = carried?.place === placeOf() ? carried.items : [];
    if (mine.some((item) => !item.photo)) {
      carried = null;
      this.#items = mine;
    } else {
      this.#items = photos.map((photo) => ({
        key: newKey(),
        source: api.apiUrl(photo.urls.thumb),
        file: null,
        photo,
        progress: 1,
        error: '',
      }));
    }
    for (const item of this.#items) if (!item.photo) this.#upload(item);
    this.#draw();
  }

  /** @returns {Photo[]} */
  get photos() {
    return this.#items.flatMap((item) => (item.photo ? [item.photo] : []));
  }

  get isUploading() {
    return this.#items.some((item) => !item.photo && !item.error);
  }

  get hasFailed() {
    return this.#items.some((item) => item.error);
  }

  /** @param {File[]} files */
  #add(files) {
    const room = MAX_PHOTOS - this.#items.length;
    if (files.length > room) toast(t('photo.too-many'), 'error');
    const added = files.slice(0, room).map((file) => ({
      key: newKey(),
      source: URL.createObjectURL(file),
      file,
      photo: null,
      progress: 0,
      error: '',
    }));
    this.#items.push(...added);
    this.#draw();
    for (const item of added) this.#upload(item);
  }

  /** @param {Item} item */
  async #upload(item) {
    if (!item.file) return;
    item.stop = new AbortController();
    const { signal } = item.stop;
    item.error = '';
    item.progress = 0;
    try {
      const body = await preparePhoto(item.file);
      item.photo = await api.upload('/photos', body, {
        key: item.key,
        signal,
        onProgress: (share) => {
          item.progress = share;
          this.#drawProgress(item);
        },
      });
    } catch (error) {
      if (isAbort(error)) return;
      item.error = describe(error);
    }
    if (!this.#items.includes(item)) return;
    this.#draw();
    this.#changed();
  }

  /** @param {string} key */
  #retry(key) {
    const item = this.#items.find((one) => one.key === key);
    if (!item) return;
    this.#upload(item);
    this.#draw();
  }

  /** @param {string} key */
  #remove(key) {
    const item = this.#items.find((one) => one.key === key);
    if (!item) return;
    const at = this.#items.indexOf(item);
    this.#items.splice(at, 1);
    this.#forget(item);
    this.#draw();
    this.#changed();
    const next = this.#items[Math.min(at, this.#items.length - 1)];
    this.#focus(next ? `[data-remove="${next.key}"]` : '[data-add]');
  }

  /**
   * @param {string} key
   * @param {number} by
   */
  #move(key, by) {
    const from = this.#items.findIndex((item) => item.key === key);
    this.#moveTo(from, from + by);
    this.#focus(`[data-key="${key}"][data-move="${by}"]:not([disabled])`);
  }

  /**
   * @param {number} from
   * @param {number} to
   */
  #moveTo(from, to) {
    const [item] = this.#items.splice(from, 1);
    if (!item) return;
    this.#items.splice(Math.max(0, Math.min(to, this.#items.length)), 0, item);
    this.#draw();
    this.#changed();
    find(this, '[data-news]', HTMLElement).textContent = t('photo.moved', {
      index: this.#items.indexOf(item) + 1,
    });
  }

  /** @param {string} selector */
  #focus(selector) {
    const target = this.querySelector(selector) ?? this.querySelector('button');
    if (target instanceof HTMLElement) target.focus();
  }

  /** @param {Item} item */
  #forget(item) {
    item.stop?.abort();
    if (item.source.startsWith('blob:')) URL.revokeObjectURL(item.source);
  }

  #changed() {
    this.dispatchEvent(new CustomEvent('change', { bubbles: true }));
  }

  /** Photos are dragged among themselves; files are dragged in from outside. @param {AbortSignal} signal */
  #wireDragging(signal) {
    delegate(
      this,
      'dragstart',
      '[data-item]',
      (element) => {
        this.#dragged = element.dataset.item ?? null;
        element.classList.add('dragged');
      },
      signal,
    );
    this.addEventListener(
      'dragend',
      () => {
        this.#dragged = null;
        this.#draw();
      },
      { signal },
    );
    this.addEventListener('dragover', (event) => event.preventDefault(), { signal });
    this.addEventListener(
      'drop',
      (event) => {
        event.preventDefault();
        const files = [...(event.dataTransfer?.files ?? [])];
        if (files.length > 0) return this.#add(files);
        const over = event.target instanceof Element ? event.target.closest('[data-item]') : null;
        const from = this.#items.findIndex((item) => item.key === this.#dragged);
        const to = this.#items.findIndex(
          (item) => over instanceof HTMLElement && item.key === over.dataset.item,
        );
        if (from >= 0 && to >= 0 && from !== to) this.#moveTo(from, to);
      },
      { signal },
    );
  }

  #draw() {
    const list = this.querySelector('ul');
    if (!list) return;
    const count = this.#items.length;
    render(
      list,
      html`<li class="photo-add">
          <button type="button" data-add ${count >= MAX_PHOTOS && html`disabled`}>
            <ui-icon name="camera"></ui-icon><span>${t('photo.add')}</span><span class="muted">${t('photo.count', { count })}</span>
          </button>
        </li>
        ${this.#items.map((item, i) => this.#itemView(item, i))}`,
    );
    for (const item of this.#items) this.#drawProgress(item);
  }

  /**
   * @param {Item} item
   * @param {number} i
   */
  #itemView(item, i) {
    const index = i + 1;
    return html`<li class="photo-item ${item.error && 'failed'}" draggable="true" data-item="${item.key}">
      <img src="${item.source}" alt="${t('photo.label', { index })}" />
      ${i === 0 && html`<span class="chip good photo-cover">${t('photo.cover')}</span>`}
      ${!item.photo && !item.error && html`<progress max="100" value="0" aria-label="${t('photo.label', { index })}"></progress>`}
      ${
        item.error &&
        html`<p class="photo-error" role="alert">${item.error}</p>
          <button type="button" class="button" data-retry="${item.key}" aria-label="${t('photo.retry', { index })}">${t('action.retry')}</button>`
      }
      <span class="photo-buttons">
        <button type="button" class="icon-button" data-move="-1" data-key="${item.key}" ${i === 0 && html`disabled`} aria-label="${t('photo.earlier', { index })}"><ui-icon name="left"></ui-icon></button>
        <button type="button" class="icon-button" data-remove="${item.key}" aria-label="${t('photo.remove', { index })}"><ui-icon name="trash"></ui-icon></button>
        <button type="button" class="icon-button" data-move="1" data-key="${item.key}" ${index === this.#items.length && html`disabled`} aria-label="${t('photo.later', { index })}"><ui-icon name="right"></ui-icon></button>
      </span>
    </li>`;
  }

  /** @param {Item} item */
  #drawProgress(item) {
    const bar = this.querySelector(`[data-item="${item.key}"] progress`);
    if (!(bar instanceof HTMLProgressElement)) return;
    const percent = Math.round(item.progress * 100);
    bar.value = percent;
    bar.textContent = t('photo.progress', { percent });
  }
}

customElements.define('photo-picker', PhotoPicker);
