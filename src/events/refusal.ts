import type { VerdictCode } from './codes.ts';
import type { Verdict } from './verdict.ts';

/**
 * An input that is no event: why, and where.
 *
 * A value, never thrown; told from an event with `instanceof` within one copy of the package. The message says the path, what was
 * expected, what was found and what to do; it repeats no message text.
 */
export class Refusal {
  readonly code: VerdictCode;
  readonly message: string;
  /** The field at fault, `customerIdle.minutes`; undefined when the whole input is. */
  readonly path: string | undefined;
  /** The id of the input where it has a usable one. */
  readonly eventId: string | undefined;

  constructor(code: VerdictCode, message: string, path?: string, eventId?: string) {
    this.code = code;
    this.message = message;
    this.path = path;
    this.eventId = eventId;
  }
}

/** The verdict on an input that is no event; `eventId` is empty where the input has no usable id. */
export function verdictOnInput({ code, message, eventId = '' }: Refusal): Verdict {
  return { eventId, verdict: 'rejected', code, message };
}
