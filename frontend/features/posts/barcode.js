import { isIsbn } from './post-words.js';

/**
 * @typedef {HTMLVideoElement | ImageBitmap} Picture
 * @typedef {(picture: Picture) => Promise<string[]>} BarcodeReader the digits of every EAN-13 in the picture
 */

/** The library beside the API, for browsers that read no barcodes by themselves. */
const LIBRARY = new URL('../../vendor/zxing.js', import.meta.url).href;
/** As many pixels as the library looks at along the longer side: enough for the narrowest bar, and more costs time. */
const LENGTH = 800;

/**
 * What of the picture is looked at in turn: the middle, where people hold the barcode, enlarged; all of it; and
 * all of it turned by a quarter, since the library reads along the rows alone.
 */
const VIEWS = [
  { across: 0.76, down: 0.5, turned: false },
  { across: 1, down: 1, turned: false },
  { across: 1, down: 1, turned: true },
];

/**
 * The ISBN that a barcode says; null when it is another product's.
 * @param {string} digits
 */
export function isbnOf(digits) {
  return /^\d{13}$/.test(digits) && isIsbn(digits) ? digits : null;
}

/**
 * Takes what each frame says, and answers what the last one that said anything said, too: a single blurred
 * frame must not decide.
 * @returns {(found: string[]) => string[]}
 */
export function agreement() {
  /** @type {string[]} */
  let before = [];
  return (found) => {
    const agreed = found.filter((digits) => before.includes(digits));
    if (found.length > 0) before = found;
    return agreed;
  };
}

/**
 * The browser's own reader where it knows books' barcodes, else the library, which is loaded only now.
 * @returns {Promise<BarcodeReader>}
 */
export async function openReader() {
  return (await nativeReader()) ?? (await libraryReader());
}

/** @returns {Promise<BarcodeReader | null>} */
async function nativeReader() {
  const Detector = /** @type {any} */ (globalThis).BarcodeDetector;
  if (!Detector) return null;
  try {
    if (!(await Detector.getSupportedFormats()).includes('ean_13')) return null;
    const detector = new Detector({ formats: ['ean_13'] });
    return async (picture) =>
      (await detector.detect(picture)).map((/** @type {{rawValue: string}} */ found) => found.rawValue);
  } catch {
    return null; // some browsers have the name and, on this system, nothing behind it
  }
}

/** @returns {Promise<BarcodeReader>} */
async function libraryReader() {
  await import(LIBRARY);
  const { BinaryBitmap, DecodeHintType, EAN13Reader, HybridBinarizer, RGBLuminanceSource } =
    /** @type {any} */ (globalThis).ZXing;
  const reader = new EAN13Reader();
  const hints = new Map([[DecodeHintType.TRY_HARDER, true]]);
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('there is no canvas to draw on');

  /** @param {ImageData} image */
  const decode = ({ data, width, height }) => {
    const grey = new Uint8ClampedArray(width * height);
    for (let i = 0, at = 0; i < grey.length; i += 1, at += 4) {
      grey[i] = ((data[at] ?? 0) + 2 * (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 4;
    }
    const bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(grey, width, height)));
    try {
      return [String(reader.decode(bitmap, hints).getText())];
    } catch {
      return []; // it throws where there is nothing to read
    }
  };
  let view = 0;
  return (picture) => {
    // Of a film one view a frame, so that the page stays quick; where something was read, it goes on looking.
    const tries = picture instanceof ImageBitmap ? VIEWS.length : 1;
    for (let i = 0; i < tries; i += 1) {
      const image = drawn(context, picture, VIEWS[view % VIEWS.length]);
      const found = image ? decode(image) : [];
      if (found.length > 0) return Promise.resolve(found);
      view += 1;
    }
    return Promise.resolve([]);
  };
}

/**
 * The pixels of one view of the picture.
 * @param {CanvasRenderingContext2D} context
 * @param {Picture} picture
 * @param {typeof VIEWS[number] | undefined} view
 */
function drawn(context, picture, view) {
  const [fullWidth, fullHeight] =
    picture instanceof ImageBitmap
      ? [picture.width, picture.height]
      : [picture.videoWidth, picture.videoHeight];
  if (!fullWidth || !fullHeight || !view) return null; // the camera has not sent a frame yet
  const [cutWidth, cutHeight] = [fullWidth * view.across, fullHeight * view.down];
  const scale = LENGTH / Math.max(cutWidth, cutHeight);
  const [width, height] = [Math.round(cutWidth * scale), Math.round(cutHeight * scale)];
  const { canvas } = context;
  canvas.width = view.turned ? height : width;
  canvas.height = view.turned ? width : height;
  if (view.turned) context.setTransform(0, 1, -1, 0, height, 0);
  const [left, top] = [(fullWidth - cutWidth) / 2, (fullHeight - cutHeight) / 2];
  context.drawImage(picture, left, top, cutWidth, cutHeight, 0, 0, width, height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
