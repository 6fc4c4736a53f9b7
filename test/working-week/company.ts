// Fernwick Cycles, a made-up bicycle shop: its channels, its eight people in support, and when they work.

/** The days of the week and the Saturday after it, in UTC, which is local time in Leeds in March. */
export const DAYS = {
  mon: Date.UTC(2026, 2, 2),
  tue: Date.UTC(2026, 2, 3),
  wed: Date.UTC(2026, 2, 4),
  thu: Date.UTC(2026, 2, 5),
  fri: Date.UTC(2026, 2, 6),
  sat: Date.UTC(2026, 2, 7),
} as const;

/** A day of the week. */
export type Day = keyof typeof DAYS;

/** The days on which the desk is open. */
export const WORKDAYS: readonly Day[] = ['mon', 'tue', 'wed', 'thu', 'fri'];

/** An instant of the week, `at('tue', '09:30')`; seconds may be left out. */
export function at(day: Day, time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return DAYS[day] + ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/** The two teams; each serves the queue of its name. */
export type Team = 'orders' | 'workshop';

/** Somebody who answers customers. */
export interface Person {
  readonly id: string;
  readonly team: Team;
  readonly from: string;
  readonly lunch: string;
  readonly to: string;
}

/** The people, each with one shift on every day. */
export const PEOPLE: readonly Person[] = [
  { id: 'amara', team: 'orders', from: '08:00', lunch: '12:00', to: '16:00' },
  { id: 'bram', team: 'orders', from: '08:00', lunch: '12:40', to: '16:00' },
  { id: 'chloe', team: 'orders', from: '10:00', lunch: '13:20', to: '18:00' },
  { id: 'diego', team: 'orders', from: '10:00', lunch: '14:00', to: '18:00' },
  { id: 'elif', team: 'workshop', from: '08:00', lunch: '12:00', to: '16:00' },
  { id: 'farid', team: 'workshop', from: '08:30', lunch: '12:40', to: '16:30' },
  { id: 'greta', team: 'workshop', from: '09:30', lunch: '13:20', to: '17:30' },
  { id: 'hana', team: 'workshop', from: '10:00', lunch: '14:00', to: '18:00' },
];

/** Items of work that one person may hold. */
export const CAPACITY = 3;

const HOURS = {
  zone: 'Europe/London',
  open: Object.fromEntries(WORKDAYS.map((day) => [day, [['08:00', '18:00']]])),
};

/** The channels, as `channel.configured` says them. */
export const CHANNELS = {
  'web-chat': {
    channelType: 'EmbeddedMessaging',
    platform: 'enhanced',
    capacityModel: 'tabBased',
    name: 'Chat in the shop',
    queueId: 'orders',
    customerIdle: { minutes: 10, action: 'inactivate', warnMinutes: 6 },
    abandonment: { minutes: 5 },
    acw: { seconds: 60, extensionSeconds: 60, maxExtensions: 2 },
    businessHours: HOURS,
    sla: { firstResponse: 'PT2M' },
  },
  whatsapp: {
    channelType: 'WhatsApp',
    platform: 'enhanced',
    capacityModel: 'statusBased',
    name: 'WhatsApp',
    queueId: 'orders',
    sendWindow: 'PT24H',
    businessHours: HOURS,
  },
  sms: {
    channelType: 'Text',
    platform: 'enhanced',
    capacityModel: 'tabBased',
    name: 'Workshop by text',
    queueId: 'workshop',
    consentType: 'explicit',
    keywords: { optIn: ['start', 'yes'], optOut: ['stop'], help: ['help'] },
  },
  facebook: {
    channelType: 'Facebook',
    platform: 'standard',
    capacityModel: 'tabBased',
    name: 'Facebook page',
    queueId: 'orders',
  },
  'sms-classic': {
    channelType: 'Text',
    platform: 'standard',
    capacityModel: 'statusBased',
    name: 'Old text number',
    queueId: 'workshop',
  },
  dealers: {
    channelType: 'Custom',
    platform: 'enhanced',
    capacityModel: 'tabBased',
    name: 'Dealer portal',
    queueId: 'workshop',
    fallbackQueueId: 'orders',
    customerIdle: { minutes: 15, action: 'inactivateAndEnd', endInactiveMinutes: 60 },
  },
  apple: {
    channelType: 'AppleBusinessChat',
    platform: 'enhanced',
    capacityModel: 'statusBased',
    name: 'Apple Messages',
    queueId: 'workshop',
  },
  line: {
    channelType: 'Line',
    platform: 'enhanced',
    capacityModel: 'statusBased',
    name: 'LINE (pilot)',
    queueId: 'orders',
  },
} as const;

/** The id of a channel. */
export type ChannelId = keyof typeof CHANNELS;

/** What the company changes in its policy during the week. */
export const POLICY_CHANGES = [
  { at: at('mon', '06:00'), policy: { standard: { maxIdle: 'PT48H' } } },
  { at: at('wed', '08:00'), policy: { pausedExpiry: 'PT8H' } },
  { at: at('fri', '15:00'), policy: { maxWaiting: 'PT4H' } },
] as const;

/** From when on, and how long at most, somebody waits for an agent. */
export const WAIT_LIMIT = { from: at('fri', '15:00'), ms: 4 * 60 * 60 * 1000 } as const;
