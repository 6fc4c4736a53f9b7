// The world of the random streams: channels of every kind, and what may happen to a whole tenant.
import * as fc from 'fast-check';

/** An event before its id, instant and tenant are known. */
export type Template = { readonly type: string } & Readonly<Record<string, unknown>>;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The instant at which every stream begins. */
export const ORIGIN = Date.parse('2026-03-02T08:00:00Z');

const enhanced = { type: 'channel.configured', platform: 'enhanced' };
const standard = { type: 'channel.configured', platform: 'standard', channelType: 'Text' };
const queues = { queueId: 'q-first', fallbackQueueId: 'q-fallback' };

/** Channels of all kinds, by id. */
export const CHANNELS: Readonly<Record<string, Template>> = {
  tab: {
    ...enhanced,
    ...queues,
    channelType: 'Custom',
    capacityModel: 'tabBased',
    customerIdle: { minutes: 5, action: 'inactivate', warnMinutes: 2 },
    acw: { seconds: 60, extensionSeconds: 30, maxExtensions: 2 },
    abandonment: { minutes: 5 },
  },
  bare: { ...enhanced, channelType: 'Facebook', capacityModel: 'tabBased' },
  status: { ...enhanced, ...queues, channelType: 'WhatsApp', capacityModel: 'statusBased' },
  chat: {
    ...enhanced,
    channelType: 'EmbeddedMessaging',
    deployment: 'inApp',
    capacityModel: 'tabBased',
    customerIdle: { minutes: 10, action: 'inactivateAndEnd', endInactiveMinutes: 10 },
  },
  web: {
    ...enhanced,
    channelType: 'EmbeddedMessaging',
    capacityModel: 'tabBased',
    customerIdle: { minutes: 5, action: 'end', agentMessageResets: true },
  },
  explicit: {
    ...enhanced,
    channelType: 'WhatsApp',
    capacityModel: 'statusBased',
    consentType: 'explicit',
    sendWindow: 'PT24H',
  },
  double: {
    ...enhanced,
    channelType: 'Text',
    capacityModel: 'tabBased',
    consentType: 'double',
    keywords: { doubleOptIn: ['yes'] },
  },
  sms: { ...standard, ...queues, capacityModel: 'tabBased' },
  smsByStatus: { ...standard, capacityModel: 'statusBased' },
};

/** Ids of the channels; `nowhere` is never configured. */
export const CHANNEL_IDS: readonly string[] = Object.keys(CHANNELS);

/** The set-up with which every stream begins. */
export const SET_UP: readonly Template[] = CHANNEL_IDS.map((channelId) => ({
  ...(CHANNELS[channelId] as Template),
  channelId,
}));

/** Agents of the streams. */
export const agentIds = fc.constantFrom('ann', 'bob', 'cem');

/** Milliseconds between two happenings: ties, the lengths of timers and the lateness bound, and whatever lies between. */
export const gaps = fc.oneof(
  { arbitrary: fc.constant(0), weight: 4 },
  {
    arbitrary: fc.constantFrom(1, SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE),
    weight: 6,
  },
  { arbitrary: fc.constantFrom(5 * MINUTE - 1, 10 * MINUTE, 10 * MINUTE + 1), weight: 4 },
  { arbitrary: fc.integer({ min: 0, max: 20 * MINUTE }), weight: 4 },
  { arbitrary: fc.constantFrom(HOUR, 2 * HOUR, 24 * HOUR, 30 * HOUR, 48 * HOUR), weight: 2 },
);

/** Changes of the policy; the last one is none. */
export const POLICIES: readonly unknown[] = [
  {},
  { inactiveExpiry: { mode: 'sweep', threshold: 'PT24H', every: 'PT6H' } },
  { noReply: { standard: 'PT1H', enhanced: 'PT2H', anchor: 'first' } },
  { maxWaiting: 'PT10M', pausedExpiry: 'PT1H', pushTimeout: 'PT1M' },
  { lateness: 'PT20M' },
  { bot: { idle: 'PT5M' }, acceptTime: 'latest', legacyCounters: 'all' },
  { tabReply: { mode: 'newSessionRecord', preferOwner: true } },
  { repMessageOnInactive: 'reject', notification: { blocked: 'drop' } },
  { notification: { keepOpenConflict: 'append', keepOpen: 'PT10M' } },
  { consent: { implicitReoptIn: true, routeBeforeOptIn: true } },
  { standard: { allowTransfer: false, maxIdle: 'PT1H' }, endOnDeliveryFailure: true },
  { profile: { newScope: 'standardOnly' }, outboundAwaiting: { enhanced: 'waiting' } },
  { capacity: { releaseOnEnd: { tabBased: 'sessionEnd' } } },
  { engagement: { inactivity: 'PT2M', retention: 'PT1H' } },
  { engagement: { countInactive: true } },
  { inactiveExpirey: 'PT1H' },
];

const policies = fc.constantFrom(...POLICIES);

const channelIds = fc.constantFrom(...CHANNEL_IDS, 'nowhere');

/** What happens to a whole tenant. */
export const worldTemplates: fc.Arbitrary<Template> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(agentIds, fc.constantFrom('online', 'away', 'busy', 'offline', 'offline'))
      .map(([agentId, status]) => ({ type: 'agent.presence', agentId, status })),
  },
  {
    weight: 1,
    arbitrary: agentIds.map((agentId) => ({ type: 'agent.capacity', agentId, capacity: 1 })),
  },
  {
    weight: 1,
    arbitrary: agentIds.map((agentId) => ({ type: 'agent.heartbeat', agentId })),
  },
  {
    weight: 3,
    arbitrary: policies.map((policy) => ({ type: 'policy.changed', policy })),
  },
  {
    weight: 2,
    arbitrary: channelIds.map((channelId) => ({ type: 'channel.disabled', channelId })),
  },
  {
    weight: 2,
    arbitrary: channelIds.map((channelId) => ({ type: 'channel.enabled', channelId })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...CHANNEL_IDS), fc.constantFrom(...CHANNEL_IDS))
      .map(([channelId, like]) => ({ ...(CHANNELS[like] as Template), channelId })),
  },
  {
    weight: 1,
    arbitrary: fc.constant({ type: 'contact.merged', survivorId: 'p-1', mergedId: 'p-2' }),
  },
  { weight: 2, arbitrary: fc.constant({ type: 'clock.advanced' }) },
);
