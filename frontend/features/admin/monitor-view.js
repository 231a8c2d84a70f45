import { html } from '../../lib/html.js';
import { bytes, exactDateTime, has, lasted, number, percent, t } from '../../lib/i18n.js';

/**
 * @typedef {import('./operations-types.js').Monitor} Monitor
 * @typedef {import('./operations-types.js').Logged} Logged
 * @typedef {import('../../lib/keyed.js').Keyed} Keyed
 * @typedef {import('../../lib/html.js').Markup} Markup
 */

/** Words for a name of the API's; the name itself when it is newer than this page. @param {string} prefix @param {string} name */
export const named = (prefix, name) => (has(`${prefix}${name}`) ? t(`${prefix}${name}`) : name);

/** @param {boolean} good @param {string} words */
export const chip = (good, words) =>
  html`<span class="chip ${good ? 'good' : 'bad'}"><ui-icon name="${good ? 'check' : 'close'}"></ui-icon>${words}</span>`;

/** @param {number | null | undefined} value */
const count = (value) => (typeof value === 'number' ? number(value) : '—');

/**
 * @param {{ready: boolean, checks: import('./operations-types.js').Check[]}} now
 * @returns {'good' | 'warn' | 'bad'} warn: it serves, but something wants looking after
 */
export function stateOf({ ready, checks }) {
  if (!ready) return 'bad';
  return checks.every(({ ok }) => ok) ? 'good' : 'warn';
}

/**
 * Whether it serves, and why not, in words.
 * @param {{ready: boolean, checks: import('./operations-types.js').Check[]}} now
 */
function readiness({ ready, checks }) {
  const state = stateOf({ ready, checks });
  return html`<p class="ready ${state}"><ui-icon name="${state === 'good' ? 'check' : 'flag'}"></ui-icon><strong>${t(`monitor.state-${state}`)}</strong></p>
    <ul class="row" aria-label="${t('monitor.checks')}">
      ${checks.map(({ name, ok, reason }) => {
        const said = ok ? t('monitor.ok') : named('check.reason-', reason ?? 'failed');
        return html`<li>${chip(ok, `${named('check.', name)}: ${said}`)}</li>`;
      })}
    </ul>`;
}

/** @param {Monitor} monitor @param {number} newest epoch milliseconds */
function facts({ started_at: started, version }, newest) {
  const uptime = t('monitor.uptime', { time: lasted(newest - Date.parse(started)) });
  const since = t('monitor.since', { time: exactDateTime(started) });
  return html`<p class="muted small-text">${[uptime, since, t('monitor.version', { version })].join(' · ')}</p>`;
}

/** @param {Monitor['now']} now */
function storage({ disks, raid }) {
  return html`<h2 id="monitor-storage">${t('monitor.storage')}</h2>
    <ul class="stack-tight">
      ${disks.map(({ name, free_bytes: free, total_bytes: total }) => {
        const label = named('disk.', name);
        if (free === null || !total)
          return html`<li><strong>${label}</strong> <span class="muted">${t('monitor.unknown')}</span></li>`;
        const words = t('monitor.disk', {
          free: bytes(free),
          total: bytes(total),
          ratio: percent(free / total),
        });
        return html`<li class="stack-tight"><p class="between"><strong>${label}</strong> <span class="muted small-text">${words}</span></p>
          <meter class="bar" min="0" max="${total}" low="${total * 0.8}" high="${total * 0.93}" optimum="0" value="${total - free}" aria-label="${label}" aria-valuetext="${words}"></meter></li>`;
      })}
    </ul>
    <h3>${t('monitor.raid')}</h3>
    ${
      raid.length === 0
        ? html`<p class="muted">${t('monitor.no-raid')}</p>`
        : html`<ul class="stack-tight">${raid.map((device) => {
            const good = device.state === 'healthy';
            const words = t('monitor.raid-devices', { active: device.active, devices: device.devices });
            return html`<li class="stack-tight"><p class="row"><strong>${device.device}</strong> <span class="muted">${device.level} · ${words}</span> ${chip(good, named('raid.', device.state))}</p>
              ${device.progress !== null && html`<progress class="bar" max="1" value="${device.progress}" aria-label="${t('monitor.raid-progress', { device: device.device })}"></progress><p class="muted small-text">${t('monitor.raid-recovered', { ratio: percent(device.progress) })}</p>`}</li>`;
          })}</ul>`
    }`;
}

/** @param {Monitor['now']} now */
function lanes({ lanes: all }) {
  return html`<h2 id="monitor-lanes">${t('monitor.lanes')}</h2>
    <p class="muted small-text">${t('monitor.lanes-hint')}</p>
    <div class="table-scroll"><table class="figures">
      <thead><tr>${['lane', 'queued', 'running', 'refused'].map((name) => html`<th scope="col">${t(`monitor.${name}`)}</th>`)}</tr></thead>
      <tbody>${all.map(
        (
          lane,
        ) => html`<tr><th scope="row">${named('chart.lane-', lane.name)}</th><td>${count(lane.queued)}</td>
          <td>${count(lane.running)} / ${count(lane.threads)}</td><td class="${lane.refused > 0 && 'worry'}">${count(lane.refused)}</td></tr>`,
      )}</tbody>
    </table></div>`;
}

/** @param {Monitor['now']} now */
function counts({ counts: { deals, ...all } }) {
  return html`<h2 id="monitor-counts">${t('monitor.counts')}</h2>
    <dl class="tally">${Object.entries(all).map(([name, value]) => html`<div><dt>${named('count.', name)}</dt><dd>${count(value)}</dd></div>`)}</dl>
    <h3>${t('monitor.deals')}</h3>
    <dl class="tally">${Object.entries(deals ?? {}).map(([state, value]) => html`<div><dt>${named('deal.state-', state)}</dt><dd>${count(value)}</dd></div>`)}</dl>`;
}

/**
 * How things stand, part by part.
 * @param {Monitor} monitor
 * @returns {Keyed[]}
 */
export function statusParts(monitor) {
  const newest = Date.parse(monitor.times.at(-1) ?? monitor.started_at);
  /** @type {[string, Markup][]} */
  const parts = [
    [
      'ready',
      html`<h2 id="monitor-ready" class="hidden-visually">${t('monitor.state')}</h2>${readiness(monitor.now)}${facts(monitor, newest)}`,
    ],
    ['storage', storage(monitor.now)],
    ['lanes', lanes(monitor.now)],
    ['counts', counts(monitor.now)],
  ];
  return parts.map(([key, inside]) => ({
    key,
    markup: html`<section class="card stack-tight ${key === 'ready' && 'whole'}" aria-labelledby="monitor-${key}">${inside}</section>`,
  }));
}

/** @param {Logged} entry */
function errorRow({ at, level, message, request_id: request, route, detail }) {
  return html`<li class="card stack-tight">
    <p class="row"><span class="chip ${level === 'error' ? 'bad' : 'warn'}">${t(`monitor.level-${level}`)}</span>
      <time class="muted small-text" datetime="${at}">${exactDateTime(at)}</time>${route && html` <code>${route}</code>`}</p>
    <p class="said"><strong>${message}</strong>${detail && html` <span class="muted">${detail}</span>`}</p>
    ${
      request &&
      html`<p class="row small-text"><span class="muted">${t('monitor.request')}</span> <code class="said">${request}</code>
      <button type="button" class="icon-button" data-copy="${request}" aria-label="${t('monitor.copy', { id: request })}" title="${t('monitor.copy-short')}"><ui-icon name="copy"></ui-icon></button></p>`
    }
  </li>`;
}

/**
 * The newest of what went wrong. Two may have come in one millisecond.
 * @param {Logged[]} errors newest first
 * @param {number} most
 * @returns {Keyed[]}
 */
export function errorRows(errors, most) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  /** @type {Keyed[]} */
  const rows = [];
  // Counted from the oldest, whose keys then stay when newer ones come.
  for (const entry of [...errors].reverse()) {
    const name = `${entry.at} ${entry.request_id ?? ''} ${entry.message}`;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    rows.unshift({ key: `${name} ${times}`, markup: errorRow(entry) });
  }
  return rows.slice(0, most);
}

/**
 * How many errors (warnings are none) came in the last hour, by the server's own clock.
 * @param {Monitor} monitor
 */
export function errorsLastHour({ times, errors }) {
  const now = Date.parse(times.at(-1) ?? errors[0]?.at ?? '');
  return errors.filter(({ at, level }) => level === 'error' && Date.parse(at) > now - 3_600_000).length;
}
