// A record that the host could not write (§1.6): Error, and the same cause twice is one session (I14).
import type { EventOf } from '../events/vocabulary.ts';
import type { Draft } from './draft.ts';
import { refused, type Refused } from './refusals.ts';
import { stepSession, unbornSession } from './session-step.ts';

/** The host could not write the session or the end user (EC04, EB14). */
export function recordFailed(draft: Draft, event: EventOf<'record.failed'>): Refused | undefined {
  const open = draft.session;
  const platform = open?.context.settings.platform ?? draft.context.channel.platform;
  if (platform === 'standard') {
    return refused(
      'status_not_available',
      'a standard channel has no Error, and its session goes on: repair the record',
      'SC14',
    );
  }
  if (open !== undefined) {
    stepSession(draft, open, event);
    return undefined;
  }
  const previous = draft.conversation.session;
  if (previous?.status === 'Error' && sameCause(previous.errorReason, event.reason)) {
    const touched = previous.copy();
    touched.lastModifiedAt = draft.at;
    draft.conversation.session = touched;
    draft.endedSessions = [...draft.endedSessions, touched];
    draft.establish('session.errorRepeated', touched.id, { reason: event.reason });
    return undefined;
  }
  draft.conversation.isKnown = true;
  const session = unbornSession(draft, 'enhanced-customer');
  draft.adopt(session);
  stepSession(draft, session, event);
  return undefined;
}

/** Two reasons are one cause when they differ only in case and white space (ER03). */
function sameCause(a: string | null, b: string): boolean {
  return a !== null && normalised(a) === normalised(b);
}

const normalised = (reason: string) => reason.trim().replaceAll(/\s+/g, ' ').toLowerCase();
