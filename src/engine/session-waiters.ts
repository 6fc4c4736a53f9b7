import { HoldlineError } from '../events/holdline-error.ts';
import type { EpochMs } from '../time/instant.ts';
import { assertArgument } from './call-argument.ts';
import { CALLBACK, NAME } from './call-shapes.ts';
import type { SessionView } from './session-view.ts';

interface Waiter {
  readonly sessionId: string;
  readonly isWanted: (session: SessionView) => boolean;
  readonly until: EpochMs;
  readonly resolve: (session: SessionView) => void;
  readonly reject: (error: unknown) => void;
}

/** Those who wait for a session to become something. */
export class SessionWaiters {
  #waiters: Waiter[] = [];

  /** The instant at which the next one gives up; Infinity when nobody waits. */
  get nextAt(): EpochMs {
    return this.#waiters.reduce((earliest, { until }) => Math.min(earliest, until), Infinity);
  }

  /** Waits until an instant of the engine's clock. */
  add(
    sessionId: string,
    isWanted: (session: SessionView) => boolean,
    until: EpochMs,
  ): Promise<SessionView> {
    assertArgument('waitFor', NAME, sessionId, 'sessionId');
    assertArgument('waitFor', CALLBACK, isWanted, 'isWanted');
    return new Promise((resolve, reject) => {
      this.#waiters.push({ sessionId, isWanted, until, resolve, reject });
    });
  }

  /** Looks whether what is waited for has come. */
  look(find: (sessionId: string) => SessionView | undefined, now: EpochMs): void {
    if (this.#waiters.length === 0) return;
    this.#waiters = this.#waiters.filter((waiter) => {
      try {
        return !isAnswered(waiter, find(waiter.sessionId), now);
      } catch (error) {
        // What a caller waits for is the caller's code: its error is the caller's, and disturbs nobody else.
        waiter.reject(error);
        return false;
      }
    });
  }

  /** The engine is closed. */
  giveUp(): void {
    for (const { reject } of this.#waiters) {
      reject(
        new HoldlineError('store_closed', 'the engine was closed while something was waited for'),
      );
    }
    this.#waiters = [];
  }
}

function isAnswered(waiter: Waiter, session: SessionView | undefined, now: EpochMs): boolean {
  if (session !== undefined && waiter.isWanted(session)) waiter.resolve(session);
  else if (now >= waiter.until) waiter.reject(expired(waiter.sessionId, session));
  else return false;
  return true;
}

const expired = (sessionId: string, session: SessionView | undefined) =>
  new HoldlineError(
    'wait_expired',
    session === undefined
      ? `session ${sessionId} has not come to be in time`
      : `session ${sessionId} has not become what was waited for in time, it is ${session.status}: see explain()`,
  );
