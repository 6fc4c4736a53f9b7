// The records that a conversation has left since the last checkpoint: sessions that are over, assignments that are over,
// and what a repair has taken back.
import type { Conversation } from '../conversation/conversation.ts';
import type { Session } from '../conversation/session.ts';
import type { Work } from '../conversation/work.ts';
import type { StepResult } from './live-step.ts';

/** What the next checkpoint writes of one conversation beside its state. */
export class ConversationRecords {
  readonly sessions = new Map<number, Session>();
  readonly works = new Map<number, Work>();
  readonly removedSessions = new Set<number>();
  readonly removedWorks = new Set<number>();

  /** Notes what one step has brought to its end. */
  note({ decision }: StepResult): void {
    if (decision === undefined) return;
    for (const session of decision.endedSessions) this.sessions.set(session.ordinal, session);
    for (const work of decision.finishedWorks) this.works.set(work.attempt, work);
  }

  /** Takes what it has noted of a conversation's last session and its work back to how they stood. */
  goBackTo({ session, works }: Conversation): void {
    if (session !== null) this.sessions.set(session.ordinal, session);
    for (const work of works) this.works.set(work.attempt, work);
  }

  /** Notes that a repair has left fewer sessions or assignments than there were. */
  shrink(kind: 'sessions' | 'works', before: number, after: number): void {
    const [kept, removed] =
      kind === 'sessions' ? [this.sessions, this.removedSessions] : [this.works, this.removedWorks];
    for (let ordinal = after + 1; ordinal <= before; ordinal += 1) {
      kept.delete(ordinal);
      removed.add(ordinal);
    }
  }
}
