import * as api from '../../lib/api.js';
import { onNews } from '../../lib/events.js';
import { t } from '../../lib/i18n.js';
import { toast } from '../../lib/toast.js';
import { priceText } from '../../parts/post-card.js';

/** Tells of a favourite's new price or status, as 찜하기 promised, to who looks at something else. */
export function announceFavorites() {
  onNews((news) => {
    if (news.type === 'post' && news.post_id && document.visibilityState === 'visible')
      announce(news.post_id);
  });
}

/** @param {number} id */
async function announce(id) {
  const page = `#/posts/${id}`;
  if (location.hash === page) return;
  /** @type {import('../../lib/types.js').Post | null} null: hidden, deleted, or the network is gone */
  const post = await api.get(`/posts/${id}`).catch(() => null);
  // Of one's own deal the chat tells.
  if (!post?.favorited || post.my_deal?.state === 'reserved' || post.my_deal?.state === 'completed') return;
  const { title, price, status } = post;
  toast(
    t('post.favorite-news', { title, price: priceText(price), status: t(`status.${status}`) }),
    'info',
    page,
  );
}
