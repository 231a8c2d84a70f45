import '../../parts/form-field.js';

import * as api from '../../lib/api.js';
import { openDialog } from '../../lib/dialog.js';
import { handleForm } from '../../lib/form.js';
import { find, html } from '../../lib/html.js';
import { parseWon, t, won } from '../../lib/i18n.js';
import { OnceOnly } from '../../lib/problem.js';
import { priceText } from '../../parts/post-card.js';
import { safetyTips } from '../../parts/safety-tips.js';
import { chosenSegment, segments } from '../../parts/segments.js';
import { isFirstDeal } from '../deals/first-deal.js';

/**
 * 구매하기: at the asking price or with an offer, and a word to the seller.
 * @param {import('../../lib/types.js').Post} post
 * @param {AbortSignal} signal
 * @returns {Promise<import('../../lib/types.js').Deal | null>} null when it was closed
 */
export async function openBuyDialog(post, signal) {
  /** @type {import('../../lib/types.js').Deal | null} */
  let deal = null;
  const once = new OnceOnly();
  const most = post.price * 2;
  const done = new AbortController();
  const first = await isFirstDeal('buyer', signal);
  await openDialog({
    title: t('buy.title'),
    className: 'sheet',
    signal,
    body: html`<form class="stack">
      <p class="buy-what"><strong>${post.title}</strong><span>${t('post.price-line', { price: priceText(post.price) })}</span></p>
      ${first && safetyTips()}
      <p class="form-error" role="alert" data-form-error hidden></p>
      ${
        post.price > 0 &&
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
      <form-field name="offer" label="${t('buy.offer')}" hint="${t('buy.offer-range', { max: won(most) })}" hidden>
        <input type="text" inputmode="numeric" name="offer" autocomplete="off" />
      </form-field>
      <form-field name="message" label="${t('buy.message')}" hint="${t('buy.message-hint')}" optional>
        <textarea name="message" rows="2" maxlength="2000"></textarea>
      </form-field>
      <p class="buy-says"><span>${t('buy.says')}</span><q data-says></q></p>
      <button type="submit" class="button primary wide">${t('buy.submit')}</button>
    </form>`,
    opened: (dialog) => {
      const form = find(dialog, 'form', HTMLFormElement);
      const offerField = find(form, 'form-field[name="offer"]', HTMLElement);
      const offerInput = find(form, 'input[name="offer"]', HTMLInputElement);
      const message = find(form, 'textarea', HTMLTextAreaElement);
      const haggles = () => chosenSegment(form, 'way') === 'offer';
      const offer = () => parseWon(offerInput.value);
      const sync = () => {
        offerField.hidden = !haggles();
        const amount = offer();
        find(form, '[data-says]', HTMLElement).textContent =
          haggles() && amount ? t('buy.say-offer', { price: won(amount) }) : t('buy.say-asking');
      };
      form.addEventListener('input', sync);
      sync();
      handleForm(form, {
        signal: done.signal,
        validate: () => {
          if (!haggles()) return /** @type {Record<string, string>} */ ({});
          const amount = offer();
          const fits = amount !== null && amount >= 1 && amount <= most;
          return fits ? {} : { offer: t('buy.offer-range', { max: won(most) }) };
        },
        submit: async () => {
          const body = {
            ...(haggles() ? { offer: offer() } : {}),
            ...(message.value.trim() ? { message: message.value.trim() } : {}),
          };
          deal = await once.run(body, (key) => api.post(`/posts/${post.id}/buy`, body, { key, signal }));
          dialog.close('sent');
        },
      });
    },
  });
  done.abort();
  return deal;
}
