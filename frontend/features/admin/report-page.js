import * as api from '../../lib/api.js';
import { html, render } from '../../lib/html.js';
import { dateTime, relativeTime, t } from '../../lib/i18n.js';
import * as me from '../../lib/me.js';
import { setTitle } from '../../lib/page.js';
import { nameOf } from '../../parts/people.js';
import { cover, priceText, statusChip } from '../../parts/post-card.js';
import { actButton } from './acts.js';
import { AdminPage } from './admin-page.js';
import { personActs, personFacts } from './person-view.js';
import { caseChips, caseTitle } from './reports-page.js';

/**
 * @typedef {import('../../lib/types.js').ReportCaseDetail} Detail
 * @typedef {import('../../lib/types.js').CaseReport} CaseReport
 */

/** A report with what one needs to see to decide, and the decisions. */
export class ReportPage extends AdminPage {
  section = 'reports';

  async show() {
    const path = `/admin/reports/${encodeURIComponent(this.params.id ?? '')}`;
    /** @type {Detail} */
    const detail = await api.get(path, { signal: this.signal });
    setTitle(t('admin.report-title', { id: detail.id }));
    render(
      this.content,
      html`<section class="card stack-tight" aria-labelledby="case-title">
          <h2 id="case-title">${caseTitle(detail)}</h2>
          ${caseChips(detail)}
          ${detail.state !== 'open' && resolved(detail)}
        </section>
        <section class="card stack-tight" aria-labelledby="case-reports"><h2 id="case-reports">${t('admin.who-reported')}</h2>
          <ul class="stack-tight">${detail.reports.map((report) => reportRow(report, detail))}</ul>
        </section>
        ${detail.kind === 'post' && postPart(detail)} ${detail.kind === 'message' && conversation(detail)}
        <section class="card stack-tight" aria-labelledby="case-owner"><h2 id="case-owner">${t('admin.owner')}</h2>
          ${personFacts(detail.person)}
          ${
            !hasLeft(detail.owner) &&
            html`<p class="row"><a class="button" href="#/admin/users/${detail.owner.username}">${t('admin.person-title', { name: nameOf(detail.owner) })}</a></p>
              <div class="row">${personActs(detail.person)}</div>`
          }
        </section>
        ${
          detail.state === 'open' &&
          html`<section class="card stack-tight" aria-labelledby="case-decide"><h2 id="case-decide">${t('admin.decide')}</h2>
            ${
              detail.reports.some(({ reporter }) => reporter.username === me.get()?.username)
                ? html`<p class="muted">${t('admin.own-report')}</p>`
                : html`<div class="row">${actButton('dismiss', `${path}/resolve`, { primary: true })} ${actButton('actioned', `${path}/resolve`, { primary: true })}</div>`
            }
          </section>`
        }
        <p><a class="button" href="#/admin/reports"><ui-icon name="left"></ui-icon>${t('admin.reports')}</a></p>`,
    );
  }
}

/** Nothing is left to do about them. @param {{username: string}} owner */
const hasLeft = (owner) => owner.username.startsWith('deleted-');

/** @param {Detail} detail */
function resolved(detail) {
  const when = relativeTime(detail.resolved_at ?? '');
  return html`<p class="notice">${t('admin.resolved', { who: detail.resolved_by ?? '—', time: when })}</p>
    ${detail.note && html`<p class="post-text">${detail.note}</p>`}`;
}

/**
 * @param {CaseReport} report
 * @param {Detail} detail
 */
function reportRow({ reporter, reason, note, evidence, created_at: at }, detail) {
  const was =
    'title' in evidence &&
    (evidence.title !== detail.post?.title || evidence.price !== detail.post.price) &&
    t('admin.evidence-post', { title: evidence.title, price: priceText(evidence.price) });
  return html`<li class="quote">
    <p><strong>${t(`reason.${reason}`)}</strong></p>
    ${note && html`<p class="post-text">${note}</p>`} ${was && html`<p class="muted">${was}</p>`}
    <p class="muted small-text"><a href="#/admin/users/${reporter.username}">${nameOf(reporter)}</a> · ${dateTime(at)}</p>
  </li>`;
}

/** @param {Detail} detail */
function postPart({ post, subject, held }) {
  if (!post)
    return html`<section class="card"><h2>${t('admin.post-now')}</h2><p class="muted">${t('admin.post-gone')}</p></section>`;
  const path = `/admin/posts/${subject}`;
  const hidden = post.hold && post.hold.cause !== 'suspension';
  return html`<section class="card stack-tight" aria-labelledby="case-post"><h2 id="case-post">${t('admin.post-now')}</h2>
    <div class="case-photos">${post.photos.length > 0 ? post.photos.map((photo) => cover({ ...post, photo })) : cover(post)}</div>
    <p class="row">${statusChip(post.status)} <strong>${post.title}</strong> ${priceText(post.price)}</p>
    <p class="muted">${[post.book.title, post.book.author, t(`condition.${post.condition}`), post.place].filter(Boolean).join(' · ')}</p>
    <p class="post-text">${post.description || t('post.no-description')}</p>
    <div class="row">${hidden && actButton('restore-post', `${path}/restore`)} ${(!hidden || held) && actButton('hide', `${path}/hide`)}</div>
  </section>`;
}

/** @param {Detail} detail */
function conversation({ conversation: talk, subject, reports, owner }) {
  const body = html`<h2 id="case-talk">${t('admin.context')}</h2>`;
  const first = reports[0]?.evidence;
  if (!talk) {
    const said = first && 'body' in first ? first.body : '';
    return html`<section class="card stack-tight" aria-labelledby="case-talk">${body}<p>${t('admin.message-gone', { body: said })}</p></section>`;
  }
  const names = new Map([talk.buyer, talk.seller].map((card) => [card.username, nameOf(card)]));
  return html`<section class="card stack-tight" aria-labelledby="case-talk">${body}
    <p class="muted small-text">${t('admin.context-hint')}</p>
    <ol class="talk">
      ${talk.messages.map((message) => {
        const from = message.from ?? '';
        const text = message.kind === 'photo' ? t('admin.photo-message') : message.body;
        return html`<li class="${message.id === subject && 'reported'} ${from === owner.username && 'theirs'}">
          <p class="muted small-text">${[names.get(from) ?? from, dateTime(message.sent_at)].filter(Boolean).join(' · ')} ${message.id === subject && html`<span class="chip bad">${t('admin.reported-message')}</span>`}</p>
          ${message.photo ? html`<a href="${api.apiUrl(message.photo.urls.full)}"><img class="talk-photo" alt="${text}" src="${api.apiUrl(message.photo.urls.thumb)}" /></a>` : html`<p class="post-text">${text}</p>`}
        </li>`;
      })}
    </ol>
  </section>`;
}

customElements.define('admin-report-page', ReportPage);
