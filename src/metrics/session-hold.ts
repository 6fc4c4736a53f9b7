// Whether somebody has a session: the one rule behind the metric `unassigned` and the number of that name on the live board.
import type { Heard } from './calculator.ts';

/** What may give a session to somebody, or take it away. */
export type HoldChange = Extract<
  Heard,
  { readonly type: 'session.created' | 'session.queued' | 'work.accepted' | 'assignment.changed' }
>;

/** Whether an agent or a bot has the session from then on. A session that an agent opened is theirs. */
export function isHeldAfter(seen: HoldChange): boolean {
  switch (seen.type) {
    case 'session.created':
      return seen.data.origin === 'AgentInitiated';
    case 'session.queued':
      return false;
    case 'work.accepted':
      return true;
    case 'assignment.changed':
      return typeof seen.to === 'string';
  }
}
