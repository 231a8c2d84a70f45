import { find, html, render } from '../../lib/html.js';
import { period, t } from '../../lib/i18n.js';
import { market } from '../../lib/market.js';
import * as me from '../../lib/me.js';
import { Page } from '../../lib/page.js';

/** What is kept of people, in the order in which they meet it. */
const KINDS = [
  'account',
  'devices',
  'places',
  'mails',
  'posts',
  'photos',
  'chat',
  'deals',
  'lists',
  'news',
  'answers',
  'reports',
  'left',
  'snapshots',
  'log',
];
const SEERS = ['all', 'other', 'self', 'operator'];
const RIGHTS = ['see', 'correct', 'delete', 'ask'];

/** 개인정보 처리방침: what this software does with personal data, with the times this server is set to. */
export class PrivacyPage extends Page {
  open() {
    this.draw(html`<article class="privacy">
      <div class="page-head"><h1>${t('privacy.title')}</h1></div>
      <div class="stack" data-content><p class="card">${t('app.loading')}</p></div>
    </article>`);
    const content = () => find(this, '[data-content]', HTMLElement);
    this.load(async () => {
      const about = await market();
      if (!this.signal.aborted) render(content(), text(about));
    }, content);
  }
}

/** @param {import('../../lib/market.js').Market} about */
function text({ operator, kept_seconds }) {
  const times = Object.fromEntries(
    Object.entries(kept_seconds).map(([key, seconds]) => [key, seconds === null ? '' : period(seconds)]),
  );
  const kept = (/** @type {string} */ kind) => {
    if (kind === 'chat' && kept_seconds.messages === null) return t('privacy.kept-chat-for-ever');
    if (kind === 'reports' && kept_seconds.messages === null) return t('privacy.kept-reports-for-ever');
    if (kind === 'left' && kept_seconds.left_names === 0) return t('privacy.kept-left-never');
    return t(`privacy.kept-${kind}`, times);
  };
  return html`
    <p class="card">${t('privacy.lead', { name: t('app.name') })}</p>
    ${part(
      'what',
      html`${KINDS.map(
        (kind) => html`<section class="privacy-kind">
          <h3>${t(`privacy.${kind}`)}</h3>
          <dl>
            <dt>${t('privacy.items')}</dt><dd>${t(`privacy.items-${kind}`)}</dd>
            <dt>${t('privacy.why')}</dt><dd>${t(`privacy.why-${kind}`)}</dd>
            <dt>${t('privacy.kept')}</dt><dd>${kept(kind)}</dd>
          </dl>
        </section>`,
      )}`,
    )}
    ${part('who', html`<dl class="privacy-pairs">${SEERS.map((seer) => html`<dt>${t(`privacy.${seer}`)}</dt><dd>${t(`privacy.sees-${seer}`)}</dd>`)}</dl>`)}
    ${part('others', html`<p>${t('privacy.others-text')}</p>`)}
    ${part('browser', html`<ul class="bullets">${['cookie', 'storage', 'none'].map((one) => html`<li>${t(`privacy.browser-${one}`)}</li>`)}</ul>`)}
    ${part('safety', html`<p>${t('privacy.safety-text')}</p>`)}
    ${part('rights', html`<ul class="bullets">${RIGHTS.map((right) => html`<li>${t(`privacy.right-${right}`)}</li>`)}</ul>${links()}<p class="muted small-text">${t('privacy.authorities')}</p>`)}
    ${part(
      'operator',
      html`<dl class="privacy-pairs">
        ${/** @type {const} */ (['name', 'contact', 'privacy_officer']).map((key) => html`<dt>${t(`privacy.operator-${key}`)}</dt><dd>${operator[key] ?? t('privacy.not-told')}</dd>`)}
      </dl>`,
    )}`;
}

/**
 * @param {string} name
 * @param {import('../../lib/html.js').Markup} body
 */
function part(name, body) {
  return html`<section class="card stack" aria-labelledby="privacy-${name}"><h2 id="privacy-${name}">${t(`privacy.part-${name}`)}</h2>${body}</section>`;
}

/** Where one does what one has a right to; nothing of it is there for who is signed out. */
function links() {
  if (!me.get()) return html`<p><a href="#/welcome">${t('privacy.sign-in')}</a></p>`;
  return html`<ul class="privacy-links">
    <li><a href="#/me/profile">${t('own-data.title')}</a></li>
    <li><a href="#/me/edit">${t('profile.edit')}</a></li>
    <li><a href="#/me/leave">${t('leave.title')}</a></li>
  </ul>`;
}

customElements.define('privacy-page', PrivacyPage);
