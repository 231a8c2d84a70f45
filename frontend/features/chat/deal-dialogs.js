import '../../parts/form-field.js';

import { ask } from '../../lib/ask.js';
import { typed } from '../../lib/form.js';
import { html } from '../../lib/html.js';
import { parseWon, t, won } from '../../lib/i18n.js';
import { ApiError } from '../../lib/problem.js';
import { meetQuestion } from './meet-dialog.js';

/**
 * @typedef {import('../../lib/types.js').Deal} Deal
 * @typedef {Record<string, unknown>} Details
 *
 * @typedef {object} Question
 * @property {string} title
 * @property {string} submit
 * @property {boolean} [danger]
 * @property {import('../../lib/html.js').Markup} fields
 * @property {Record<string, string>} [pointers] which field a fault of the server belongs to, where the names differ
 * @property {(form: HTMLFormElement) => {details: Details, errors: Record<string, string>}} read
 * @property {(form: HTMLFormElement, signal: AbortSignal) => void} [opened] what comes to the fields later
 */

/**
 * @param {unknown} fine
 * @param {Record<string, string>} faults
 * @returns {Record<string, string>}
 */
const unless = (fine, faults) => (fine ? {} : faults);

/** @type {Record<string, (deal: Deal) => Question>} */
const QUESTIONS = {
  offer: (deal) => {
    const most = deal.list_price * 2;
    const range = t('buy.offer-range', { max: won(most) });
    return {
      title: t('deal.offer'),
      submit: t('deal.offer-submit'),
      fields: html`<form-field name="price" label="${t('deal.offer-price')}" hint="${range}">
        <input type="text" inputmode="numeric" name="price" autocomplete="off" />
      </form-field>`,
      read: (form) => {
        const price = parseWon(typed(form, 'price'));
        const fits = price !== null && price >= 1 && price <= most;
        return { details: { price }, errors: unless(fits, { price: range }) };
      },
    };
  },
  cancel: () => ({
    title: t('deal.cancel'),
    submit: t('deal.cancel-submit'),
    danger: true,
    fields: html`<form-field name="reason" label="${t('deal.cancel-reason')}" hint="${t('deal.cancel-hint')}">
      <textarea name="reason" rows="2" maxlength="200"></textarea>
    </form-field>`,
    read: (form) => {
      const reason = typed(form, 'reason');
      return { details: { reason }, errors: unless(reason, { reason: t('rule.reason') }) };
    },
  }),
  meet: meetQuestion,
  review: () => ({
    title: t('deal.review'),
    submit: t('deal.review-submit'),
    fields: html`<p class="muted small-text">${t('deal.review-blind')}</p>
      <form-field group name="stars" label="${t('deal.review-stars')}">${starPicker()}</form-field>
      <form-field name="text" label="${t('deal.review-text')}" hint="${t('deal.review-hint')}" optional>
        <textarea name="text" rows="3" maxlength="1000"></textarea>
      </form-field>`,
    read: (form) => {
      const stars = Number(typed(form, 'stars'));
      const text = typed(form, 'text');
      return { details: { stars, ...(text && { text }) }, errors: unless(stars, { stars: t('rule.stars') }) };
    },
  }),
};

/**
 * Asks what an action needs to know and does it, with the server's faults beside their fields.
 * @param {Deal} deal
 * @param {string} name
 * @param {(details: Details) => Promise<void>} act
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>} false: this action needs no details; rejects when the deal stands otherwise than thought
 */
export async function askDetails(deal, name, act, signal) {
  const question = QUESTIONS[name]?.(deal);
  if (!question) return false;
  const { title, submit, danger, fields, pointers, read, opened } = question;
  /** @type {unknown} */
  let conflict;
  await ask({
    title,
    submit,
    danger,
    fields,
    pointers,
    opened,
    signal,
    validate: (form) => read(form).errors,
    act: async (form) => {
      try {
        await act(read(form).details);
      } catch (error) {
        // Nothing in this form can mend a conflict: what it was about is no longer so.
        // Who has left the page meanwhile is told by the form.
        if (!(error instanceof ApiError && error.status === 409) || signal.aborted) throw error;
        conflict = error;
      }
    },
  });
  if (conflict) throw conflict;
  return true;
}

function starPicker() {
  return html`<div class="star-picker" role="radiogroup" data-group>
    ${[1, 2, 3, 4, 5].map(
      (count) =>
        html`<label><input type="radio" name="stars" value="${count}" aria-label="${t('deal.star', { count })}" /><ui-icon name="star"></ui-icon></label>`,
    )}
  </div>`;
}
