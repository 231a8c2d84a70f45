import '../../parts/form-field.js';

import { delegate, find, html, render, toast, toastError, whileBusy } from '../../lib/html.js';
import { lang, setLanguage, t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { emptyState, Page, setTitle } from '../../lib/page.js';
import { NetworkError } from '../../lib/problem.js';
import { finds, setTheme, theme } from '../../lib/store.js';
import { avatar, nameOf, ratingText, verifiedChip, verifiedMark } from '../../parts/people.js';
import { PostList } from '../../parts/post-list.js';
import { segments } from '../../parts/segments.js';
import { go } from '../../routes.js';
import { DealList } from '../deals/deal-list.js';
import { exportLink, wireExportLink } from '../own-data/export.js';

/** 구해요 has pages of its own. */
const LINKS = ['selling', 'sold', 'buying', 'favorites', 'alerts', 'profile'];
const TABS = ['selling', 'sold', 'buying', 'favorites', 'profile'];

/** 내 정보. The tabs are links, so each has an address and "back" goes through them. */
export class MePage extends Page {
  open() {
    const user = me.get();
    if (!user) return;
    const tab = TABS.includes(this.params.tab ?? '') ? (this.params.tab ?? '') : 'selling';
    setTitle(`${t(`me.${tab}`)} – ${t('me.title')}`);
    this.draw(html`
      <div class="page-head"><h1>${t('me.title')}</h1></div>
      <div class="card me-card">
        ${avatar(user, 'large')}
        <div>
          <p><strong class="me-name">${nameOf(user)}</strong> ${verifiedMark(user)} ${nameOf(user) !== user.username && html`<span class="muted">@${user.username}</span>`}</p>
          <p class="muted small-text">${[user.major, ratingText(user.rating)].filter(Boolean).join(' · ')}</p>
        </div>
      </div>
      <nav class="me-tabs" aria-label="${t('me.tabs')}">
        ${LINKS.map((name) => html`<a href="${name === 'alerts' ? '#/alerts' : `#/me/${name}`}" ${name === tab && html`aria-current="page"`}>${t(`me.${name}`)}${name === 'alerts' && html`<span class="badge" data-new hidden></span>`}</a>`)}
      </nav>
      <div data-content></div>
    `);
    this.querySelector('.me-tabs [aria-current]')?.scrollIntoView({
      inline: 'center',
      block: 'nearest',
      behavior: 'instant',
    });
    const badge = find(this, '[data-new]', HTMLElement);
    const count = () => {
      badge.hidden = finds.get() === 0;
      badge.textContent = finds.get() > 99 ? '99+' : String(finds.get());
    };
    finds.subscribe(count, this.signal);
    count();
    const content = find(this, '[data-content]', HTMLElement);
    if (tab === 'profile') return this.#showProfile(content, user);
    if (tab === 'buying') return this.#showBuying(content);
    this.#showPosts(content, tab, user.username);
  }

  /**
   * @param {HTMLElement} content
   * @param {string} tab
   * @param {string} username
   */
  #showPosts(content, tab, username) {
    render(
      content,
      html`${tab === 'selling' && html`<section class="me-part" data-offers aria-labelledby="offers-title" hidden><h2 id="offers-title">${t('me.offers')}</h2><deal-list></deal-list></section>`}
        <h2 class="${tab === 'selling' ? '' : 'hidden-visually'}">${t(tab === 'selling' ? 'me.posts' : `me.${tab}`)}</h2>
        <post-list></post-list>`,
    );
    const empty = () =>
      emptyState(
        t(`me.empty-${tab}`),
        t(`me.empty-${tab}-hint`),
        tab === 'selling'
          ? html`<a class="button primary" href="#/posts/new">${t('market.write')}</a>`
          : html`<a class="button primary" href="#/posts">${t('action.go-market')}</a>`,
      );
    const query =
      tab === 'favorites'
        ? { favorited: true, status: 'selling,reserved,sold' }
        : { seller: username, status: tab === 'sold' ? 'sold' : 'selling,reserved,hidden' };
    find(content, 'post-list', PostList).show(query, empty);
    const offers = content.querySelector('[data-offers]');
    if (!(offers instanceof HTMLElement)) return;
    const list = find(offers, 'deal-list', DealList);
    list.addEventListener('drawn', () => {
      offers.hidden = list.childElementCount === 0;
    });
    list.show({ role: 'seller', openOnly: true }, () => html``);
  }

  /** @param {HTMLElement} content */
  #showBuying(content) {
    render(content, html`<h2 class="hidden-visually">${t('me.buying')}</h2><deal-list></deal-list>`);
    find(content, 'deal-list', DealList).show({ role: 'buyer' }, () =>
      emptyState(
        t('me.empty-buying'),
        t('me.empty-buying-hint'),
        html`<a class="button primary" href="#/posts">${t('action.go-market')}</a>`,
      ),
    );
  }

  /**
   * @param {HTMLElement} content
   * @param {import('../../lib/types.js').Me} user
   */
  #showProfile(content, user) {
    const link = (/** @type {string} */ to, /** @type {string} */ icon, /** @type {string} */ label) =>
      html`<li><a class="menu-link" href="${to}"><ui-icon name="${icon}"></ui-icon><span>${label}</span><ui-icon name="right"></ui-icon></a></li>`;
    render(
      content,
      html`<div class="stack narrow">
        <section class="card" aria-labelledby="profile-part">
          <h2 id="profile-part">${t('profile.title')}</h2>
          <dl class="facts">
            <div><dt>${t('user.email')}</dt><dd>${user.email} ${user.email_verified ? verifiedChip(user) : html`<span class="chip">${t('user.not-verified')}</span>`}</dd></div>
            <div><dt>${t('user.major')}</dt><dd>${user.major}</dd></div>
            ${user.bio && html`<div><dt>${t('user.bio')}</dt><dd class="post-text">${user.bio}</dd></div>`}
          </dl>
          <ul class="menu">
            ${!user.email_verified && link('#/me/verify', 'shield', t('verify.title'))}
            ${link('#/me/edit', 'edit', t('profile.edit'))} ${link(`#/users/${encodeURIComponent(user.username)}`, 'person', t('profile.public'))}
            ${link('#/safety', 'shield', t('safety.link'))}
          </ul>
        </section>
        <section class="card" aria-labelledby="account-part">
          <h2 id="account-part">${t('profile.account')}</h2>
          <ul class="menu">
            ${link('#/me/email', 'mail', t('email.title'))}
            ${link('#/me/password', 'lock', t('profile.password'))} ${link('#/me/sessions', 'device', t('profile.sessions'))}
            ${link('#/me/tokens', 'key', t('profile.tokens'))} ${link('#/me/blocks', 'block', t('blocks.title'))}
            ${link('#/notices', 'bell', t('notices.title'))} ${user.role !== 'user' && link('#/admin', 'shield', t('admin.title'))}
          </ul>
          <button type="button" class="button wide" data-sign-out>${t('sign-out.action')}</button>
        </section>
        <section class="card stack" aria-labelledby="own-data-part">
          <h2 id="own-data-part">${t('own-data.title')}</h2>
          <p class="muted small-text">${t('own-data.lead')}</p>
          ${exportLink()}
          <ul class="menu">
            ${link('#/privacy', 'shield', t('privacy.title'))} ${link('#/me/leave', 'trash', t('leave.title'))}
          </ul>
        </section>
        <section class="card stack" aria-labelledby="settings-part">
          <h2 id="settings-part">${t('profile.settings')}</h2>
          <form-field group name="theme" label="${t('theme.label')}">
            ${segments(
              'theme',
              ['system', 'light', 'dark'].map((value) => ({ value, label: t(`theme.${value}`) })),
              theme(),
            )}
          </form-field>
          <form-field group name="language" label="${t('profile.language')}">
            ${segments(
              'language',
              [
                { value: 'ko', label: '한국어' },
                { value: 'en', label: 'English' },
              ],
              lang(),
            )}
          </form-field>
        </section>
      </div>`,
    );
    wireExportLink(content, this.signal);
    delegate(content, 'change', 'input[name="theme"]', (input) => {
      const { value } = /** @type {HTMLInputElement} */ (input);
      setTheme(value === 'light' || value === 'dark' ? value : 'system');
    });
    delegate(content, 'change', 'input[name="language"]', (input) => {
      const { value } = /** @type {HTMLInputElement} */ (input);
      setLanguage(value === 'en' ? 'en' : 'ko').catch(() => {
        toastError(new NetworkError());
        const now = find(content, `input[name="language"][value="${lang()}"]`, HTMLInputElement);
        now.checked = true;
      });
    });
    delegate(content, 'click', '[data-sign-out]', (button) => {
      whileBusy(button, async () => {
        try {
          await me.signOut();
          toast(t('sign-out.done'), 'success');
          go('#/welcome');
        } catch (error) {
          toastError(error);
        }
      });
    });
  }
}

customElements.define('me-page', MePage);
