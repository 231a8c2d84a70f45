import { raw, render } from '../lib/html.js';

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
