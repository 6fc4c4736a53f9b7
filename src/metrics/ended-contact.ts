// One session as first-contact resolution sees it: who was in it, which replies stand, and whether the customer wrote after them.
import type { EpochMs } from '../time/instant.ts';
import type { FoldContext } from './calculator.ts';
import { firstContactResolved } from './first-contact-metrics.ts';
import { noReplies, type FirstReplies } from './first-replies.ts';

/** A session while it is open. Plain data. */
export interface OpenContact {
  readonly agentIds: string[];
  readonly replies: FirstReplies;
  /** Replies that were there, failed or not, when the customer wrote last. */
  repliesBeforeCustomer: number;
  /** Whether a solved ticket was opened again in it. */
  wasReopened: boolean;
}

/** A session that has ended, and its figure. */
export interface EndedContact {
  readonly key: string;
  readonly at: EpochMs;
  readonly agentId: string | null;
  readonly queueId: string | null;
  readonly topics: readonly string[];
  readonly contact: OpenContact;
  /** Its customer came back, or its ticket was opened again. */
  isDisproved: boolean;
  /** Ordinal and value of its figure; null while no reply in it stands. */
  figure: number | null;
  value: number;
}

/** A session that begins. */
export const newContact = (): OpenContact => ({
  agentIds: [],
  replies: noReplies(),
  repliesBeforeCustomer: 0,
  wasReopened: false,
});

/** The customer writes. */
export function customerWrote(contact: OpenContact): void {
  contact.repliesBeforeCustomer = contact.replies.kept.length;
}

/** A session that ends. It has no figure yet. */
export const endedContact = (
  contact: OpenContact,
  place: Pick<EndedContact, 'key' | 'at' | 'agentId' | 'queueId' | 'topics'>,
): EndedContact => ({ ...place, contact, isDisproved: false, figure: null, value: 0 });

/** Records what holds of an ended session now, in the place of what was recorded before. */
export function judgeContact(ended: EndedContact, context: FoldContext): void {
  const first = ended.contact.replies.kept.findIndex(({ hasFailed }) => !hasFailed);
  if (first === -1) {
    if (ended.figure !== null) context.retract(ended.figure);
    ended.figure = null;
    return;
  }
  const isFirst = !ended.isDisproved && isFirstContact(ended.contact, first, context);
  const value = isFirst ? 1 : 0;
  if (ended.figure !== null && value === ended.value) return;
  ended.value = value;
  if (ended.figure !== null) {
    ended.figure = context.amend(ended.figure, { value });
    return;
  }
  const { key, at, agentId, queueId, topics } = ended;
  const place = { level: 'ses', key, at, sessionId: key, agentId, queueId, topics } as const;
  ended.figure = context.record(firstContactResolved, { ...place, value, isLasting: true });
}

function isFirstContact(
  { agentIds, wasReopened, repliesBeforeCustomer }: OpenContact,
  firstReply: number,
  { options }: FoldContext,
): boolean {
  switch (options.firstContactResolution) {
    case 'singleContact':
      return agentIds.length === 1 && !wasReopened;
    case 'noCustomerFollowUp':
      return repliesBeforeCustomer <= firstReply;
    default:
      return true;
  }
}
