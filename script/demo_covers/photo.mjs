// The photograph: a printed thing lying on a desk, seen from above, by the light of a window.
// How worn it looks follows the post's condition and flags, so that the picture says what the seller wrote.
import { HEIGHT, WIDTH } from './artwork.mjs';
import { COVER_STYLE } from './cover.mjs';
import { PAGE_STYLE } from './pages.mjs';

const WEAR = { new: 0, like_new: 0.15, good: 0.45, fair: 0.8, poor: 1.2 };
const NOTES = {
  handwriting: ['필기 있음', '시험에 나옴!', '별표 = 기출', '풀이 참고'],
  highlighting: ['시험 범위 표시', '형광펜 O', '중요한 곳만!'],
  answers_written: ['답 적힘 주의', '홀수 번 풀이'],
  parts_missing: ['부록 없음'],
  torn: ['모서리 주의'],
  stained: ['안쪽은 깨끗'],
};

const wood = (seed, base, dark, light, angle) => `
  <div class="desk" style="background:${base}"><svg width="1100" height="1100" style="transform:rotate(${angle}deg)"><filter id="grain" x="0" y="0" width="100%" height="100%">
    <feTurbulence type="fractalNoise" baseFrequency=".0018 .026" numOctaves="2" seed="${seed}"/>
    <feColorMatrix values="0 0 0 0 ${dark[0]}  0 0 0 0 ${dark[1]}  0 0 0 0 ${dark[2]}  2.6 0 0 0 -1"/></filter>
    <rect width="1100" height="1100" filter="url(#grain)" opacity=".5"/>
    ${[0, 1, 2, 3].map((k) => `<rect y="${k * 290 + 60}" width="1100" height="3" fill="rgb(${dark.map((v) => v * 160).join()})" opacity=".5"/><rect y="${k * 290 + 63}" width="1100" height="2" fill="${light}" opacity=".35"/>`).join('')}
  </svg></div>`;

const cloth = (seed, base, tint) => `
  <div class="desk" style="background:${base}"><svg width="1100" height="1100"><filter id="grain" x="0" y="0" width="100%" height="100%">
    <feTurbulence type="fractalNoise" baseFrequency=".006" numOctaves="2" seed="${seed}"/><feColorMatrix values="0 0 0 0 ${tint}  0 0 0 0 ${tint}  0 0 0 0 ${tint}  1.6 0 0 0 -.6"/></filter>
    <rect width="1100" height="1100" filter="url(#grain)" opacity=".4"/></svg></div>`;

const DESKS = [
  (seed, angle) => wood(seed, '#c99a66', [0.45, 0.28, 0.14], '#f0cf9f', angle),
  (seed, angle) => wood(seed, '#dcc09a', [0.6, 0.44, 0.28], '#f7e6c8', angle),
  (seed, angle) => wood(seed, '#7c5236', [0.22, 0.13, 0.08], '#a9795a', angle),
  (seed, angle) => wood(seed, '#b5835a', [0.36, 0.2, 0.1], '#dcb088', angle),
  (seed) => cloth(seed, '#e9e6df', 0.6),
  (seed) => cloth(seed, '#8d949b', 0.3),
  (seed) => cloth(seed, '#b9c4c0', 0.35),
  () =>
    `<div class="desk" style="background:#3f7566 repeating-linear-gradient(0deg,#0000 0 58px,#ffffff38 58px 60px)"><div class="desk" style="background:repeating-linear-gradient(90deg,#0000 0 58px,#ffffff38 58px 60px)"></div></div>`,
];

const PROPS = {
  pencil: (
    r,
  ) => `<div class="prop" style="left:${r.pick([-250, 470])}px;top:${r.between(60, 640)}px;width:400px;height:15px;transform:rotate(${r.between(-70, -35)}deg);border-radius:3px;
    background:linear-gradient(${r.pick(['#f6c445,#dba017 60%,#b37f0c', '#4f8f6d,#2f6a4c 60%,#1f4a35', '#d9534f,#a93632 60%,#7d2320'])})"><i class="tip"></i></div>`,
  marker: (r) => {
    const colour = r.pick(['#ffe45c', '#ff8fb8', '#8fe08a', '#ffb057']);
    return `<div class="prop" style="left:${r.pick([-120, 500])}px;top:${r.between(520, 700)}px;width:230px;height:34px;
    transform:rotate(${r.between(-60, 40)}deg);border-radius:8px;background:linear-gradient(90deg,#0000 62%,#0003 62% 63%,#0000 63%),linear-gradient(#fff8,#fff0 40%,#0003),${colour}"></div>`;
  },
  cup: (
    r,
  ) => `<div class="prop" style="left:${r.pick([-150, 470])}px;top:${r.pick([-120, 630])}px;width:270px;height:270px;border-radius:50%;background:${r.pick(['#f4f1ea', '#31485c', '#d86f52'])};box-shadow:14px 20px 26px #0007,inset 0 0 0 13px #ffffff30">
    <i style="position:absolute;inset:20px;border-radius:50%;background:radial-gradient(circle at 40% 35%,#8a5a36,#4a2a16 62%,#2a160b);box-shadow:inset 10px 12px 18px #0009"></i></div>`,
  ruler: (r) =>
    `<div class="prop" style="left:${r.pick([-330, 430])}px;top:${r.between(40, 120)}px;width:520px;height:52px;transform:rotate(${r.between(78, 98)}deg);background:repeating-linear-gradient(90deg,#3a3a3a 0 2px,#0000 2px 13px) 0 0/100% 12px no-repeat,#f2e7b8d9"></div>`,
  leaf: () => '<div class="leafshade"></div>',
  none: () => '',
};

function wear(amount, seed) {
  if (!amount) return '';
  return `<svg class="over" viewBox="0 0 ${WIDTH} ${HEIGHT}"><filter id="scuff" x="-5%" y="-5%" width="110%" height="110%"><feTurbulence type="fractalNoise" baseFrequency=".035 .05" numOctaves="2" seed="${seed}" result="n"/>
    <feColorMatrix in="n" values="0 0 0 0 .95  0 0 0 0 .93  0 0 0 0 .88  5 0 0 0 ${-3.1 + amount * 0.6}"/><feComposite operator="in" in2="SourceGraphic"/></filter>
    <g filter="url(#scuff)" fill="none" stroke="#fff" opacity=".7"><rect width="${WIDTH}" height="${HEIGHT}" stroke-width="${2 + amount * 5}"/>
    <path d="M0 0h${amount * 40}l${-amount * 40} ${amount * 40}zM${WIDTH} ${HEIGHT}h${-amount * 55}l${amount * 55} ${-amount * 55}zM${WIDTH} 0h${-amount * 30}l${amount * 30} ${amount * 30}z" fill="#fff"/></g>
    ${amount > 0.4 ? `<path d="M${WIDTH - 46 * amount} ${HEIGHT}L${WIDTH} ${HEIGHT - 60 * amount}" stroke="#fff" stroke-opacity=".45" stroke-width="2"/><path d="M${WIDTH - 44 * amount} ${HEIGHT}L${WIDTH} ${HEIGHT - 57 * amount}" stroke="#000" stroke-opacity=".25" stroke-width="2"/>` : ''}</svg>`;
}

const ring = (
  random,
) => `<svg class="over" viewBox="0 0 ${WIDTH} ${HEIGHT}"><filter id="wet"><feTurbulence baseFrequency=".03" numOctaves="2" seed="9"/><feDisplacementMap in="SourceGraphic" scale="9"/></filter>
  <g filter="url(#wet)" fill="none" stroke="#5d3413" transform="translate(${random.between(230, 330)} ${random.between(330, 450)})"><circle r="82" stroke-width="9" opacity=".42"/><circle r="78" stroke-width="3" opacity=".4"/>
  <circle r="80" fill="#5d3413" fill-opacity=".07" stroke="none"/><circle cx="96" cy="58" r="6" fill="#5d3413" stroke="none" opacity=".35"/></g></svg>`;

const tornCorner =
  'clip-path:polygon(0 0,82% 0,83.5% 3%,87% 4%,89% 7.5%,93% 8%,95% 11.5%,98% 12%,100% 15%,100% 100%,0 100%)';

function stickyNote(post, random) {
  const flags = post.condition_flags.filter((flag) => NOTES[flag]);
  if (!flags.length || !random.chance(0.55)) return '';
  return `<div class="note" style="background:${random.pick(['#fff08a', '#ffe066', '#ffc6d6', '#c9f0b4', '#bfe3ff'])};left:${random.between(240, 330)}px;top:${random.between(330, 470)}px;
    transform:rotate(${random.between(-9, 9)}deg)">${random.pick(NOTES[random.pick(flags)])}</div>`;
}

function indexTabs(post, random) {
  if (!post.condition_flags.includes('highlighting')) return '';
  return Array.from(
    { length: random.whole(3, 7) },
    (_, k) =>
      `<i class="tab" style="top:${60 + k * random.between(50, 74)}px;background:${random.pick(['#ff6f91', '#ffc75f', '#4fc3a1', '#5aa9e6', '#b084eb'])}"></i>`,
  ).join('');
}

// `kind` front and back show the closed book, inside an open page held flat.
export function photoHtml(post, kind, print, random) {
  const amount = WEAR[post.condition];
  const desk = DESKS[post.number % DESKS.length](random.whole(1, 900), random.between(-6, 6));
  const turn = random.between(-5.5, 5.5) + (kind === 'inside' ? random.pick([-4, 4]) : 0);
  const thick = post.number % 3 ? random.between(7, 13) : 5;
  const flags = post.condition_flags;
  const front = kind === 'front',
    inside = kind === 'inside';
  const size = inside ? 1.25 : random.between(1.04, 1.13);
  const prop = inside
    ? random.pick(['pencil', 'marker'])
    : random.pick(['pencil', 'marker', 'cup', 'ruler', 'leaf', 'none', 'none']);
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}${COVER_STYLE}${PAGE_STYLE}</style>${desk}${PROPS[prop](random)}
    <div class="book ${kind}" style="left:${80 + random.between(-14, 14)}px;top:${100 + random.between(-16, 16)}px;--thick:${thick}px;transform:perspective(1900px) rotateX(${random.between(1, 5)}deg) rotate(${turn}deg) scale(${size})">
      <div class="block"></div>${front ? indexTabs(post, random) : ''}
      <div class="cover" style="${front && flags.includes('torn') ? tornCorner : ''}">${print}
        ${inside ? '' : `<div class="over hinge"></div>${wear(amount, post.number)}`}
        ${!inside && flags.includes('stained') ? ring(random) : ''}<div class="over gloss"></div></div>
      ${front ? stickyNote(post, random) : ''}
    </div><div class="light" style="background:linear-gradient(${random.between(100, 160)}deg,${random.pick(['#fff3d855', '#e8f2ff55', '#ffe9c466'])},#0000 45%,#1a120a55)"></div>`;
}

const STYLE = `
* { box-sizing:border-box } html, body { margin:0; width:600px; height:800px; overflow:hidden; background:#999 }
.desk, .light, .over { position:absolute; inset:0 } .desk svg { position:absolute; left:-250px; top:-150px } .light { pointer-events:none }
.book { position:absolute; width:${WIDTH}px; height:${HEIGHT}px }
.block { position:absolute; inset:3px calc(-1 * var(--thick)) calc(-1 * var(--thick)) 4px; border-radius:2px 4px 5px 3px; background:repeating-linear-gradient(0deg,#ece2cd 0 3px,#dfd4bc 3px 5px);
  box-shadow:3px 4px 5px #0008,14px 20px 34px #0007,30px 44px 70px #0005; border-right:2px solid #6b5d48; border-bottom:2px solid #6b5d48 }
.cover { position:absolute; inset:0; border-radius:3px 5px 5px 3px; overflow:hidden; box-shadow:1px 1px 0 #0004 }
.hinge { background:linear-gradient(90deg,#0005,#fff4 2.2%,#0000 4%,#0003 6.2%,#fff2 7.4%,#0000 9%) }
.back .hinge { transform:scaleX(-1) }
.gloss { background:linear-gradient(118deg,#ffffff3d,#fff0 38%,#0000 60%,#00000030) }
.tab { position:absolute; right:-21px; width:60px; height:17px; border-radius:3px; opacity:.92 }
.note { position:absolute; width:132px; height:124px; padding:34px 4px 0; text-align:center; word-break:keep-all; color:#27324a; font:30px/1.1 'Nanum Pen Script'; box-shadow:3px 7px 9px #0005; border-bottom-right-radius:22px 8px; background-image:linear-gradient(#0001,#0000 22%) }
.prop { position:absolute; box-shadow:6px 12px 12px #0006 }
.tip { position:absolute; left:-30px; top:0; border:7.5px solid #0000; border-right:30px solid #e9c99b; border-left:0 }
.leafshade { position:absolute; inset:0; background:radial-gradient(ellipse 60px 210px at 8% 12%,#0004,#0000),radial-gradient(ellipse 190px 50px at 22% 3%,#0004,#0000) }`;
