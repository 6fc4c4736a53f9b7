/** After so long without a request, milliseconds, and from so many conversations on that differ from the store. */
const QUIET_MS = 100;
const DIRTY_WORTH_IT = 500;

/** Waits for a moment in which a checkpoint keeps nobody waiting. Only the wall clock knows such moments. */
export class QuietMoment {
  readonly #use: () => void;
  #timer: NodeJS.Timeout | undefined;

  /** @param use Called once nobody has asked for anything for a while. */
  constructor(use: () => void) {
    this.#use = use;
  }

  /** Nothing waits, and so many conversations differ from the store. */
  begin(dirty: number): void {
    if (dirty < DIRTY_WORTH_IT) return;
    this.#timer = setTimeout(this.#use, QUIET_MS);
    this.#timer.unref();
  }

  /** Somebody asks for something. */
  end(): void {
    clearTimeout(this.#timer);
  }
}
