// Every event that the session graphs and the work chart read, once for each value of each field that decides.
import * as fc from 'fast-check';
import {
  ENHANCED_SETTINGS,
  STANDARD_SETTINGS,
  type SessionContext,
  type SessionEvent,
  type SessionSettings,
  unbornContext,
  type WorkContext,
  type WorkEvent,
} from '../../machines/index.ts';

const KEYWORDS = [undefined, 'optIn', 'doubleOptIn', 'optOut', 'help', 'custom'] as const;
const OPTIONAL_FLAG = [undefined, true] as const;
const PRESENCES = ['online', 'away', 'busy', 'offline'] as const;

const customerMessages: readonly SessionEvent[] = KEYWORDS.flatMap((keyword) =>
  OPTIONAL_FLAG.flatMap((belowConsentLevel) =>
    OPTIONAL_FLAG.map(
      (ownerOffline) =>
        ({
          type: 'customer.message',
          messageId: 'm-customer',
          keyword,
          belowConsentLevel,
          ownerOffline,
        }) as const,
    ),
  ),
);

const transfers: readonly SessionEvent[] = [
  ...(['queue', 'flow', 'bot', 'agent'] as const).map(
    (kind) => ({ type: 'agent.transferred', to: { kind, id: `${kind}-2` } }) as const,
  ),
  { type: 'agent.transferred', to: { kind: 'agent', id: 'agent-2' }, targetOffline: true },
];

/** Events without a field that decides. */
const BARE = [
  'customer.ended',
  'customer.deletedConversation',
  'customer.left',
  'customer.returned',
  'agent.opened',
  'agent.markedInactive',
  'agent.ended',
  'agent.paused',
  'agent.resumed',
  'bot.accepted',
  'bot.message',
  'bot.ended',
  'automation.ended',
  'automation.inactivated',
  'supervisor.ended',
  'channel.controlLost',
  'channel.disabled',
  'channel.enabled',
  'message.sent',
  'routing.failed',
  'work.offered',
  'work.accepted',
  'work.declined',
  'work.timedOut',
  'work.rescinded',
] as const satisfies readonly SessionEvent['type'][];

/** What hosts may send to a session graph; the timers are not among them. */
export const sessionEvents: readonly SessionEvent[] = [
  ...customerMessages,
  { type: 'customer.message', messageId: 'm-customer', heldByNobody: true },
  ...transfers,
  ...BARE.map((type) => ({ type, messageId: 'm-business' })),
  { type: 'agent.message', messageId: 'm-agent' },
  { type: 'agent.message', messageId: 'm-agent', visibility: 'public' },
  { type: 'agent.message', messageId: 'm-note', visibility: 'note' },
  { type: 'agent.closedTab', outcome: 'end' },
  { type: 'agent.closedTab', outcome: 'noCustomerResponse' },
  ...PRESENCES.map((status) => ({ type: 'agent.presence', status }) as const),
  { type: 'bot.escalated' },
  { type: 'bot.escalated', available: true },
  { type: 'bot.escalated', available: false },
  ...(['endSession', 'keepOpen', 'keepOpenOrAppend'] as const).map(
    (longevity) => ({ type: 'automation.message', messageId: 'm-system', longevity }) as const,
  ),
  { type: 'automation.message', messageId: 'm-system' },
  ...(['endUser', 'system'] as const).flatMap(
    (by) =>
      [
        { type: 'partner.ended', by },
        { type: 'partner.inactivated', by },
      ] as const,
  ),
  { type: 'message.failed', messageId: 'm-agent', opening: true },
  { type: 'message.failed', messageId: 'm-agent', opening: false },
  { type: 'endUser.updated', belowConsentLevel: true },
  { type: 'endUser.updated', belowConsentLevel: false },
  { type: 'record.failed', reason: 'validation rule' },
  { type: 'record.failed' },
];

/** The events by which a session gets anywhere; random sequences draw them more often. */
const spine: readonly SessionEvent[] = [
  { type: 'customer.message', messageId: 'm-customer' },
  { type: 'agent.opened', messageId: 'm-opening' },
  { type: 'automation.message', messageId: 'm-system', longevity: 'keepOpen' },
  { type: 'work.accepted' },
  { type: 'bot.accepted' },
  { type: 'agent.message', messageId: 'm-agent' },
  { type: 'agent.markedInactive' },
];

/** The timers that the session graphs raise themselves; those of an `after` follow from the machine. */
export const sessionTimers: readonly SessionEvent[] = (
  [
    'timer.noReply',
    'timer.keepOpen',
    'timer.abandonment',
    'timer.channelDisabled',
    'timer.maxIdle',
  ] as const
).map((type) => ({ type }));

/** One event of a session graph, drawn so that sequences reach the late statuses. */
export const anySessionEvent: fc.Arbitrary<SessionEvent> = fc.oneof(
  { arbitrary: fc.constantFrom(...sessionEvents, ...sessionTimers), weight: 2 },
  { arbitrary: fc.constantFrom(...spine), weight: 1 },
);

/** What hosts may send to the work chart. */
export const workEvents: readonly WorkEvent[] = [
  { type: 'work.offered' },
  { type: 'work.offered', expiresInMs: 0 },
  { type: 'work.offered', expiresInMs: 20_000 },
  { type: 'work.assigned', expiresInMs: 20_000 },
  ...(
    [
      'work.accepted',
      'work.assigned',
      'work.declined',
      'work.timedOut',
      'work.rescinded',
      'work.superseded',
      'bot.accepted',
      'session.activated',
      'session.ended',
      'session.errored',
      'session.escalated',
      'session.inactivated',
      'session.paused',
      'session.resumed',
      'session.transferred',
      'agent.closedTab',
      'agent.opened',
      'acw.ended',
    ] as const
  ).map((type) => ({ type })),
  ...PRESENCES.map((status) => ({ type: 'agent.presence', status }) as const),
  { type: 'acw.extended' },
  { type: 'acw.extended', remainingMs: 45_000 },
];

/** What hosts may send to the presence chart. */
export const presenceEvents = PRESENCES.map(
  (status) => ({ type: 'agent.presence', status }) as const,
);

const HOUR = 3_600_000;
/** Records as hosts make them, with the ordinary prototype. */
const PLAIN = { noNullPrototype: true } as const;
const duration = fc.integer({ min: 0, max: 100 * HOUR });
const nullable = fc.option(duration, { nil: null });

/** Settings with every switch thrown either way and every duration free; a nullable one may be off. */
const anySettings: fc.Arbitrary<SessionSettings> = fc.record(
  {
    platform: fc.constantFrom('standard', 'enhanced'),
    capacityModel: fc.constantFrom('tabBased', 'statusBased'),
    inactiveExpiryMs: duration,
    consentExpiryMs: nullable,
    pausedExpiryMs: nullable,
    noReplyMs: duration,
    noReplyAnchor: fc.constantFrom('first', 'last'),
    keepOpenMs: duration,
    channelDisabledMs: duration,
    botIdleMs: duration,
    maxWaitingMs: nullable,
    maxIdleMs: nullable,
    abandonmentMs: nullable,
    customerIdleMs: nullable,
    customerIdleWarningMs: nullable,
    customerIdleAction: fc.constantFrom('inactivate', 'end', 'inactivateAndEnd'),
    agentMessageResets: fc.boolean(),
    endInactiveMs: duration,
    opensAs: fc.constantFrom('new', 'waiting'),
    awaitsReplyAs: fc.constantFrom('new', 'waiting'),
    answersInNewRecord: fc.boolean(),
    allowTransfer: fc.boolean(),
    endOnDeliveryFailure: fc.boolean(),
    customKeywordIsConsent: fc.boolean(),
  },
  PLAIN,
);

/** Inputs of a session graph: with settings, or none at all. */
export const sessionInput = fc.option(
  fc.record({ settings: anySettings }, { ...PLAIN, requiredKeys: [] }),
  { nil: undefined, freq: 8 },
);

/** Inputs of the work chart. */
export const workInput = fc.option(
  fc.record(
    {
      capacityModel: fc.constantFrom('tabBased', 'statusBased'),
      acwMs: fc.option(fc.integer({ min: 0, max: HOUR }), { nil: null }),
      maxExtensions: fc.nat(3),
    },
    { ...PLAIN, requiredKeys: [] },
  ),
  { nil: undefined, freq: 8 },
);

/** Contexts for the exhaustive walk: guards are scripted there, so that only what actions and delays read varies. */
export const sessionContexts: readonly SessionContext[] = [
  unbornContext(ENHANCED_SETTINGS),
  {
    settings: {
      ...STANDARD_SETTINGS,
      consentExpiryMs: null,
      maxWaitingMs: 11,
      maxIdleMs: 12,
      abandonmentMs: 13,
      customerIdleMs: 14,
      customerIdleWarningMs: 15,
      pausedExpiryMs: 16,
    },
    agentType: 'Bot',
    agentMessages: 2,
    endUserMessages: 3,
    humanAccepted: false,
    contentHeld: true,
  },
  {
    settings: ENHANCED_SETTINGS,
    agentType: 'BotToAgent',
    agentMessages: 1,
    endUserMessages: 0,
    humanAccepted: true,
    contentHeld: false,
  },
];

/** As `sessionContexts`, for the work chart. */
export const workContexts: readonly WorkContext[] = [
  { capacityModel: 'tabBased', acwMs: null, maxExtensions: 0, extensions: 0 },
  { capacityModel: 'statusBased', acwMs: 60_000, maxExtensions: 2, extensions: 1 },
];
