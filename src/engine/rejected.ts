import type { Refused } from '../conversation/refusals.ts';
import type { Verdict } from '../events/verdict.ts';

/** The verdict of a refusal. */
export function rejected(eventId: string, { code, message, rule }: Refused): Verdict {
  const verdict: Verdict = { eventId, verdict: 'rejected', code, message };
  return rule === undefined ? verdict : { ...verdict, rule };
}
