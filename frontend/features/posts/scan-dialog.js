import { openDialog } from '../../lib/dialog.js';
import { find, html, toast, whileBusy } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { agreement, isbnOf, openReader } from './barcode.js';
import { CameraError, openCamera } from './camera.js';

/** Between two looks: the picture moves on, and phones have other things to do as well. */
const PAUSE_MS = 120;

/**
 * Shows what the camera sees until a book's barcode is in it.
 * @param {AbortSignal} signal closes it (the page was left)
 * @returns {Promise<string | null>} the ISBN-13; null when it was closed
 */
export async function scanIsbn(signal) {
  /** @type {string | null} */
  let isbn = null;
  /** @type {Scanner | null} */
  let scanner = null;
  await openDialog({
    title: t('scan.title'),
    className: 'small',
    signal,
    body: html`<div class="stack">
      <div class="scan-view" data-view hidden><video muted playsinline aria-label="${t('scan.picture')}"></video></div>
      <p role="status">${t('scan.starting')}</p>
      <div class="scan-actions">
        <button type="button" class="button" data-torch aria-pressed="false" hidden><ui-icon name="torch"></ui-icon>${t('scan.torch')}</button>
        <button type="button" class="button" data-photo><ui-icon name="camera"></ui-icon>${t('scan.from-photo')}</button>
        <input class="hidden-visually" type="file" accept="image/*" capture="environment" tabindex="-1" aria-hidden="true" />
      </div>
    </div>`,
    opened: (dialog) => {
      scanner = new Scanner(dialog, (found) => {
        isbn = found;
        dialog.close('found');
      });
      scanner.start();
      // Before the promise is settled, so that no camera outlives its picture.
      dialog.addEventListener('close', () => scanner?.end());
    },
  });
  if (isbn) toast(t('scan.found', { isbn }), 'success');
  return isbn;
}

class Scanner {
  #view;
  #video;
  #status;
  #torch;
  #found;
  /** Ended with the dialog. */
  #open = new AbortController();
  /** Ended whenever the camera is. */
  #looking = new AbortController();
  /** @type {Promise<import('./barcode.js').BarcodeReader> | null} */
  #reader = null;

  /**
   * @param {HTMLDialogElement} dialog
   * @param {(isbn: string) => void} found
   */
  constructor(dialog, found) {
    this.#found = found;
    this.#view = find(dialog, '[data-view]', HTMLElement);
    this.#video = find(dialog, 'video', HTMLVideoElement);
    this.#status = find(dialog, '[role="status"]', HTMLElement);
    this.#torch = find(dialog, '[data-torch]', HTMLButtonElement);
    const file = find(dialog, 'input[type="file"]', HTMLInputElement);
    const photo = find(dialog, '[data-photo]', HTMLButtonElement);
    const { signal } = this.#open;
    photo.addEventListener('click', () => file.click(), { signal });
    file.addEventListener(
      'change',
      () => {
        const [chosen] = file.files ?? [];
        if (chosen) whileBusy(photo, () => this.#readPhoto(chosen));
        file.value = '';
      },
      { signal },
    );
    // Nobody is filmed by a page they do not look at.
    document.addEventListener(
      'visibilitychange',
      () => (document.hidden ? this.#looking.abort() : this.start()),
      { signal },
    );
  }

  end() {
    this.#open.abort();
    this.#looking.abort();
  }

  async start() {
    this.#looking.abort();
    this.#looking = new AbortController();
    const { signal } = this.#looking;
    this.#say('scan.starting');
    try {
      const reader = this.#openReader();
      reader.catch(() => {}); // told below, once there is a camera
      const camera = await openCamera();
      this.#hold(camera, signal);
      if (signal.aborted) return;
      this.#video.srcObject = camera.stream;
      this.#view.hidden = false;
      await this.#video.play();
      const read = await reader;
      this.#say('scan.aim');
      await this.#look(read, signal);
    } catch (error) {
      if (signal.aborted) return;
      this.#stopLooking();
      this.#say(error instanceof CameraError ? `scan.${error.reason}` : 'scan.no-reader');
    }
  }

  #stopLooking() {
    this.#looking.abort();
    this.#view.hidden = true;
  }

  /** Loaded once, also when it is asked for twice; a failure may be tried again. */
  #openReader() {
    this.#reader ??= openReader().catch((error) => {
      this.#reader = null;
      throw error;
    });
    return this.#reader;
  }

  /**
   * @param {import('./camera.js').Camera} camera
   * @param {AbortSignal} signal
   */
  #hold(camera, signal) {
    const stop = () => {
      camera.stop();
      this.#torch.hidden = true;
      this.#video.srcObject = null;
    };
    if (signal.aborted) return camera.stop();
    signal.addEventListener('abort', stop, { once: true });
    camera.onLost(() => {
      this.#stopLooking();
      this.#say('scan.busy');
    }, signal);
    this.#torch.hidden = !camera.hasTorch;
    this.#torch.setAttribute('aria-pressed', 'false');
    this.#torch.addEventListener(
      'click',
      () => {
        const on = this.#torch.getAttribute('aria-pressed') !== 'true';
        whileBusy(this.#torch, async () => {
          await camera.setTorch(on);
          this.#torch.setAttribute('aria-pressed', String(on));
        });
      },
      { signal },
    );
  }

  /**
   * @param {import('./barcode.js').BarcodeReader} read
   * @param {AbortSignal} signal
   */
  async #look(read, signal) {
    const agrees = agreement();
    while (!signal.aborted) {
      const agreed = agrees(await read(this.#video));
      if (signal.aborted) return;
      const isbn = agreed.map(isbnOf).find(Boolean);
      if (isbn) return this.#found(isbn);
      if (agreed.length > 0) this.#say('scan.no-isbn');
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  /** @param {File} file */
  async #readPhoto(file) {
    this.#say('scan.reading');
    try {
      const read = await this.#openReader();
      const bitmap = await createImageBitmap(file).catch(() => null);
      const codes = bitmap ? await read(bitmap) : [];
      bitmap?.close();
      if (this.#open.signal.aborted) return;
      const isbn = codes.map(isbnOf).find(Boolean);
      if (isbn) return this.#found(isbn);
      this.#say(bitmap ? (codes.length > 0 ? 'scan.no-isbn' : 'scan.not-in-photo') : 'scan.no-photo');
    } catch {
      this.#say('scan.no-reader');
    }
  }

  /** @param {string} key */
  #say(key) {
    const text = t(key);
    // The same words again would be read out again.
    if (this.#status.textContent !== text) this.#status.textContent = text;
  }
}
