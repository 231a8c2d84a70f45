import './room-list.js';

import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { Page } from '../../lib/page.js';

/** 채팅: all rooms; beside them, where there is room, the place for one. */
export class RoomsPage extends Page {
  open() {
    this.draw(html`<div class="chat-page">
      <section class="chat-rooms card" aria-labelledby="chat-title">
        <h1 id="chat-title">${t('chat.title')}</h1>
        <room-list></room-list>
      </section>
      <div class="chat-room card nothing-picked"><giraffe-picture></giraffe-picture><p class="muted">${t('chat.pick')}</p></div>
    </div>`);
  }
}

customElements.define('rooms-page', RoomsPage);
