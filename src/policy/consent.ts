/*
 * Consent: levels, what keywords and messages make of them, and whom the business may write to. Source: lifecycle.md §1.5 (CK01–CK06)
 * and events.md "Consent, in one rule".
 */
import type { ConsentType, KeywordKind, KnownConsent } from '../events/set-up-words.ts';

/** What a messaging end user has agreed to; null means that nothing is known. */
export type ConsentStatus = KnownConsent | null;

const RANK: Readonly<Record<KnownConsent, number>> = {
  OptedOut: 0,
  ImplicitlyOptedIn: 1,
  ExplicitlyOptedIn: 2,
  DoublyOptedIn: 3,
};

const REQUIRED_RANK: Readonly<Record<ConsentType, number>> = {
  implicit: 1,
  explicit: 2,
  double: 3,
};

/** The level of a status, 0..3; null ranks 0 like OptedOut, though it does not block. */
export function consentRank(status: ConsentStatus): number {
  return status === null ? 0 : RANK[status];
}

/** True when the status reaches what the channel asks for; null never does. Source: lifecycle.md §1.5 (`IsFullyOptedIn`). */
export function isFullyOptedIn(status: ConsentStatus, asked: ConsentType): boolean {
  return consentRank(status) >= REQUIRED_RANK[asked];
}

/**
 * The status after a keyword.
 *
 * Opt-out always opts out; opt-in and double opt-in raise to their level and never lower; help and custom change nothing.
 * Source: lifecycle.md §1.5 (CK01–CK05).
 */
export function applyKeyword(status: ConsentStatus, keyword: KeywordKind): ConsentStatus {
  if (keyword === 'optOut') return 'OptedOut';
  if (keyword === 'optIn') return raised(status, 'ExplicitlyOptedIn');
  if (keyword === 'doubleOptIn') return raised(status, 'DoublyOptedIn');
  return status;
}

/**
 * The status after an ordinary message: the first one opts in implicitly.
 *
 * An opted-out customer stays so, unless the policy's `implicitReoptIn` is set. Source: lifecycle.md §1.5.
 */
export function applyMessage(status: ConsentStatus, implicitReoptIn: boolean): ConsentStatus {
  if (status === null) return 'ImplicitlyOptedIn';
  return status === 'OptedOut' && implicitReoptIn ? 'ImplicitlyOptedIn' : status;
}

/**
 * Why an agent or automation may not write, or undefined when it may.
 *
 * An unknown status satisfies a channel that asks for implicit opt-in. Source: events.md "Consent, in one rule".
 */
export function outboundRefusal(
  status: ConsentStatus,
  asked: ConsentType,
): 'opted_out' | 'consent_required' | undefined {
  if (status === 'OptedOut') return 'opted_out';
  if (asked === 'implicit' || isFullyOptedIn(status, asked)) return undefined;
  return 'consent_required';
}

function raised(status: ConsentStatus, to: KnownConsent): KnownConsent {
  return status !== null && RANK[status] >= RANK[to] ? status : to;
}
