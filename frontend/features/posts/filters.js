import { openDialog } from '../../lib/dialog.js';
import { find } from '../../lib/dom.js';
import { setFieldError } from '../../lib/form.js';
import { parseWon } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { chosenSegment, segments } from '../../parts/segments.js';
import { CONDITIONS } from './post-words.js';

/** The filters of the market's address, which are also the API's. */
export const FILTERS = ['status', 'condition', 'min_price', 'max_price', 'major', 'course'];

/**
 * Shows the filters in a sheet.
 * @param {Record<string, string>} now
 * @param {AbortSignal} signal
 * @returns {Promise<Record<string, string> | null>} what was chosen ('' for what is off), null when it was closed
 */
export async function openFilters(now, signal) {
  /** @type {Record<string, string> | null} */
  let chosen = null;
  await openDialog({
    title: t('market.filters'),
    className: 'sheet',
    signal,
    body: html`<form class="stack" novalidate>
      <form-field group name="condition" label="${t('post.condition')}">
        ${segments('condition', [{ value: '', label: t('filter.all') }, ...CONDITIONS.map((value) => ({ value, label: t(`condition.${value}`) }))], now.condition ?? '', 'wrap')}
      </form-field>
      <form-field group name="status" label="${t('filter.status')}">
        ${segments(
          'status',
          [
            { value: '', label: t('filter.status-open') },
            { value: 'selling', label: t('filter.status-selling') },
          ],
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
      <div class="pair">
        <form-field name="major" label="${t('post.major')}"><input type="text" name="major" value="${now.major ?? ''}" maxlength="50" /></form-field>
        <form-field name="course" label="${t('post.course')}"><input type="text" name="course" value="${now.course ?? ''}" maxlength="100" /></form-field>
      </div>
      <div class="dialog-actions">
        <button type="button" class="button" data-reset>${t('action.reset')}</button>
        <button type="submit" class="button primary">${t('action.apply')}</button>
      </div>
    </form>`,
    opened: (dialog) => {
      const form = find(dialog, 'form', HTMLFormElement);
      const text = (/** @type {string} */ name) =>
        find(form, `[name="${name}"]:not(form-field)`, HTMLInputElement).value.trim();
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        const min = text('min_price') === '' ? null : parseWon(text('min_price'));
        const max = text('max_price') === '' ? null : parseWon(text('max_price'));
        if (text('min_price') && min === null) return setFieldError(form, 'min_price', t('rule.price'));
        if (text('max_price') && max === null) return setFieldError(form, 'max_price', t('rule.price'));
        if (min !== null && max !== null && min > max)
          return setFieldError(form, 'max_price', t('filter.price-order'));
        chosen = {
          condition: chosenSegment(form, 'condition'),
          status: chosenSegment(form, 'status'),
          min_price: min === null ? '' : String(min),
          max_price: max === null ? '' : String(max),
          major: text('major'),
          course: text('course'),
        };
        dialog.close('apply');
      });
      find(form, '[data-reset]', HTMLButtonElement).addEventListener('click', () => {
        chosen = Object.fromEntries(FILTERS.map((name) => [name, '']));
        dialog.close('reset');
      });
    },
  });
  return chosen;
}
