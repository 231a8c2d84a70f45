import { withQuery } from '../routes.js';
import {
  ANSWER_MS,
  apiUrl,
  credentials,
  dropAllPrefetched,
  dropPrefetched,
  jsonHeaders,
  takePrefetched,
} from './prefetch.js';
import { ApiError, NetworkError, within } from './problem.js';

export { apiUrl, dropAllPrefetched, dropPrefetched };

/**
 * @typedef {object} Options
 * @property {Record<string, string | number | boolean | null | undefined>} [query] empty values are left out
 * @property {unknown} [body] sent as JSON
 * @property {string} [key] the Idempotency-Key of a POST
 * @property {AbortSignal} [signal]
 * @property {number} [within] ms: after that there is no answer, a connection may be dead without anybody knowing. Where
 *   nothing is said it is ANSWER_MS for what only reads, and WRITTEN_MS for what is written: its outcome is unknown then,
 *   and it is sent again with its key
 * @property {boolean} [quiet] nobody has asked for it: what stands in its way is not offered to be put right
 */

/** Longer than the server takes for anything: who waits for it can do nothing else in the form. */
const WRITTEN_MS = 60_000;

/** An upload may take as long as it gets on; one that has not for so long never will. */
const STALLED_MS = 30_000;

/** Told whenever the server says that nobody is signed in. */
/** @type {() => void} */
let unauthorized = () => {};

/** @param {() => void} handler */
export function onUnauthorized(handler) {
  unauthorized = handler;
}

/** Told when something is only for those whose address is verified. */
/** @type {() => void} */
let unverified = () => {};

/** @param {() => void} handler */
export function onUnverified(handler) {
  unverified = handler;
}

/**
 * @param {string} text
 * @returns {any}
 */
function parse(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/**
 * Turns a finished exchange into its value or its error. Shared by fetch and by the uploads.
 * @param {number} status
 * @param {string} text
 * @param {string | null} retryAfter
 * @param {boolean} [quiet]
 * @returns {any}
 */
function settle(status, text, retryAfter, quiet = false) {
  const value = parse(text);
  if (status >= 200 && status < 300) return value;
  const error = new ApiError(
    status,
    value ?? {},
    retryAfter ? Number.parseInt(retryAfter, 10) || null : null,
  );
  // A wrong password is a 401 too, but says nothing about the session.
  if (error.code === 'not-signed-in') unauthorized();
  if (error.code === 'email-not-verified' && !quiet) unverified();
  return Promise.reject(error);
}

/**
 * Sends a request and reads its answer, whatever that says. Throws only when there was none.
 * @template T
 * @param {string} path with its query
 * @param {RequestInit} init
 * @param {(response: Response) => Promise<T>} read
 * @param {number} [ms] after that there is no answer
 * @returns {Promise<{response: Response, body: T}>}
 */
async function exchange(path, init, read, ms = Infinity) {
  try {
    return await within(ms, init.signal, async (signal) => {
      const response = await fetch(apiUrl(path), { ...init, credentials, signal });
      return { response, body: await read(response) };
    });
  } catch (error) {
    if (init.signal?.aborted) throw new DOMException('aborted', 'AbortError');
    throw error instanceof TypeError ? new NetworkError() : error;
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {Options} [options]
 * @returns {Promise<any>}
 */
export async function request(method, path, options = {}) {
  const headers = jsonHeaders();
  if (options.body !== undefined) headers.set('Content-Type', 'application/json');
  if (options.key) headers.set('Idempotency-Key', options.key);
  const body = options.body === undefined ? undefined : JSON.stringify(options.body);
  const target = withQuery(path, options.query);
  const answer =
    (method === 'GET' && (await takePrefetched(target)?.catch(() => undefined))) ||
    (await exchange(
      target,
      { method, headers, body, signal: options.signal },
      (response) => response.text(),
      options.within ?? (method === 'GET' ? ANSWER_MS : WRITTEN_MS),
    ));
  // What was asked for before goes on although nobody wants it any more.
  if (options.signal?.aborted) throw new DOMException('aborted', 'AbortError');
  return settle(
    answer.response.status,
    answer.body,
    answer.response.headers.get('Retry-After'),
    options.quiet,
  );
}

/**
 * A file that the API makes, and what the API calls it (pages of another origin are not told that).
 * @param {string} path
 * @param {AbortSignal} [signal]
 * @returns {Promise<{file: Blob, name: string | undefined}>}
 */
export async function download(path, signal) {
  const { response, body } = await exchange(path, { signal }, (answer) => answer.blob());
  if (!response.ok) return settle(response.status, await body.text(), response.headers.get('Retry-After'));
  const name = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1];
  return { file: body, name };
}

/** @param {string} path @param {Options} [options] */
export const get = (path, options) => request('GET', path, options);
/** @param {string} path @param {unknown} body @param {Options} [options] */
export const post = (path, body, options) => request('POST', path, { ...options, body });
/** @param {string} path @param {unknown} body @param {Options} [options] */
export const patch = (path, body, options) => request('PATCH', path, { ...options, body });
/** @param {string} path @param {unknown} [body] @param {Options} [options] */
export const put = (path, body, options) => request('PUT', path, { ...options, body });
/** @param {string} path @param {Options} [options] */
export const del = (path, options) => request('DELETE', path, options);

/**
 * Sends a file as the body and tells how far it is, which fetch cannot.
 * @param {string} path
 * @param {Blob} file
 * @param {{key?: string, signal?: AbortSignal, onProgress?: (share: number) => void}} [options] share: 0 to 1
 * @returns {Promise<any>}
 */
export function upload(path, file, options = {}) {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const abort = () => xhr.abort();
    let stalled = false;
    let timer = 0;
    const getsOn = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        stalled = true;
        xhr.abort();
      }, STALLED_MS);
    };
    if (options.signal?.aborted) return reject(new DOMException('aborted', 'AbortError'));
    options.signal?.addEventListener('abort', abort, { once: true });
    xhr.open('POST', apiUrl(path));
    xhr.withCredentials = credentials === 'include';
    xhr.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
    if (options.key) xhr.setRequestHeader('Idempotency-Key', options.key);
    xhr.upload.onprogress = (event) => {
      getsOn();
      if (event.lengthComputable) options.onProgress?.(event.loaded / event.total);
    };
    xhr.onprogress = getsOn;
    xhr.onload = () => resolve(settle(xhr.status, xhr.responseText, xhr.getResponseHeader('Retry-After')));
    xhr.onerror = () => reject(new NetworkError());
    xhr.onabort = () => reject(stalled ? new NetworkError() : new DOMException('aborted', 'AbortError'));
    xhr.onloadend = () => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', abort);
    };
    getsOn();
    xhr.send(file);
  });
}
