// A conversation as it stands in an engine, and what one input makes of it: the conversation, the running figures of its
// session, the facts that follow.
import type { Conversation } from '../conversation/conversation.ts';
import { holdsContent } from '../conversation/customer.ts';
import {
  decide,
  decideAgentElsewhere,
  decideDeadline,
  type ConversationEvent,
  type Decision,
} from '../conversation/decide.ts';
import type { Deadline } from '../conversation/deadline.ts';
import type { DecisionContext } from '../conversation/decision-context.ts';
import { Fact, type AnyFact, type FactPayloads } from '../events/fact.ts';
import { compareEvents, kindOf } from '../events/order.ts';
import type { EventIn, EventOf } from '../events/vocabulary.ts';
import { SessionMetrics } from '../metrics/session-metrics.ts';
import type { Policy } from '../policy/policy.ts';
import type { EpochMs } from '../time/instant.ts';
import { isOfAgent } from './agent-index.ts';

/** Events that reach conversations which they do not name. */
export type AmbientEvent = EventOf<
  | 'agent.presence'
  | 'channel.configured'
  | 'channel.disabled'
  | 'channel.enabled'
  | 'contact.merged'
  | 'agent.opened'
>;

/** One conversation with the running figures of its session. */
export class Standing {
  conversation: Conversation;
  /** The running figures of its open session. */
  metrics: SessionMetrics | null;
  /** The figures of an open session while a notification that ends at once is being told. */
  beside: SessionMetrics | null;

  constructor(
    conversation: Conversation,
    metrics: SessionMetrics | null = null,
    beside: SessionMetrics | null = null,
  ) {
    this.conversation = conversation;
    this.metrics = metrics;
    this.beside = beside;
  }

  /** A copy that may go another way; conversations are immutable, figures are not. */
  copy(): Standing {
    return new Standing(
      this.conversation,
      this.metrics?.copy() ?? null,
      this.beside?.copy() ?? null,
    );
  }

  /** Decides an event of this conversation. */
  decide(event: ConversationEvent, context: DecisionContext): Decision {
    const decision = decide(this.conversation, event, context);
    if (decision.refusal === undefined) this.conversation = decision.conversation;
    return decision;
  }

  /** Fires a deadline that is due. */
  fire(deadline: Deadline, context: DecisionContext): Decision {
    const decision = decideDeadline(this.conversation, deadline, context);
    this.conversation = decision.conversation;
    return decision;
  }

  /** Whether an event that does not name this conversation matters to it. */
  isReachedBy(event: AmbientEvent): boolean {
    const { conversation } = this;
    switch (event.type) {
      case 'agent.presence':
      case 'agent.opened':
        return isOfAgent(conversation, event.agentId);
      case 'channel.configured':
        return conversation.channelId === event.channelId && holdsContent(conversation);
      case 'channel.disabled':
      case 'channel.enabled':
        return (
          conversation.channelId === event.channelId &&
          (conversation.openSession !== undefined || conversation.pending.length > 0)
        );
      case 'contact.merged':
        return conversation.contactId === event.mergedId;
    }
  }

  /** Decides an event that reaches this conversation without naming it; undefined where it establishes nothing. */
  reach(event: AmbientEvent, context: DecisionContext): Decision | undefined {
    if (event.type === 'contact.merged') {
      this.conversation = this.conversation.copy();
      this.conversation.contactId = event.survivorId;
      return undefined;
    }
    if (event.type === 'agent.opened') {
      const decision = decideAgentElsewhere(this.conversation, event, context);
      this.conversation = decision.conversation;
      return decision;
    }
    return this.decide(event, context);
  }

  /** The facts of a decision with the figures that follow from them, in order; the very list where none follow. */
  measured(facts: readonly AnyFact[], policy: Policy): readonly AnyFact[] {
    let all: AnyFact[] | undefined;
    for (let index = 0; index < facts.length; index += 1) {
      const fact = facts[index] as AnyFact;
      all?.push(fact);
      if (fact.sessionId === null) continue;
      const rows = this.#measure(fact, fact.sessionId, policy);
      if (rows === undefined) continue;
      all ??= facts.slice(0, index + 1);
      for (const row of rows) {
        all.push(new Fact('metric.recorded', fact.at, fact, fact.sessionId, row));
      }
    }
    return all ?? facts;
  }

  /** Folds facts that were told before into the running figures. */
  follow(facts: readonly AnyFact[], policy: Policy): void {
    for (const fact of facts) {
      if (fact.sessionId !== null) this.#measure(fact, fact.sessionId, policy);
    }
  }

  #measure(
    fact: AnyFact,
    sessionId: string,
    policy: Policy,
  ): readonly FactPayloads['metric.recorded'][] | undefined {
    let { metrics } = this;
    if (metrics?.sessionId !== sessionId) {
      if (fact.type !== 'session.created') return undefined;
      metrics = new SessionMetrics(sessionId);
      this.beside = this.metrics;
      this.metrics = metrics;
    }
    const rows = metrics.fold(fact, policy);
    if (fact.type === 'session.ended' || fact.type === 'session.errored') {
      // A notification that ended at once stood beside an open session: that one goes on.
      this.metrics = this.beside;
      this.beside = null;
    }
    return rows;
  }
}

/** Whether an event is one that may reach conversations which it does not name. */
export function isAmbient(event: EventIn): event is AmbientEvent {
  switch (event.type) {
    case 'agent.presence':
    case 'channel.configured':
    case 'channel.disabled':
    case 'channel.enabled':
    case 'contact.merged':
    case 'agent.opened':
      return true;
    default:
      return false;
  }
}

/** From so many on, events that reach others are looked through for such that are over. */
const AMBIENTS_MANY = 64;

/** A list in the order of time with one more event in its place; of many, those before the horizon go. */
export function withAmbient(
  ambients: AmbientEvent[],
  event: AmbientEvent,
  horizon: EpochMs,
): AmbientEvent[] {
  const kept = ambients.length < AMBIENTS_MANY ? ambients : ambientsFrom(ambients, horizon);
  let index = kept.length;
  while (index > 0 && compareEvents(kept[index - 1] as AmbientEvent, event) > 0) index -= 1;
  kept.splice(index, 0, event);
  return kept;
}

/** Events in order without those before an instant; the very list where there are none. */
export function ambientsFrom(ambients: AmbientEvent[], at: EpochMs): AmbientEvent[] {
  const kept = ambients.findIndex((event) => event.at >= at);
  if (kept === 0) return ambients;
  return kept === -1 ? [] : ambients.slice(kept);
}

/** Whether an event concerns more than the conversation that it names. */
export function reachesOthers(event: EventIn): boolean {
  switch (kindOf(event.type)) {
    case 'setUp':
    case 'presence':
    case 'clock':
      return event.type !== 'endUser.updated';
    default:
      return event.type === 'agent.opened';
  }
}
