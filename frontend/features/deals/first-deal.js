import * as api from '../../lib/api.js';

/** What a deal has come to when one knows how deals go. */
const AGREED = 'reserved,completed';

/**
 * Whether the signed-in user is about to make their first deal: as a buyer the first request, as a seller the first
 * agreement. Asked of the server, so that it is once a user and not once a device; unknown counts as no.
 * @param {'buyer' | 'seller'} role
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>}
 */
export async function isFirstDeal(role, signal) {
  const query = role === 'buyer' ? { role, limit: 1 } : { state: AGREED, limit: 1 };
  try {
    const { items } = await api.get('/deals', { query, signal });
    return items.length === 0;
  } catch {
    return false;
  }
}
