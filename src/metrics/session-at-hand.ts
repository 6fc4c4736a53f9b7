import type { FoldContext } from './calculator.ts';

/** Whether an observation is about the session at hand, open or last, and not about a notification that ends as it begins beside it. */
export const isOfSessionAtHand = (context: FoldContext): boolean =>
  context.session !== null && context.session === context.sessionOf(context.subjectId);
