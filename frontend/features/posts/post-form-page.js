import * as api from '../../lib/api.js';
import { handleForm, setFieldError } from '../../lib/form.js';
import { delegate, find, html, toast } from '../../lib/html.js';
import { number, parseWon, t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { Page } from '../../lib/page.js';
import { OnceOnly } from '../../lib/problem.js';
import { wireSuggestFields } from '../../parts/suggestions.js';
import { replace } from '../../routes.js';
import { EditionFill } from '../books/edition-fill.js';
import { dropChanges, dropDraft, keepChanges, keepDraft, recallChanges, recallDraft } from './draft.js';
import { PhotoPicker } from './photo-picker.js';
import { bodyOf, changes, checked, faults, photoFaults, read, valuesOf } from './post-form-values.js';
import { postFormView } from './post-form-view.js';
import { scanIsbn } from './scan-dialog.js';

/** @typedef {import('../../lib/types.js').Post} Post */

/** Which control a fault of the API belongs to, where the names differ. */
const POINTERS = {
  '/book/title': 'book_title',
  '/book/author': 'author',
  '/book/publisher': 'publisher',
  '/book/edition': 'edition',
  '/book/isbn': 'isbn',
  '/book': 'book_title',
  '/course/name': 'course_name',
  '/course/professor': 'professor',
  '/course': 'course_name',
  '/photo_ids': 'photos',
};

/** 게시글 작성, and editing. */
export class PostFormPage extends Page {
  /** @type {Post | null} what is edited; null for a new post */
  #post = null;
  #once = new OnceOnly();

  open() {
    const id = this.params.id;
    if (!id) return this.#showNew();
    this.draw(
      html`<div class="page-head"><h1>${t('write.edit-title')}</h1></div><div class="card skeleton form-skeleton"></div>`,
    );
    this.load(async () => {
      this.#post = await api.get(`/posts/${encodeURIComponent(id)}`, { signal: this.signal });
      if (!this.#post?.mine) return replace(`#/posts/${id}`);
      this.#showChanging(this.#post);
    });
  }

  missing() {
    return t('post.missing');
  }

  #showNew() {
    const draft = recallDraft(me.get()?.username ?? '');
    this.#once = new OnceOnly(draft?.sent);
    this.#show(
      draft?.values ?? { major: me.get()?.major ?? '' },
      draft?.flags ?? [],
      draft?.photos ?? [],
      Boolean(draft),
    );
    // Somebody looked for this book and did not find it.
    const isbn = this.query.get('isbn');
    if (isbn) setIsbn(find(this, 'form', HTMLFormElement), isbn);
  }

  /** @param {Post} post */
  #showChanging(post) {
    const changes = recallChanges(post.seller.username, post);
    // Of a reserved post some may not be changed any more.
    const draft = post.status === 'reserved' ? null : changes;
    this.#show(
      draft?.values ?? valuesOf(post),
      draft?.flags ?? post.condition_flags,
      draft?.photos ?? post.photos,
      Boolean(draft),
    );
  }

  /**
   * @param {Record<string, string>} values
   * @param {string[]} flags
   * @param {import('../../lib/types.js').Photo[]} photos
   * @param {boolean} restored
   */
  #show(values, flags, photos, restored) {
    const post = this.#post;
    this.draw(
      postFormView({
        title: t(post ? 'write.edit-title' : 'write.title'),
        values,
        flags,
        restored,
        changing: Boolean(post),
        frozen: post?.status === 'reserved',
        cancel: post ? `#/posts/${post.id}` : '#/posts',
      }),
    );
    const form = find(this, 'form', HTMLFormElement);
    const picker = find(form, 'photo-picker', PhotoPicker);
    picker.photos = photos;
    wireSuggestFields(form, this.signal);
    const price = find(form, 'input[name="price"]', HTMLInputElement);
    price.addEventListener('blur', () => {
      const amount = parseWon(price.value);
      if (amount !== null) price.value = number(amount);
    });

    const save = () => this.#keep(form, picker);
    form.addEventListener('input', save, { signal: this.signal });
    form.addEventListener('change', save, { signal: this.signal });
    // Once they have come, or are gone, it is not what is wrong any more.
    picker.addEventListener('change', () => photoFaults(picker).photos || setFieldError(form, 'photos', ''));
    delegate(
      this,
      'click',
      '[data-drop-draft]',
      () => {
        if (post) dropChanges();
        else dropDraft();
        if (post) this.#showChanging(post);
        else this.#showNew();
        find(this, 'h1', HTMLElement).focus();
      },
      this.signal,
    );
    // Who cancels doesn't want the changes; who merely leaves may.
    if (post) delegate(form, 'click', '[data-cancel]', dropChanges, this.signal);
    delegate(
      form,
      'click',
      '[data-scan]',
      async () => {
        const isbn = await scanIsbn(this.signal);
        if (isbn) setIsbn(form, isbn);
      },
      this.signal,
    );
    handleForm(form, {
      signal: this.signal,
      pointers: POINTERS,
      validate: () => ({ ...faults(read(form)), ...photoFaults(picker) }),
      submit: () => this.#save(form, picker),
    });
    const frozen = post?.status === 'reserved';
    if (!frozen) new EditionFill(form, { isOffered: post?.status === 'selling', signal: this.signal });
  }

  /**
   * @param {HTMLFormElement} form
   * @param {PhotoPicker} picker
   */
  #keep(form, picker) {
    const post = this.#post;
    const draft = {
      values: read(form),
      flags: checked(form),
      photos: picker.photos,
      username: me.get()?.username ?? '',
    };
    if (!post) return keepDraft({ ...draft, sent: this.#once.sent });
    const changed = changes(bodyOf(draft.values, draft.flags, draft.photos), post);
    if (Object.keys(changed).length > 0) keepChanges(draft, post);
    else dropChanges();
  }

  /**
   * @param {HTMLFormElement} form
   * @param {PhotoPicker} picker
   */
  async #save(form, picker) {
    const body = bodyOf(read(form), checked(form), picker.photos);
    const post = this.#post;
    const saved = post ? await this.#saveChanges(post, body) : await this.#create(form, picker, body);
    if (post) dropChanges();
    toast(t('write.saved'), 'success');
    this.goOn(`#/posts/${saved.id}`);
  }

  /**
   * @param {HTMLFormElement} form
   * @param {PhotoPicker} picker
   * @param {Record<string, unknown>} body
   * @returns {Promise<Post>}
   */
  async #create(form, picker, body) {
    let key = '';
    const created = await this.#once.run(body, (its) => {
      key = its;
      // Who leaves before the answer comes finds the draft here: sent from there it is the same post.
      this.#keep(form, picker);
      return api.post('/posts', body, { key });
    });
    dropDraft(key);
    return created;
  }

  /**
   * @param {Post} post
   * @param {Record<string, unknown>} body
   */
  #saveChanges(post, body) {
    const changed = changes(body, post);
    if (Object.keys(changed).length === 0) return Promise.resolve(post);
    return api.patch(`/posts/${post.id}`, { ...changed, version: post.version });
  }
}

/**
 * As if it had been typed, so that whatever listens to the form hears of it.
 * @param {HTMLFormElement} form
 * @param {string} isbn
 */
function setIsbn(form, isbn) {
  const input = find(form, 'input[name="isbn"]', HTMLInputElement);
  input.value = isbn;
  for (const type of ['input', 'change']) input.dispatchEvent(new Event(type, { bubbles: true }));
}

customElements.define('post-form-page', PostFormPage);
