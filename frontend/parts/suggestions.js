import * as api from '../lib/api.js';
import { delegate, find, html, marked, render } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { ApiError, isAbort, NetworkError } from '../lib/problem.js';

/** @typedef {import('../lib/types.js').Suggestion} Suggestion */

/** As long as keys follow each other faster than this, nothing is asked. */
const PAUSE_MS = 120;

/**
 * What the suggestions need beside the box, which names the list in `aria-controls`.
 * @param {string} id of the list
 * @param {string} label
 */
export const suggestionList = (id, label) => html`
  <ul id="${id}" class="suggestions" role="listbox" aria-label="${label}" hidden></ul>
  <p class="hidden-visually" role="status" data-suggested></p>`;

/**
 * Where suggestions come from and what they look like.
 * @template T
 * @typedef {object} Source
 * @property {(typed: string, signal: AbortSignal) => Promise<T[]>} ask
 * @property {(item: T) => string} text what stands in the box once it is chosen
 * @property {(item: T) => import('../lib/html.js').Markup} show the inside of the option
 */

/**
 * What is on the market, by the API's own suggestions.
 * @param {string} [kind] the one that is suggested; a search box's otherwise
 * @returns {Source<Suggestion>}
 */
export const marketSource = (kind) => ({
  ask: async (q, signal) => (await api.get('/search/suggest', { query: { q, kind }, signal })).items,
  text: (item) => item.text,
  show: (item) => html`<span class="suggestion-text">${marked(item.text, item.ranges)}</span>
    ${!kind && html`<span class="chip">${t(`suggestion.${item.kind}`)}</span>`}
    ${item.posts > 0 && html`<span class="suggestion-posts">${t('suggestion.posts', { count: item.posts })}</span>`}`,
});

/**
 * The input of a form that is completed with what others have written there: `wireSuggestFields` does it.
 * @param {object} options
 * @param {string} options.name
 * @param {'major' | 'course'} options.kind
 * @param {number} options.max characters
 * @param {string | null} [options.value]
 */
export const suggestField = ({
  name,
  kind,
  max,
  value,
}) => html`<div class="suggested" data-suggest="${kind}">
    <input type="text" name="${name}" value="${value ?? ''}" maxlength="${max}" autocomplete="off"
      role="combobox" aria-autocomplete="list" aria-expanded="false" aria-controls="suggestions-${name}" />
    ${suggestionList(`suggestions-${name}`, t('suggestion.list'))}
  </div>`;

/**
 * @param {HTMLElement} root holds suggestFields
 * @param {AbortSignal} signal
 */
export function wireSuggestFields(root, signal) {
  for (const field of root.querySelectorAll('[data-suggest]')) {
    if (field instanceof HTMLElement)
      suggestInto(field, { source: marketSource(field.dataset.suggest), signal });
  }
}

/**
 * Completions while one types: a combobox with a listbox. The focus stays in the box; which option is the
 * current one is told by `aria-activedescendant`.
 * @template T
 * @param {HTMLElement} root holds the box and the list
 * @param {object} options
 * @param {Source<T>} options.source
 * @param {(item: T) => void} [options.take] what was chosen; it stands in the box already
 * @param {AbortSignal} options.signal
 */
export function suggestInto(root, { source, take, signal }) {
  const box = find(root, '[role="combobox"]', HTMLInputElement);
  const list = find(root, '[role="listbox"]', HTMLUListElement);
  const status = find(root, '[data-suggested]', HTMLElement);
  /** @type {T[]} */
  let items = [];
  let current = -1;
  let asking = new AbortController();
  let timer = 0;
  let choosing = false;

  const isOpen = () => !list.hidden;

  /** @param {number} index -1 for none: Enter then searches for what was typed */
  function select(index) {
    current = index;
    for (const [i, option] of [...list.children].entries()) {
      option.setAttribute('aria-selected', String(i === index));
    }
    const option = list.children[index];
    if (!option) return box.removeAttribute('aria-activedescendant');
    box.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  }

  /** @param {T[]} found */
  function show(found) {
    items = found;
    render(
      list,
      html`${found.map((item, index) => html`<li id="${list.id}-${index}" class="suggestion" role="option" aria-selected="false">${source.show(item)}</li>`)}`,
    );
    list.hidden = found.length === 0;
    list.scrollTop = 0;
    box.setAttribute('aria-expanded', String(isOpen()));
    status.textContent = found.length > 0 ? t('market.suggested', { count: found.length }) : '';
    select(-1);
  }

  /** Also drops the answer that is still on its way. */
  function close() {
    clearTimeout(timer);
    asking.abort();
    show([]);
  }

  async function ask() {
    clearTimeout(timer);
    asking.abort();
    const q = box.value.replace(/\s+/gu, ' ').trim();
    if (!q) return show([]);
    asking = new AbortController();
    const { signal: mine } = asking;
    try {
      const found = await source.ask(q, mine);
      if (!mine.aborted) show(found);
    } catch (error) {
      if (isAbort(error) || mine.aborted) return;
      // What is typed is for something else, which will tell what is wrong; it works without suggestions.
      if (!(error instanceof ApiError || error instanceof NetworkError)) throw error;
      show([]);
    }
  }

  /** @param {number} index */
  function choose(index) {
    const item = items[index];
    if (!item) return;
    box.value = source.text(item);
    close();
    // For whoever follows what is typed into the form, and what it comes to.
    choosing = true;
    for (const type of ['input', 'change']) box.dispatchEvent(new Event(type, { bubbles: true }));
    choosing = false;
    take?.(item);
  }

  /** @param {number} step */
  function move(step) {
    if (!isOpen()) {
      ask();
      return;
    }
    // One place more than there are options: the box itself, between the last and the first.
    const places = items.length + 1;
    select(((current + 1 + step + places) % places) - 1);
  }

  // `input` comes for every jamo while a syllable is being composed, which is when suggestions help most.
  box.addEventListener(
    'input',
    () => {
      if (choosing) return;
      clearTimeout(timer);
      asking.abort();
      timer = setTimeout(ask, PAUSE_MS);
    },
    { signal },
  );
  box.addEventListener(
    'keydown',
    (event) => {
      // These keys belong to the input method. Some browsers send Enter just after the composition, as key 229.
      if (event.isComposing || event.keyCode === 229) {
        if (event.key === 'Enter') event.preventDefault();
        return;
      }
      if (event.key === 'ArrowDown') move(1);
      else if (event.key === 'ArrowUp') move(-1);
      else if (event.key === 'Escape' && isOpen()) close();
      else if (event.key === 'Enter' && current >= 0) choose(current);
      else return;
      event.preventDefault();
    },
    { signal },
  );
  box.addEventListener('blur', close, { signal });
  box.form?.addEventListener('submit', close, { signal });
  // Pressing an option must not take the focus from the box, which would close the list before the click.
  list.addEventListener('pointerdown', (event) => event.preventDefault(), { signal });
  list.addEventListener('mousedown', (event) => event.preventDefault(), { signal });
  const indexOf = (/** @type {Element} */ option) => [...list.children].indexOf(option);
  delegate(list, 'pointermove', '[role="option"]', (option) => select(indexOf(option)), signal);
  delegate(list, 'click', '[role="option"]', (option) => choose(indexOf(option)), signal);
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    asking.abort();
  });
}
