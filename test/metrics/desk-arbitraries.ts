// Random days of two agents at their desks, as moments.
import * as fc from 'fast-check';
import { Fact, type AnyFact, type FactPayloads, type FactType } from '../../src/events/fact.ts';
import type { EventIn } from '../../src/events/vocabulary.ts';
import { compareMoments, momentOfEvent, type Moment } from '../../src/metrics/observation.ts';
import type { FocusOptions } from '../../src/policy/metric-options.ts';

/** One thing that happens. */
export interface Deed {
  readonly afterMs: number;
  readonly agentId: string;
  readonly user: string;
  readonly clientId: string;
  readonly what: (typeof DEEDS)[number];
}

const DEEDS = [
  'focus.opened',
  'focus.opened',
  'focus.regained',
  'focus.closed',
  'focus.blurred',
  'reply',
  'reply',
  'ask',
  'fail',
  'engage',
  'online',
  'away',
  'offline',
  'agent.heartbeat',
  'agent.activity',
] as const;

/** Where every day begins. */
export const MORNING = Date.parse('2026-03-03T09:00:00Z');

/** Deeds in order; some at one instant. */
export const deeds = fc.array(
  fc.record({
    afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 90_000 })),
    agentId: fc.constantFrom('A', 'B'),
    user: fc.constantFrom('c', 'd', 'e'),
    clientId: fc.constantFrom('W1', 'W2', 'W3'),
    what: fc.constantFrom(...DEEDS),
  }),
  { minLength: 1, maxLength: 60 },
);

/** Every reading of focus. */
export const focusOptions: fc.Arbitrary<FocusOptions> = fc.record({
  policy: fc.constantFrom('repliedVisit', 'creditOnReply', 'allFocus', 'awaitingReply'),
  idleMs: fc.constantFrom(null, 20_000, 120_000),
  blur: fc.constantFrom('ignore', 'pause'),
  awayStops: fc.boolean(),
  stopOnEngagementEnd: fc.boolean(),
  mode: fc.constant('exclusive' as const),
});

const PRESENCE = new Set<string>(['online', 'away', 'offline']);
const conversationOf = (user: string) => `default/chat/${user}`;
const sessionOf = (user: string) => `${conversationOf(user)}/1`;

/** The moments of a day: a session in each conversation from the morning on. */
export function dayOf(list: readonly Deed[]): readonly Moment[] {
  const moments: Moment[] = ['c', 'd', 'e'].map((user) => {
    const data = { origin: 'InboundInitiated', graph: 'enhanced-customer', agentType: 'Agent' };
    const facts = [
      fact('session.created', MORNING, user, `born-${user}`, { ...data, platform: 'enhanced' }),
    ];
    return momentOfEvent(
      said(`born-${user}`, 'customer.message', MORNING),
      conversationOf(user),
      facts,
    );
  });
  let at = MORNING;
  const engaged = new Map<string, number>();
  const sent: { user: string; messageId: string }[] = [];
  for (const [index, deed] of list.entries()) {
    at += deed.afterMs;
    const id = `z${String(index).padStart(3, '0')}`;
    const { agentId, user, clientId, what } = deed;
    const place = { agentId, clientId, channelId: 'chat', endUserId: user };
    if (what === 'reply') {
      const data = {
        messageId: id,
        actor: 'Agent',
        direction: 'outbound',
        keyword: undefined,
        actorId: agentId,
      } as const;
      moments.push(
        momentOfEvent(said(id, 'agent.message', at), conversationOf(user), [
          fact('message.recorded', at, user, id, data),
        ]),
      );
      sent.push({ user, messageId: id });
    } else if (what === 'ask') {
      const data = {
        messageId: id,
        actor: 'EndUser',
        direction: 'inbound',
        keyword: undefined,
        actorId: user,
      } as const;
      moments.push(
        momentOfEvent(said(id, 'customer.message', at), conversationOf(user), [
          fact('message.recorded', at, user, id, data),
        ]),
      );
    } else if (what === 'fail') {
      const message = sent.pop();
      if (message === undefined) continue;
      const failed = said(id, 'message.failed', at, {
        messageId: message.messageId,
        statusCode: 1,
      });
      moments.push(momentOfEvent(failed, conversationOf(message.user), []));
    } else if (what === 'engage') {
      const key = `${agentId} ${user}`;
      const count = (engaged.get(key) ?? 0) + 1;
      engaged.set(key, count);
      const told = engagement(count, agentId, user, at, id);
      moments.push(momentOfEvent(said(id, 'work.accepted', at), conversationOf(user), [told]));
    } else if (PRESENCE.has(what)) {
      moments.push(
        momentOfEvent(said(id, 'agent.presence', at, { agentId, status: what }), null, []),
      );
    } else if (what === 'agent.heartbeat' || what === 'agent.activity') {
      moments.push(momentOfEvent(said(id, what, at, { agentId, clientId }), null, []));
    } else {
      moments.push(momentOfEvent(said(id, what, at, place), conversationOf(user), []));
    }
  }
  return moments.toSorted(compareMoments);
}

/** Engagements of an agent with a customer begin and end by turns: the odd time begins one. */
function engagement(count: number, agentId: string, user: string, at: number, id: string): AnyFact {
  const engagementId = `${agentId}-${user}-${Math.ceil(count / 2)}`;
  const fields = {
    engagementId,
    agentId,
    groupId: undefined,
    ticketId: undefined,
    requesterId: user,
  };
  if (count % 2 === 1) {
    return fact('engagement.started', at, user, id, {
      ...fields,
      startReason: 'assigned',
      ticketStatus: undefined,
      assignedAt: at,
      offeredAt: undefined,
      acceptedAt: undefined,
    });
  }
  return fact('engagement.ended', at, user, id, {
    ...fields,
    endReason: 'transferred',
    startedAt: at,
    ticketStatusStart: undefined,
    ticketStatus: undefined,
    supersedes: false,
  });
}

function said(id: string, type: string, at: number, fields: object = {}): EventIn {
  return { id, type, at, tenant: 'default', ...fields } as unknown as EventIn;
}

function fact<T extends FactType>(
  type: T,
  at: number,
  user: string,
  causationId: string,
  data: FactPayloads[T],
): AnyFact {
  const place = { tenant: 'default', conversationId: conversationOf(user), causationId };
  return new Fact(type, at, place, sessionOf(user), data) as AnyFact;
}
