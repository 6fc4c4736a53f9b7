// Every way in which the conversation says no: stable code, the row behind it, what to do.
import type { VerdictCode } from '../events/codes.ts';
import type { Conversation } from './conversation.ts';
import type { RuleId } from './rules.ts';

/** Why an event changed nothing. */
export interface Refused {
  readonly code: VerdictCode;
  readonly message: string;
  /** The row of the lifecycle, where one exists. */
  readonly rule: RuleId | undefined;
}

/** A refusal; the message finishes the sentence "so do …". */
export function refused(code: VerdictCode, message: string, rule?: RuleId): Refused {
  return { code, message, rule };
}

/** The refusal of what needs an open session where none is. */
export function noOpenSession({ session }: Conversation): Refused {
  const message =
    session === null
      ? 'no session has been opened yet: send what has opened one first'
      : `session ${session.id} is ${session.status} and stays so (I3): leave the event out`;
  return refused('no_session', message);
}
