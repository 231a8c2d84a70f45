import * as api from '../../lib/api.js';
import { confirmDialog } from '../../lib/dialog.js';
import { toast, toastError } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { ApiError, describe, isAbort, OnceOnly } from '../../lib/problem.js';
import { priceText } from '../../parts/post-card.js';
import { safetyTips } from '../../parts/safety-tips.js';
import { isFirstDeal } from '../deals/first-deal.js';
import { openBuyDialog } from '../posts/buy-dialog.js';
import { askDetails } from './deal-dialogs.js';
import * as rooms from './rooms.js';

/** @typedef {import('../../lib/types.js').Deal} Deal */

/**
 * Does one of the deal's `actions`, after asking what it needs to know. The deal is the one the user saw: if it has
 * changed since, the server refuses, and the user is shown how it stands.
 * @param {Deal} deal
 * @param {string} name
 * @param {(work: () => Promise<void>) => Promise<void>} busy shows that the server is at work
 * @param {AbortSignal} signal
 */
export async function runAction(deal, name, busy, signal) {
  try {
    if (name === 'buy') {
      const post = await api.get(`/posts/${deal.post.id}`, { signal });
      const opened = await openBuyDialog(post, signal);
      if (opened) rooms.putDeal(opened);
      return;
    }
    const once = new OnceOnly();
    const act = async (/** @type {Record<string, unknown>} */ details = {}) => {
      const body = { action: name, version: deal.version, ...details };
      await busy(async () => {
        rooms.putDeal(await once.run(body, (key) => api.post(`/deals/${deal.id}/actions`, body, { key })));
      });
    };
    const asked = await askDetails(deal, name, act, signal);
    if (!asked && (await confirm(deal, name, signal))) await act();
  } catch (error) {
    if (isAbort(error)) return;
    await showAnew(deal, error);
  }
}

/**
 * What has no details is asked about once, since none of it can be undone alone.
 * @param {Deal} deal
 * @param {string} name accept, decline, withdraw, confirm or cancel_meeting
 * @param {AbortSignal} signal
 */
async function confirm(deal, name, signal) {
  const first = name === 'accept' && (await isFirstDeal('seller', signal));
  const title = name === 'accept' && deal.price === 0 ? 'accept-title-free' : `${name}-title`;
  return confirmDialog({
    title: t(`deal.${title}`, { price: priceText(deal.price) }),
    text: t(`deal.${name}-text`),
    more: first ? safetyTips() : undefined,
    confirm: t(`deal.${name}`),
    danger: name === 'decline' || name === 'withdraw' || name === 'cancel_meeting',
    signal,
  });
}

/**
 * @param {Deal} deal
 * @param {unknown} error
 */
async function showAnew(deal, error) {
  if (error instanceof ApiError && (error.status === 409 || error.code === 'blocked')) {
    if (error.problem.deal) rooms.putDeal(error.problem.deal);
    else await rooms.refresh(deal.room_id).catch(() => {});
    const known = error.code === 'deal-changed' || error.code === 'action-not-allowed';
    return toast(known ? t('deal.changed') : describe(error), 'error');
  }
  toastError(error);
}
