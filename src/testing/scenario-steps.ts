// The steps of a scenario beside its events: time that passes, and what must hold then.
import type { SessionStatus } from '../../machines/index.ts';
import type { VerdictCode } from '../events/codes.ts';
import type { AnyFact, FactPayloads, FactType } from '../events/fact.ts';
import type { TimerName } from '../events/timer-names.ts';
import type { Verdict, VerdictName } from '../events/verdict.ts';
import type { EpochMs } from '../time/instant.ts';
import type { BuiltEvent } from './event-kit.ts';
import type { Finding, PLAIN_EQUALITY } from './finding.ts';
import { holdlineMatchers } from './matchers.ts';
import type { TestedSession } from './test-engine.ts';

/** Time that passes: an ISO 8601 duration. */
export interface After {
  readonly after: string;
}

/** What an expectation looks at. */
export interface Checked {
  /** The answer to the last event. */
  readonly outcome: Verdict | undefined;
  /** The session in question. */
  readonly session: TestedSession | undefined;
  readonly facts: readonly AnyFact[];
}

/** The address of a conversation. */
export interface Of {
  readonly channelId: string;
  readonly endUserId: string;
}

/** Something that must hold where it stands. */
export interface Expectation {
  readonly name: string;
  /** Whose session; that of the event before it without it. */
  readonly of?: Of | undefined;
  /** What it says of the event before it: nothing, the answer, or the verdict once no earlier event can come any more. */
  readonly judges: 'answer' | 'final' | undefined;
  readonly expects: (this: typeof PLAIN_EQUALITY, checked: Checked) => Finding;
}

/** One step: an event, time, or an expectation. */
export type ScenarioStep = BuiltEvent | After | Expectation;

/** How the status came about, and whose it is. */
export interface StatusDetails {
  /** The type of the event that caused it, or `timer.<name>`. */
  readonly cause?: string;
  /** The row of the lifecycle. */
  readonly rule?: string;
  readonly of?: Of;
}

/** Lets time pass: an ISO 8601 duration. */
export const after = (duration: string): After => ({ after: duration });

/** The session shows a status, and came to it as said. */
export const expectStatus = (
  status: SessionStatus,
  { cause, rule, of }: StatusDetails = {},
): Expectation => ({
  name: `expectStatus('${status}')`,
  of,
  judges: undefined,
  expects({ session }) {
    const finding = holdlineMatchers.toHaveStatus(session, status);
    if (!finding.pass) return finding;
    const last = session?.history.at(-1);
    const isSo =
      (cause === undefined || last?.cause === cause) && (rule === undefined || last?.rule === rule);
    const wanted = [cause, rule === undefined ? undefined : `(${rule})`].filter(Boolean).join(' ');
    const found = `${last?.cause ?? 'nothing'} (${last?.rule ?? ''})`;
    return {
      pass: isSo,
      actual: found,
      expected: wanted,
      message: () => `expected ${status} by ${wanted}, found ${status} by ${found}`,
    };
  },
});

/** The session has a pending deadline, at an instant or after a duration from now. */
export const expectDeadline = (name: TimerName, when?: EpochMs | string, of?: Of): Expectation => ({
  name: `expectDeadline('${name}')`,
  of,
  judges: undefined,
  expects: ({ session }) => holdlineMatchers.toHaveDeadline(session, name, when),
});

/** The event before it is rejected with this code, by this row of the lifecycle. */
export const expectRejected = (code: VerdictCode, rule?: string): Expectation => ({
  name: `expectRejected('${code}')`,
  judges: 'final',
  expects: ({ outcome }) => holdlineMatchers.toBeRejectedWith(outcome, code, rule),
});

/** The event before it has this verdict. */
export const expectVerdict = (verdict: VerdictName): Expectation => ({
  name: `expectVerdict('${verdict}')`,
  judges: 'answer',
  expects: ({ outcome }) => holdlineMatchers.toHaveVerdict(outcome, verdict),
});

/** The engine has told such a fact by now. */
export const expectFact = <T extends FactType>(
  type: T,
  data?: Partial<FactPayloads[T]>,
): Expectation => ({
  name: `expectFact('${type}')`,
  judges: undefined,
  expects({ facts }) {
    return holdlineMatchers.toHaveEmitted.call(this, facts, type, data);
  },
});
