// Why engagements end: reasons, silence and its switches, precedence at one instant (metrics.md §3).
import { describe, expect, it } from 'vitest';
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

/** What ends a leg that has run since 10:02: the step, the reason. */
const ENDS: readonly (readonly [string, Step, string])[] = [
  ['EN12: by the agent', '10:05 agent.ended', 'agentClosedConversation'],
  ['EN12: by the agent’s tab', '10:05 agent.closedTab', 'agentClosedConversation'],
  ['EN12: by a supervisor', '10:05 supervisor.ended', 'agentClosedConversation'],
  ['EN13: by a transfer to a queue', hands('10:05', 'queue', 'q2'), 'transferred'],
  ['EN13: by a transfer to an agent', hands('10:05', 'agent', 'ben'), 'transferred'],
  ['EN14: on hold', ticket('10:05', 'hold'), 'ticketPendingOrHold'],
  ['EN15: solved', ticket('10:05', 'solved'), 'ticketSolved'],
  ['EN15: closed', ticket('10:05', 'closed'), 'ticketSolved'],
  ['EN16: deleted', ticket('10:05', 'deleted'), 'removed'],
  ['EN16: unassigned', assigned('10:05', null, 'manualSupervisor'), 'removed'],
  [
    'EN16: the agent goes offline',
    ['10:05 agent.presence', { agentId: 'ann', status: 'offline' }],
    'removed',
  ],
  ['EN10: marked inactive', '10:05 agent.markedInactive', 'inactivityTimeout'],
  ['EN22: by the customer', '10:05 customer.ended', 'unknown'],
  ['EN22: by an opt-out', ['10:05 customer.message', { keyword: 'optOut' }], 'unknown'],
  ['EN22: by automation', '10:05 automation.ended', 'unknown'],
  ['EN22: in error', ['10:05 record.failed', { reason: 'validation' }], 'unknown'],
];

describe('an engagement ends', () => {
  it.each(ENDS)('%s', (_, step, reason) => {
    const story = new Story(chat()).tell(...ENGAGED, step);
    expect(legsOf(story)).toEqual([`${ROUTED} → 10:05:00 ${reason} 180 s`]);
    expect(story.engagementTimers).toEqual([]);
  });

  it('EN13: and the next begins, when it is assigned to somebody else', () => {
    const steps = [...ENGAGED, assigned('10:05', 'ben', 'manualSupervisor')];
    expect(legs(chat(), ...steps)).toEqual([
      `${ROUTED} → 10:05:00 transferred 180 s`,
      'ben 10:05:00 manualAssignment',
    ]);
  });

  it('EN13: once, when ticketing and session tell the same transfer', () => {
    const steps = [
      ...ENGAGED,
      assigned('10:05', 'ben', 'transfer'),
      hands('10:05', 'agent', 'ben'),
      ['10:05:20 work.accepted', { agentId: 'ben', workId: 'w2' }] as const,
    ];
    expect(legs(chat(), ...steps)).toEqual([
      `${ROUTED} → 10:05:00 transferred 180 s`,
      'ben 10:05:00 transferred',
    ]);
  });

  it('EN16: not when the agent goes offline and keeps the work', () => {
    const offline: Step = ['10:05 agent.presence', { agentId: 'ann', status: 'offline' }];
    expect(legs(statusBased(), ...ENGAGED, offline)).toEqual([ROUTED]);
  });

  it('EN15: not when another, older ticket is solved', () => {
    const steps = [
      ...ENGAGED,
      ticket('10:04', 'open'),
      ticket('10:05', 'solved', { ticketId: 't0' }),
    ];
    expect(legs(chat(), ...steps)).toEqual([ROUTED]);
  });

  it('EN18: and after a discard begins again with the ticket, not with a message', () => {
    const scene = chat({}, { engagement: { inactivity: null, retention: 'PT1H' } });
    const story = new Story(scene).tell(...EXAMPLE_1, '12:00 customer.message');
    expect(legsOf(story)).toEqual([`${ROUTED} → discarded`]);
    story.tell(ticket('12:01', 'pending'), ticket('12:02', 'open'));
    expect(legsOf(story).at(-1)).toBe('ann 12:02:00 reopened');
  });
});

describe('silence', () => {
  it('EN21: is broken by a message at the very instant at which it would end the engagement', () => {
    const steps = [...EXAMPLE_1, '10:10 customer.message'];
    expect(legs(chat(), ...steps)).toEqual([ROUTED]);
    expect(legs(chat(), ...steps, '11:00')).toEqual([
      `${ROUTED} → 10:20:00 inactivityTimeout 1080 s`,
    ]);
  });

  it('shows as deadlines, counted from the last message and from the start', () => {
    const story = new Story(chat()).tell(...ENGAGED);
    expect(story.engagementTimers).toEqual([
      'engagementInactivity in 10m by EN21',
      `engagementRetention in 335h58m30s by EN03`,
    ]);
  });

  it('EN11: goes on where inactive conversations count, the inactive session of an agent who keeps it too', () => {
    const scene = statusBased({}, { engagement: { countInactive: true } });
    expect(legs(scene, ...ENGAGED, '11:00 agent.markedInactive')).toEqual([ROUTED]);
    expect(
      legs(statusBased(), ...ENGAGED, '10:05 agent.markedInactive', '10:06 customer.message'),
    ).toEqual([`${ROUTED} → 10:05:00 inactivityTimeout 180 s`, 'ann 10:06:00 resumed']);
  });

  it('has no end where the policy says so', () => {
    const scene = chat({}, { engagement: { inactivity: null } });
    expect(legs(scene, ...ENGAGED, '20:00')).toEqual([ROUTED]);
  });

  it('counts as the policy says that is in force, from the next message on', () => {
    const change: Step = [
      '10:04 policy.changed',
      { policy: { engagement: { inactivity: 'PT1M' } } },
    ];
    expect(legs(chat(), ...ENGAGED, change, '10:05 customer.message', '11:00')).toEqual([
      `${ROUTED} → 10:06:00 inactivityTimeout 240 s`,
    ]);
  });
});

/** Two causes at one instant, in both orders of their ids where they are of one kind. */
const TIES: readonly (readonly [string, readonly Step[], string])[] = [
  ['solved before closed', ['10:05 agent.ended', ticket('10:05', 'solved')], 'ticketSolved'],
  [
    'solved before transferred',
    [hands('10:05', 'queue', 'q2'), ticket('10:05', 'solved')],
    'ticketSolved',
  ],
  [
    'transferred before pending',
    [hands('10:05', 'queue', 'q2'), ticket('10:05', 'pending')],
    'transferred',
  ],
  [
    'pending before closed',
    ['10:05 agent.ended', ticket('10:05', 'pending')],
    'ticketPendingOrHold',
  ],
  [
    'solved before pending',
    [ticket('10:05', 'pending', { id: 'x1' }), ticket('10:05', 'solved', { id: 'x2' })],
    'ticketSolved',
  ],
  [
    'solved before pending, the other way round',
    [ticket('10:05', 'pending', { id: 'x2' }), ticket('10:05', 'solved', { id: 'x1' })],
    'ticketSolved',
  ],
  [
    'closed before the customer’s end',
    [assigned('10:05', null, 'manualSupervisor'), '10:05 agent.ended'],
    'agentClosedConversation',
  ],
  ['everything before silence', ['10:13:30 agent.ended'], 'agentClosedConversation'],
];

describe('at one instant the better reason stands (EN20):', () => {
  it.each(TIES)('%s', (_, steps, reason) => {
    const told = legs(chat(), ...ENGAGED, ...steps);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(` ${reason} `);
  });

  it('but a moment later it is another matter', () => {
    const told = legs(chat(), ...ENGAGED, '10:05 agent.ended', ticket('10:05:01', 'solved'));
    expect(told).toEqual([`${ROUTED} → 10:05:00 agentClosedConversation 180 s`]);
  });
});
