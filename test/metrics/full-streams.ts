// Random streams in which everything is heard that metrics know of: opening hours that change, tickets, surveys, receipts, desks, shifts.
import * as fc from 'fast-check';
import { streams, type WrittenEvent } from '../replay/event-stream.ts';
import { CHANNELS, ORIGIN } from '../replay/world.ts';

const MINUTE = 60_000;
const AGENTS = ['ann', 'bob', 'cem'];
const STATUSES = ['new', 'open', 'pending', 'hold', 'solved', 'closed'];

/** Opening hours on every day of the week. */
const daily = (from: string, to: string) => ({
  zone: 'Europe/Brussels',
  open: Object.fromEntries(
    ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [[from, to]]]),
  ),
});

const HOURS = [
  daily('09:00', '09:07'),
  daily('08:00', '18:00'),
  daily('09:03', '12:00'),
  daily('13:00', '14:00'),
];

const SLA = { firstResponse: 'PT1M', response: 'PT1M' };

type Fields = Readonly<Record<string, unknown>>;

const oneOf = <T>(values: readonly T[]) => fc.constantFrom(...values);

/** What is heard beside a story, of a conversation or of an agent; `part` is when, in parts of the stream. */
const heard: fc.Arbitrary<readonly [kind: 'conversation' | 'tenant', fields: Fields]> = fc.oneof(
  fc
    .tuple(oneOf(['t-1', 't-2']), oneOf(STATUSES), oneOf([null, 'new', 'open', 'pending']))
    .map(([ticketId, to, from]) => ({
      type: 'ticket.statusChanged',
      ticketId,
      to,
      from,
      by: 'ann',
    }))
    .map(ofConversation),
  fc
    .tuple(
      oneOf(['message.failed', 'message.failed', 'message.delivered', 'message.read']),
      oneOf(['m-a', 'm-open', 'm-n']),
    )
    .map(([type, messageId]) => ({ type, messageId, statusCode: 1 }))
    .map(ofConversation),
  fc
    .tuple(oneOf(['csat.requested', 'csat.answered']), oneOf(['s-1', 's-2']), oneOf([1, 3, 5]))
    .map(([type, surveyId, score]) => ({ type, surveyId, scale: 5, score }))
    .map(ofConversation),
  fc
    .tuple(oneOf(['billing', 'delivery']), oneOf(['conversation.tagged', 'conversation.untagged']))
    .map(([tagId, type]) => ({ type, tagId, kind: 'topic' }))
    .map(ofConversation),
  fc
    .tuple(
      oneOf(['focus.opened', 'focus.opened', 'focus.closed', 'focus.blurred', 'focus.regained']),
      oneOf(AGENTS),
      oneOf(['tab-1', 'tab-2']),
    )
    .map(([type, agentId, clientId]) => ({ type, agentId, clientId }))
    .map(ofConversation),
  oneOf([
    { type: 'bot.message' },
    { type: 'automation.message', messageId: 'm-n' },
    { type: 'customer.message', messageId: 'm-c' },
    { type: 'customer.message', messageId: 'm-c', emoji: ['😀'] },
    { type: 'customer.message', messageId: 'm-c', emoji: ['😡'] },
    { type: 'customer.message', messageId: 'm-c', keyword: 'help' },
    { type: 'customer.message', messageId: 'm-c', keyword: 'custom' },
  ]).map(ofConversation),
  oneOf(AGENTS)
    .map((agentId) => ({ type: 'agent.message', agentId, messageId: 'm-a' }))
    .map(ofConversation),
  fc
    .tuple(oneOf(AGENTS), oneOf(['agent.heartbeat', 'agent.activity']), oneOf(['tab-1', 'tab-2']))
    .map(([agentId, type, clientId]) => ({ type, agentId, clientId }))
    .map(ofTenant),
  fc
    .tuple(oneOf(AGENTS), oneOf(['online', 'online', 'away', 'busy', 'offline']))
    .map(([agentId, status]) => ({ type: 'agent.presence', agentId, status }))
    .map(ofTenant),
  fc
    .tuple(oneOf(Object.keys(CHANNELS)), oneOf(HOURS))
    .map(([channelId, businessHours]) => ({
      ...CHANNELS[channelId],
      channelId,
      businessHours,
      sla: SLA,
    }))
    .map(ofTenant),
);

function ofConversation(fields: Fields) {
  return ['conversation', fields] as const;
}

function ofTenant(fields: Fields) {
  return ['tenant', fields] as const;
}

/** What every stream begins with: channels with opening hours and targets, agents with shifts and room for two. */
const FIRST: readonly Fields[] = [
  ...Object.entries(CHANNELS).map(([channelId, fields]) => ({
    ...fields,
    channelId,
    businessHours: HOURS[0],
    sla: SLA,
  })),
  ...AGENTS.flatMap((agentId) => [
    { type: 'agent.capacity', agentId, capacity: 2 },
    { type: 'agent.team', agentId, teamIds: ['north'] },
    {
      type: 'agent.shift',
      agentId,
      activities: [
        { productive: true, from: ORIGIN, to: ORIGIN + 40 * MINUTE },
        { productive: false, from: ORIGIN + 40 * MINUTE, to: ORIGIN + 60 * MINUTE },
      ],
    },
  ]),
];

interface Addressed extends WrittenEvent {
  readonly channelId: string;
  readonly endUserId: string;
}

const written = (fields: Fields, at: number, place: number) =>
  ({ ...fields, id: `x${place}`, tenant: 'default', at }) as unknown as WrittenEvent;

const isAddressed = (event: WrittenEvent): event is Addressed => 'endUserId' in event;

/** The streams, in the order of time. */
export const fullStreams: fc.Arbitrary<readonly WrittenEvent[]> = fc
  .tuple(
    streams,
    fc.array(fc.tuple(heard, fc.nat(), fc.integer({ min: 0, max: 30 * MINUTE })), {
      minLength: 10,
      maxLength: 60,
    }),
  )
  .map(([stream, all]) => {
    const events = stream.filter(({ tenant }) => tenant === 'default');
    const addressed: readonly Addressed[] = events.filter(isAddressed);
    const first = FIRST.map((fields, place) => written(fields, ORIGIN, place));
    const others = all.flatMap(([[kind, fields], pick, afterMs], index) => {
      const near = addressed[pick % Math.max(1, addressed.length)];
      if (near === undefined) return [];
      const { channelId, endUserId, at } = near;
      const place = kind === 'conversation' ? { channelId, endUserId } : {};
      return [written({ ...fields, ...place }, at + afterMs, FIRST.length + index)];
    });
    // The set-up of the stream itself comes first.
    return [...events, ...first, ...others].toSorted((a, b) => a.at - b.at);
  });
