import type { KnownConsent } from '../events/set-up-words.ts';
import type { EventOf } from '../events/vocabulary.ts';
import type { EpochMs } from '../time/instant.ts';
import type { Deadline } from './deadline.ts';
import type { Engagement } from './engagement.ts';
import type { Session } from './session.ts';
import type { Work } from './work.ts';

/** A notification that waits until the open session lets it through (X11). */
export type PendingNotification = EventOf<'automation.message'>;

/** A tab that is still open although its work is over: it occupies the agent until it is closed (X13). */
export interface HeldTab {
  readonly attempt: number;
  readonly sessionId: string;
  readonly workId: string;
  readonly agentId: string;
  readonly queueId: string | null;
  readonly isTransfer: boolean;
  readonly requestedAt: EpochMs;
}

/** Most tabs that one conversation may hold open after the end, and most notifications that may wait. */
export const HELD_MAX = 100;

/**
 * One messaging end user on one channel: the unit of consistency. At most one of its sessions is open (I1).
 *
 * Held immutable between decisions: `decide` returns another one.
 */
export class Conversation {
  readonly id: string;
  readonly tenant: string;
  readonly channelId: string;
  readonly endUserId: string;
  /** Whether the end user exists: they wrote, were written to, or were loaded by the host. */
  isKnown = false;
  accountId: string | null = null;
  contactId: string | null = null;
  leadId: string | null = null;
  locale: string | null = null;
  consent: KnownConsent | null = null;
  lastCustomerMessageAt: EpochMs | null = null;
  /** Sessions so far, count. */
  sessionsCount = 0;
  /** Assignment attempts so far, count. */
  attemptsCount = 0;
  /** Engagements that have begun so far, count. */
  engagementsCount = 0;
  /** The open session, or the last one that was open. */
  session: Session | null = null;
  /** Assignments that may still change, of whichever session. */
  works: readonly Work[] = NO_WORKS;
  /** The engagement of `session`; null if no agent has had it. */
  engagement: Engagement | null = null;
  deadlines: readonly Deadline[] = NO_DEADLINES;
  heldTabs: readonly HeldTab[] = NO_TABS;
  pending: readonly PendingNotification[] = NO_PENDING;

  constructor(id: string, address: { tenant: string; channelId: string; endUserId: string }) {
    this.id = id;
    this.tenant = address.tenant;
    this.channelId = address.channelId;
    this.endUserId = address.endUserId;
  }

  /** The session that is open; undefined if none is. */
  get openSession(): Session | undefined {
    return this.session !== null && this.session.isOpen ? this.session : undefined;
  }

  /** A copy for a decision to work on; the session is shared until it changes. */
  copy(): Conversation {
    const copy = new Conversation(this.id, this);
    copy.isKnown = this.isKnown;
    copy.accountId = this.accountId;
    copy.contactId = this.contactId;
    copy.leadId = this.leadId;
    copy.locale = this.locale;
    copy.consent = this.consent;
    copy.lastCustomerMessageAt = this.lastCustomerMessageAt;
    copy.sessionsCount = this.sessionsCount;
    copy.attemptsCount = this.attemptsCount;
    copy.engagementsCount = this.engagementsCount;
    copy.session = this.session;
    copy.engagement = this.engagement;
    copy.works = this.works;
    copy.deadlines = this.deadlines;
    copy.heldTabs = this.heldTabs;
    copy.pending = this.pending;
    return copy;
  }
}

const NO_WORKS: readonly Work[] = Object.freeze([]);
const NO_DEADLINES: readonly Deadline[] = Object.freeze([]);
const NO_TABS: readonly HeldTab[] = Object.freeze([]);
const NO_PENDING: readonly PendingNotification[] = Object.freeze([]);
