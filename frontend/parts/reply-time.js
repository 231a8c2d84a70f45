import { t } from '../lib/i18n.js';

const HOUR = 3_600_000;

/** Up to how long each phrase fits. @type {[number, string][]} */
const BUCKETS = [
  [HOUR / 6, 'reply.minutes'],
  [HOUR, 'reply.hour'],
  [3 * HOUR, 'reply.three-hours'],
  [12 * HOUR, 'reply.half-day'],
  [24 * HOUR, 'reply.day'],
];

/**
 * How soon a seller answers, in words; '' when nobody has asked them yet.
 * @param {import('../lib/types.js').ReplyTime | null | undefined} time
 */
export function replyText(time) {
  if (!time) return '';
  const bucket = BUCKETS.find(([most]) => time.median_ms <= most);
  return t(bucket ? bucket[1] : 'reply.slow', { count: time.count });
}
