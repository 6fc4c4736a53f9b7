// Invariants that show in the order of the facts of one decision: who was open when, and what was told of whom.
import type { AnyFact } from '../events/fact.ts';
import { isTerminal } from './charts.ts';
import type { Conversation } from './conversation.ts';
import type { Decision } from './decide.ts';

/** What following the changes of status through a decision has shown. @internal */
export interface FollowedFacts {
  /** Ids of the sessions that are open at its end. */
  readonly open: ReadonlySet<string>;
  /** Most sessions that were open at one moment. */
  readonly openAtOnce: number;
  /** Sessions that an agent began while another one was open (I2). */
  readonly initiatedTooEarly: readonly string[];
  /** Sessions that changed status after their end (I3). */
  readonly movedAfterEnd: readonly string[];
  /** Sessions that entered a queue in another status than Waiting (I20). */
  readonly queuedElsewhere: readonly string[];
}

/** Follows the changes of status that a decision tells of, from the session that was open before. @internal */
export function followFacts(before: Conversation, facts: readonly AnyFact[]): FollowedFacts {
  const { openSession } = before;
  const open = new Set<string>();
  const statuses = new Map<string, string>();
  if (openSession !== undefined) {
    open.add(openSession.id);
    statuses.set(openSession.id, openSession.status);
  }
  const ended = new Set<string>();
  const initiatedTooEarly: string[] = [];
  const movedAfterEnd: string[] = [];
  const queuedElsewhere: string[] = [];
  let openAtOnce = open.size;
  for (const fact of facts) {
    const { sessionId } = fact;
    if (sessionId === null) continue;
    if (fact.type === 'session.statusChanged') {
      const { from, to } = fact.data;
      if (ended.has(sessionId) || (from !== null && !open.has(sessionId))) {
        movedAfterEnd.push(`session ${sessionId} from ${from} to ${to}`);
      }
      statuses.set(sessionId, to);
      if (to === 'Ended' || to === 'Error') {
        open.delete(sessionId);
        ended.add(sessionId);
      } else open.add(sessionId);
      openAtOnce = Math.max(openAtOnce, open.size);
    } else if (fact.type === 'session.created') {
      if (fact.data.origin === 'AgentInitiated' && open.size > 0) {
        initiatedTooEarly.push(`session ${sessionId} beside ${[...open].join()}`);
      }
    } else if (fact.type === 'session.queued' && statuses.get(sessionId) !== 'Waiting') {
      queuedElsewhere.push(`session ${sessionId} queued in ${statuses.get(sessionId)}`);
    }
  }
  return { open, openAtOnce, initiatedTooEarly, movedAfterEnd, queuedElsewhere };
}

/** What a decision sends to an end user whom it leaves opted out, beyond the confirmation of it (I15). @internal */
export function outboundWhileOptedOut({ conversation, facts }: Decision): string[] {
  const sent: string[] = [];
  if (conversation.consent !== 'OptedOut') return sent;
  for (const { type, data } of facts) {
    if (type === 'message.recorded' && data.direction === 'outbound') {
      sent.push(`message ${data.messageId} by ${data.actor}`);
    } else if (type === 'response.requested' && data.response !== 'OptOutConfirmation') {
      sent.push(data.response);
    }
  }
  return sent;
}

/** A new session in Error although the one before had the same cause (I14). @internal */
export function repeatedErrors(before: Conversation, { conversation, facts }: Decision): string[] {
  const previous = before.session;
  if (previous?.status !== 'Error') return [];
  const inserted = facts.some(
    (fact) =>
      fact.type === 'session.errored' &&
      fact.sessionId !== previous.id &&
      normalised(fact.data.reason) === normalised(previous.errorReason ?? ''),
  );
  const isBetween = conversation.sessionsCount > before.sessionsCount + 1;
  return inserted && !isBetween ? [`a session beside ${previous.id} for the same error`] : [];
}

const normalised = (reason: string) => reason.trim().replaceAll(/\s+/g, ' ').toLowerCase();

/** Ends told twice, and messages counted for a session that is over (I17). @internal */
export function tellingAfterTheEnd(before: Conversation, facts: readonly AnyFact[]): string[] {
  const over = new Set<string>();
  if (before.session !== null && isTerminal(before.session.status)) over.add(before.session.id);
  const found: string[] = [];
  for (const { type, sessionId } of facts) {
    if (sessionId === null) continue;
    const ends = type === 'session.ended' || type === 'session.errored';
    const counts = type === 'message.recorded' || type === 'session.queued';
    if ((ends || counts) && over.has(sessionId))
      found.push(`${type} of ${sessionId} after its end`);
    if (ends) over.add(sessionId);
  }
  return found;
}
