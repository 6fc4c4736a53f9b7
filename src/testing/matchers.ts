// Matchers in the words of sessions, for vitest and what is shaped like it. Nothing of vitest is loaded by importing them.
import type { MatcherState } from 'vitest';
import type { SessionStatus } from '../../machines/index.ts';
import type { VerdictCode } from '../events/codes.ts';
import type { AnyFact, FactPayloads, FactType } from '../events/fact.ts';
import type { TimerName } from '../events/timer-names.ts';
import type { Verdict, VerdictName } from '../events/verdict.ts';
import { formatDuration, parseDuration } from '../time/duration.ts';
import { formatInstant, parseInstant, type EpochMs } from '../time/instant.ts';
import type { Finding } from './finding.ts';
import { seenIn, type SeenSession } from './seen-session.ts';
import { storyOf } from './session-timeline.ts';

/** A clock, for a deadline that is told by a duration from now. */
export interface DeadlineFrom {
  now(): EpochMs;
}

/** The matchers as `expect` offers them. */
export interface HoldlineMatchers {
  /** A session, a conversation, an explanation or an answer of dispatch shows a status. */
  toHaveStatus(status: SessionStatus): void;
  /**
   * A conversation, an explanation or an answer has a pending deadline.
   *
   * `when` is an instant, or a duration such as "PT30M" from now. What comes from `testEngine` knows the time; else give the clock.
   */
  toHaveDeadline(name: TimerName, when?: EpochMs | string, clock?: DeadlineFrom): void;
  /** An answer of dispatch is `applied`. */
  toBeApplied(): void;
  /** An answer of dispatch has this verdict. */
  toHaveVerdict(verdict: VerdictName): void;
  /** An answer of dispatch is `rejected` with this code, by this row of the lifecycle. */
  toBeRejectedWith(code: VerdictCode, rule?: string): void;
  /** An answer, a test engine or a list of facts holds a fact of this type that says at least this. */
  toHaveEmitted<T extends FactType>(type: T, data?: Partial<FactPayloads[T]>): void;
}

declare module 'vitest' {
  // oxlint-disable-next-line no-unused-vars -- vitest names the parameter
  interface Matchers<T> extends HoldlineMatchers {}
}

/** For `expect.extend(holdlineMatchers)`. */
export const holdlineMatchers = {
  toHaveStatus(received: unknown, status: SessionStatus): Finding {
    const seen = seenIn(received);
    if (seen === undefined) return unfit(received, 'a session, a conversation or an answer');
    return {
      pass: seen.status === status,
      actual: seen.status,
      expected: status,
      message: () => `expected ${status}, found ${seen.status ?? 'no session'}\n${storyOf(seen)}`,
    };
  },

  toHaveDeadline(
    received: unknown,
    name: TimerName,
    when?: EpochMs | string,
    clock?: DeadlineFrom,
  ): Finding {
    const seen = seenIn(received);
    if (seen?.deadlines === undefined && seen?.sessionId !== null) {
      return unfit(received, 'a conversation, an explanation or an answer of dispatch');
    }
    const now = clock?.now() ?? seen.now;
    const dueAt = when === undefined ? undefined : instantOf(when, now);
    if (typeof dueAt === 'string') return { pass: false, message: () => dueAt };
    const named = (seen.deadlines ?? []).filter((deadline) => deadline.name === name);
    const pass = named.some((deadline) => dueAt === undefined || deadline.dueAt === dueAt);
    return { pass, message: () => deadlineMessage(name, { ...seen, now }, dueAt) };
  },

  toBeApplied(received: unknown): Finding {
    return verdictFinding(received, (verdict) => verdict === 'applied', 'applied');
  },

  toHaveVerdict(received: unknown, expected: VerdictName): Finding {
    return verdictFinding(received, (verdict) => verdict === expected, expected);
  },

  toBeRejectedWith(received: unknown, code: VerdictCode, rule?: string): Finding {
    const wanted = rule === undefined ? `rejected ${code}` : `rejected ${code} by ${rule}`;
    const { verdict, code: found, rule: by } = (received ?? {}) as Partial<Verdict>;
    const pass = verdict === 'rejected' && found === code && (rule === undefined || by === rule);
    return verdictFinding(received, () => pass, wanted);
  },

  toHaveEmitted(
    this: Pick<MatcherState, 'equals'>,
    received: unknown,
    type: FactType,
    data: object = {},
  ): Finding {
    const facts = factsOf(received);
    if (facts === undefined) return unfit(received, 'an answer, a test engine or a list of facts');
    const ofType = facts.filter((fact) => fact.type === type);
    const says = ({ data: said }: AnyFact) =>
      Object.entries(data).every(([key, value]) =>
        this.equals((said as Record<string, unknown>)[key], value),
      );
    const lines = (ofType.length > 0 ? ofType : facts).map(factLine);
    return {
      pass: ofType.some(says),
      message: () =>
        `expected ${type} with ${JSON.stringify(data)}, found ${lines.length === 0 ? 'no fact' : `\n${lines.join('\n')}`}`,
    };
  },
};

function verdictFinding(
  received: unknown,
  isWanted: (verdict: VerdictName) => boolean,
  wanted: string,
): Finding {
  const given = received as (Verdict & Partial<SeenSession>) | null | undefined;
  if (typeof given !== 'object' || given === null || typeof given.verdict !== 'string') {
    return unfit(received, 'an answer of dispatch');
  }
  const { eventId, verdict, code, rule, message } = given;
  const found = [verdict, code, rule === undefined ? undefined : `by ${rule}`];
  const seen = seenIn(given);
  return {
    pass: isWanted(verdict),
    message: () =>
      [
        `expected ${eventId} to be ${wanted}, found ${found.filter((part) => part !== undefined).join(' ')}`,
        ...(message === undefined ? [] : [`  ${message}`]),
        ...(seen === undefined ? [] : [storyOf(seen)]),
      ].join('\n'),
  };
}

/** The instant that a test means, or why it means none. */
function instantOf(when: EpochMs | string, now: EpochMs | undefined): EpochMs | string {
  if (typeof when === 'number') return when;
  if (!when.startsWith('P')) {
    const at = parseInstant(when);
    return typeof at === 'number' ? at : `expected an instant or a duration, found "${when}"`;
  }
  const ms = parseDuration(when, 'zeroAllowed');
  if (typeof ms !== 'number') return `expected an ISO 8601 duration, found "${when}"`;
  if (now === undefined) {
    return `"${when}" from when? Give the clock as the last argument, or test what testEngine().session() answers`;
  }
  return now + ms;
}

function deadlineMessage(name: TimerName, seen: SeenSession, dueAt: EpochMs | undefined): string {
  const { now } = seen;
  const wait = dueAt === undefined || now === undefined || dueAt < now ? undefined : dueAt - now;
  const at = dueAt === undefined ? '' : ` at ${formatInstant(dueAt)}`;
  const from = wait === undefined ? '' : ` (in ${formatDuration(wait)})`;
  return `expected a deadline ${name}${at}${from}\n${storyOf(seen)}`;
}

const factLine = ({ type, at, data }: AnyFact) =>
  `  ${formatInstant(at)}  ${type} ${JSON.stringify(data)}`;

function factsOf(received: unknown): readonly AnyFact[] | undefined {
  if (Array.isArray(received)) return received as readonly AnyFact[];
  const { facts } = (received ?? {}) as { facts?: unknown };
  return Array.isArray(facts) ? (facts as readonly AnyFact[]) : undefined;
}

const unfit = (received: unknown, expected: string): Finding => ({
  pass: false,
  message: () => `expected ${expected}, found ${describe(received)}`,
});

function describe(received: unknown): string {
  if (typeof received !== 'object' || received === null) return String(received);
  return `an object of ${Object.keys(received).slice(0, 8).join(', ') || 'nothing'}`;
}
