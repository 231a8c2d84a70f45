/** So near to its end, the log follows new messages. */
const NEAR_END = 48;
/** So near to its beginning, older messages are fetched. */
const NEAR_BEGINNING = 240;

/** Where in a log one stands. At its end one stays there, whatever comes or grows; elsewhere what is read stays. */
export class LogPlace {
  #scroll;
  #moved;
  #atBeginning;
  /** Whether the newest message is in sight. */
  atEnd = true;
  /** How far it was scrolled last. */
  #top = 0;
  /** The log's height when it was last in its place. */
  #height = 0;

  /**
   * @param {HTMLElement} scroll
   * @param {object} options
   * @param {() => void} options.moved the user scrolled
   * @param {() => void} options.atBeginning … and is near the beginning
   * @param {AbortSignal} options.signal
   */
  constructor(scroll, { moved, atBeginning, signal }) {
    this.#scroll = scroll;
    this.#moved = moved;
    this.#atBeginning = atBeginning;
    scroll.addEventListener('scroll', () => this.#scrolled(), { passive: true, signal });
    const resized = new ResizeObserver(() => this.stay());
    resized.observe(scroll);
    signal.addEventListener('abort', () => resized.disconnect());
    // A picture whose size was not known before; `load` does not bubble.
    scroll.addEventListener('load', () => this.stay(), { capture: true, signal });
  }

  /** The log or something in it got another size, and with it its end another place. */
  stay() {
    this.#height = this.#scroll.clientHeight;
    if (this.atEnd) this.toEnd();
  }

  toEnd() {
    this.atEnd = true;
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
    this.#top = this.#scroll.scrollTop;
  }

  /** @param {() => void} work puts rows above what is read, which stays where it is */
  keep(work) {
    const below = this.#scroll.scrollHeight - this.#scroll.scrollTop;
    work();
    this.#scroll.scrollTop = this.#scroll.scrollHeight - below;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroll;
    // Not the user: the keyboard came up or went.
    if (clientHeight !== this.#height) return this.stay();
    // Only scrolling back leaves the end: a photo that has just grown moves the end away, too.
    const near = scrollHeight - scrollTop - clientHeight < NEAR_END;
    this.atEnd = near || (this.atEnd && scrollTop >= this.#top);
    this.#top = scrollTop;
    this.#moved();
    if (scrollTop < NEAR_BEGINNING) this.#atBeginning();
  }
}
