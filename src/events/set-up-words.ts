// The words of channels and consent, apart from the schemas that use them: a program that reads no events needs no schema.

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
