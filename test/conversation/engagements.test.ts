// Why engagements begin: worked examples and reasons (metrics.md §3).
import { describe, expect, it } from 'vitest';
import { r1 } from '../metrics/timeline-r1.ts';
import {
  assigned,
  ENGAGED,
  EXAMPLE_1,
  hands,
  legs,
  legsOf,
  ROUTED,
  ticket,
} from './engagement-legs.ts';
import { chat, statusBased, Story, type Step } from './story.ts';

describe('the worked examples of engagements (metrics.md §3)', () => {
  it('1: ends ten minutes after the last message of the customer (EN10)', () => {
    const story = new Story(chat()).tell(...EXAMPLE_1, '11:00');
    expect(legsOf(story)).toEqual([`${ROUTED} → 10:10:00 inactivityTimeout 480 s`]);
    const started = story.facts.find(({ type }) => type === 'engagement.started');
    expect(started?.data).toEqual({
      engagementId: 'default/chat/cora/engagement-1',
      agentId: 'ann',
      groupId: 'q1',
      ticketId: undefined,
      requesterId: 'cora',
      startReason: 'routingAssignmentAccepted',
      ticketStatus: undefined,
      assignedAt: Date.UTC(2026, 2, 3, 10, 2),
      offeredAt: Date.UTC(2026, 2, 3, 10, 1, 50),
      acceptedAt: Date.UTC(2026, 2, 3, 10, 2),
    });
  });

  it('2: goes on in silence under activity routing until the ticket is solved (EN11, EN15)', () => {
    const scene = chat({}, { engagement: { activityRouting: true } });
    expect(legs(scene, ...EXAMPLE_1, ticket('10:40', 'solved'))).toEqual([
      `${ROUTED} → 10:40:00 ticketSolved 2280 s`,
    ]);
  });

  it('3: resumes when the customer writes again to the same agent (EN19, EN14)', () => {
    const steps = [
      ...EXAMPLE_1,
      '10:20 customer.message',
      '10:21 agent.message',
      ticket('10:22', 'pending'),
    ];
    expect(legs(chat(), ...steps)).toEqual([
      `${ROUTED} → 10:10:00 inactivityTimeout 480 s`,
      'ann 10:20:00 resumed → 10:22:00 ticketPendingOrHold 120 s',
    ]);
  });

  const EXAMPLE_4 = [
    ...EXAMPLE_1,
    '10:20 customer.message',
    ticket('10:22', 'pending'),
    ticket('11:00', 'open'),
  ];

  it('4: waits for the customer when it is reopened in silence (EN08, EN09)', () => {
    const story = new Story(chat()).tell(...EXAMPLE_4);
    expect(legsOf(story)).toHaveLength(2);
    expect(story.engagementTimers).toEqual([]);
    expect(legsOf(story.tell('11:30 customer.message')).at(-1)).toBe('ann 11:30:00 reopened');
  });

  it('4: or begins at once where inactive conversations count (EN11)', () => {
    const scene = chat({}, { engagement: { countInactive: true } });
    expect(legs(scene, ...EXAMPLE_4).at(-1)).toBe('ann 11:00:00 reopened');
  });

  it('5: is discarded after fourteen days, and reported a second before (EN18)', () => {
    const scene = chat({}, { engagement: { inactivity: null } });
    expect(legs(scene, ...EXAMPLE_1, ticket('+15d', 'solved'))).toEqual([`${ROUTED} → discarded`]);
    const inTime = legs(scene, ...EXAMPLE_1, ticket('+13d23h58m59s', 'solved'));
    expect(inTime).toEqual([`${ROUTED} → 10:01:59 ticketSolved 1209599 s`]);
    // At the very instant of the deadline the event wins, as everywhere.
    const onTheDot = legs(scene, ...EXAMPLE_1, ticket('+13d23h59m', 'solved'));
    expect(onTheDot).toEqual([`${ROUTED} → 10:02:00 ticketSolved 1209600 s`]);
  });
});

describe('the engagements of R1', () => {
  const solved: Step = [
    '09:11:00 ticket.statusChanged',
    { ticketId: 't1', from: 'open', to: 'solved', by: 'C' },
  ];
  const steps = r1().toSpliced(-1, 0, solved);
  const story = new Story(chat({ queueId: 'Q1', acw: { seconds: 120 } })).tell(...steps);

  it('end with the transfer and with the ticket (engagementStartReason, engagementEndReason, engagementDuration)', () => {
    expect(legsOf(story)).toEqual([
      'B 09:01:00 routingAssignmentAccepted → 09:08:30 transferred 450 s',
      'C 09:09:10 transferred → 09:11:00 ticketSolved 110 s',
    ]);
  });

  it('tell the status of the ticket (ticketStatusStart, ticketStatusEnd), and what the offer was (offerTime)', () => {
    const data = story.facts
      .filter(({ type }) => type.startsWith('engagement.'))
      .map((fact) => fact.data);
    expect(data).toMatchObject([
      { groupId: 'Q1', acceptedAt: at('09:01:00'), offeredAt: at('09:00:50') },
      { ticketStatus: undefined },
      { groupId: 'Q2', acceptedAt: at('09:09:10'), offeredAt: at('09:09:00') },
      { endReason: 'agentClosedConversation' },
      { endReason: 'ticketSolved', ticketStatusStart: 'open', ticketStatus: 'solved' },
    ]);
  });
});

const at = (time: string) => Date.parse(`2026-03-03T${time}Z`);

/** Why a leg begins: what went before, the reason with its instant. */
const STARTS: readonly (readonly [string, readonly Step[], string])[] = [
  ['EN03: accepted from an offer', EXAMPLE_1, ROUTED],
  ['EN04: accepted without an offer', ['10:00 customer.message', '10:02 work.accepted'], ROUTED],
  [
    'EN04: assigned by routing',
    ['10:00 customer.message', assigned('10:02', 'ann', 'routing')],
    ROUTED,
  ],
  [
    'EN05: as the only one of a group',
    ['10:00 customer.message', assigned('10:02', 'ann', 'soleGroupMember')],
    'ann 10:02:00 assigned',
  ],
  [
    'EN05: through an API',
    ['10:00 customer.message', assigned('10:02', 'ann', 'api')],
    'ann 10:02:00 assigned',
  ],
  [
    'EN06: taken by hand',
    ['10:00 customer.message', assigned('10:02', 'ann', 'manualSelf')],
    'ann 10:02:00 manualAssignment',
  ],
  [
    'EN06: given by hand',
    ['10:00 customer.message', assigned('10:02', 'ann', 'manualSupervisor')],
    'ann 10:02:00 manualAssignment',
  ],
  [
    'EN06: the customer answers who wrote first',
    ['09:00 agent.opened', '10:02 customer.message', '10:02 work.offered', '10:03 work.accepted'],
    'ann 10:03:00 routingAssignmentAccepted',
  ],
  [
    'EN07: assigned by transfer',
    ['10:00 customer.message', assigned('10:02', 'ann', 'transfer')],
    'ann 10:02:00 transferred',
  ],
  [
    'EN03: routing names the agent of an offer first',
    [
      '10:00 customer.message',
      '10:01 work.offered',
      assigned('10:01:30', 'ann', 'routing'),
      '10:02 work.accepted',
    ],
    ROUTED,
  ],
  [
    'EN02: an offer that is declined begins nothing',
    [
      '10:00 customer.message',
      '10:01 work.offered',
      '10:01:30 work.declined',
      '10:02 work.accepted',
    ],
    ROUTED,
  ],
];

describe('an engagement begins', () => {
  it.each(STARTS)('%s', (_, steps, start) => {
    expect(legs(chat(), ...steps)).toEqual([start]);
  });

  it('EN06: at once when the customer answers the owner of status-based work', () => {
    const steps = ['09:00 agent.opened', '10:02 customer.message'];
    expect(legs(statusBased(), ...steps)).toEqual(['ann 10:02:00 manualAssignment']);
  });

  it('EN09: with the next message, when the agent accepts after a long wait', () => {
    const steps = ['10:00 customer.message', '10:30 work.offered', '10:30:10 work.accepted'];
    const story = new Story(chat()).tell(...steps);
    expect(legsOf(story)).toEqual([]);
    story.tell('10:45 customer.message');
    expect(legsOf(story)).toEqual(['ann 10:45:00 routingAssignmentAccepted']);
    expect(story.facts.findLast(({ type }) => type === 'engagement.started')?.data).toMatchObject({
      assignedAt: at('10:30:10'),
      acceptedAt: at('10:30:10'),
    });
  });

  it('EN09: with the ticket, when that was pending', () => {
    const steps = [
      '10:00 customer.message',
      ticket('10:01', 'pending'),
      assigned('10:02', 'ann', 'manualSelf'),
      ticket('10:05', 'open'),
    ];
    expect(legs(chat(), ...steps)).toEqual(['ann 10:05:00 manualAssignment']);
  });

  it('EN09: not at all, when the agent loses it before the customer writes', () => {
    const armed = ['10:00 customer.message', '10:30 work.accepted'];
    const lost: readonly Step[] = [
      hands('10:31', 'queue', 'q2'),
      '10:31 agent.ended',
      '10:31 agent.markedInactive',
      ['10:31 agent.presence', { agentId: 'ann', status: 'offline' }],
      assigned('10:31', null, 'manualSupervisor'),
    ];
    for (const step of lost) {
      expect(legs(chat(), ...armed, step, '10:40 customer.message')).toEqual([]);
    }
  });

  it('EN09: for the same assignment, whatever becomes of the ticket meanwhile', () => {
    const steps = [
      '10:00 customer.message',
      ticket('10:01', 'pending'),
      assigned('10:02', 'ann', 'manualSelf'),
      ticket('10:03', 'deleted'),
      ticket('10:04', 'open'),
      assigned('10:05', 'ann', 'routing'),
    ];
    expect(legs(chat(), ...steps)).toEqual(['ann 10:04:00 manualAssignment']);
  });

  it('EN19: resumed, when the message of the customer opens the ticket again', () => {
    const steps = [
      ...ENGAGED,
      ticket('10:05', 'pending'),
      '10:20 customer.message',
      ticket('10:20', 'open', { by: 'system' }),
    ];
    expect(legs(chat(), ...steps)).toEqual([
      `${ROUTED} → 10:05:00 ticketPendingOrHold 180 s`,
      'ann 10:20:00 resumed',
    ]);
  });

  it('EN08: reopened, when the agent takes up what was paused', () => {
    const steps = [...ENGAGED, '10:05 agent.paused', '10:06 agent.resumed'];
    expect(legs(statusBased(), ...steps)).toEqual([
      `${ROUTED} → 10:05:00 ticketPendingOrHold 180 s`,
      'ann 10:06:00 reopened',
    ]);
  });

  it('EN01: under the id of its place in the conversation, the second session’s too', () => {
    const steps = [
      ...ENGAGED,
      '10:05 agent.ended',
      '10:20 customer.message',
      '10:21 work.accepted',
    ];
    const story = new Story(chat()).tell(...steps);
    const ids = story.facts.flatMap(({ type, data, sessionId }) =>
      type === 'engagement.started' ? [[sessionId, data.engagementId]] : [],
    );
    expect(ids).toEqual([
      ['default/chat/cora/1', 'default/chat/cora/engagement-1'],
      ['default/chat/cora/2', 'default/chat/cora/engagement-2'],
    ]);
  });
});
