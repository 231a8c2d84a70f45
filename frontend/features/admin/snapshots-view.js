import { html } from '../../lib/html.js';
import {
  bytes,
  dateTime,
  exactDateTime,
  lasted,
  milliseconds,
  number,
  percent,
  relativeTime,
  t,
  timeLeft,
} from '../../lib/i18n.js';
import { chip, named } from './monitor-view.js';

/**
 * @typedef {import('./operations-types.js').Snapshot} Snapshot
 * @typedef {import('./operations-types.js').Snapshots} Snapshots
 * @typedef {import('./operations-types.js').Running} Running
 * @typedef {import('./operations-types.js').Rollback} Rollback
 */

/**
 * How much of each kind, as far as there is any.
 * @param {Record<string, number>} counts
 * @param {string} [words] where the kinds' names are
 */
export function tally(counts, words = 'count.') {
  const some = Object.entries(counts).filter(([, value]) => value > 0);
  return html`<dl class="tally">${some.map(([name, value]) => html`<div><dt>${named(words, name)}</dt><dd>${number(value)}</dd></div>`)}</dl>`;
}

/** @param {Record<string, number>} counts */
export const isNothing = (counts) => Object.values(counts).every((value) => value === 0);

/** When the next comes, and whether there is room for it. @param {Snapshots} all */
export function planView({ next_at: next, targets }) {
  const when = next
    ? t('snapshots.next', { time: dateTime(next), left: timeLeft(next) })
    : t('snapshots.no-next');
  return html`<p>${when}</p>
    <ul class="row" aria-label="${t('snapshots.targets')}">
      ${targets.map(({ name, free_bytes: free, ok }) => {
        const room = free === null ? t('monitor.unknown') : t('snapshots.free', { free: bytes(free) });
        return html`<li>${chip(ok, `${named('target.', name)}: ${ok ? room : t('snapshots.target-lost')}`)}</li>`;
      })}
    </ul>`;
}

/** How far it is. @param {Running} running @param {number} now epoch milliseconds */
export function runningView({ task, step, done, total, started_at: started }, now) {
  const known = total > 0;
  const share = known ? Math.min(1, done / total) : 0;
  const label = t(`snapshots.running-${task}`);
  return html`<p class="between"><strong>${label}</strong> <span class="muted small-text">${lasted(now - Date.parse(started))}</span></p>
    <progress class="bar" max="1" ${known && html`value="${share}"`} aria-label="${label}"></progress>
    <p class="muted small-text">${named('snapshots.step-', step)}${known && ` · ${percent(share)}`}</p>
    ${task === 'rollback' && html`<p class="small-text">${t('snapshots.rollback-patience')}</p>`}`;
}

/**
 * What became of the last rollback, and the way back.
 * @param {Rollback} rollback
 * @param {Snapshot | undefined} before what was then the present, if it is kept still
 * @param {boolean} busy
 */
export function rollbackView(rollback, before, busy) {
  const {
    at,
    by,
    reason,
    undone,
    kept,
    writers_paused_ms: paused,
    state,
    fault,
    present_damaged: damaged,
  } = rollback;
  const good = state === 'done';
  const to = timeOf(rollback.to_snapshot_id);
  return html`<h2 id="last-rollback" tabindex="-1">${t('snapshots.last-rollback')}</h2>
    <p class="row"><span class="chip ${good ? 'good' : 'bad'}">${t(good ? 'snapshots.rollback-done' : 'snapshots.rollback-failed')}</span>
      <span class="muted small-text">${exactDateTime(at)}${by && ` · @${by}`}</span></p>
    <p>${t(good ? 'snapshots.went-back' : 'snapshots.stayed', { time: to ? exactDateTime(to) : rollback.to_snapshot_id })}</p>
    ${fault && html`<p class="worry said">${named('snapshots.fault-', fault)}</p>`}
    <p class="quote">${reason}</p>
    ${
      good &&
      html`<h3>${t('snapshots.undone')}</h3>
        ${damaged && html`<p class="worry">${t('snapshots.present-damaged')}</p>`}
        ${isNothing(undone) ? !damaged && html`<p class="muted">${t('snapshots.undoes-nothing')}</p>` : tally(undone)}
        ${!isNothing(kept) && html`<h3>${t('snapshots.kept')}</h3>${tally(kept, 'kept.')}`}
        <p class="muted small-text">${t('snapshots.paused', { time: milliseconds(paused) })}</p>
        ${
          before?.state === 'complete'
            ? html`<p>${t('snapshots.undo-hint')}</p>
              <p><button type="button" class="button" data-do="rollback" data-id="${before.id}" ${busy && html`aria-disabled="true"`}>${t('snapshots.undo-rollback')}</button></p>`
            : html`<p class="muted">${t('snapshots.undo-gone')}</p>`
        }`
    }`;
}

/** The time that a snapshot's id begins with. @param {string} id @returns {string | null} */
export function timeOf(id) {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)-/.exec(id);
  return parts ? `${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${parts[6]}Z` : null;
}

/** @param {Snapshot} snapshot */
function stateChip({ state, verified_at: verified }) {
  if (state === 'damaged')
    return html`<span class="chip bad"><ui-icon name="close"></ui-icon>${t('snapshots.damaged')}</span>`;
  return verified
    ? html`<span class="chip good"><ui-icon name="check"></ui-icon>${t('snapshots.verified')}</span>`
    : html`<span class="chip">${t('snapshots.unverified')}</span>`;
}

/**
 * One snapshot: the line that all have, and what opens below it.
 * @param {Snapshot} one
 * @param {boolean} busy something runs, so nothing else can be begun
 */
export function snapshotRow(one, busy) {
  const size = bytes(one.database_bytes + one.photo_bytes);
  const holds = ['users', 'posts', 'messages', 'photos'].flatMap((name) => {
    const value = one.counts[name];
    return value === undefined ? [] : [`${named('count.', name)} ${number(value)}`];
  });
  const action = (/** @type {string} */ name, kind = '') =>
    html`<button type="button" class="button ${kind}" data-do="${name}" data-id="${one.id}" ${busy && html`aria-disabled="true"`}>${t(`snapshots.do-${name}`)}</button>`;
  const fact = (/** @type {string} */ name, /** @type {unknown} */ value) =>
    html`<div><dt>${t(`snapshots.${name}`)}</dt><dd class="said">${value}</dd></div>`;
  return html`<li class="card snapshot">
    <details data-id="${one.id}">
      <summary>
        <span class="between"><strong>${exactDateTime(one.at)}</strong> <span class="muted small-text">${relativeTime(one.at)} · ${size}</span></span>
        <span class="row">${stateChip(one)} <span class="chip info">${named('snapshots.cause-', one.cause)}</span>
          ${one.kept_as.filter((kind) => kind !== one.cause).map((kind) => html`<span class="chip">${named('snapshots.kept-', kind)}</span>`)}
          ${one.copies.map(({ target, ok }) => html`<span class="chip ${ok ? '' : 'warn'}">${t(ok ? 'snapshots.copied' : 'snapshots.not-copied', { target: named('target.', target) })}</span>`)}</span>
        ${one.note && html`<span class="quote said">${one.note}</span>`}
        ${one.state === 'damaged' && html`<span class="worry said">${t('snapshots.damaged-because', { reason: named('snapshots.fault-', one.fault ?? 'unknown') })}</span>`}
        <span class="muted small-text">${holds.join(' · ')}</span>
      </summary>
      <dl class="facts">
        ${fact('database-size', bytes(one.database_bytes))}
        ${fact('photo-size', t('snapshots.photos-new', { all: bytes(one.photo_bytes), new: bytes(one.new_photo_bytes) }))}
        ${fact('deals', number(one.counts.deals ?? 0))}
        ${fact('verified-at', one.verified_at ? exactDateTime(one.verified_at) : t('snapshots.never'))}
        ${fact('made-by', t('snapshots.versions', { program: one.program_version, schema: one.schema_version }))}
        ${fact('id', html`<code>${one.id}</code>`)}
      </dl>
      <p class="row">${one.state !== 'damaged' && action('rollback', 'danger')} ${action('verify')} ${action('delete', 'quiet')}</p>
    </details>
  </li>`;
}
