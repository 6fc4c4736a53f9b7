import type { ConversationEvent } from '../conversation/decide.ts';
import { compareEvents, type Ordered } from '../events/order.ts';
import { placeOfRearm, type RearmInput } from './rearm-input.ts';
import type { AmbientEvent } from './standing.ts';
import type { TailStep } from './tail-step.ts';

/** Something that a repair decides again. */
export type RepairInput =
  | { readonly role: 'own'; readonly event: ConversationEvent }
  | { readonly role: 'ambient'; readonly event: AmbientEvent }
  | { readonly role: 'rearm'; readonly event: Ordered; readonly rearm: RearmInput };

/** The inputs to decide again, in order: the conversation's own, the new ones, what reaches it, and what operators did. */
export function inputsOf(
  undone: readonly TailStep[],
  added: readonly ConversationEvent[],
  ambients: readonly AmbientEvent[],
  from: Ordered,
): readonly RepairInput[] {
  const inputs: RepairInput[] = [];
  for (const { role, event, rearm } of undone) {
    if (rearm !== null) inputs.push({ role: 'rearm', event: placeOfRearm(rearm), rearm });
    else if (role === 'own') inputs.push({ role, event: event as ConversationEvent });
  }
  for (const event of added) inputs.push({ role: 'own', event });
  for (const event of ambients) {
    if (compareEvents(event, from) >= 0) inputs.push({ role: 'ambient', event });
  }
  // Of one event its own conversation hears first.
  return inputs.toSorted(
    (a, b) =>
      compareEvents(a.event, b.event) || Number(b.role === 'own') - Number(a.role === 'own'),
  );
}
