// Where the sources of the lifecycle disagree, and what must never happen: the tables of docs/lifecycle.md.
import { invariants } from '../../src/conversation/invariants.ts';
import { code, markdownTable } from './generated-parts.ts';
import { defaultOf } from './timer-table.ts';

type Disagreement = readonly [
  id: string,
  topic: string,
  readings: string,
  settings: readonly string[] | string,
];

/** X1–X20. A list of settings is shown with the defaults of the policy. */
const DISAGREEMENTS: readonly Disagreement[] = [
  [
    'X1',
    'Inactive to Ended',
    '30 hours; or 24; or anything between. A job that looks every six hours for what is older than 24 explains all three: mode `sweep`',
    ['inactiveExpiry'],
  ],
  [
    'X2',
    'No answer to the business',
    'Exactly 24 or 48 hours; or up to 54 where a job looks for it: mode `sweep`',
    ['noReply.standard', 'noReply.enhanced'],
  ],
  [
    'X3',
    'New on enhanced channels',
    'A note of an older reference has New on standard channels only; newer ones have it on both',
    ['profile.newScope'],
  ],
  [
    'X4',
    "Status after an agent's opening message",
    'New until the customer answers; or Waiting as soon as the message is out',
    ['outboundAwaiting.standard', 'outboundAwaiting.enhanced'],
  ],
  [
    'X5',
    'The customer answers an agent, tab-based',
    'The same record is routed again; or a new one is made',
    ['tabReply.mode', 'tabReply.preferOwner'],
  ],
  [
    'X6',
    'Customer-idle rule under status-based capacity',
    'Does not exist; or is implied by what partners are told',
    ['idle.allowWithStatusBased'],
  ],
  [
    'X7',
    'Channels with the customer-idle rule',
    'All enhanced ones; or enhanced chat and partner channels only',
    ['idle.channelTypes'],
  ],
  [
    'X8',
    "An agent's second message",
    'Leaves the idle clock alone; or restarts it where the channel says so',
    ['idle.agentMessageResets'],
  ],
  [
    'X9',
    'What the idle rule does',
    'Inactivates; or ends; or the one and soon the other',
    ['idle.action', 'idle.endInactiveAfterMinutes'],
  ],
  [
    'X10',
    'An opening message while the session is Inactive',
    'Allowed; or refused until the session is over. Allowed means that the old session ends first',
    ['repMessageOnInactive'],
  ],
  [
    'X11',
    'A notification that the open session blocks',
    'Is never sent; or is sent once the status allows it',
    ['notification.blocked'],
  ],
  [
    'X12',
    'Work that was declined',
    'Never goes to the same agent again; or only the last one to decline is remembered, and nobody once all have declined. The router offers; an offer against the setting is marked, not refused',
    ['decline.excludeLastDeclinerUntilPresenceCycle', 'decline.whenAllDeclined'],
  ],
  [
    'X13',
    'When the end frees the agent',
    'At once; or when the tab is closed or the wrap-up is over',
    ['capacity.releaseOnEnd.tabBased', 'capacity.releaseOnEnd.statusBased'],
  ],
  [
    'X14',
    'Message counters of enhanced sessions',
    'Not calculated; or calculated',
    ['legacyCounters'],
  ],
  [
    'X15',
    'Metric records of a session',
    'Six; or seven since the first response of an agent was added',
    ['profile.metrics'],
  ],
  [
    'X16',
    'The date from which the vendor has metrics',
    'One day apart',
    'not this engine’s: it computes metrics for whatever it is given',
  ],
  [
    'X17',
    'A status called Closed in a report',
    'No source of the object knows it',
    'not this engine’s: it means Ended',
  ],
  [
    'X18',
    'Lifetimes of tokens',
    'The two defaults are swapped between two pages',
    'not this engine’s: tokens are the client’s (EC91)',
  ],
  [
    'X19',
    'Transfer on standard channels',
    'Listed in general; or said not to apply',
    ['standard.allowTransfer'],
  ],
  [
    'X20',
    'The channel’s “response time-out”',
    'The last moment for an answer; or when an idle customer is warned. Read as the latter',
    'the channel’s `customerIdle.warnMinutes`',
  ],
];

/** Where sources disagree, and what decides. */
export function disagreementTable(): string {
  return markdownTable(
    ['', 'topic', 'readings', 'decided by'],
    DISAGREEMENTS.map(([id, topic, readings, settings]) => [
      id,
      topic,
      readings,
      typeof settings === 'string' ? settings : settings.map(defaultOf).join('<br>'),
    ]),
  );
}

/** What must always hold, and the file that sees to it; undefined where it is the host's. */
export const INVARIANTS: readonly (readonly [
  id: string,
  sentence: string,
  where: string | undefined,
])[] = [
  [
    'I1',
    'At most one session of an end user on a channel is open',
    'src/conversation/conversation.ts',
  ],
  [
    'I2',
    'An agent opens a session only when the previous one is over; X10 is the one exception',
    'src/conversation/outbound.ts',
  ],
  [
    'I3',
    'Ended and Error are final; what comes later opens another session',
    'src/conversation/charts.ts',
  ],
  ['I4', 'Only sessions that are over are deleted, one at a time', undefined],
  [
    'I5',
    'Status, instants, origin and agent type change by events of the lifecycle only',
    'src/conversation/decide.ts',
  ],
  [
    'I6',
    'Sessions come from customers, agents and notifications, from nobody else',
    'src/conversation/decide.ts',
  ],
  [
    'I7',
    'The platform decides which statuses exist, and a session keeps the platform that it was born on',
    'src/conversation/session-step.ts',
  ],
  [
    'I8',
    'A session has at most one assignment that is offered or accepted; Active has exactly one accepted',
    'src/conversation/routing.ts',
  ],
  [
    'I9',
    'Before the customer answers, an opening message occupies nobody',
    'src/conversation/outbound.ts',
  ],
  [
    'I10',
    'An agent has a limit; what goes over it is reported, never prevented',
    'src/desk/load.ts',
  ],
  [
    'I11',
    'Tab-based, capacity follows the tab and the presence; status-based, the status',
    'src/conversation/work-step.ts',
  ],
  ['I12', 'Only work that the router assigned occupies capacity', 'src/conversation/work-step.ts'],
  [
    'I13',
    'Only the owner ends a session from its record; from the list a waiting one may be ended',
    'src/conversation/ownership.ts',
  ],
  ['I14', 'The same error twice in a row is one record', 'src/conversation/failure.ts'],
  [
    'I15',
    'Whoever has opted out gets nothing but the confirmation',
    'src/conversation/outbound.ts',
  ],
  [
    'I16',
    'Start ≤ acceptance ≤ end; an end instant only on what is over',
    'src/conversation/session-step.ts',
  ],
  [
    'I17',
    'Metrics exist for enhanced sessions that ended, one a type, and are not edited',
    'src/metrics/session-metrics.ts',
  ],
  ['I18', 'Auto-accept and decline exclude each other', undefined],
  ['I19', 'One service channel a type of work', undefined],
  ['I20', 'A session in Consent is not routed', 'machines/enhanced-customer.ts'],
];

/** What must always hold, and where it is seen to. */
export function invariantTable(): string {
  return markdownTable(
    ['', 'always', 'seen to in', 'check'],
    INVARIANTS.map(([id, sentence, where]) => [
      id,
      sentence,
      where === undefined ? 'the host: a matter of its records and set-up' : code(where),
      id in invariants ? 'named' : '',
    ]),
  );
}
