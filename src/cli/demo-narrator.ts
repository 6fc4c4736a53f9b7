// From the facts of one session to plain words.
import type { AnyFact, Fact } from '../events/fact.ts';
import type { TimerName } from '../events/timer-names.ts';
import type { EventIn } from '../events/vocabulary.ts';
import type { EpochMs } from '../time/instant.ts';
import { capitalised, span } from './demo-words.ts';

/** What a timer that fired means; `waited` is the time since it began to count, where the facts show that. */
const TIMER_WORDS: Readonly<Record<TimerName, (waited: string) => string>> = {
  customerIdleWarning: (waited) =>
    `silent for ${waited}: the channel asks whether anybody is there`,
  customerIdle: (waited) => `silent for ${waited}: the customer-idle timer acts`,
  endInactive: (waited) => `inactive for ${waited}: the channel ends the session`,
  inactiveExpiry: (waited) => `inactive for ${waited}: the session ends by itself`,
  noReply: (waited) => `no reply for ${waited}: the session ends by itself`,
  keepOpen: (waited) => `no reply for ${waited}: the notification ends by itself`,
  consentExpiry: (waited) => `nothing but keywords for ${waited}: the session ends by itself`,
  pausedExpiry: (waited) => `paused for ${waited}: the session ends by itself`,
  maxWaiting: (waited) => `waiting for ${waited}: the session ends by itself`,
  pushTimeout: () => 'the offer lapses',
  acw: (waited) => `wrap-up (after-conversation work) ends after ${waited}`,
  botIdle: (waited) => `silent for ${waited}: the bot gives up`,
  abandonment: () => 'the customer has left and stays away',
  channelDisabled: () => 'the channel has stayed disabled: the session ends by itself',
  maxIdle: (waited) => `silent for ${waited}: the session ends by itself`,
  engagementInactivity: () => 'the engagement has gone quiet',
  engagementRetention: () => 'the engagement is discarded',
};

/** What an event says beside the facts that it causes; `who` is its agent or bot. */
const EVENT_WORDS: Readonly<Partial<Record<EventIn['type'], (who: string) => string>>> = {
  'agent.opened': (who) => `${who} writes first`,
  'agent.ended': (who) => `${who} ends the session`,
  'agent.closedTab': (who) => `${who} closes the tab`,
  'agent.markedInactive': (who) => `${who} sets it aside until the customer writes`,
  'agent.paused': (who) => `${who} pauses it`,
  'agent.resumed': (who) => `${who} takes it up again`,
  'agent.transferred': (who) => `${who} passes it on`,
  'agent.presence': (who) => `${who} goes offline`,
  'acw.ended': (who) => `${who} has wrapped up`,
  'customer.message': () => 'the customer writes',
  'customer.ended': () => 'the customer ends the session',
  'customer.left': () => 'the customer leaves',
  'customer.returned': () => 'the customer is back',
  'bot.escalated': () => 'the bot hands over to people',
  'bot.ended': () => 'the bot ends the session',
  'supervisor.ended': () => 'a supervisor ends the session',
  'partner.inactivated': () => 'the partner sets it aside',
  'channel.disabled': () => 'the channel is disabled',
  'message.sent': () => 'the provider has taken the message',
  'routing.failed': () => 'routing fails',
};

/** Facts that are not worth a line on their own. */
const QUIET: ReadonlySet<AnyFact['type']> = new Set([
  'metric.recorded',
  'response.requested',
  'work.released',
]);

/** Tells the facts of one session in order; it remembers who serves the customer and since when each timer counts. */
export class Narrator {
  #agent = 'the agent';
  /** Since when the timers of a kind count. */
  readonly #since = new Map<string, EpochMs>();

  /** What the facts of one event or deadline say, in one sentence; undefined when they say nothing to people. */
  tell(facts: readonly AnyFact[], cause: EventIn | undefined): string | undefined {
    const who = capitalised(cause?.agentId ?? cause?.botId ?? this.#agent);
    const isWorth = facts.some((fact) => !QUIET.has(fact.type));
    const begin = cause === undefined || !isWorth ? undefined : EVENT_WORDS[cause.type]?.(who);
    const told = facts.map((fact) => this.#words(fact, who));
    for (const fact of facts) this.#remember(fact);
    const words = [begin, ...told].filter((some) => some !== undefined).join('; ');
    return words === '' ? undefined : capitalised(words);
  }

  #words(fact: AnyFact, who: string): string | undefined {
    switch (fact.type) {
      case 'timer.fired':
        // A lapsed offer is told with the agent to whom it was made.
        return isUntold(fact.data.name) ? undefined : this.#timerWords(fact);
      case 'session.created':
        return fact.data.origin === 'TriggeredOutbound'
          ? 'a notification goes out'
          : 'a session opens';
      case 'message.recorded':
        return this.#messageWords(fact, who);
      case 'session.queued':
        return fact.data.queueId === undefined ? undefined : `it queues for "${fact.data.queueId}"`;
      case 'session.routingFailed':
        return `it falls back on "${fact.data.queueId}"`;
      case 'session.ended':
        return fact.data.reason === 'replaced' ? 'a new session replaces this one' : undefined;
      case 'session.errored':
        return `the host could not write the record (${fact.data.reason})`;
      case 'session.consentRecorded':
        return fact.data.keyword === undefined ? undefined : `consent: ${fact.data.to}`;
      case 'notification.deferred':
        return 'a notification waits until the session is over';
      case 'notification.downgraded':
        return 'a notification is sent beside it';
      default:
        return workWords(fact, this.#since.get('offer'));
    }
  }

  /** The customer's and an opening agent's words are the event's own. */
  #messageWords({ data }: Fact<'message.recorded'>, who: string): string | undefined {
    switch (data.actor) {
      case 'EndUser':
        return data.keyword === undefined ? undefined : `keyword "${data.keyword}"`;
      case 'Agent':
        return this.#since.has('status') ? `${who} writes` : undefined;
      case 'Bot':
        return 'the bot writes';
      case 'System':
        return this.#since.has('status') ? 'an automatic reminder is added' : undefined;
    }
  }

  #timerWords({ at, data }: Fact<'timer.fired'>): string {
    const since = this.#since.get(anchorOf(data.name as TimerName));
    const waited = since === undefined ? 'its time' : span(at - since);
    return TIMER_WORDS[data.name as TimerName](waited);
  }

  #remember(fact: AnyFact): void {
    const since = this.#since;
    if (fact.type === 'work.accepted') this.#agent = fact.data.agentId ?? this.#agent;
    if (fact.type === 'session.statusChanged') since.set('status', fact.at);
    else if (fact.type === 'acw.started' || fact.type === 'acw.extended') since.set('acw', fact.at);
    else if (fact.type === 'work.offered') since.set('offer', fact.at);
    else if (fact.type.startsWith('work.')) since.delete('offer');
    else if (fact.type === 'message.recorded') {
      since.set('message', fact.at);
      if (fact.data.actor === 'EndUser') {
        since.delete('answer');
        since.set('customer', fact.at);
      } else {
        since.set('outbound', fact.at);
        if (!since.has('answer')) since.set('answer', fact.at);
      }
    }
  }
}

/** An offer that lapses is told by its own fact; engagements are no part of a session's story. */
const isUntold = (name: string) => name === 'pushTimeout' || name.startsWith('engagement');

/** What each timer counts from. */
function anchorOf(name: TimerName): string {
  switch (name) {
    case 'customerIdle':
    case 'customerIdleWarning':
      return 'answer';
    case 'noReply':
    case 'keepOpen':
      return 'outbound';
    case 'botIdle':
      return 'customer';
    case 'maxIdle':
      return 'message';
    case 'acw':
      return 'acw';
    default:
      return 'status';
  }
}

/** What became of an assignment; an offer is told with its answer. */
function workWords(fact: AnyFact, offeredAt: EpochMs | undefined): string | undefined {
  if (!('occupies' in fact.data)) return undefined;
  const name = capitalised(fact.data.agentId ?? fact.data.botId ?? 'nobody');
  const after = offeredAt === undefined ? '' : `, ${span(fact.at - offeredAt)} after the offer`;
  switch (fact.type) {
    case 'work.accepted':
      if (fact.data.botId !== undefined) return `the bot ${fact.data.botId} accepts`;
      return offeredAt === undefined ? `${name} has it` : `${name} accepts${after}`;
    case 'work.declined': {
      const why = fact.data.reason === undefined ? '' : ` (${fact.data.reason})`;
      return `${name} declines${after}${why}`;
    }
    case 'work.timedOut':
      return `${name} does not answer the offer`;
    case 'work.unavailable':
      return `${name}, who has the offer, goes offline`;
    case 'work.resumed':
      return `${name} goes on`;
    case 'acw.started':
      return 'wrap-up begins';
    case 'acw.extended':
      return `${name} needs longer to wrap up`;
    default:
      return undefined;
  }
}
