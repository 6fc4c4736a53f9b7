// What a matcher can see in what it is given: an answer of dispatch, a session, a conversation, an explanation.
import type { PendingDeadline } from '../engine/dispatch-outcome.ts';
import type { EpochMs } from '../time/instant.ts';

/** A change of status as a timeline shows it. */
export interface SeenChange {
  readonly at: EpochMs;
  readonly from: string | null;
  readonly to: string;
  readonly cause: string;
  readonly rule: string;
}

/** A session as far as it can be seen. */
export interface SeenSession {
  /** Null where there is no session. */
  readonly status: string | null;
  readonly sessionId: string | null;
  /** Undefined where what was given does not know them. */
  readonly history: readonly SeenChange[] | undefined;
  readonly deadlines: readonly PendingDeadline[] | undefined;
  /** The clock, where what was given knows it. */
  readonly now: EpochMs | undefined;
}

/** Sees a session in whatever an engine answers with; undefined if there is nothing of the kind. A missing one is no session. */
export function seenIn(received: unknown): SeenSession | undefined {
  if (received === undefined || received === null) return seen({});
  if (typeof received !== 'object') return undefined;
  const given = received as Record<string, unknown>;
  if ('verdict' in given && 'changes' in given) {
    return seen({ ...pick(given), history: given['changes'] });
  }
  if ('session' in given && 'history' in given) {
    const view = given['session'] as { id: string; status: string };
    const { history, next: deadlines, now } = given;
    return seen({ sessionId: view.id, status: view.status, history, deadlines, now });
  }
  if ('session' in given && 'deadlines' in given) {
    const session = given['session'] as { id: string; status: string } | null;
    const { deadlines } = given;
    return seen({ sessionId: session?.id, status: session?.status, deadlines });
  }
  if ('status' in given && 'id' in given) {
    return seen({ sessionId: given['id'], status: given['status'] });
  }
  return undefined;
}

const pick = ({ sessionId, status, deadlines }: Record<string, unknown>) => ({
  sessionId,
  status,
  deadlines,
});

const seen = (found: { readonly [K in keyof SeenSession]?: unknown }): SeenSession => ({
  status: (found.status ?? null) as string | null,
  sessionId: (found.sessionId ?? null) as string | null,
  history: found.history as SeenSession['history'],
  deadlines: found.deadlines as SeenSession['deadlines'],
  now: found.now as EpochMs | undefined,
});
