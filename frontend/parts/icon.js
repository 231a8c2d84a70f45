import { raw, render } from '../lib/html.js';

/** Line icons on a 24-unit grid, drawn with the text's colour. */
/** @type {Record<string, string>} */
const PATHS = {
  home: '<path d="M4 10.5 12 4l8 6.5"/><path d="M6 9v10h4v-5h4v5h4V9"/>',
  plus: '<path d="M12 5v14M5 12h14"/>',
  minus: '<path d="M5 12h14"/>',
  chat: '<path d="M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-5 4v-4A2 2 0 0 1 4 14z"/><path d="M8.5 10h7"/>',
  person: '<circle cx="12" cy="8" r="4"/><path d="M4.5 20c.8-4 3.7-6 7.5-6s6.7 2 7.5 6"/>',
  search: '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
  filter:
    '<path d="M4 7h9M19 7h1M4 17h1M11 17h9"/><circle cx="16" cy="7" r="2.5"/><circle cx="8" cy="17" r="2.5"/>',
  heart:
    '<path d="M12 20s-7.5-4.6-7.5-10.2A4.2 4.2 0 0 1 12 7.3a4.2 4.2 0 0 1 7.5 2.5C19.5 15.4 12 20 12 20z"/>',
  more: '<path d="M6 12h.01M12 12h.01M18 12h.01" stroke-width="3"/>',
  block: '<circle cx="12" cy="12" r="8"/><path d="m6.5 6.5 11 11"/>',
  close: '<path d="m6 6 12 12M18 6 6 18"/>',
  left: '<path d="m14.5 5-7 7 7 7"/>',
  right: '<path d="m9.5 5 7 7-7 7"/>',
  up: '<path d="M12 19V5M6 11l6-6 6 6"/>',
  camera:
    '<path d="M4 8.5A1.5 1.5 0 0 1 5.5 7H8l1.5-2.5h5L16 7h2.5A1.5 1.5 0 0 1 20 8.5v9a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17.5z"/><circle cx="12" cy="13" r="3.5"/>',
  'no-photo':
    '<path d="M4 4l16 16M9 5h5.5L16 7h2.5A1.5 1.5 0 0 1 20 8.5V16M18 19H5.5A1.5 1.5 0 0 1 4 17.5v-9A1.5 1.5 0 0 1 5.5 7H7M14.5 15.5a3.5 3.5 0 0 1-5-5"/>',
  place:
    '<path d="M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11z"/><circle cx="12" cy="10" r="2.3"/>',
  eye: '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="3"/>',
  'eye-off':
    '<path d="M4 4l16 16"/><path d="M9.5 6c.8-.3 1.6-.5 2.5-.5 6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-3 3.7M6 8a16 16 0 0 0-3.5 4S6 18.5 12 18.5c1.6 0 3-.4 4.2-1"/>',
  check: '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
  star: '<path d="m12 4 2.4 5 5.6.7-4.1 3.8 1 5.5-4.9-2.7L7.1 19l1-5.5L4 9.7 9.6 9z"/>',
  edit: '<path d="M5 19h3.5L19 8.5 15.5 5 5 15.5z"/><path d="m13 7.5 3.5 3.5"/>',
  trash: '<path d="M5 7h14M9.5 7V4.5h5V7M7 7l1 12.5h8L17 7M10.5 10.5v5.5M13.5 10.5v5.5"/>',
  lock: '<rect x="5" y="10.5" width="14" height="9" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/>',
  mail: '<rect x="3.5" y="5.5" width="17" height="13" rx="2"/><path d="m4 7.5 8 6 8-6"/>',
  device: '<rect x="3.5" y="5" width="17" height="11" rx="1.5"/><path d="M9 20h6M12 16v4"/>',
  phone: '<rect x="7" y="3" width="10" height="18" rx="2"/><path d="M11 17.5h2"/>',
  program: '<rect x="3.5" y="5" width="17" height="14" rx="1.5"/><path d="m7.5 9.5 3 2.5-3 2.5M12.5 15h4"/>',
  key: '<circle cx="8" cy="15" r="4"/><path d="m11 12 8.5-8.5M16 7l2.5 2.5"/>',
  copy: '<rect x="8.5" y="8.5" width="11" height="11" rx="1.5"/><path d="M15.5 8.5V6A1.5 1.5 0 0 0 14 4.5H6A1.5 1.5 0 0 0 4.5 6v8A1.5 1.5 0 0 0 6 15.5h2.5"/>',
  shield: '<path d="M12 3.5 5 6v6c0 4.5 3 7.3 7 8.5 4-1.2 7-4 7-8.5V6z"/><path d="m9 12 2.2 2.2L15.2 10"/>',
  book: '<path d="M12 6.5C10 5 7 4.5 4 4.8v13c3-.3 6 .2 8 1.7 2-1.5 5-2 8-1.7v-13c-3-.3-6 .2-8 1.7z"/><path d="M12 6.5v13"/>',
  hide: '<path d="M4 4l16 16M9.5 6c6.5-1.8 12 6 12 6s-1 2-3 3.7M6 8a16 16 0 0 0-3.5 4S6 18.5 12 18.5c1.6 0 3-.4 4.2-1"/>',
  mute: '<path d="M6.5 10a5.5 5.5 0 0 1 9-4.2M17.5 10.5c0 4 1.5 5.5 1.5 5.5H9M5 16s1.5-1.5 1.5-5.5M10 19a2.2 2.2 0 0 0 4 0M4 4l16 16"/>',
  share:
    '<circle cx="17.5" cy="5.5" r="2.5"/><circle cx="6.5" cy="12" r="2.5"/><circle cx="17.5" cy="18.5" r="2.5"/><path d="m8.7 10.7 6.6-3.9M8.7 13.3l6.6 3.9"/>',
  flag: '<path d="M6 21V4.5M6 5h11l-2.500 4 2.500 4H6"/>',
  pulse: '<path d="M3 12h4l2.500-6 4.500 12 3-6h4"/>',
  feed: '<circle cx="6" cy="18" r="1.2"/><path d="M5 11.5a7.5 7.5 0 0 1 7.5 7.5M5 5a14 14 0 0 1 14 14"/>',
  barcode: '<path d="M4 8V5h3M17 5h3v3M20 16v3h-3M7 19H4v-3M8 9v6M11 9v6M13.5 9v6M16 9v6"/>',
  torch: '<path d="M13 3 6 13.5h5L10.5 21 18 10h-5.5z"/>',
  bell: '<path d="M6.5 10.5a5.5 5.5 0 0 1 11 0c0 4 1.5 5.5 1.5 5.5H5s1.5-1.5 1.5-5.5zM10 19a2.2 2.2 0 0 0 4 0"/>',
  calendar:
    '<rect x="4" y="5.5" width="16" height="14" rx="2"/><path d="M4 10h16M8.5 3.500v4M15.5 3.500v4"/>',
  clock: '<circle cx="12" cy="12" r="8"/><path d="M12 7.500V12l3 2"/>',
  down: '<path d="M12 5v14M6 13l6 6 6-6"/>',
  send: '<path d="M4 12 20 4.5 14.5 20l-3-6.5z"/><path d="m11.5 13.5 4-4"/>',
};

/** `<ui-icon name="heart">`: decoration, so hidden from screen readers; the control around it has the name. */
export class UiIcon extends HTMLElement {
  connectedCallback() {
    this.setAttribute('aria-hidden', 'true');
    const paths = PATHS[this.getAttribute('name') ?? ''] ?? '';
    render(
      this,
      raw(
        `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" focusable="false">${paths}</svg>`,
      ),
    );
  }
}

customElements.define('ui-icon', UiIcon);
