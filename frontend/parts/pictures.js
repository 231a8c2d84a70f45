import { html, raw, render } from '../lib/html.js';

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

/** @param {string} paths @param {string} [fill] */
const lines = (paths, fill = 'none') =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="${fill}" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" focusable="false">${paths}</svg>`;

/** Icons of which many are drawn. Each is a mask over one element (`.small-icon`), where `<ui-icon>` is four to be laid out. */
const SMALL = ['place', 'heart', 'star', 'shield'];
for (const name of SMALL) {
  const picture = new Blob([lines(PATHS[name] ?? '', name === 'star' ? 'currentColor' : 'none')], {
    type: 'image/svg+xml',
  });
  document.documentElement.style.setProperty(`--icon-${name}`, `url(${URL.createObjectURL(picture)})`);
}

/** @param {'place' | 'heart' | 'star' | 'shield'} name */
export const smallIcon = (name) => html`<span class="small-icon ${name}" aria-hidden="true"></span>`;

/** `<ui-icon name="heart">`: decoration, so hidden from screen readers; the control around it has the name. */
export class UiIcon extends HTMLElement {
  connectedCallback() {
    this.setAttribute('aria-hidden', 'true');
    const paths = PATHS[this.getAttribute('name') ?? ''] ?? '';
    render(this, raw(lines(paths)));
  }
}

customElements.define('ui-icon', UiIcon);

const SPOT = 'fill="#a5622f" stroke="#a5622f" stroke-width="7" stroke-linejoin="round"';

/** @type {Record<string, string>} */
const MOUTH = {
  happy:
    '<path d="M160 203q20 17 40 0" fill="none" stroke="#7a431d" stroke-width="5" stroke-linecap="round"/>',
  sad: '<path d="M162 210q18-13 36 0" fill="none" stroke="#7a431d" stroke-width="5" stroke-linecap="round"/>',
};

/** The face alone, for the mark in the header and the default cover. */
const HEAD = `
  <path d="M136 104C112 72 84 66 66 78c6 26 36 42 68 38z" fill="#f4a340"/>
  <path d="M124 100c-14-16-30-21-44-17 8 15 26 23 44 23z" fill="#f7c6a0"/>
  <path d="M224 104c24-32 52-38 70-26-6 26-36 42-68 38z" fill="#f4a340"/>
  <path d="M236 100c14-16 30-21 44-17-8 15-26 23-44 23z" fill="#f7c6a0"/>
  <path d="M152 74 147 34M208 74l5-40" stroke="#f4a340" stroke-width="15" stroke-linecap="round"/>
  <circle cx="146.5" cy="29" r="12.5" fill="#a5622f"/><circle cx="213.5" cy="29" r="12.5" fill="#a5622f"/>
  <path d="M180 54c44 0 60 30 56 62-3 24-9 38-13 60-5 34-21 50-43 50s-38-16-43-50c-4-22-10-36-13-60-4-32 12-62 56-62z" fill="#f4a340"/>
  <path d="m170 66 20-2 8 16-12 14-18-6z" ${SPOT}/>
  <path d="m220 92 6 14-8 8-8-10zM140 92l-6 14 8 8 8-10z" ${SPOT}/>
  <ellipse cx="180" cy="192" rx="45" ry="38" fill="#ffe3ba"/>
  <ellipse cx="164" cy="178" rx="5" ry="6.5" fill="#7a431d"/><ellipse cx="196" cy="178" rx="5" ry="6.5" fill="#7a431d"/>`;

const EYES = `
  <circle cx="152" cy="131" r="22" fill="#fff" fill-opacity=".92" stroke="#264653" stroke-width="5"/>
  <circle cx="208" cy="131" r="22" fill="#fff" fill-opacity=".92" stroke="#264653" stroke-width="5"/>
  <path d="M174 128q6-5 12 0" fill="none" stroke="#264653" stroke-width="5" stroke-linecap="round"/>
  <ellipse cx="154" cy="133" rx="9.5" ry="11.5" fill="#264653"/><ellipse cx="206" cy="133" rx="9.5" ry="11.5" fill="#264653"/>
  <circle cx="157" cy="128" r="3.6" fill="#fff"/><circle cx="209" cy="128" r="3.6" fill="#fff"/>`;

/** @param {string} mood */
const whole = (mood) => `<svg viewBox="34 4 292 434" focusable="false">
  <path d="M72 440c0-62 24-98 70-112h76c46 14 70 50 70 112z" fill="#f4a340"/>
  <path d="M149 190h62c1 56 5 100 17 146h-96c12-46 16-90 17-146z" fill="#f4a340"/>
  <path d="M149 218c10 12 22 18 31 18s21-6 31-18l-.5-28h-61z" fill="#e08d2b" fill-opacity=".55"/>
  <path d="m158 248 16-4 8 16-12 14-18-8zM200 244l8 8-2 18-14-2-2-14zM176 288l20-6 12 14-10 18-22-4zM148 286l12 6-2 16-14 6-2-12zM118 346l22-8 12 16-14 18-24-6zM214 338l26 8 4 18-20 10-18-14zM160 340l26-2 8 14-16 12-20-8zM92 380l16 2 4 16-14 8-10-10zM254 380l14 4 2 14-12 8-12-12z" ${SPOT}/>
  ${HEAD}${EYES}
  <path d="M139 163q4 4 9 3M221 163q-4 4-9 3" fill="none" stroke="#e76f51" stroke-width="9" stroke-linecap="round" stroke-opacity=".55"/>
  ${MOUTH[mood] ?? MOUTH.happy}
  <path d="M170 56c-4-14 4-22 12-27 0 8 8 10 12 6 2 10-2 18-8 23z" fill="#a5622f"/>
  <path d="M64 358q62-13 116 9 54-22 116 9l2 62H62z" fill="#fff6e4"/>
  <path d="M56 370q66-15 124 8v66q-58-20-124-8z" fill="#2a9d8f"/>
  <path d="M304 370q-66-15-124 8v66q58-20 124-8z" fill="#238a7e"/>
  <path d="M180 378v64" stroke="#1b6e65" stroke-width="4"/>
  <path d="M82 388q40-7 80 5M82 402q40-7 80 5M82 416q26-5 50 0" fill="none" stroke="#bfe9e2" stroke-width="5" stroke-linecap="round"/>
  <path d="m216 424 15-38 15 38M221 412h20M262 386v26M249 399h26" fill="none" stroke="#fff" stroke-width="7" stroke-linecap="round" stroke-linejoin="round"/>
  <path d="M48 396c-8 0-12 8-10 18s8 18 18 18 14-8 12-18-8-18-20-18zM312 396c8 0 12 8 10 18s-8 18-18 18-14-8-12-18 8-18 20-18z" fill="#8a4f26"/>
</svg>`;

const FACE = `<svg viewBox="56 8 248 228" focusable="false">${HEAD}${EYES}${MOUTH.happy}
  <path d="M170 56c-4-14 4-22 12-27 0 8 8 10 12 6 2 10-2 18-8 23z" fill="#a5622f"/></svg>`;

/** The face as a picture, for where it is drawn many times: one element each, not thirty to be laid out. */
export const faceUrl = URL.createObjectURL(
  new Blob([FACE.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"')], { type: 'image/svg+xml' }),
);

/** `<giraffe-picture mood="sad">`: the market's giraffe with its A+ book. Decoration. */
export class GiraffePicture extends HTMLElement {
  connectedCallback() {
    this.setAttribute('aria-hidden', 'true');
    render(this, raw(this.hasAttribute('face') ? FACE : whole(this.getAttribute('mood') ?? 'happy')));
  }
}

customElements.define('giraffe-picture', GiraffePicture);

/**
 * A picture that cannot be shown (no picture at all, or the network broke) becomes a drawn one, instead of the browser's mark.
 * @param {Element} root of the pictures, now and later
 * @param {AbortSignal} signal
 */
export function replaceBroken(root, signal) {
  root.addEventListener(
    'error',
    ({ target: image }) => {
      if (!(image instanceof HTMLImageElement)) return;
      const standIn = document.createElement('span');
      standIn.className = 'broken-photo';
      standIn.role = 'img';
      standIn.ariaLabel = image.alt;
      if (!image.alt) standIn.ariaHidden = 'true';
      render(standIn, html`<ui-icon name="no-photo"></ui-icon>`);
      image.replaceWith(standIn);
    },
    // It does not bubble.
    { capture: true, signal },
  );
}
