// What a step of a tail looks like to those who watch decisions as a whole.
import type { Conversation } from '../conversation/conversation.ts';
import type { AnyFact } from '../events/fact.ts';
import type { EventIn } from '../events/vocabulary.ts';
import type { DecidedStep } from './engine-sink.ts';
import type { LiveConversation } from './live-conversation.ts';
import type { StepResult } from './live-step.ts';
import type { TailStep } from './tail-step.ts';

/** One step, with the facts that it established. */
export function watchedStep(
  conversation: Conversation,
  { event, at }: TailStep,
  facts: readonly AnyFact[],
): DecidedStep {
  if (event !== null) {
    const { type, id } = event;
    return { conversation, facts, cause: { type, id, at }, event };
  }
  const fired = facts.find((fact) => fact.type === 'timer.fired');
  const timer = `timer.${fired?.data.name ?? ''}`;
  return { conversation, facts, cause: { type: timer, id: timer, at } };
}

/** A repair: what no longer holds, then each step that says something new. */
export function watchedRepair(
  { conversation }: LiveConversation,
  redone: readonly StepResult[],
  corrections: readonly AnyFact[],
  fresh: ReadonlySet<AnyFact>,
  { type, id, at }: EventIn,
): readonly DecidedStep[] {
  const steps: DecidedStep[] = [];
  if (corrections.length > 0) {
    steps.push({ conversation, facts: corrections, cause: { type, id, at } });
  }
  for (const { step, facts, after } of redone) {
    const told = facts.filter((fact) => fresh.has(fact));
    if (told.length > 0) steps.push(watchedStep(after, step, told));
  }
  // What was told last may lie in the past: the present comes after it.
  const last = redone.at(-1)?.step.at ?? at;
  if (steps.length > 0) steps.push({ conversation, facts: [], cause: { type, id, at: last } });
  return steps;
}
