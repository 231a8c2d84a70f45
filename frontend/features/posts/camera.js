/** The back camera, for as long as something looks through it. */
export class Camera {
  #stream;

  /** @param {MediaStream} stream */
  constructor(stream) {
    this.#stream = stream;
  }

  get stream() {
    return this.#stream;
  }

  get #track() {
    return this.#stream.getVideoTracks()[0];
  }

  get hasTorch() {
    // Not in TypeScript's own list: https://w3c.github.io/mediacapture-image/#torch
    const can = /** @type {{torch?: boolean} | undefined} */ (this.#track?.getCapabilities?.());
    return can?.torch === true;
  }

  /**
   * It was unplugged, or is no longer allowed.
   * @param {() => void} handler
   * @param {AbortSignal} signal
   */
  onLost(handler, signal) {
    this.#track?.addEventListener('ended', handler, { signal });
  }

  /** @param {boolean} on */
  async setTorch(on) {
    await this.#track?.applyConstraints({
      advanced: [/** @type {MediaTrackConstraintSet} */ ({ torch: on })],
    });
  }

  /** The light that tells of the camera goes out. */
  stop() {
    for (const track of this.#stream.getTracks()) track.stop();
  }
}

/** Why there is no camera: `insecure`, `denied`, `missing` or `busy`. */
export class CameraError extends Error {
  /** @param {'insecure' | 'denied' | 'missing' | 'busy'} reason */
  constructor(reason) {
    super(`no camera: ${reason}`);
    this.name = 'CameraError';
    this.reason = reason;
  }
}

/**
 * Asks the user for the camera, where the browser has not been told before.
 * @returns {Promise<Camera>}
 */
export async function openCamera() {
  if (!isSecureContext || !navigator.mediaDevices?.getUserMedia) throw new CameraError('insecure');
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } },
    });
    return new Camera(stream);
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'NotAllowedError' || name === 'SecurityError') throw new CameraError('denied');
    if (name === 'NotFoundError' || name === 'OverconstrainedError') throw new CameraError('missing');
    throw new CameraError('busy');
  }
}
