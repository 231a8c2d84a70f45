import { apiUrl } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { clockTime, date, has, lang, t } from '../../lib/i18n.js';
import { keep, recall } from '../../lib/store.js';
import { nameOf } from '../../parts/people.js';
import { doer, systemWords } from '../deals/deal-words.js';

/**
 * @typedef {import('../../lib/types.js').Message} Message
 * @typedef {import('../../lib/types.js').Room} Room
 * @typedef {import('../../lib/keyed.js').Keyed} Keyed
 */

/** Messages of one person within this time stand together, with one clock time. */
const TOGETHER_MS = 60_000;

/**
 * What has been found out about each message: its day where the user is, its time, and how it was drawn last. The log
 * is drawn anew at every event, and of its rows hardly one is different then.
 * @type {WeakMap<Message, {day: string, at: number, how: string, markup?: import('../../lib/html.js').Markup}>}
 */
const known = new WeakMap();

/** @param {Message} message */
function knownOf(message) {
  let facts = known.get(message);
  if (!facts) {
    const sent = new Date(message.sent_at);
    facts = { day: sent.toDateString(), at: sent.getTime(), how: '' };
    known.set(message, facts);
  }
  return facts;
}

/**
 * @param {Message} message
 * @param {unknown[]} how everything beside the message that its row depends on
 * @param {() => import('../../lib/html.js').Markup} draw
 */
function drawnOnce(message, how, draw) {
  const facts = knownOf(message);
  const same = JSON.stringify([lang(), ...how]);
  if (facts.how !== same || !facts.markup) {
    facts.how = same;
    facts.markup = draw();
  }
  return facts.markup;
}

/**
 * @param {Message} a
 * @param {Message | undefined} b the one after
 */
function standTogether(a, b) {
  if (!b || a.kind === 'system' || a.from !== b.from || knownOf(a).day !== knownOf(b).day) return false;
  return knownOf(b).at - knownOf(a).at < TOGETHER_MS;
}

/**
 * The rows of a conversation's messages from one index up to another, with a line wherever a day begins.
 * @param {readonly Message[]} messages
 * @param {{from: number, to: number}} part
 * @param {Room} room
 * @param {Message | undefined} read the last one that the other has read
 * @returns {Keyed[]}
 */
export function messageRows(messages, { from, to }, room, read) {
  /** @type {Keyed[]} */
  const rows = [];
  let day = dayBefore(messages, from);
  for (let i = from; i < to; ++i) {
    const message = /** @type {Message} */ (messages[i]);
    if (message.kind === 'expired') {
      if (messages[i - 1]?.kind !== 'expired') rows.push(expiredRow(messages, i));
      continue;
    }
    if (knownOf(message).day !== day) {
      day = knownOf(message).day;
      rows.push({ key: `day ${day}`, markup: dayLine(message.sent_at) });
    }
    const markup =
      message.kind === 'system'
        ? systemRow(message, room)
        : messageRow(message, room, {
            first: !messages[i - 1] || !standTogether(/** @type {Message} */ (messages[i - 1]), message),
            last: !standTogether(message, messages[i + 1]),
            read: message === read,
          });
    // One's own message keeps the key it had before the server confirmed it, and so its place on the screen.
    rows.push({ key: message.client_id ?? `seq ${message.seq}`, markup });
  }
  return rows;
}

/** @param {readonly Message[]} messages @param {Room} room */
export function lastRead(messages, room) {
  const them = room.with.username;
  return messages.findLast(
    (message) => message.from && message.from !== them && message.seq <= room.their_read_seq,
  );
}

/**
 * The rows of what is on its way.
 * @param {readonly Message[]} messages
 * @param {import('./outbox.js').Outgoing[]} outgoing
 * @param {import('./uploads.js').Upload[]} uploads
 * @param {boolean} stuck there is no way to the server just now
 * @returns {Keyed[]}
 */
export function pendingRows(messages, outgoing, uploads, stuck) {
  const arrived = new Set(outgoing.length > 0 ? messages.map((message) => message.client_id) : []);
  return [
    ...outgoing
      .filter((item) => !arrived.has(item.client_id))
      .map((item) => ({ key: item.client_id, markup: outgoingRow(item, stuck) })),
    ...uploads.map((upload) => ({ key: upload.id, markup: uploadRow(upload) })),
  ];
}

/** @param {readonly Message[]} messages @param {number} index */
function dayBefore(messages, index) {
  let i = index - 1;
  while (messages[i]?.kind === 'expired') --i;
  const message = messages[i];
  return message ? knownOf(message).day : '';
}

/**
 * One row for all that has expired up to the next message that has not: there is nothing to tell them apart by.
 * @param {readonly Message[]} messages
 * @param {number} first
 * @returns {Keyed}
 */
function expiredRow(messages, first) {
  let after = first;
  while (messages[after]?.kind === 'expired') ++after;
  const count = after - first;
  const words = count === 1 ? t('chat.expired') : t('chat.expired-many', { count });
  return {
    key: `expired ${messages[first]?.seq}`,
    markup: html`<li class="system-line"><p>${words}</p></li>`,
  };
}

/** @param {string} iso */
function dayLine(iso) {
  const words = date(iso, { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' });
  return html`<li class="day-line"><time datetime="${iso}">${words}</time></li>`;
}

/** @param {Message} message @param {Room} room */
function systemRow(message, room) {
  const who = doer(message, room);
  const name = who && (who === 'me' ? t('chat.me') : nameOf(room.with));
  const words = systemWords(message, room);
  return drawnOnce(
    message,
    [name, words],
    () => html`<li class="system-line" data-event="${message.data?.event}">
    <p>${words}</p>
    <small>${name && `${name} · `}<time datetime="${message.sent_at}">${clockTime(message.sent_at)}</time></small>
  </li>`,
  );
}

/**
 * @param {Message} message
 * @param {Room} room
 * @param {{first: boolean, last: boolean, read: boolean}} place
 */
function messageRow(message, room, { first, last, read }) {
  const theirs = message.from === room.with.username;
  const name = theirs ? nameOf(room.with) : t('chat.me');
  const careful = warningWords(message);
  return drawnOnce(
    message,
    [name, careful, first, last, read],
    () => html`<li class="message ${theirs ? 'theirs' : 'mine'} ${first && 'first'} ${careful && 'noticed'}">
    ${bubble(name, message.body, message.photo)}
    ${theirs && html`<button type="button" class="message-flag" data-report="${message.id}" aria-label="${t('report.message-label')}"><ui-icon name="flag"></ui-icon></button>`}
    ${
      (last || read) &&
      html`<span class="message-foot">
        ${read && html`<span class="read-mark">${t('chat.read')}</span>`}
        <time datetime="${message.sent_at}">${clockTime(message.sent_at)}</time>
      </span>`
    }
    ${careful && warning(careful)}
  </li>`,
  );
}

/**
 * @param {string} name who says it, for those who cannot see the sides and colours
 * @param {string} text
 * @param {import('../../lib/types.js').Photo} [photo]
 */
function bubble(name, text, photo) {
  const who = html`<span class="hidden-visually">${name}: </span>`;
  if (!photo) return html`<p class="bubble">${who}${text}</p>`;
  return html`<div class="bubble photo">${who}
    <button type="button" class="photo-button" data-photo="${photo.urls.full}" data-name="${name}" aria-label="${t('chat.photo-of', { name })}">
      <img alt="" width="${photo.width}" height="${photo.height}" src="${apiUrl(photo.urls.card)}" />
    </button>
  </div>`;
}

/**
 * @param {import('./outbox.js').Outgoing} item
 * @param {boolean} stuck
 */
function outgoingRow(item, stuck) {
  const failed = item.state === 'failed';
  const reason = item.reason && has(`error.${item.reason}`) ? t(`error.${item.reason}`) : '';
  const words = failed ? `${t('chat.failed')} ${reason}` : t(stuck ? 'chat.waiting-network' : 'chat.waiting');
  return html`<li class="message mine pending ${failed && 'failed'}">
    ${bubble(t('chat.me'), item.body ?? '', item.photo)}
    <span class="message-foot">
      <span>${words}</span> ${(failed || stuck) && decisions(item.client_id)}
    </span>
  </li>`;
}

/** @param {import('./uploads.js').Upload} upload */
function uploadRow(upload) {
  const name = t('chat.me');
  return html`<li class="message mine pending ${upload.failed && 'failed'}">
    <div class="bubble photo"><span class="hidden-visually">${name}: </span><img alt="${t('chat.photo')}" src="${upload.preview}" /></div>
    <span class="message-foot">
      <span>${upload.failed ? `${t('chat.failed')} ${upload.failed}` : t('chat.uploading', { percent: upload.percent })}</span>
      ${upload.failed ? decisions(upload.id) : discardButton(upload.id)}
    </span>
  </li>`;
}

/** @param {string} id */
function decisions(id) {
  return html`<button type="button" class="foot-button" data-resend="${id}">${t('chat.retry')}</button>
    ${discardButton(id)}`;
}

/** @param {string} id */
const discardButton = (id) =>
  html`<button type="button" class="foot-button discard" data-discard="${id}">${t('chat.discard')}</button>`;

/** Rooms in which the user wants no more of them, the latest last. */
const KEY = 'giraffe.quiet-rooms';
const MOST = 200;

const quietRooms = () => {
  const kept = recall(KEY);
  return Array.isArray(kept) ? kept : [];
};

/** @param {number} room */
export function quieten(room) {
  keep(KEY, [...quietRooms().filter((id) => id !== room), room].slice(-MOST));
}

/**
 * What to be careful about in a message that one has received; nothing once one has had enough of it.
 * @param {import('../../lib/types.js').Message} message
 * @returns {string}
 */
export function warningWords(message) {
  if (!message.notices || quietRooms().includes(message.room_id)) return '';
  return message.notices.map((notice) => t(`notice.${notice}`)).join(' ');
}

/** @param {string} words */
function warning(words) {
  return html`<div class="scam-notice" role="note">
    <ui-icon name="shield"></ui-icon>
    <p>${words} <a href="#/safety">${t('notice.more')}</a></p>
    <button type="button" class="icon-button" data-quiet aria-label="${t('notice.dismiss')}"><ui-icon name="close"></ui-icon></button>
  </div>`;
}
