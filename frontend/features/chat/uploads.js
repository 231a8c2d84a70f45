import * as api from '../../lib/api.js';
import * as me from '../../lib/me.js';
import { wanted } from '../../lib/needs.js';
import { describe, newKey } from '../../lib/problem.js';
import { createStore } from '../../lib/store.js';
import { flush, outbox } from './sending.js';

/**
 * Photos on their way to the server. They go on while the user looks at another page, and become messages of the
 * outbox once they are there. A file cannot be kept through a reload; its message can.
 *
 * @typedef {object} Upload
 * @property {string} id
 * @property {number} room_id
 * @property {File} file
 * @property {string} preview address of the picture in this browser
 * @property {number} percent
 * @property {string} failed why, in words, or ''
 * @property {AbortController} [stop] of the request under way
 */

/** @type {import('../../lib/store.js').Store<Upload[]>} */
const store = createStore(/** @type {Upload[]} */ ([]));

export const { subscribe } = store;

/** @param {number} room */
export const of = (room) => store.get().filter((upload) => upload.room_id === room);

/** @param {string} id @param {Partial<Upload>} change */
function change(id, change) {
  store.set(store.get().map((upload) => (upload.id === id ? { ...upload, ...change } : upload)));
}

/**
 * @param {number} room
 * @param {File} file
 */
export function sendPhoto(room, file) {
  const id = newKey();
  const preview = URL.createObjectURL(file);
  store.set([...store.get(), { id, room_id: room, file, preview, percent: 0, failed: '' }]);
  run(id);
}

// Or whoever signs in next would see them, and say them.
me.onOther(() => {
  for (const { id } of store.get()) drop(id);
});

/** @param {string} id */
export async function run(id) {
  const upload = store.get().find((one) => one.id === id);
  if (!upload) return;
  const stop = new AbortController();
  change(id, { percent: 0, failed: '', stop });
  try {
    const { preparePhoto } = await wanted(() => import('../posts/photo-file.js'));
    const blob = await preparePhoto(upload.file);
    const photo = await api.upload('/photos', blob, {
      key: newKey(),
      signal: stop.signal,
      onProgress: (share) => change(id, { percent: Math.round(share * 100) }),
    });
    if (!store.get().some((one) => one.id === id)) return; // given up meanwhile
    outbox.add(upload.room_id, { photo });
    drop(id);
    flush();
  } catch (error) {
    change(id, { failed: describe(error) });
  }
}

/** @param {string} id */
export function drop(id) {
  const upload = store.get().find((one) => one.id === id);
  if (!upload) return;
  upload.stop?.abort();
  URL.revokeObjectURL(upload.preview);
  store.set(store.get().filter((one) => one.id !== id));
}
