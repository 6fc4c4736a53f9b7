/*
 * Failures of operation and of the program itself. A rejected event is neither: that is a verdict (verdict.ts) and never thrown.
 */
import type { OperatingCode } from './codes.ts';

const BRAND = Symbol.for('holdline.error');

/** What a failure says beside its message. */
export interface HoldlineErrorOptions {
  /** True when the same call may succeed later without any change. */
  readonly retryable?: boolean;
  /** Ids and figures, never payloads. */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
  readonly cause?: unknown;
}

/**
 * A failure of operation: the store, the input or the configuration, not an event.
 *
 * Recognise it with {@link isHoldlineError} and tell its kinds apart by `code`: two copies of the package may be loaded, so that
 * `instanceof` is not enough. The message says what was expected, what was found and what to do.
 */
export class HoldlineError extends Error {
  override readonly name: string = 'HoldlineError';
  readonly code: OperatingCode;
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;

  constructor(code: OperatingCode, message: string, options: HoldlineErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.details = options.details ?? {};
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** True for a {@link HoldlineError} of this or another copy of the package. */
export function isHoldlineError(value: unknown): value is HoldlineError {
  return typeof value === 'object' && value !== null && BRAND in value;
}

/** A broken invariant: a fault of the program. Nothing may be stored after it. */
export class InvariantError extends Error {
  override readonly name: string = 'InvariantError';
}

/**
 * Stops the program's path when an invariant does not hold.
 *
 * @throws InvariantError with the message when the condition is false.
 */
export function assertInvariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}
