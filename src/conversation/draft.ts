// The working copy of one decision, and in the end the decision itself. What it was given stays as it was.
import { Fact, type AnyFact, type FactPayloads, type FactType } from '../events/fact.ts';
import type { TimerName } from '../events/timer-names.ts';
import { dueInstant } from '../policy/timer-mode.ts';
import type { ScheduledDelay } from '../statechart/compiled-chart.ts';
import type { EpochMs } from '../time/instant.ts';
import type { Conversation } from './conversation.ts';
import type { DecisionContext } from './decision-context.ts';
import { Deadline } from './deadline.ts';
import type { Session } from './session.ts';
import { timerMode } from './settings.ts';
import type { Work } from './work.ts';

/** Why a decision is taken. */
export interface Cause {
  /** The type of the event in, or `timer.<name>`. */
  readonly type: string;
  /** The id of the event in, or `timer.<name>`. */
  readonly id: string;
  /** Who acted, where the event says so. */
  readonly agentId?: string | undefined;
  readonly botId?: string | undefined;
  /** What a message says of itself. */
  readonly proactive?: boolean | undefined;
  /** A list in a message, one in a reaction. */
  readonly emoji?: readonly string[] | string | undefined;
}

/** One decision in the making. */
export class Draft {
  readonly conversation: Conversation;
  readonly context: DecisionContext;
  readonly cause: Cause;
  facts: readonly AnyFact[] = NO_FACTS;
  /** Sessions that came to their end. */
  endedSessions: readonly Session[] = NO_SESSIONS;
  /** Assignments that came to their end. */
  finishedWorks: readonly Work[] = NO_WORKS;
  /** A draft that is refused is thrown away. */
  readonly refusal = undefined;
  /** Who acts: taken from the event. */
  agentId: string | null = null;
  botId: string | null = null;
  #sessionIsOwn = false;

  constructor(conversation: Conversation, context: DecisionContext, cause: Cause) {
    this.conversation = conversation.copy();
    this.context = context;
    this.cause = cause;
  }

  get tenant(): string {
    return this.conversation.tenant;
  }

  get conversationId(): string {
    return this.conversation.id;
  }

  get causationId(): string {
    return this.cause.id;
  }

  get at(): EpochMs {
    return this.context.at;
  }

  /** The open session as a copy that may be changed; undefined if none is open. */
  get session(): Session | undefined {
    const { session } = this.conversation;
    if (session === null || !session.isOpen) return undefined;
    if (this.#sessionIsOwn) return session;
    const own = session.copy();
    this.conversation.session = own;
    this.#sessionIsOwn = true;
    return own;
  }

  /** Makes a new session the conversation's current one. */
  adopt(session: Session): void {
    this.conversation.session = session;
    this.conversation.engagement = null;
    this.#sessionIsOwn = true;
  }

  /** Establishes a fact. */
  establish<T extends FactType>(type: T, sessionId: string | null, data: FactPayloads[T]): void {
    const fact = new Fact(type, this.at, this, sessionId, data) as AnyFact;
    if (this.facts === NO_FACTS) this.facts = [fact];
    else (this.facts as AnyFact[]).push(fact);
  }

  /** Asks for an automated response. Who has opted out is told of that and of nothing else (I15). */
  requestResponse(sessionId: string | null, response: string): void {
    const isBlocked = this.conversation.consent === 'OptedOut' && response !== 'OptOutConfirmation';
    if (!isBlocked) this.establish('response.requested', sessionId, { response });
  }

  /** Cancels and arms the delays of one step; a delay that is Infinity is switched off and is no deadline. */
  arm(
    owner: { sessionId: string; attempt: number },
    cancelled: readonly string[],
    scheduled: readonly ScheduledDelay[],
    setBy: string,
  ): void {
    if (cancelled.length === 0 && scheduled.length === 0) return;
    const { deadlines } = this.conversation;
    if (deadlines.length === 0 && scheduled.length === 0) return;
    const kept: Deadline[] = [];
    for (let index = 0; index < deadlines.length; index += 1) {
      const deadline = deadlines[index] as Deadline;
      const isOwners = deadline.attempt === owner.attempt && deadline.sessionId === owner.sessionId;
      if (!isOwners || !(cancelled.includes(deadline.id) || isAmong(scheduled, deadline.id))) {
        kept.push(deadline);
      }
    }
    for (let index = 0; index < scheduled.length; index += 1) {
      const delay = scheduled[index] as ScheduledDelay;
      const dueAt = this.#dueAt(delay);
      if (dueAt !== Infinity) {
        const named = delay as ScheduledDelay & { readonly name: TimerName };
        kept.push(new Deadline(owner, named, dueAt, setBy, this.at));
      }
    }
    // What was cancelled may not have been armed: then the list stays the one that is known to be queued.
    const isSame = scheduled.length === 0 && kept.length === deadlines.length;
    if (!isSame) this.conversation.deadlines = kept;
  }

  /** Drops every deadline of a session, or of one assignment. */
  disarm(sessionId: string, attempt: number): void {
    const { deadlines } = this.conversation;
    if (deadlines.length === 0) return;
    this.conversation.deadlines = deadlines.filter(
      (deadline) => deadline.attempt !== attempt || deadline.sessionId !== sessionId,
    );
  }

  #dueAt(delay: ScheduledDelay): EpochMs {
    const platform = this.conversation.session?.context.settings.platform ?? 'enhanced';
    const mode = timerMode(delay.name as TimerName, this.context.policy, platform);
    return mode?.mode === 'sweep' ? dueInstant(mode, this.at) : this.at + delay.delayMs;
  }
}

function isAmong(scheduled: readonly ScheduledDelay[], id: string): boolean {
  for (let index = 0; index < scheduled.length; index += 1) {
    if ((scheduled[index] as ScheduledDelay).id === id) return true;
  }
  return false;
}

const NO_FACTS: readonly AnyFact[] = Object.freeze([]);
const NO_SESSIONS: readonly Session[] = Object.freeze([]);
const NO_WORKS: readonly Work[] = Object.freeze([]);
