import { inputOf, setFieldError } from '../../lib/form.js';
import { find, html } from '../../lib/html.js';
import { parseWon, t } from '../../lib/i18n.js';
import { ApiError, isAbort, NetworkError } from '../../lib/problem.js';
import { suggestInto } from '../../parts/suggestions.js';
import { isIsbn } from '../posts/post-words.js';
import { editionsWith, editionWithIsbn, isCalled } from './editions.js';
import { fairPrice, isFarAbove } from './prices.js';

/** @typedef {import('../../lib/types.js').Edition} Edition */
/** @typedef {'isbn' | 'book_title' | 'author' | 'publisher'} Field */

/** As long as keys follow each other faster than this, nothing is asked. */
const PAUSE_MS = 250;

/** What the fields of the form are called, and where an edition has them. */
/** @type {Record<Field, {label: string, of: (edition: Edition) => string}>} */
const FIELDS = {
  isbn: { label: 'post.isbn', of: (edition) => edition.isbn ?? '' },
  book_title: { label: 'post.book-title', of: (edition) => edition.title },
  author: { label: 'post.author', of: (edition) => edition.author ?? '' },
  publisher: { label: 'post.publisher', of: (edition) => edition.publisher ?? '' },
};
/** @type {Field[]} */
const WITH_ISBN = ['book_title', 'author', 'publisher'];
/** @type {Field[]} */
const WITH_TITLE = ['isbn', 'author', 'publisher'];

/** @type {import('../../parts/suggestions.js').Source<Edition>} */
const SEEN = {
  ask: editionsWith,
  text: (edition) => edition.title,
  show: ({ title, author, publisher, on_sale }) => {
    const by = [author, publisher].filter(Boolean).join(' · ');
    return html`<span class="suggestion-text">${title}${by && html`<span class="suggestion-by">${by}</span>`}</span>
      ${on_sale > 0 && html`<span class="suggestion-posts">${t('suggestion.posts', { count: on_sale })}</span>`}`;
  },
};

/** The line below the ISBN. It is as high as its button before that shows, so that nothing moves. */
export const editionNote = () => html`<div class="edition-note">
  <p class="hint" role="status" data-edition-note>${t('book.isbn-hint')}</p>
  <button type="button" class="button quiet" data-edition-undo hidden>${t('book.undo')}</button>
</div>`;

/**
 * Fills the book's part of a post's form from editions that the market has seen, by ISBN or by a title that is
 * chosen, and tells beside the price what the book goes for. It never touches what somebody typed: a field is
 * filled when it is empty or still holds what was filled in before.
 */
export class EditionFill {
  #form;
  #signal;
  #isOffered;
  /** @type {Map<Field, string>} what was filled in */
  #filled = new Map();
  /** @type {Map<Field, string>} what stood there before the last time */
  #before = new Map();
  /** The ISBN that was looked up last: leaving its field asks nothing anew, and does not fill what was undone. */
  #answered = '';
  /** @type {Edition | null} */
  #edition = null;
  #asking = new AbortController();
  #timer = 0;

  /**
   * @param {HTMLFormElement} form
   * @param {object} options
   * @param {boolean} options.isOffered the book on sale may be the form's own: then what is on sale tells nothing
   * @param {AbortSignal} options.signal
   */
  constructor(form, { isOffered, signal }) {
    this.#form = form;
    this.#signal = signal;
    this.#isOffered = isOffered;
    const on = (
      /** @type {Element} */ target,
      /** @type {string} */ type,
      /** @type {() => void} */ handler,
    ) => target.addEventListener(type, handler, { signal });
    on(this.#control('isbn'), 'input', () => {
      this.#stop();
      this.#timer = setTimeout(() => this.#readIsbn(false), PAUSE_MS);
    });
    on(this.#control('isbn'), 'change', () => {
      clearTimeout(this.#timer);
      this.#readIsbn(true);
    });
    for (const name of /** @type {Field[]} */ (['book_title', 'author'])) {
      on(this.#control(name), 'change', () => this.#readTitle());
    }
    on(find(form, 'input[name="price"]', HTMLInputElement), 'input', () => this.#showPrice());
    on(this.#undoButton, 'click', () => this.#undo());
    signal.addEventListener('abort', () => this.#stop());
    suggestInto(find(form, 'form-field[name="book_title"]', HTMLElement), {
      source: SEEN,
      take: (edition) => this.#take(edition),
      signal,
    });
    // What the form began with was filled in before, or is the post's own.
    this.#ask(() => this.#editionInForm());
  }

  /** @param {Field} name */
  #control(name) {
    return inputOf(this.#form, name);
  }

  /** @param {Field} name */
  #value(name) {
    return this.#control(name).value.trim();
  }

  get #undoButton() {
    return find(this.#form, '[data-edition-undo]', HTMLButtonElement);
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#asking.abort();
  }

  /**
   * @param {boolean} isDone the field was left: what is there is meant to be whole
   */
  #readIsbn(isDone) {
    const typed = this.#value('isbn');
    const { length } = typed.replace(/[\s-]/g, '');
    // The first ten digits of thirteen may look like an ISBN-10.
    const isWhole = isDone || length >= 13 || (length === 10 && !/^97[89]/.test(typed));
    if (typed !== '' && !isWhole) return;
    if (typed === '') return this.#readTitle();
    if (typed === this.#answered) return;
    if (isIsbn(typed)) {
      return this.#ask(async () => {
        const edition = await editionWithIsbn(typed, this.#asking.signal);
        this.#answered = typed;
        return edition;
      }, WITH_ISBN);
    }
    setFieldError(this.#form, 'isbn', t(length === 10 || length === 13 ? 'fault.invalid-isbn' : 'rule.isbn'));
  }

  /** A title alone changes what the price is compared with, and fills nothing. */
  #readTitle() {
    if (isIsbn(this.#value('isbn'))) return;
    this.#ask(() => this.#editionInForm());
  }

  async #editionInForm() {
    const { signal } = this.#asking;
    if (isIsbn(this.#value('isbn'))) return editionWithIsbn(this.#value('isbn'), signal);
    const [title, author] = [this.#value('book_title'), this.#value('author')];
    if (title === '') return null;
    return (await editionsWith(title, signal)).find((edition) => isCalled(edition, title, author)) ?? null;
  }

  /**
   * @param {() => Promise<Edition | null>} find_
   * @param {Field[]} [fields] to fill
   */
  async #ask(find_, fields = []) {
    this.#stop();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    try {
      const edition = await find_();
      if (signal.aborted || this.#signal.aborted) return;
      this.#edition = edition;
      if (fields.length > 0) this.#fill(edition, fields);
      this.#showPrice();
    } catch (error) {
      if (isAbort(error) || signal.aborted) return;
      // The form works without.
      if (!(error instanceof ApiError || error instanceof NetworkError)) throw error;
    }
  }

  /** @param {Edition} edition chosen among those suggested, whose title is in its field already */
  #take(edition) {
    this.#stop();
    this.#edition = edition;
    this.#fill(edition, WITH_TITLE);
    this.#showPrice();
  }

  /**
   * @param {Edition | null} edition null for a book that is new here: what was filled in is of another one
   * @param {Field[]} fields
   */
  #fill(edition, fields) {
    /** @type {Map<Field, string>} */
    const before = new Map();
    for (const name of fields) {
      const control = this.#control(name);
      const value = edition ? FIELDS[name].of(edition) : '';
      const isFree = control.value.trim() === '' || control.value === this.#filled.get(name);
      if (!isFree || control.value === value) continue;
      before.set(name, control.value);
      this.#put(name, value);
      this.#filled.set(name, value);
    }
    this.#changed(before);
    const names = [...before.keys()].filter((name) => this.#value(name) !== '');
    if (!edition) this.#tell(t('book.unknown'), false);
    else if (names.length === 0) this.#tell(t('book.known'), false);
    else
      this.#tell(t('book.filled', { fields: names.map((name) => t(FIELDS[name].label)).join(', ') }), true);
  }

  #undo() {
    for (const [name, value] of this.#before) {
      this.#put(name, value);
      this.#filled.delete(name);
    }
    this.#answered = '';
    const first = this.#before.has('isbn') ? 'book_title' : 'isbn';
    this.#changed(new Map());
    this.#tell(t('book.undone'), false);
    this.#control(first).focus();
    this.#ask(() => this.#editionInForm());
  }

  /**
   * @param {Field} name
   * @param {string} value
   */
  #put(name, value) {
    this.#control(name).value = value;
    setFieldError(this.#form, name, '');
    // What is in there has to be seen.
    if (value) this.#control(name).closest('details')?.setAttribute('open', '');
  }

  /** @param {Map<Field, string>} before */
  #changed(before) {
    this.#before = before;
    this.#form.dispatchEvent(new Event('change')); // the draft is kept
  }

  /**
   * @param {string} text
   * @param {boolean} canUndo
   */
  #tell(text, canUndo) {
    find(this.#form, '[data-edition-note]', HTMLElement).textContent = text;
    this.#undoButton.hidden = !canUndo;
  }

  #showPrice() {
    const field = find(this.#form, 'form-field[name="price"]', HTMLElement);
    const typed = parseWon(find(field, 'input', HTMLInputElement).value);
    const edition = this.#isOffered && this.#edition ? { ...this.#edition, on_sale: 0 } : this.#edition;
    const fair = fairPrice(edition);
    const isHigh = fair !== '' && isFarAbove(edition, typed);
    const hint = find(field, '.hint', HTMLElement);
    const text = [isHigh && t('book.far-above'), fair || t('write.price-hint')].filter(Boolean).join(' ');
    hint.setAttribute('aria-live', 'polite');
    hint.classList.toggle('is-high', isHigh);
    // Only what has changed is read out.
    if (hint.textContent !== text) hint.textContent = text;
  }
}
