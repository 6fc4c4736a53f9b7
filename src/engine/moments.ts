// What an engine decides, as the moments that metrics read: a sink that puts each event together with the facts it caused.
import { parseConversationId } from '../conversation/conversation-id.ts';
import type { AnyFact } from '../events/fact.ts';
import type { Verdict } from '../events/verdict.ts';
import type { EventIn } from '../events/vocabulary.ts';
import {
  isObserved,
  momentOfDeadline,
  momentOfEvent,
  type Moment,
} from '../metrics/observation.ts';
import type { DecidedStep, EngineSink } from './engine-sink.ts';

/** Who takes the moments of one engine, tenant by tenant, in the order in which they are decided. */
export type TakeMoment = (tenant: string, moment: Moment) => void;

/** Turns decisions into moments. Events that were rejected, late or known already are none. */
export class Moments implements EngineSink {
  readonly #take: TakeMoment;
  /** What the event that is being decided has brought to conversations so far. */
  #waiting: Moment[] = [];
  /** Whether one of them holds the event itself. */
  #isPlaced = false;

  constructor(take: TakeMoment) {
    this.#take = take;
  }

  decided({ conversation, facts, cause, event }: DecidedStep): void {
    const { id, tenant } = conversation;
    if (event === undefined) {
      if (facts.length === 0) return;
      this.#take(tenant, momentOfDeadline(cause.at, cause.id, id, facts));
      return;
    }
    const isOwn = isAbout(event, conversation);
    if (isOwn) this.#isPlaced = true;
    const moment = momentOfEvent(event, id, facts);
    if (isOwn) this.#waiting.push(moment);
    else if (facts.length > 0) this.#waiting.push({ ...moment, observations: facts });
  }

  verdict({ verdict }: Verdict, event: EventIn): void {
    const waiting = this.#waiting;
    const isApplied = verdict === 'applied' || verdict === 'corrected';
    if (isApplied && !this.#isPlaced && isObserved(event)) {
      this.#take(event.tenant, momentOfEvent(event, null, NO_FACTS));
    }
    for (const moment of waiting) {
      if (moment.observations.length > 0) this.#take(event.tenant, moment);
    }
    if (waiting.length > 0) this.#waiting = [];
    this.#isPlaced = false;
  }
}

const NO_FACTS: readonly AnyFact[] = Object.freeze([]);

/** Whether an event is one of this very conversation, rather than one that reaches it from elsewhere. */
function isAbout(
  event: EventIn,
  { id, channelId, endUserId }: { id: string; channelId: string; endUserId: string },
): boolean {
  const named = event as { channelId?: string; endUserId?: string; sessionId?: string };
  if (named.endUserId !== undefined) {
    return named.channelId === channelId && named.endUserId === endUserId;
  }
  return named.sessionId?.startsWith(`${id}/`) === true;
}

/** The parts of a conversation's id, for a fold of its moments. */
export const addressOf = (conversationId: string) => parseConversationId(conversationId);
