import { Type } from 'typebox';
import {
  Flag,
  Id,
  IsoDuration,
  Name,
  integerWithin,
  listOf,
  oneOf,
  optional,
  plainEvent,
} from './event-fields.ts';
import {
  PLATFORMS,
  CAPACITY_MODELS,
  DEPLOYMENTS,
  CONSENT_TYPES,
  IDLE_ACTIONS,
  CONSENT_STATUSES,
} from './set-up-words.ts';

const words = optional(listOf(Name));

const Keywords = Type.Object(
  { optIn: words, doubleOptIn: words, optOut: words, help: words, custom: words },
  { description: 'an object of keyword lists' },
);

const CustomerIdle = Type.Object(
  {
    minutes: integerWithin(5, 30),
    action: optional(oneOf(IDLE_ACTIONS)),
    warnMinutes: optional(integerWithin(1, 60)),
    agentMessageResets: optional(Flag),
    endInactiveMinutes: optional(integerWithin(1, 60 * 24 * 60)),
  },
  { description: 'an object with minutes' },
);

const AfterConversationWork = Type.Object(
  {
    seconds: integerWithin(10, 3600),
    extensionSeconds: optional(integerWithin(10, 3600)),
    maxExtensions: optional(integerWithin(0, 10)),
  },
  { description: 'an object with seconds' },
);

const WallTimes = Type.Array(
  Type.Array(Type.String({ description: 'a time such as "09:00"' }), {
    description: 'a pair ["09:00", "17:00"]',
  }),
  { description: 'a list of pairs ["09:00", "17:00"]' },
);

const day = optional(WallTimes);

const BusinessHours = Type.Object(
  {
    zone: Name,
    open: Type.Object(
      { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day },
      {
        additionalProperties: false,
        description: 'an object of mon, tue, wed, thu, fri, sat, sun',
      },
    ),
    holidays: optional(
      Type.Array(Type.String({ description: 'a date such as "2026-12-25"' }), {
        description: 'a list of dates',
      }),
    ),
  },
  { description: 'an object with zone and open' },
);

/** Set-up of channels, policy and people. Source: events.md §1 "Set-up". */
export const SET_UP_EVENTS = {
  'channel.configured': plainEvent('channel.configured', 'channel', {
    channelId: Id,
    channelType: Name,
    platform: oneOf(PLATFORMS),
    capacityModel: oneOf(CAPACITY_MODELS),
    deployment: optional(oneOf(DEPLOYMENTS)),
    name: optional(Name),
    group: optional(Name),
    intent: optional(Name),
    locale: optional(Name),
    queueId: optional(Id),
    fallbackQueueId: optional(Id),
    consentType: optional(oneOf(CONSENT_TYPES)),
    keywords: optional(Keywords),
    customerIdle: optional(CustomerIdle),
    abandonment: optional(
      Type.Object(
        { minutes: integerWithin(1, 60 * 24) },
        { description: 'an object with minutes' },
      ),
    ),
    acw: optional(AfterConversationWork),
    sendWindow: optional(IsoDuration),
    businessHours: optional(BusinessHours),
    sla: optional(
      Type.Object(
        { firstResponse: optional(IsoDuration), response: optional(IsoDuration) },
        { description: 'an object of durations' },
      ),
    ),
  }),
  'channel.disabled': plainEvent('channel.disabled', 'channel', { channelId: Id }),
  'channel.enabled': plainEvent('channel.enabled', 'channel', { channelId: Id }),
  'policy.changed': plainEvent('policy.changed', 'tenant', {
    policy: Type.Object({}, { description: 'an object of policy settings' }),
  }),
  'endUser.updated': plainEvent('endUser.updated', 'conversation', {
    endUserId: Id,
    channelId: Id,
    accountId: optional(Id),
    contactId: optional(Id),
    leadId: optional(Id),
    locale: optional(Name),
    consent: optional(oneOf(CONSENT_STATUSES)),
  }),
  'contact.merged': plainEvent('contact.merged', 'tenant', { survivorId: Id, mergedId: Id }),
  'clock.advanced': plainEvent('clock.advanced', 'tenant', {}),
} as const;
