// Pictures for tests: PNGs made from numbers, one small JPEG and one small WebP of our own, and what makes them hard
// (metadata, wrong headers, missing ends).
import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';

const fixture = (name) => readFileSync(new URL(`fixtures/${name}`, import.meta.url));

/** 160 × 120, red above and blue below: a test can tell which way is up. */
export const jpeg = () => fixture('red-over-blue.jpg');
export const webp = () => fixture('red-over-blue.webp');
export const gif = () => fixture('red-over-blue.gif');

// The checksum of a PNG chunk, bit by bit: Debian's Node has none built in.
function crc32(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

function pngChunk(type, data) {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(typed.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  typed.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(typed), typed.length + 4);
  return chunk;
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function pngHeader(width, height) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8); // 8 bits, RGB, no interlace
  return pngChunk('IHDR', header);
}

/** A whole PNG; `pixel(x, y)` answers [red, green, blue]. */
export function png(width = 64, height = 48, pixel = (x, y) => [(x * 4) % 256, (y * 5) % 256, 120]) {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) rows.set(pixel(x, y), y * (1 + width * 3) + 1 + x * 3);
  }
  return Buffer.concat([
    PNG_SIGNATURE,
    pngHeader(width, height),
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A few kilobytes that claim width × height pixels and really hold them, all black: a decompression bomb. */
export function pngBomb(width = 8000, height = 8000) {
  const rows = Buffer.alloc(height * (1 + width * 3));
  return Buffer.concat([
    PNG_SIGNATURE,
    pngHeader(width, height),
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/**
 * The JPEG with an Exif segment: an orientation (1–8) and a GPS position with a recognisable latitude reference.
 * Little-endian TIFF: one directory with Orientation and a pointer to the GPS directory.
 */
export function withExif(image, orientation = 6) {
  const tiff = Buffer.alloc(8 + 2 + 2 * 12 + 4 + 2 + 1 * 12 + 4);
  tiff.write('II', 0, 'latin1');
  tiff.writeUInt16LE(42, 2);
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(2, 8);
  const entry = (at, tag, type, many, value) => {
    tiff.writeUInt16LE(tag, at);
    tiff.writeUInt16LE(type, at + 2);
    tiff.writeUInt32LE(many, at + 4);
    tiff.writeUInt32LE(value, at + 8);
  };
  const gpsAt = 8 + 2 + 2 * 12 + 4;
  entry(10, 0x0112, 3, 1, orientation);
  entry(22, 0x8825, 4, 1, gpsAt);
  tiff.writeUInt16LE(1, gpsAt);
  entry(gpsAt + 2, 0x0001, 2, 2, 'N'.charCodeAt(0));
  const payload = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(payload.length + 2, 2);
  return Buffer.concat([image.subarray(0, 2), head, payload, image.subarray(2)]);
}

/** multipart/form-data with one file part; answers {body, type} for Client.request. */
export function multipart(bytes, { name = 'photo', filename = 'photo.jpg', type = 'image/jpeg' } = {}) {
  const boundary = '----giraffe7d93b1';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${filename}"\r\nContent-Type: ${type}\r\n\r\n`;
  return {
    body: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
    type: `multipart/form-data; boundary=${boundary}`,
  };
}

/** Uploads a picture as that person; answers {id, width, height, urls}. */
export async function uploadPhoto(who, bytes = jpeg(), type = 'image/jpeg') {
  return (await who.client.request('POST', '/photos', { body: bytes, type })).expect(201).body;
}
