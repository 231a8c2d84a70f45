import '../../parts/form-field.js';

import * as api from '../../lib/api.js';
import { openDialog } from '../../lib/dialog.js';
import { handleForm, inputOf, showErrors, typed } from '../../lib/form.js';
import { find, html, render, toast } from '../../lib/html.js';
import { parseWon, t, won } from '../../lib/i18n.js';
import { OnceOnly } from '../../lib/problem.js';
import { priceText } from '../../parts/post-card.js';
import { safetyTips } from '../../parts/safety-tips.js';
import { segments } from '../../parts/segments.js';
import { isFirstDeal } from '../deals/first-deal.js';

/** @param {number} price */
const offerRange = (price) => t('buy.offer-range', { max: won(price * 2) });

/**
 * @param {string} title
 * @param {number} price
 * @param {boolean} first
 */
function fields(title, price, first) {
  return html`
    <p class="buy-what"><strong>${title}</strong><span>${t('post.price-line', { price: priceText(price) })}</span></p>
    ${first && safetyTips()}
    <p class="form-error" role="alert" data-form-error hidden></p>
    ${
      price > 0 &&
      html`<form-field group name="way" label="${t('buy.way')}">
      ${segments(
        'way',
        [
          { value: 'asking', label: t('buy.asking') },
          { value: 'offer', label: t('buy.haggle') },
        ],
        'asking',
      )}
    </form-field>`
    }
    <form-field name="offer" label="${t('buy.offer')}" hint="${offerRange(price)}" hidden>
      <input type="text" inputmode="numeric" name="offer" autocomplete="off" />
    </form-field>
    <form-field name="message" label="${t('buy.message')}" hint="${t('buy.message-hint')}" optional>
      <textarea name="message" rows="2" maxlength="2000"></textarea>
    </form-field>
    <p class="buy-says"><span>${t('buy.says')}</span><q data-says></q></p>
    <button type="submit" class="button primary wide">${t('buy.submit')}</button>`;
}

/**
 * 구매하기: at the asking price or with an offer, and a word to the seller.
 * @param {import('../../lib/types.js').Post} post
 * @param {AbortSignal} signal
 * @returns {Promise<import('../../lib/types.js').Deal | null>} null when it was closed
 */
export async function openBuyDialog(post, signal) {
  /** @type {import('../../lib/types.js').Deal | null} */
  let deal = null;
  /** The one that is shown. */
  let { price } = post;
  const once = new OnceOnly();
  const done = new AbortController();
  const first = await isFirstDeal('buyer', signal);
  await openDialog({
    title: t('buy.title'),
    className: 'sheet',
    signal,
    body: html`<form class="stack">${fields(post.title, price, first)}</form>`,
    opened: (dialog) => {
      const form = find(dialog, 'form', HTMLFormElement);
      const haggles = () => typed(form, 'way') === 'offer';
      const offer = () => (haggles() ? parseWon(typed(form, 'offer')) : price);
      const sync = () => {
        find(form, 'form-field[name="offer"]', HTMLElement).hidden = !haggles();
        const amount = offer();
        const asks = price === 0 ? t('buy.say-free') : t('buy.say-asking');
        find(form, '[data-says]', HTMLElement).textContent =
          haggles() && amount ? t('buy.say-offer', { price: won(amount) }) : asks;
      };
      form.addEventListener('input', sync);
      sync();
      /** @param {number} next what the seller has made of the price meanwhile */
      const showPrice = (next) => {
        const before = { message: typed(form, 'message'), offer: haggles() && typed(form, 'offer') };
        price = next;
        render(form, fields(post.title, price, first));
        find(form, 'textarea', HTMLTextAreaElement).value = before.message;
        // Who haggles goes on to: pressing once more must not pay the whole price.
        if (before.offer && price > 0) {
          find(form, 'input[value="offer"]', HTMLInputElement).checked = true;
          inputOf(form, 'offer').value = before.offer;
        }
        sync();
        showErrors(form, {}, t('buy.price-changed', { price: priceText(price) }));
        find(form, '[type="submit"]', HTMLElement).focus({ preventScroll: true });
      };
      handleForm(form, {
        signal: done.signal,
        validate: () => {
          if (!haggles()) return {};
          const amount = offer();
          const fits = amount !== null && amount >= 1 && amount <= price * 2;
          return fits ? {} : { offer: offerRange(price) };
        },
        submit: async () => {
          // Or more would be offered for a book that has become cheaper.
          // Who closes the sheet meanwhile sends nothing.
          form.dataset.unsent = '';
          const now = await api
            .get(`/posts/${post.id}`, { signal: done.signal })
            .finally(() => delete form.dataset.unsent);
          if (!dialog.open) return;
          if (now.price !== price) return showPrice(now.price);
          const message = typed(form, 'message');
          const body = {
            // The asking price as well: one that is raised at this very moment was never shown.
            ...(price > 0 && { offer: offer() }),
            ...(message && { message }),
          };
          // Not with the page's signal: what was sent may be done already, and is told.
          const made = await once.run(body, (key) => api.post(`/posts/${post.id}/buy`, body, { key }));
          if (!dialog.open) return toast(t('buy.sent'), 'success', `#/chat/${made.room_id}`);
          deal = made;
          dialog.close('sent');
        },
      });
    },
  });
  done.abort();
  return deal;
}
