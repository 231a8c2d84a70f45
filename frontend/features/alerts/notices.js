import * as api from '../../lib/api.js';
import { toast } from '../../lib/html.js';
import { t, won } from '../../lib/i18n.js';
import { onNews } from '../../lib/store.js';
import { priceText } from '../../parts/post-card.js';
import { forgetLists, noteChange } from '../../parts/post-list.js';

/**
 * @typedef {import('../../lib/types.js').ChatEvent} ChatEvent
 * @typedef {import('../../lib/types.js').Post} Post
 */

/** Longer titles would cover the page. */
const MOST = 40;

/** @param {Post} post */
const titleOf = (post) => (post.title.length > MOST ? `${post.title.slice(0, MOST)}…` : post.title);

/**
 * Tells a visible tab's user; a hidden one shows it in its lists and counts when they come back to it.
 * @param {string} message
 * @param {Post} [post]
 */
function tell(message, post) {
  if (document.visibilityState !== 'visible') return;
  const here = `#/posts/${post?.id}`;
  toast(message, 'info', post && location.hash !== here ? here : undefined);
}

/**
 * What has happened to a favourite, in words.
 * @param {ChatEvent} event
 * @param {Post} post
 */
function favoriteWords({ change, price, was }, post) {
  const title = titleOf(post);
  if (change === 'price' && price !== undefined && was !== undefined) {
    const prices = { title, was: won(was), price: priceText(price) };
    return t(price < was ? 'alerts.favorite-cheaper' : 'alerts.favorite-dearer', prices);
  }
  return t(`alerts.favorite-${change}`, { title });
}

/** @param {number} id @returns {Promise<Post | null>} null when it can't be seen any more */
const read = (id) => api.get(`/posts/${id}`).catch(() => null);

/** @param {ChatEvent} event */
async function hear(event) {
  const { type, post_id: id } = event;
  if (id === undefined || (type !== 'post' && type !== 'alert')) return;
  if (event.change === 'gone') {
    noteChange(id, null);
    return tell(t('alerts.favorite-gone'));
  }
  const post = await read(id);
  noteChange(id, post);
  if (!post) return;
  if (type === 'post') return event.change && tell(favoriteWords(event, post), post);
  // The page itself shows what was found.
  if (location.hash.startsWith('#/alerts')) return;
  tell(t('alerts.found', { title: titleOf(post), price: priceText(post.price) }), post);
}

/** Tells of what saved searches found, and of favourites that have changed; lists show it at once. */
export function announceFinds() {
  onNews((news) => {
    if (news.type !== 'reset') hear(news);
    else if (news.lost) forgetLists();
  });
}
