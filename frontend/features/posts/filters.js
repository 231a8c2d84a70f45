import '../../parts/form-field.js';

import { openDialog } from '../../lib/dialog.js';
import { inputOf, setFieldError, textOf, typed } from '../../lib/form.js';
import { delegate, find, html, render } from '../../lib/html.js';
import { parseWon, t } from '../../lib/i18n.js';
import { segments } from '../../parts/segments.js';
import { suggestField, wireSuggestFields } from '../../parts/suggestions.js';
import { FILTERS, statusLabel } from './active-filters.js';
import { countText, facetCount, followFacets, sameName, showOptions } from './facets.js';
import { CONDITIONS, MAX_PRICE } from './post-words.js';

/** @typedef {import('../../lib/types.js').Facets} Facets */

/** What the sheet does not offer, but counts with. */
const GIVEN = ['q', 'isbn', 'seller'];
const PRICES = ['min_price', 'max_price'];
const NAMES = /** @type {const} */ (['major', 'course']);

/**
 * Shows the filters in a sheet.
 * @param {Record<string, string>} now
 * @param {AbortSignal} signal
 * @returns {Promise<Record<string, string> | null>} what was chosen ('' for what is off), null when it was closed
 */
export async function openFilters(now, signal) {
  /** @type {Record<string, string> | null} */
  let chosen = null;
  const closed = new AbortController();
  await openDialog({
    title: t('market.filters'),
    className: 'sheet filter-sheet',
    signal,
    body: sheet(now),
    opened: (dialog) => {
      const form = find(dialog, 'form', HTMLFormElement);
      wireSuggestFields(form, closed.signal);
      wireFacets(form, now, closed.signal);
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        for (const name of PRICES) {
          const fault = priceFault(textOf(form, name));
          if (fault) return setFieldError(form, name, fault);
        }
        const [min, max] = PRICES.map((name) => price(form, name));
        if (min && max && Number(min) > Number(max))
          return setFieldError(form, 'max_price', t('filter.price-order'));
        chosen = choices(form);
        dialog.close('apply');
      });
      find(form, '[data-reset]', HTMLButtonElement).addEventListener('click', () => {
        chosen = Object.fromEntries(FILTERS.map((name) => [name, '']));
        dialog.close('reset');
      });
    },
  });
  closed.abort();
  return chosen;
}

/** @param {Record<string, string>} now */
function sheet(now) {
  const conditions = (now.condition ?? '').split(',');
  // A link may ask for others (판매 완료): they stay chosen.
  const statuses = [...new Set(['', 'selling', now.status ?? ''])];
  return html`<form class="stack" novalidate>
    <form-field group name="condition" label="${t('post.condition')}">
      <div class="checks" data-group>
        ${CONDITIONS.map((value) => html`<label><input type="checkbox" name="condition" value="${value}" ${conditions.includes(value) && html`checked`} />${t(`condition.${value}`)}<span data-count="${value}"></span></label>`)}
      </div>
    </form-field>
    <form-field group name="status" label="${t('filter.status')}">
      ${segments(
        'status',
        statuses.map((value) => ({
          value,
          label: value ? statusLabel(value) : t('filter.status-open'),
        })),
        now.status ?? '',
      )}
    </form-field>
    <div class="pair">
      <form-field name="min_price" label="${t('filter.min-price')}">
        <input type="text" inputmode="numeric" name="min_price" value="${now.min_price ?? ''}" autocomplete="off" />
      </form-field>
      <form-field name="max_price" label="${t('filter.max-price')}">
        <input type="text" inputmode="numeric" name="max_price" value="${now.max_price ?? ''}" autocomplete="off" />
      </form-field>
    </div>
    ${NAMES.map(
      (name) => html`<div>
        <form-field name="${name}" label="${t(`post.${name}`)}">${suggestField({ name, kind: name, max: name === 'major' ? 50 : 100, value: now[name] })}</form-field>
        <div class="facet-options" role="group" aria-label="${t(`filter.frequent-${name}`)}" data-options="${name}" hidden></div>
      </div>`,
    )}
    <div class="dialog-actions">
      <button type="button" class="button" data-reset>${t('action.reset')}</button>
      <button type="submit" class="button primary">${t('action.apply')}</button>
    </div>
    <p class="hidden-visually" role="status"></p>
  </form>`;
}

/** @param {string} text */
function priceFault(text) {
  if (text.trim() === '') return '';
  const amount = parseWon(text);
  if (amount === null) return t('rule.price');
  return amount > MAX_PRICE ? t('rule.price-max') : '';
}

/**
 * As the API takes it; '' while it is none.
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function price(form, name) {
  const text = textOf(form, name);
  return priceFault(text) ? '' : String(parseWon(text) ?? '');
}

/** @param {HTMLFormElement} form @returns {Record<string, string>} */
function choices(form) {
  const conditions = new FormData(form).getAll('condition');
  // All of them are none of them.
  const all = conditions.length === CONDITIONS.length;
  return {
    condition: all ? '' : conditions.join(','),
    status: typed(form, 'status'),
    min_price: price(form, 'min_price'),
    max_price: price(form, 'max_price'),
    major: typed(form, 'major'),
    course: typed(form, 'course'),
  };
}

/**
 * Beside each choice how many posts it would leave, as the other filters stand.
 * @param {HTMLFormElement} form
 * @param {Record<string, string>} now
 * @param {AbortSignal} signal
 */
function wireFacets(form, now, signal) {
  const submit = find(form, '[type="submit"]', HTMLButtonElement);
  const status = find(form, ':scope > [role="status"]', HTMLElement);
  /** @type {Facets | null} */
  let facets = null;
  const show = (/** @type {Facets | null} */ counted) => {
    facets = counted;
    for (const place of form.querySelectorAll('[data-count]')) {
      const value = place instanceof HTMLElement ? place.dataset.count : '';
      const known = counted?.condition.values.find((one) => one.value === value);
      render(place, known ? facetCount(known.count, counted?.condition.complete ?? true) : html``);
    }
    for (const name of NAMES) showNames(name);
    const total = counted && { count: countText(counted.total.count, counted.total.complete) };
    submit.textContent = total ? t('filter.show', total) : t('action.apply');
    status.textContent = total ? t('suggestion.posts', total) : '';
  };
  // Half a name finds nothing, which would empty the sheet with every key: it is counted once it is whole, or left.
  const isTyping = (/** @type {EventTarget | null} */ target) => {
    const name = NAMES.find((one) => target === inputOf(form, one));
    const text = name ? typed(form, name) : '';
    return Boolean(name && text && !facets?.[name].values.some((one) => sameName(one.value, text)));
  };
  const showNames = (/** @type {'major' | 'course'} */ name) => {
    const place = find(form, `[data-options="${name}"]`, HTMLElement);
    showOptions(place, facets?.[name] ?? null, typed(form, name));
  };
  const given = Object.fromEntries(GIVEN.map((name) => [name, now[name]]));
  const changed = followFacets(() => ({ ...given, ...choices(form) }), show, signal);
  form.addEventListener('input', (event) => {
    for (const name of NAMES) showNames(name);
    if (isTyping(event.target)) submit.textContent = t('action.apply');
    else changed();
  });
  form.addEventListener('change', changed);
  delegate(form, 'click', '[data-options] button', (option) => {
    const name = option.parentElement?.dataset.options ?? '';
    const field = inputOf(form, name);
    const value = option.dataset.value ?? '';
    field.value = sameName(field.value, value) ? '' : value;
    for (const one of NAMES) showNames(one);
    changed();
  });
}
