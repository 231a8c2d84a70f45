/**
 * Makes an upload of whatever picture the browser can show: large ones are drawn smaller, formats the server
 * does not take (AVIF, HEIC in Safari, BMP) become JPEG. A phone's 12-megapixel photo goes from 5 MB to 0.5 MB.
 */

const MAX_SIDE = 2048;
const MAX_BYTES = 10_000_000;
const TAKEN = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif']);
const QUALITY = 0.88;

/**
 * @param {File} file
 * @returns {Promise<Blob>} the file itself when it is fine as it is, or when only the server can tell
 */
export async function preparePhoto(file) {
  /** @type {ImageBitmap} */
  let bitmap;
  try {
    // Photos of phones lie on their side and say so in EXIF, which a canvas would lose.
    bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return file;
  }
  try {
    const { width, height } = fit(bitmap.width, bitmap.height, MAX_SIDE);
    if (width === bitmap.width && TAKEN.has(file.type) && file.size <= MAX_BYTES) return file;
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d');
    if (!context) return file;
    // JPEG knows no transparency; without this it would turn black.
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, width, height);
    return await new Promise((resolve) =>
      canvas.toBlob((blob) => resolve(blob ?? file), 'image/jpeg', QUALITY),
    );
  } finally {
    bitmap.close();
  }
}

/**
 * The size within a square of `side`, in proportion, never enlarged.
 * @param {number} width
 * @param {number} height
 * @param {number} side
 */
export function fit(width, height, side) {
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
