import * as api from '../../lib/api.js';
import { delegate, find } from '../../lib/dom.js';
import { handleForm } from '../../lib/form.js';
import { number, parseWon } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { OnceOnly } from '../../lib/idempotency.js';
import * as me from '../../lib/me.js';
import { Page } from '../../lib/page.js';
import { replace } from '../../lib/router.js';
import { toast } from '../../lib/toast.js';
import { chosenSegment } from '../../parts/segments.js';
import { wireSuggestFields } from '../../parts/suggestions.js';
import { EditionFill } from '../books/edition-fill.js';
import { dropDraft, keepDraft, recallDraft } from './draft.js';
import { PhotoPicker } from './photo-picker.js';
import { postFormView } from './post-form-view.js';
import { isIsbn, MAX_PRICE } from './post-words.js';
import { scanIsbn } from './scan-dialog.js';

/** @typedef {import('../../lib/types.js').Post} Post */

const TEXTS = [
  'title',
  'book_title',
  'author',
  'publisher',
  'edition',
  'isbn',
  'price',
  'place',
  'course_name',
  'professor',
  'major',
  'description',
];

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
      this.#show(valuesOf(this.#post), this.#post.condition_flags, this.#post.photos, false);
    });
  }

  missing() {
    return t('post.missing');
  }

  #showNew() {
    const draft = recallDraft(me.get()?.username ?? '');
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

    if (!post) {
      const save = () =>
        keepDraft({
          values: read(form),
          flags: checked(form),
          photos: picker.photos,
          username: me.get()?.username ?? '',
        });
      form.addEventListener('input', save, { signal: this.signal });
      form.addEventListener('change', save, { signal: this.signal });
      delegate(
        this,
        'click',
        '[data-drop-draft]',
        () => {
          dropDraft();
          this.#showNew();
          find(this, 'h1', HTMLElement).focus();
        },
        this.signal,
      );
    }
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
  async #save(form, picker) {
    const body = bodyOf(read(form), checked(form), picker.photos);
    const post = this.#post;
    const saved = post
      ? await this.#saveChanges(post, body)
      : await this.#once.run(body, (key) => api.post('/posts', body, { key }));
    if (!post) dropDraft();
    toast(t('write.saved'), 'success');
    replace(`#/posts/${saved.id}`);
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

/** @param {Post} post @returns {Record<string, string>} */
function valuesOf(post) {
  return {
    title: post.title,
    book_title: post.book.title,
    author: post.book.author ?? '',
    publisher: post.book.publisher ?? '',
    edition: post.book.edition ?? '',
    isbn: post.book.isbn ?? '',
    price: number(post.price),
    condition: post.condition,
    place: post.place,
    course_name: post.course?.name ?? '',
    professor: post.course?.professor ?? '',
    major: post.major ?? '',
    description: post.description ?? '',
  };
}

/** @param {HTMLFormElement} form @returns {Record<string, string>} */
function read(form) {
  const data = new FormData(form);
  /** @type {Record<string, string>} */
  const values = { condition: chosenSegment(form, 'condition') };
  for (const name of TEXTS) {
    // Locked controls are not in FormData, but their values are still the post's.
    const control = form.querySelector(`input[name="${name}"], textarea[name="${name}"]`);
    const value =
      control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement
        ? control.value
        : data.get(name);
    values[name] = String(value ?? '').trim();
  }
  return values;
}

/** @param {HTMLFormElement} form */
function checked(form) {
  return [...form.querySelectorAll('input[name="flag"]:checked')].map(
    (box) => /** @type {HTMLInputElement} */ (box).value,
  );
}

/** @param {Record<string, string>} values @returns {Record<string, string>} */
function faults(values) {
  /** @type {Record<string, string>} */
  const errors = {};
  const price = parseWon(values.price ?? '');
  if (!values.title) errors.title = t('rule.title');
  if (!values.book_title) errors.book_title = t('rule.book-title');
  if (values.isbn && !isIsbn(values.isbn)) errors.isbn = t('rule.isbn');
  if (!values.condition) errors.condition = t('rule.condition');
  if (price === null) errors.price = t('rule.price');
  else if (price > MAX_PRICE) errors.price = t('rule.price-max');
  if (!values.place) errors.place = t('rule.place');
  if (values.professor && !values.course_name) errors.course_name = t('rule.required');
  return errors;
}

/** @param {PhotoPicker} picker @returns {Record<string, string>} */
function photoFaults(picker) {
  if (picker.isUploading) return { photos: t('write.uploading') };
  return picker.hasFailed ? { photos: t('write.failed-photos') } : {};
}

/**
 * The request's body. What was left empty is left out.
 * @param {Record<string, string>} values
 * @param {string[]} flags
 * @param {import('../../lib/types.js').Photo[]} photos
 * @returns {Record<string, unknown>}
 */
function bodyOf(values, flags, photos) {
  const filled = (/** @type {Record<string, string | undefined>} */ fields) =>
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value));
  const { author, publisher, edition, isbn } = values;
  return {
    title: values.title,
    book: {
      title: values.book_title,
      ...filled({ author, publisher, edition, isbn: isbn?.replace(/[\s-]/g, '') }),
    },
    price: parseWon(values.price ?? ''),
    condition: values.condition,
    condition_flags: flags,
    place: values.place,
    ...filled({ description: values.description, major: values.major }),
    ...(values.course_name
      ? { course: { name: values.course_name, ...filled({ professor: values.professor }) } }
      : {}),
    photo_ids: photos.map((photo) => photo.id),
  };
}

/**
 * Only what differs, since the price and the book of a reserved post may not be sent at all. What was emptied is sent as null.
 * @param {Record<string, unknown>} body
 * @param {Post} post
 */
function changes(body, post) {
  const before = bodyOf(valuesOf(post), post.condition_flags, post.photos);
  /** @type {Record<string, unknown>} */
  const changed = {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(body)])) {
    const value = body[name] ?? null;
    if (JSON.stringify(value) !== JSON.stringify(before[name] ?? null)) changed[name] = value;
  }
  return changed;
}

customElements.define('post-form-page', PostFormPage);
