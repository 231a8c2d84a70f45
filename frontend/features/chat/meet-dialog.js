import '../../parts/form-field.js';

import * as api from '../../lib/api.js';
import { typed } from '../../lib/form.js';
import { delegate, find, html, render } from '../../lib/html.js';
import { clockTime, t } from '../../lib/i18n.js';
import { actionLabel } from '../deals/deal-words.js';

/** @typedef {{name: string, campus: string | null, note: string | null}} Spot */

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const MOST_DAYS = 60; // ahead, as the server has it
const FIRST_HOUR = 7;
const LAST_HOUR = 22;

/** As date and time controls have it, where the user is. @param {number} ms */
function local(ms) {
  const text = new Date(ms - new Date(ms).getTimezoneOffset() * MINUTE).toISOString();
  return { date: text.slice(0, 10), time: text.slice(11, 16) };
}

/** The times of a day to choose from, and one more that was arranged otherwise. @param {string} chosen */
function times(chosen) {
  const all = new Set([chosen]);
  for (let hour = FIRST_HOUR; hour <= LAST_HOUR; hour += 1) {
    for (const quarter of ['00', '15', '30', '45']) all.add(`${String(hour).padStart(2, '0')}:${quarter}`);
  }
  return [...all].sort();
}

/**
 * What the dialog begins with: the meeting as it is, or tomorrow at noon.
 * @param {import('../../lib/types.js').Deal} deal
 */
function suggested(deal) {
  const arranged = Date.parse(deal.meeting?.at ?? '');
  return arranged > Date.now() ? arranged : new Date().setHours(24 + 12, 0, 0, 0);
}

/**
 * 약속 잡기: where, of the places that the market suggests or any other, and when, in quarters of an hour.
 * @param {import('../../lib/types.js').Deal} deal
 * @returns {import('./deal-dialogs.js').Question}
 */
export function meetQuestion(deal) {
  const begin = local(suggested(deal));
  const read = (/** @type {HTMLFormElement} */ form) => {
    const [place, date] = [typed(form, 'place'), typed(form, 'date')];
    const at = new Date(`${date}T${typed(form, 'time')}`);
    const later = at.getTime() > Date.now();
    /** @type {Record<string, string>} */
    const errors = {};
    if (!place) errors.place = t('rule.meet-place');
    if (!later) errors[date === local(Date.now()).date ? 'time' : 'date'] = t('rule.meet-at');
    return { details: { place, at: later && at.toISOString() }, errors };
  };
  return {
    title: actionLabel(deal, 'meet'),
    submit: t('deal.meet-submit'),
    pointers: { '/at': 'date' },
    fields: html`<form-field name="place" label="${t('deal.meet-place')}" hint="${t('deal.meet-place-hint')}">
        <input type="text" name="place" maxlength="100" value="${deal.meeting?.place}" autocomplete="off" />
      </form-field>
      <div class="spots" role="group" aria-label="${t('deal.meet-spots')}" hidden></div>
      <div class="meet-when">
        <form-field name="date" label="${t('deal.meet-date')}">
          <input type="date" name="date" value="${begin.date}" min="${local(Date.now()).date}" max="${local(Date.now() + MOST_DAYS * DAY).date}" />
        </form-field>
        <form-field name="time" label="${t('deal.meet-time')}">
          <select name="time">
            ${times(begin.time).map((time) => html`<option value="${time}" ${time === begin.time && html`selected`}>${clockTime(`2026-01-01T${time}`)}</option>`)}
          </select>
        </form-field>
      </div>`,
    read,
    opened: offerSpots,
  };
}

/**
 * The suggested places come when they come; the field is there without them.
 * @param {HTMLFormElement} form
 * @param {AbortSignal} signal
 */
async function offerSpots(form, signal) {
  const place = find(form, 'input[name="place"]', HTMLInputElement);
  const list = find(form, '.spots', HTMLElement);
  /** @type {{items: Spot[]}} */
  const { items } = await api.get('/meeting-spots', { signal }).catch(() => ({ items: [] }));
  if (signal.aborted || items.length === 0) return;
  render(
    list,
    html`${items.map(
      ({ name, campus, note }) =>
        html`<button type="button" class="spot" data-spot="${name}" aria-pressed="false"><ui-icon name="place"></ui-icon><span><strong>${name}</strong>${(campus || note) && html`<small>${[campus, note].filter(Boolean).join(' · ')}</small>`}</span></button>`,
    )}`,
  );
  const mark = () => {
    for (const button of list.querySelectorAll('[data-spot]'))
      button.setAttribute('aria-pressed', String(button.getAttribute('data-spot') === place.value.trim()));
  };
  delegate(list, 'click', '[data-spot]', (button) => {
    place.value = button.dataset.spot ?? '';
    place.dispatchEvent(new Event('input', { bubbles: true }));
  });
  place.addEventListener('input', mark);
  mark();
  list.hidden = false;
}
