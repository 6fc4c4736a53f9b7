// One tenant: what arrives is put in the order of time, deadlines fall due between, and each is decided by the core.
import type { Conversation } from '../conversation/conversation.ts';
import { parseSessionId } from '../conversation/conversation-id.ts';
import { holdsContent } from '../conversation/customer.ts';
import { compareDeadlines, earliestDue, type Deadline } from '../conversation/deadline.ts';
import {
  decide,
  decideAgentElsewhere,
  decideDeadline,
  type ConversationEvent,
  type Decision,
} from '../conversation/decide.ts';
import type { DecisionContext } from '../conversation/decision-context.ts';
import { refused, type Refused } from '../conversation/refusals.ts';
import { assertInvariant } from '../events/holdline-error.ts';
import type { Verdict } from '../events/verdict.ts';
import type { EventIn, EventOf } from '../events/vocabulary.ts';
import type { Policy } from '../policy/policy.ts';
import { formatInstant, type EpochMs } from '../time/instant.ts';
import { unknownSession } from './addressing.ts';
import { AgentIndex } from './agent-index.ts';
import { Arrivals, tooFarAhead } from './arrivals.ts';
import { ConversationShelf, type ShelfEntry } from './conversation-shelf.ts';
import { DueQueue } from './due-queue.ts';
import { decidedStep, type DecidedOn, type EngineSink } from './engine-sink.ts';
import type { EngineTuning } from './engine-tuning.ts';
import { FactFeed } from './fact-feed.ts';
import { rejected } from './rejected.ts';
import type { ChannelEvent } from './setup-history.ts';
import { TenantSetup } from './tenant-setup.ts';

/** One tenant on virtual time. Nothing crosses from one tenant to another. */
export class Tenant {
  readonly id: string;
  readonly setup: TenantSetup;
  readonly shelf: ConversationShelf;
  readonly feed: FactFeed;
  readonly #arrivals: Arrivals;
  readonly #due = new DueQueue();
  readonly #agents = new AgentIndex();
  readonly #sink: EngineSink;

  constructor(id: string, policy: Policy, sink: EngineSink, tuning: EngineTuning = {}) {
    this.id = id;
    this.#sink = sink;
    this.#arrivals = new Arrivals(tuning.batch);
    this.setup = new TenantSetup(policy);
    this.shelf = new ConversationShelf(id, tuning);
    this.feed = new FactFeed(sink, (agentId) => this.setup.deskOf(agentId));
  }

  /** The latest instant seen; -Infinity before the first event. */
  get watermark(): EpochMs {
    return this.#arrivals.watermark;
  }

  /** All conversations by id. They are put together one at a time: nothing is held for the reader. */
  *conversations(): Generator<Conversation> {
    for (const id of this.shelf.ids()) {
      const conversation = this.shelf.peek(id);
      if (conversation !== undefined) yield conversation;
    }
  }

  /** Takes an event in; it is decided once nothing can overtake it any more. */
  take(event: EventIn): Verdict {
    const arrival = this.#arrivals.take(event, this.setup.policy.lateness);
    const eventId = event.id;
    switch (arrival) {
      case 'accepted':
        if (this.#arrivals.isRipe) this.#decideAll(this.#arrivals.takeRipe());
        return { eventId, verdict: 'deferred' };
      case 'duplicate':
      case 'late':
        return this.#tell({ eventId, verdict: arrival }, event);
      case 'tooFarAhead':
        return this.#tell(tooFarAhead(event, this.watermark), event);
    }
  }

  /** Decides everything that has arrived, as if nothing more could come before it. */
  settle(): void {
    this.#decideAll(this.#arrivals.takeAll());
    this.#arrivals.close(this.watermark);
  }

  /** Time has reached an instant, and every event up to it is known: deadlines at it included are fired. */
  advanceTo(at: EpochMs): void {
    this.#decideAll(this.#arrivals.takeUntil(at));
    this.#fireUntil(at, true);
    this.#arrivals.close(at);
  }

  #decideAll(events: readonly EventIn[]): void {
    for (let index = 0; index < events.length; index += 1) {
      const event = events[index] as EventIn;
      this.#fireUntil(event.at, false);
      const refusal = this.#apply(event);
      const verdict: Verdict =
        refusal === undefined
          ? { eventId: event.id, verdict: 'applied' }
          : rejected(event.id, refusal);
      this.#tell(verdict, event);
    }
    this.shelf.packIdle(this.watermark);
  }

  #tell(verdict: Verdict, event: EventIn): Verdict {
    this.#sink.verdict?.(verdict, event);
    return verdict;
  }

  #apply(event: EventIn): Refused | undefined {
    switch (event.type) {
      case 'clock.advanced':
        this.#fireUntil(event.at, true);
        return undefined;
      case 'policy.changed':
        return this.setup.changePolicy(event);
      case 'channel.configured':
        if (this.setup.configureChannel(event)) this.#reachChannel(event, holdsContent);
        return undefined;
      case 'channel.disabled':
      case 'channel.enabled':
        return this.#switchChannel(event);
      case 'contact.merged':
        this.#mergeContacts(event);
        return undefined;
      case 'agent.presence':
        // Work may have been accepted since: who is offline again is offline for that, too.
        if (this.setup.changeDesk(event) || event.status === 'offline') this.#reachAgent(event);
        return undefined;
      case 'agent.heartbeat':
      case 'agent.capacity':
      case 'agent.team':
      case 'agent.shift':
      case 'agent.activity':
        this.setup.changeDesk(event);
        return undefined;
      case 'agent.opened': {
        const refusal = this.#decideIn(event);
        if (refusal === undefined) this.#endWrapUpsOf(event);
        return refusal;
      }
      default:
        return this.#decideIn(event);
    }
  }

  /** Decides an event of one conversation. */
  #decideIn(event: ConversationEvent): Refused | undefined {
    let { channelId, endUserId } = event;
    if (channelId === undefined || endUserId === undefined) {
      const named = event.sessionId === undefined ? undefined : parseSessionId(event.sessionId);
      if (named === undefined || named.tenant !== this.id) return unknownSession(event);
      // What the event says itself stays: if it names another conversation, decide refuses the session.
      channelId ??= named.channelId;
      endUserId ??= named.endUserId;
    }
    const context = this.setup.contextAt(event.at, channelId);
    if (context === undefined) {
      return refused(
        'unknown_channel',
        `channel ${channelId} is not configured at ${formatInstant(event.at)}: send channel.configured first`,
      );
    }
    const entry = this.shelf.findOrMake(channelId, endUserId);
    const decision = decide(entry.conversation, event, context);
    if (decision.refusal !== undefined) return decision.refusal;
    this.#commit(entry, decision, context, event);
    return undefined;
  }

  #commit(entry: ShelfEntry, decision: Decision, context: DecisionContext, on: DecidedOn) {
    const before = entry.touchedAt === -Infinity ? undefined : entry.conversation;
    const after = decision.conversation;
    entry.conversation = after;
    this.shelf.keep(entry, context.at);
    this.#agents.follow(before, after);
    const { policy } = context;
    if (decision.facts.length > 0) this.feed.publish(decision.facts, entry, policy);
    this.#sink.decided?.(decidedStep(after, decision.facts, on));
    // Most decisions end nothing, and even an empty list costs an iterator.
    const isEnd = decision.finishedWorks.length > 0 || decision.endedSessions.length > 0;
    if (isEnd) this.#tellFinished(decision, policy);
    if (after.deadlines !== before?.deadlines) this.#queue(entry);
  }

  #tellFinished({ finishedWorks, endedSessions, conversation }: Decision, policy: Policy): void {
    for (const work of finishedWorks) this.#sink.workFinished?.(work, conversation);
    for (const ended of endedSessions) this.#sink.sessionEnded?.(ended, conversation, policy);
  }

  #queue(entry: ShelfEntry): void {
    const dueAt = earliestDue(entry.conversation.deadlines);
    if (dueAt >= entry.queuedAt) return;
    entry.queuedAt = dueAt;
    this.#due.push(entry.conversation.id, dueAt);
  }

  /** Fires what is due before an instant, or at it as well, in the order of time. */
  #fireUntil(instant: EpochMs, inclusive: boolean): void {
    for (;;) {
      const at = this.#due.nextAt;
      if (at > instant || (at === instant && !inclusive) || at === Infinity) return;
      for (const id of this.#due.popInstant()) this.#look(id, at);
    }
  }

  /** Looks at a conversation whose turn it is; an entry that has become stale is put back or dropped. */
  #look(id: string, at: EpochMs): void {
    const entry = this.shelf.find(id);
    if (entry === undefined || entry.queuedAt !== at) return;
    entry.queuedAt = Infinity;
    for (;;) {
      const deadline = dueFirst(entry.conversation, at);
      if (deadline === undefined) break;
      const context = this.setup.contextAt(at, entry.conversation.channelId);
      assertInvariant(context !== undefined, 'a conversation has a configured channel');
      const decision = decideDeadline(entry.conversation, deadline, context);
      this.#commit(entry, decision, context, deadline);
    }
    this.#queue(entry);
  }

  #switchChannel(event: EventOf<'channel.disabled' | 'channel.enabled'>): Refused | undefined {
    const changed = this.setup.switchChannel(event);
    if (changed === undefined) {
      return refused(
        'unknown_channel',
        `channel ${event.channelId} was never configured: send channel.configured first`,
      );
    }
    // Being told again gives no second term: the 48 hours run from the change.
    if (changed) this.#reachChannel(event, isSwitched);
    return undefined;
  }

  /** Lets what becomes of a channel reach its conversations. */
  #reachChannel(event: ChannelEvent, isConcerned: (conversation: Conversation) => boolean): void {
    for (const id of this.shelf.ids()) {
      const conversation = this.shelf.peek(id);
      if (conversation?.channelId !== event.channelId || !isConcerned(conversation)) continue;
      this.#reach(id, event);
    }
  }

  #mergeContacts(event: EventOf<'contact.merged'>): void {
    for (const id of this.shelf.ids()) {
      if (this.shelf.peek(id)?.contactId !== event.mergedId) continue;
      const entry = this.shelf.find(id);
      if (entry === undefined) continue;
      entry.conversation = entry.conversation.copy();
      entry.conversation.contactId = event.survivorId;
      this.shelf.keep(entry, event.at);
    }
  }

  /** Lets an agent's presence reach every conversation in which it matters. */
  #reachAgent(event: EventOf<'agent.presence'>): void {
    for (const id of this.#agents.conversationsOf(event.agentId)) this.#reach(id, event);
  }

  #reach(id: string, event: EventOf<'agent.presence'> | ChannelEvent) {
    const entry = this.shelf.find(id);
    const channelId = entry?.conversation.channelId;
    const context = channelId === undefined ? undefined : this.setup.contextAt(event.at, channelId);
    if (entry === undefined || context === undefined) return;
    this.#commit(entry, decide(entry.conversation, event, context), context, event);
  }

  /** A new outbound conversation ends after-conversation work in the agent's other ones (T-ACW). */
  #endWrapUpsOf(event: EventOf<'agent.opened'>): void {
    for (const id of this.#agents.conversationsOf(event.agentId)) {
      const entry = this.shelf.find(id);
      if (entry === undefined) continue;
      const context = this.setup.contextAt(event.at, entry.conversation.channelId);
      if (context === undefined) continue;
      this.#commit(entry, decideAgentElsewhere(entry.conversation, event, context), context, event);
    }
  }
}

/** What waits to be sent may leave once the channel is back, whether or not a session is open. */
const isSwitched = ({ openSession, pending }: Conversation) =>
  openSession !== undefined || pending.length > 0;

/** The deadline of a conversation that fires first of those due at an instant. */
function dueFirst(conversation: Conversation, at: EpochMs): Deadline | undefined {
  let first: Deadline | undefined;
  for (const deadline of conversation.deadlines) {
    if (deadline.dueAt > at) continue;
    if (first === undefined || compareDeadlines(deadline, first) < 0) first = deadline;
  }
  return first;
}
