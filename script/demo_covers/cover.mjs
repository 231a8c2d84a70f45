// The printed front cover: the drawing of its family and, over it, title, author, edition and publisher.
import { FAMILIES, HEIGHT, PALETTES, WIDTH } from './artwork.mjs';

export const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

// "열역학: 에너지의 길" has a subtitle; the colon is how a catalogue writes it, not how a cover does.
const titleParts = (title) => title.split(/:\s*/);

function titleSize(text) {
  const widest = Math.max(...text.split(' ').map((word) => word.length));
  const size = text.length <= 6 ? 62 : text.length <= 10 ? 50 : 42;
  return Math.min(size, Math.floor(370 / widest));
}

export function coverHtml(book, design, random) {
  const palette = PALETTES[design.palette];
  const [title, subtitle = ''] = titleParts(book.title);
  const art = FAMILIES[design.family](palette, random, design.sign);
  const layout =
    { cloth: 'framed', letters: 'label', stripes: 'label' }[design.family] ??
    random.pick(['left', 'left', 'centre', 'ruled']);
  const size = layout === 'left' || layout === 'ruled' ? titleSize(title) : Math.min(titleSize(title), 44);
  const serif = layout === 'framed' || random.chance(0.3);
  return `<div class="print ${layout}" style="background:${palette.paper};color:${palette.ink};--accent:${palette.a};--paper:${palette.paper};
      font-family:${serif ? "'NanumMyeongjo'" : random.pick(["'NanumSquare'", "'NanumBarunGothic'", "'Noto Sans CJK KR'"])}">
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}">${art}</svg>
    <div class="words"><h1 style="font-size:${size}px">${escaped(title)}</h1>
      ${subtitle && `<h2>${escaped(subtitle)}</h2>`}
      <p class="author">${escaped(book.author)} <small>지음</small></p></div>
    ${book.edition ? `<span class="edition">${escaped(book.edition)}</span>` : ''}
    <span class="publisher">${escaped(book.publisher)}</span></div>`;
}

export const COVER_STYLE = `
.print { position:absolute; inset:0; overflow:hidden; word-break:keep-all }
.print svg { position:absolute; inset:0; width:100%; height:100% }
.words { position:absolute; left:38px; right:26px; top:44px }
h1 { margin:0; font-weight:800; line-height:1.16; letter-spacing:-.03em }
h2 { margin:8px 0 0; font-size:22px; font-weight:600 }
.author { margin:14px 0 0; font-size:19px; font-weight:700 } .author small { font-size:14px; font-weight:400 }
.edition { position:absolute; right:22px; top:16px; font-size:15px; font-weight:700; border:2px solid currentColor; border-radius:12px; padding:1px 10px }
.publisher { position:absolute; right:24px; bottom:18px; font-size:16px; font-weight:700; padding:3px 9px; background:var(--paper); border-radius:3px }
.centre .words { text-align:center; left:30px; right:22px; top:52px }
.ruled .words { border-top:7px solid var(--accent); padding-top:14px }
.label .words { top:auto; bottom:64px; left:0; right:0; padding:22px 26px 22px 38px; background:var(--paper) }
.framed .words { text-align:center; left:58px; right:52px; top:86px } .framed .edition { top:54px; right:62px; border:0; font-size:16px }
.framed .publisher { left:0; right:0; bottom:52px; text-align:center; background:none }
.framed h1, .framed p, .framed .publisher { color:var(--accent) }`;
