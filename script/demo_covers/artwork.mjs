// What is printed on a cover: one function a design family, each drawing an SVG of WIDTH × HEIGHT from a palette,
// a source of random numbers and, where the design has one, a sign of the subject.
export const WIDTH = 440;
export const HEIGHT = 600;

// paper: the ground, ink: the text on it, a b c: the colours of the drawing.
export const PALETTES = {
  navy: { paper: '#1f3354', ink: '#fdf6e3', a: '#e8694f', b: '#f2c14e', c: '#6fa8dc' },
  cream: { paper: '#f6efdf', ink: '#23303f', a: '#d9553f', b: '#2f6f73', c: '#e9b44c' },
  forest: { paper: '#1f4d3f', ink: '#f3f1e0', a: '#8cc084', b: '#e6c866', c: '#d9e5b8' },
  mustard: { paper: '#e4b23a', ink: '#2b2a28', a: '#2b2a28', b: '#fbf3da', c: '#c2562d' },
  teal: { paper: '#23767c', ink: '#f7fbf7', a: '#f4d58d', b: '#9fd8cb', c: '#0e3c47' },
  wine: { paper: '#70223a', ink: '#fbeee6', a: '#e3a857', b: '#c75b6d', c: '#f3d5c4' },
  sky: { paper: '#cfe6f2', ink: '#173a5e', a: '#2c6fae', b: '#ef7b5a', c: '#ffffff' },
  lilac: { paper: '#ded3ef', ink: '#38245e', a: '#7d5fb2', b: '#f08a9b', c: '#fff7e8' },
  white: { paper: '#f7f6f2', ink: '#161616', a: '#d6352c', b: '#161616', c: '#b9b5aa' },
  orange: { paper: '#e3702f', ink: '#fff6ea', a: '#5a2413', b: '#ffd38a', c: '#fff6ea' },
  slate: { paper: '#39434f', ink: '#f2f5f3', a: '#b8d94a', b: '#8fa3b5', c: '#f2f5f3' },
  mint: { paper: '#bfe5d0', ink: '#16404a', a: '#1f8a78', b: '#f5efdc', c: '#ef6f5e' },
  rose: { paper: '#f3cfcf', ink: '#5b1f33', a: '#c8455f', b: '#fff4ec', c: '#7a9e9f' },
  royal: { paper: '#2a49a5', ink: '#ffffff', a: '#ffcf3f', b: '#8fb4ff', c: '#ff6f61' },
};

const range = (count) => Array.from({ length: count }, (_, index) => index);
const points = (list) => list.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
const curve = (count, at) => points(range(count + 1).map((step) => at(step / count)));

function tiles(p, random) {
  const side = WIDTH / 4;
  const cells = range(16).map((cell) => {
    const x = (cell % 4) * side;
    const y = HEIGHT - side * (4 - Math.floor(cell / 4));
    const [ground, shape] = random.pick([
      [p.a, p.b],
      [p.b, p.c],
      [p.c, p.a],
      [p.ink, p.b],
      [p.paper, p.a],
      [p.a, p.c],
    ]);
    const turn = random.whole(0, 3) * 90;
    const forms = [
      `<path d="M0 0H${side}A${side} ${side} 0 0 1 0 ${side}Z"/>`,
      `<circle cx="${side / 2}" cy="${side / 2}" r="${side / 2.6}"/>`,
      `<path d="M0 0L${side} ${side}H0Z"/>`,
      `<path d="M0 ${side / 2}A${side / 2} ${side / 2} 0 0 1 ${side} ${side / 2}Z"/>`,
    ];
    return `<g transform="translate(${x} ${y})"><rect width="${side + 0.5}" height="${side + 0.5}" fill="${ground}"/>
      <g fill="${shape}" transform="rotate(${turn} ${side / 2} ${side / 2})">${random.pick(forms)}</g></g>`;
  });
  return cells.join('');
}

function stripes(p, random) {
  const angle = random.pick([-32, -20, 28, 40]);
  const bands = [];
  for (let y = -500; y < 1100; ) {
    const width = random.between(16, 70);
    bands.push(
      `<rect x="-600" y="${y}" width="1700" height="${width}" fill="${random.pick([p.a, p.b, p.c, p.paper, p.paper])}"/>`,
    );
    y += width;
  }
  return `<g transform="rotate(${angle} 220 300)">${bands.join('')}</g>`;
}

function curves(p, random) {
  const phase = random.between(0, 6);
  const twist = random.between(1.2, 2.6);
  return range(26)
    .map((k) => {
      const line = curve(110, (t) => {
        const swell = Math.sin(Math.PI * t) ** 2;
        return [
          t * WIDTH,
          390 +
            (k - 13) * 9 * (0.25 + swell) +
            90 * Math.sin(twist * 2 * Math.PI * t + phase + k * 0.09) * (0.3 + swell * 0.7),
        ];
      });
      return `<polyline points="${line}" fill="none" stroke="${k % 9 === 4 ? p.a : k % 2 ? p.b : p.c}" stroke-width="${k % 9 === 4 ? 4.5 : 1.8}"/>`;
    })
    .join('');
}

function rose(p, random) {
  const petals = random.pick([
    [5, 3],
    [7, 4],
    [8, 5],
    [7, 3],
  ]);
  const line = (scale) =>
    curve(720, (t) => {
      const angle = t * 2 * Math.PI * petals[1];
      const r = scale * Math.cos((petals[0] / petals[1]) * angle);
      return [WIDTH / 2 + r * Math.cos(angle), 385 + r * Math.sin(angle)];
    });
  return (
    `<circle cx="220" cy="385" r="192" fill="${p.b}" opacity=".22"/>` +
    range(5)
      .map(
        (k) =>
          `<polyline points="${line(185 - k * 26)}" fill="none" stroke="${[p.a, p.c, p.b][k % 3]}" stroke-width="${k ? 1.6 : 4}"/>`,
      )
      .join('')
  );
}

function sign(p, random, text) {
  const size = text.length > 3 ? 200 : text.length > 1 ? 290 : 470;
  return `<rect y="330" width="${WIDTH}" height="270" fill="${p.a}"/><circle cx="${random.between(90, 350)}" cy="330" r="120" fill="${p.c}" opacity=".55"/>
    <text x="220" y="${size > 400 ? 520 : 470}" font-size="${size}" font-family="Noto Serif CJK KR" font-weight="700" text-anchor="middle" fill="${p.b}">${text.replace('&', '&amp;').replace('<', '&lt;')}</text>`;
}

function letters(p, random, text) {
  const all = [...text];
  const size = all.length > 5 ? 118 : 158;
  return (
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="${p.a}"/>` +
    all
      .map((letter, k) => {
        const column = k % 2,
          row = Math.floor(k / 2);
        return `<text x="${130 + column * 185}" y="${200 + row * size * 0.98}" font-size="${size}" font-family="NanumSquare" font-weight="800"
      text-anchor="middle" fill="${[p.b, p.c, p.paper][(column + row) % 3]}" transform="rotate(${random.between(-7, 7)} ${130 + column * 185} ${150 + row * size})">${letter}</text>`;
      })
      .join('')
  );
}

function orbits(p, random) {
  const [x, y] = [random.between(150, 290), random.between(400, 440)];
  return (
    range(11)
      .reverse()
      .map((k) => {
        const r = 24 + k * 19,
          at = random.between(0, 2 * Math.PI);
        return `<circle cx="${x}" cy="${y}" r="${r}" fill="${k % 4 === 0 ? p.a : k % 4 === 2 ? p.paper : 'none'}" fill-opacity="${k % 4 === 0 ? 0.35 : 0.5}" stroke="${p.b}" stroke-width="2"/>
      <circle cx="${x + r * Math.cos(at)}" cy="${y + r * Math.sin(at)}" r="${random.between(5, 15)}" fill="${random.pick([p.a, p.b, p.c])}"/>`;
      })
      .join('') + `<circle cx="${x}" cy="${y}" r="24" fill="${p.c}"/>`
  );
}

function dots(p, random) {
  const [fx, fy] = [random.between(1, 2.4), random.between(1, 2.4)];
  const list = [];
  for (let row = 0; row < 21; row++)
    for (let column = 0; column < 21; column++) {
      const height =
        Math.sin((column / 20) * Math.PI * fx + row * 0.12) * Math.cos((row / 20) * Math.PI * fy);
      list.push(
        `<circle cx="${20 + column * 20}" cy="${188 + row * 20}" r="${(1.5 + Math.abs(height) * 9.5).toFixed(1)}" fill="${height > 0 ? p.a : p.b}"/>`,
      );
    }
  return list.join('');
}

function molecules(p, random) {
  const r = 44,
    list = [];
  const corner = (x, y, k, size) => [
    x + size * Math.sin((k * Math.PI) / 3),
    y + size * Math.cos((k * Math.PI) / 3),
  ];
  for (let row = 0; row < 7; row++)
    for (let column = -1; column < 7; column++) {
      const x = column * r * 1.732 + (row % 2) * r * 0.866,
        y = 215 + row * r * 1.5;
      if (random.chance(0.3)) continue;
      const hexagon = (size) => points(range(6).map((k) => corner(x, y, k, size)));
      const filled = random.chance(0.3);
      list.push(
        `<polygon points="${hexagon(r)}" fill="${filled ? random.pick([p.a, p.c]) : 'none'}" stroke="${p.b}" stroke-width="3.5"/>`,
      );
      if (!filled && random.chance(0.5))
        list.push(`<circle cx="${x}" cy="${y}" r="26" fill="none" stroke="${p.b}" stroke-width="2"/>`);
      const [cx, cy] = corner(x, y, random.whole(0, 5), r);
      list.push(
        `<circle cx="${cx}" cy="${cy}" r="${random.between(7, 13)}" fill="${random.pick([p.a, p.c, p.b])}"/>`,
      );
    }
  return list.join('');
}

// Bound in cloth: a stamped frame and a rosette, nothing else.
function cloth(p, random) {
  const petals = random.pick([6, 8, 9, 12]);
  const rosette = (size, turn) =>
    curve(240, (t) => {
      const angle = t * 2 * Math.PI,
        r = size * (0.62 + 0.38 * Math.cos(petals * angle + turn));
      return [220 + r * Math.cos(angle), 400 + r * Math.sin(angle)];
    });
  return `<g fill="none" stroke="${p.a}"><rect x="34" y="30" width="376" height="540" stroke-width="3"/><rect x="43" y="39" width="358" height="522" stroke-width="1.2"/>
    <polyline points="${rosette(92, 0)}" stroke-width="2.5"/><polyline points="${rosette(66, Math.PI)}" stroke-width="1.6"/><circle cx="220" cy="400" r="16" stroke-width="2"/>
    ${[
      [52, 48],
      [392, 48],
      [52, 552],
      [392, 552],
    ]
      .map(([x, y]) => `<circle cx="${x}" cy="${y}" r="5" fill="${p.a}"/>`)
      .join('')}</g>`;
}

function hills(p, random) {
  const sun = `<circle cx="${random.between(90, 350)}" cy="${random.between(265, 320)}" r="58" fill="${p.a}"/>`;
  return (
    sun +
    range(6)
      .map((k) => {
        const [f, g, phase] = [random.between(0.8, 1.6), random.between(2, 3.6), random.between(0, 6)];
        const top = curve(60, (t) => [
          t * WIDTH,
          320 +
            k * 48 +
            30 * Math.sin(f * 2 * Math.PI * t + phase) +
            11 * Math.sin(g * 2 * Math.PI * t + phase * 2),
        ]);
        return `<polygon points="0,600 ${top} ${WIDTH},600" fill="${[p.c, p.b, p.a, p.ink][k % 4]}" fill-opacity="${0.45 + k * 0.09}"/>`;
      })
      .join('')
  );
}

function blueprint(p, random) {
  const grid = range(23)
    .map(
      (k) =>
        `<path d="M${k * 20} 0V600M0 ${k * 28}H440" stroke="${p.b}" stroke-width="${k % 5 ? 0.5 : 1.1}" opacity=".45"/>`,
    )
    .join('');
  const gear = (x, y, r, teeth) => {
    const edge = curve(teeth * 4, (t) => {
      const step = Math.round(t * teeth * 4),
        size = step % 4 < 2 ? r : r * 0.84,
        angle = t * 2 * Math.PI;
      return [x + size * Math.cos(angle), y + size * Math.sin(angle)];
    });
    return `<polygon points="${edge}"/><circle cx="${x}" cy="${y}" r="${r * 0.55}"/><circle cx="${x}" cy="${y}" r="${r * 0.2}" fill="${p.a}"/>
      <path d="M${x - r * 1.2} ${y}H${x + r * 1.2}M${x} ${y - r * 1.2}V${y + r * 1.2}" stroke-dasharray="14 4 3 4" stroke-width="1"/>`;
  };
  const truss = range(5)
    .map(
      (k) =>
        `<path d="M${40 + k * 72} 480l36 -110l36 110z"/><circle cx="${40 + k * 72}" cy="480" r="6" fill="${p.a}"/>`,
    )
    .join('');
  const drawing = random.chance(0.5)
    ? gear(165, 360, 105, 18) + gear(318, 478, 76, 13)
    : `${truss}<path d="M76 370H364M40 480H400"/><circle cx="400" cy="480" r="6" fill="${p.a}"/><path d="M220 300V362M212 346l8 18l8 -18" stroke="${p.a}" stroke-width="5"/><path d="M40 515H400M40 505v20M400 505v20" stroke-width="1.2"/>`;
  return `${grid}<g fill="none" stroke="${p.ink}" stroke-width="3.4" stroke-linejoin="round">${drawing}</g>`;
}

function contours(p, random) {
  const [u, v, w] = [random.between(0, 6), random.between(0, 6), random.between(0, 6)];
  return range(17)
    .reverse()
    .map((k) => {
      const ring = curve(120, (t) => {
        const angle = t * 2 * Math.PI;
        const r =
          (14 + k * 12.5) *
          (1 +
            0.16 * Math.sin(2 * angle + u + k * 0.06) +
            0.1 * Math.sin(3 * angle + v) +
            0.05 * Math.sin(5 * angle + w));
        return [225 + r * Math.cos(angle), 410 + r * 0.8 * Math.sin(angle)];
      });
      return `<polygon points="${ring}" fill="${[p.a, p.paper, p.b, p.paper, p.c, p.paper][k % 6]}" fill-opacity=".55" stroke="${p.ink}" stroke-opacity=".55" stroke-width="1.4"/>`;
    })
    .join('');
}

function network(p, random) {
  const nodes = range(34).map(() => [
    random.between(-10, 450),
    random.between(215, 610),
    random.between(4, 15),
  ]);
  const near = nodes.flatMap(([x, y], i) =>
    nodes
      .slice(i + 1)
      .filter(([u, v]) => Math.hypot(x - u, y - v) < 98)
      .map(([u, v]) => `<path d="M${x} ${y}L${u} ${v}" stroke="${p.b}" stroke-width="1.8" opacity=".8"/>`),
  );
  return (
    near.join('') +
    nodes
      .map(([x, y, r]) => `<circle cx="${x}" cy="${y}" r="${r}" fill="${random.pick([p.a, p.c, p.b])}"/>`)
      .join('')
  );
}

function bars(p, random) {
  const heights = range(11).map((k) => 60 + 250 * Math.exp(-(((k - 5) / 3) ** 2)) + random.between(-18, 26));
  const line = curve(80, (t) => [t * WIDTH, 560 - 300 * Math.exp(-(((t * 10 - 5) / 2.9) ** 2))]);
  return (
    heights
      .map(
        (height, k) =>
          `<rect x="${k * 40 + 3}" y="${600 - height}" width="34" height="${height}" fill="${[p.a, p.b, p.c][k % 3]}"/>`,
      )
      .join('') + `<polyline points="${line}" fill="none" stroke="${p.ink}" stroke-width="4"/>`
  );
}

export const FAMILIES = {
  tiles,
  stripes,
  curves,
  rose,
  sign,
  letters,
  orbits,
  dots,
  molecules,
  cloth,
  hills,
  blueprint,
  contours,
  network,
  bars,
};
