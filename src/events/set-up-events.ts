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

/** Platforms of a channel. */
export const PLATFORMS = ['standard', 'enhanced'] as const;
/** A platform of a channel. */
export type Platform = (typeof PLATFORMS)[number];

/** How an agent's capacity is counted: by open tabs or by the status of the work. */
export const CAPACITY_MODELS = ['tabBased', 'statusBased'] as const;
/** A capacity model. */
export type CapacityModel = (typeof CAPACITY_MODELS)[number];

/** Where an EmbeddedMessaging channel is deployed. */
export const DEPLOYMENTS = ['web', 'inApp'] as const;
/** A deployment. */
export type Deployment = (typeof DEPLOYMENTS)[number];

/** What a channel asks of a customer before it may write, weakest first. */
export const CONSENT_TYPES = ['implicit', 'explicit', 'double'] as const;
/** What a channel asks of a customer. */
export type ConsentType = (typeof CONSENT_TYPES)[number];

/** What the end of the customer-idle timer does. Source: lifecycle.md §0.1 X9. */
export const IDLE_ACTIONS = ['inactivate', 'end', 'inactivateAndEnd'] as const;
/** What the end of the customer-idle timer does. */
export type IdleAction = (typeof IDLE_ACTIONS)[number];

/** What a messaging end user has agreed to, weakest first; null in an event means that nothing is known. Source: lifecycle.md §1.5. */
export const CONSENT_STATUSES = [
  'OptedOut',
  'ImplicitlyOptedIn',
  'ExplicitlyOptedIn',
  'DoublyOptedIn',
] as const;
/** A consent status that is known. */
export type KnownConsent = (typeof CONSENT_STATUSES)[number];

/** Kinds of keywords. */
export const KEYWORD_KINDS = ['optIn', 'doubleOptIn', 'optOut', 'help', 'custom'] as const;
/** A kind of keyword. */
export type KeywordKind = (typeof KEYWORD_KINDS)[number];

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
