import type { Conversation } from '../conversation/conversation.ts';
import type { Deadline } from '../conversation/deadline.ts';
import type { VerdictCode } from '../events/codes.ts';
import type { AnyFact, Fact } from '../events/fact.ts';
import type { Refusal } from '../events/refusal.ts';
import type { Verdict, VerdictName } from '../events/verdict.ts';
import type { EpochMs } from '../time/instant.ts';

/** A deadline that is pending. */
export interface PendingDeadline {
  readonly sessionId: string;
  readonly name: string;
  /** Epoch milliseconds of event time. */
  readonly dueAt: EpochMs;
  /** The row of the lifecycle that set it. */
  readonly setBy: string;
}

/** One change of status. */
export interface StatusChange {
  readonly sessionId: string;
  /** Null at creation. */
  readonly from: string | null;
  readonly to: string;
  /** The type of the event, or `timer.<name>`. */
  readonly cause: string;
  /** The row of the lifecycle. */
  readonly rule: string;
  readonly at: EpochMs;
}

/** The answer to a dispatched event, given once it is committed. */
export class DispatchOutcome implements Verdict {
  readonly eventId: string;
  readonly verdict: VerdictName;
  /** Present when rejected, and why when deferred. */
  readonly code?: VerdictCode;
  readonly message?: string;
  readonly rule?: string;
  readonly #sessionId: string | null;
  readonly #status: string | null;
  readonly #deadlines: readonly Deadline[];
  readonly #facts: readonly AnyFact[];
  readonly #from: number;
  readonly #to: number;

  constructor(
    verdict: Verdict,
    conversation: Conversation | undefined,
    facts: readonly AnyFact[],
    from: number,
    to: number,
  ) {
    this.eventId = verdict.eventId;
    this.verdict = verdict.verdict;
    if (verdict.verdict !== 'applied') {
      if (verdict.code !== undefined) this.code = verdict.code;
      if (verdict.message !== undefined) this.message = verdict.message;
      if (verdict.rule !== undefined) this.rule = verdict.rule;
    }
    // Of the conversation only what is told: whoever keeps the answer would keep all the rest alive.
    const session = conversation?.session ?? null;
    this.#sessionId = session === null ? null : session.id;
    this.#status = session === null ? null : session.status;
    this.#deadlines = conversation === undefined ? NO_DEADLINES : conversation.deadlines;
    this.#facts = facts;
    this.#from = from;
    this.#to = to;
  }

  /** The facts that it established, corrections included. */
  get facts(): readonly AnyFact[] {
    return this.#facts.slice(this.#from, this.#to);
  }

  /** The changes of status that it caused, in order. */
  get changes(): readonly StatusChange[] {
    return this.facts.filter(isStatusChange).map(({ sessionId, at, data }) => ({
      sessionId: sessionId ?? '',
      at,
      ...data,
    }));
  }

  /** The conversation's current session; null if it has none, or if the event concerned no conversation. */
  get sessionId(): string | null {
    return this.#sessionId;
  }

  /** That session's status; null without one. */
  get status(): string | null {
    return this.#status;
  }

  /** What happens next by itself in the conversation, and when. */
  get deadlines(): readonly PendingDeadline[] {
    return inOrder(this.#deadlines);
  }

  /** Everything at once, for logs. */
  toJSON(): object {
    const { eventId, verdict, code, message, rule } = this;
    const { sessionId, status, changes, deadlines } = this;
    return { eventId, verdict, code, message, rule, sessionId, status, changes, deadlines };
  }
}

/** The answer to input that is no event. */
export const refusedOutcome = ({ eventId, code, message }: Refusal): DispatchOutcome =>
  new DispatchOutcome(
    { eventId: eventId ?? '', verdict: 'rejected', code, message },
    undefined,
    [],
    0,
    0,
  );

/** The pending deadlines of a conversation, the earliest first. */
export function pendingOf(conversation: Conversation | undefined): readonly PendingDeadline[] {
  return conversation === undefined ? [] : inOrder(conversation.deadlines);
}

function inOrder(deadlines: readonly Deadline[]): readonly PendingDeadline[] {
  return deadlines
    .map(({ sessionId, name, dueAt, setBy }) => ({ sessionId, name, dueAt, setBy }))
    .toSorted((a, b) => a.dueAt - b.dueAt);
}

const NO_DEADLINES: readonly Deadline[] = Object.freeze([]);

const isStatusChange = (fact: AnyFact): fact is Fact<'session.statusChanged'> =>
  fact.type === 'session.statusChanged';
