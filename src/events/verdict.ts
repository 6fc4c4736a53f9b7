import type { VerdictCode } from './codes.ts';

/**
 * What became of an event; `deferred` is the only one that another replaces.
 *
 * `applied` it took effect (a recorded message included) · `duplicate` its id was seen before · `corrected` it was late and history was
 * repaired · `late` older than the bound, recorded and counted · `rejected` nothing changed · `deferred` not decided yet.
 * Source: events.md §2.
 */
export const VERDICTS = [
  'applied',
  'duplicate',
  'corrected',
  'late',
  'rejected',
  'deferred',
] as const;

/** Name of a verdict. */
export type VerdictName = (typeof VERDICTS)[number];

/** The answer to one event in. */
export interface Verdict {
  readonly eventId: string;
  readonly verdict: VerdictName;
  /** Present when rejected. */
  readonly code?: VerdictCode;
  /** What was expected, what was found and what to do; present when rejected. */
  readonly message?: string;
  /** The lifecycle row that decided, `EC38`; absent when no row was consulted. */
  readonly rule?: string;
}
