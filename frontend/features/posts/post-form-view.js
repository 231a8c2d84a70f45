import './photo-picker.js';
import '../../parts/form-field.js';

import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { segments } from '../../parts/segments.js';
import { suggestField, suggestionList } from '../../parts/suggestions.js';
import { editionNote } from '../books/edition-fill.js';
import { CONDITIONS, FLAGS } from './post-words.js';

/**
 * The form of a post.
 * @param {object} options
 * @param {string} options.title of the page
 * @param {Record<string, string>} options.values by control
 * @param {string[]} options.flags
 * @param {boolean} options.changing a post that is there already
 * @param {boolean} options.frozen price and book cannot change now
 * @param {boolean} options.restored the values come from a draft
 * @param {string} options.cancel where "cancel" leads
 */
export function postFormView({ title, values, flags, changing, frozen, restored, cancel }) {
  const lock = frozen && html`disabled`;
  /**
   * @param {string} name
   * @param {string} label
   * @param {{hint?: string, optional?: boolean, max?: number, lock?: unknown, mode?: string, scan?: boolean}} [more]
   */
  const text = (name, label, more = {}) =>
    html`<form-field name="${name}" label="${label}" ${more.hint && html`hint="${more.hint}"`} ${more.optional && html`optional`}>
      ${withScan(
        html`<input type="text" name="${name}" value="${values[name] ?? ''}" maxlength="${more.max ?? 100}" autocomplete="off" ${more.mode && html`inputmode="${more.mode}"`} ${more.lock} />`,
        Boolean(more.scan),
      )}
    </form-field>`;
  const hasDetails = ['author', 'publisher', 'edition'].some((name) => values[name]);
  return html`<div class="narrow">
    <div class="page-head"><h1>${title}</h1></div>
    ${restored && html`<p class="notice draft-notice">${t(changing ? 'write.changes' : 'write.draft')} <button type="button" class="button quiet" data-drop-draft>${t(changing ? 'write.changes-drop' : 'write.draft-drop')}</button></p>`}
    <form class="stack post-form">
      <p class="form-error" role="alert" data-form-error hidden></p>
      <div class="card stack">
        <form-field group name="photos" label="${t('write.photos')}" hint="${t('write.photos-hint')}" optional><photo-picker data-group></photo-picker></form-field>
        ${text('title', t('write.post-title'), { hint: t('write.post-title-hint') })}
      </div>
      <section class="card stack" aria-labelledby="book-part">
        <h2 id="book-part">${t('write.book')}</h2>
        ${frozen && html`<p class="notice">${t('write.frozen')}</p>`}
        <div>
          ${text('isbn', t('post.isbn'), { optional: true, max: 17, lock, scan: !frozen })}
          ${!frozen && editionNote()}
        </div>
        <form-field name="book_title" label="${t('post.book-title')}">
          <div class="suggested">
            <input type="text" name="book_title" value="${values.book_title ?? ''}" maxlength="200" autocomplete="off" spellcheck="false" ${lock}
              role="combobox" aria-autocomplete="list" aria-expanded="false" aria-controls="book-suggestions" />
            ${suggestionList('book-suggestions', t('book.seen'))}
          </div>
        </form-field>
        <details ${hasDetails && html`open`}>
          <summary>${t('write.more-book')}</summary>
          <div class="pair">
            ${text('author', t('post.author'), { optional: true, lock })} ${text('publisher', t('post.publisher'), { optional: true, lock })}
            ${text('edition', t('post.edition'), { optional: true, max: 50, lock })}
          </div>
        </details>
        <form-field group name="condition" label="${t('post.condition')}">
          ${segments(
            'condition',
            CONDITIONS.map((value) => ({ value, label: t(`condition.${value}`) })),
            values.condition,
          )}
        </form-field>
        <form-field group name="condition_flags" label="${t('post.flags')}" optional>
          <div class="checks" data-group>
            ${FLAGS.map((flag) => html`<label><input type="checkbox" name="flag" value="${flag}" ${flags.includes(flag) && html`checked`} />${t(`flag.${flag}`)}</label>`)}
          </div>
        </form-field>
      </section>
      <section class="card stack" aria-labelledby="deal-part">
        <h2 id="deal-part">${t('write.deal')}</h2>
        <form-field name="price" label="${t('post.price')}" hint="${t('write.price-hint')}">
          <span class="with-unit"><input type="text" inputmode="numeric" name="price" value="${values.price ?? ''}" maxlength="14" autocomplete="off" ${lock} /><span class="unit" aria-hidden="true">${t('post.unit')}</span></span>
        </form-field>
        ${text('place', t('post.place'), { hint: t('write.place-hint') })}
        <div class="pair">
          <form-field name="course_name" label="${t('write.course')}" optional>${suggestField({ name: 'course_name', kind: 'course', max: 100, value: values.course_name })}</form-field>
          ${text('professor', t('write.professor'), { optional: true, max: 50 })}
        </div>
        <form-field name="major" label="${t('post.major')}" optional>${suggestField({ name: 'major', kind: 'major', max: 50, value: values.major })}</form-field>
        <form-field name="description" label="${t('post.description')}" hint="${t('write.description-hint')}" optional>
          <textarea name="description" rows="6" maxlength="5000">${values.description ?? ''}</textarea>
        </form-field>
      </section>
      <div class="form-actions">
        <a class="button" href="${cancel}" data-cancel>${t('action.cancel')}</a>
        <button type="submit" class="button primary grow">${t('write.submit')}</button>
      </div>
    </form>
  </div>`;
}

/**
 * The control, and beside it the button that fills it from a book's barcode.
 * @param {import('../../lib/html.js').Markup} control
 * @param {boolean} wanted
 */
function withScan(control, wanted) {
  if (!wanted) return control;
  return html`<span class="with-scan">${control}<button type="button" class="icon-button" data-scan aria-haspopup="dialog" aria-label="${t('scan.title')}" title="${t('scan.title')}"><ui-icon name="barcode"></ui-icon></button></span>`;
}
