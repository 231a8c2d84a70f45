import { toast } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { onNews } from '../../lib/store.js';

/** Tells that a review about the user is shown from now on; that one is waiting, the room says. */
export function announceReviews() {
  onNews((news) => {
    if (news.type !== 'review' || news.review !== 'published') return;
    me.refresh().catch(() => {});
    const user = me.get();
    if (!user || document.visibilityState !== 'visible') return;
    toast(t('deal.review-shown'), 'info', `#/users/${encodeURIComponent(user.username)}`);
  });
}
