// EAN-13 barcodes as a camera sees them: drawn here, turned, blurred and noisy, as pictures and as video.
import { writeFileSync } from 'node:fs';
import { ean13, encoded } from '../../script/demo_covers/ean13.mjs';
import { png } from './pictures.mjs';

// GS1 General Specifications, 5.2: which digits of an add-on are of set B tells its check sum.
const ADD_ON = ['BBAAA', 'BABAA', 'BAABA', 'BAAAB', 'ABBAA', 'AABBA', 'AAABB', 'ABABA', 'ABAAB', 'AABAB'];

/** The modules of 13 digits, '1' for a bar; with the add-on of five digits that books of some countries have. */
function modules(digits, addOn) {
  const code = ean13(digits);
  if (!addOn) return code;
  const sum = [...addOn].reduce((total, digit, i) => total + Number(digit) * (i % 2 ? 9 : 3), 0);
  const parts = [...addOn].map((digit, i) => encoded(digit, ADD_ON[sum % 10][i]));
  return `${code}000000000${'1011'}${parts.join('01')}`;
}

/** The last of 13 digits. */
export function withCheckDigit(twelve) {
  const sum = [...twelve].reduce((total, digit, i) => total + Number(digit) * (i % 2 ? 3 : 1), 0);
  return `${twelve}${(10 - (sum % 10)) % 10}`;
}

/**
 * The brightness of each pixel: a label with a barcode on a grey table.
 * @param {{digits: string, addOn?: string, degrees?: number, blur?: number, noise?: number, module?: number,
 *   width?: number, height?: number, seed?: number}} options blur: how many pixels run together; noise: how far brightness strays
 */
export function picture({
  digits,
  addOn,
  degrees = 0,
  blur = 0,
  noise = 0,
  module = 3.5,
  width = 640,
  height = 480,
  seed = 1,
}) {
  const bars = modules(digits, addOn);
  const [quiet, tall] = [11, 50]; // in modules
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  const light = (x, y) => {
    // Where on the label, in modules from its middle.
    const u = ((x - width / 2) * cos + (y - height / 2) * sin) / module;
    const v = (-(x - width / 2) * sin + (y - height / 2) * cos) / module;
    const at = u + bars.length / 2;
    if (at < -quiet || at > bars.length + quiet || Math.abs(v) > tall / 2 + 5) return 120;
    return Math.abs(v) < tall / 2 && bars[Math.floor(at)] === '1' ? 30 : 225;
  };
  let random = seed;
  const stray = () => {
    random = (random * 1103515245 + 12345) % 2147483648;
    return (random / 2147483648 - 0.5) * 2 * noise;
  };
  const pixels = Buffer.alloc(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      // Several points within a pixel, or within the blur, as a lens has it.
      for (let i = -2; i <= 2; i += 1) sum += light(x + (i / 4) * Math.max(1, blur), y + (i / 4) * blur);
      pixels[y * width + x] = Math.max(0, Math.min(255, sum / 5 + stray()));
    }
  }
  return { width, height, pixels };
}

/** As a photo that can be uploaded. */
export function photoOf(options) {
  const { width, height, pixels } = picture(options);
  return png(width, height, (x, y) => Array(3).fill(pixels[y * width + x]));
}

/** What Chromium's fake camera plays, over and over (--use-file-for-fake-video-capture), from when it is next started. */
export function writeVideo(file, options, frames = 4) {
  const parts = [];
  for (let i = 0; i < frames; i += 1) {
    const { width, height, pixels } = picture({ ...options, seed: i + 1 });
    if (i === 0) parts.push(Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1\n`));
    parts.push(Buffer.from('FRAME\n'), pixels, Buffer.alloc((width * height) / 2, 128));
  }
  writeFileSync(file, Buffer.concat(parts));
}
