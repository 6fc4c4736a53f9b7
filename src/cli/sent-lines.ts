import { parseEvent } from '../events/parse-event.ts';
import { Refusal, verdictOnInput } from '../events/refusal.ts';
import { EventLines, type EndOfTime } from './event-lines.ts';
import { EventRowWriter } from './event-rows.ts';
import type { DecidingThread } from './threaded-replay.ts';

/** Lines in one message: enough that a message costs little, few enough that the other thread begins soon. */
const LINES_A_MESSAGE = 2048;

/** Lines that are read here and decided in another thread. */
export class SentLines extends EventLines {
  readonly #thread: Pick<DecidingThread, 'send' | 'whenRoom'>;
  readonly #rows = new EventRowWriter();
  readonly #onProgress: ((bytes: number) => void) | undefined;

  constructor(
    end: EndOfTime,
    thread: Pick<DecidingThread, 'send' | 'whenRoom'>,
    onProgress?: (bytes: number) => void,
  ) {
    super(end);
    this.#thread = thread;
    this.#onProgress = onProgress;
  }

  protected take(input: unknown, number: number): void {
    const event = parseEvent(input, true);
    if (event instanceof Refusal) this.#rows.refuse(number, verdictOnInput(event));
    else this.#rows.take(event, number);
    if (this.#rows.count >= LINES_A_MESSAGE) this.flush();
  }

  protected unread(number: number, code: 'invalid_json' | 'too_large', message: string): void {
    this.#rows.refuse(number, { eventId: '', verdict: 'rejected', code, message });
  }

  progress(bytes: number): Promise<void> {
    this.#onProgress?.(bytes);
    return this.#thread.whenRoom();
  }

  /** Hands over what has been read since the last message. */
  flush(): void {
    if (this.#rows.count > 0) this.#thread.send(this.#rows.takeRows());
  }
}
