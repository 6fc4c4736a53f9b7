import { parseEvent } from '../events/parse-event.ts';
import { Refusal } from '../events/refusal.ts';
import type { EventIn } from '../events/vocabulary.ts';
import type { CommitLoop } from './commit-loop.ts';
import { refusedOutcome, type DispatchOutcome } from './dispatch-outcome.ts';
import { watchedDispatch } from './engine-observer.ts';
import type { EngineSettings } from './engine-options.ts';

/** Reads what is dispatched, has the events among it committed, and puts the answers in the order of the inputs. */
export async function dispatchAll(
  inputs: readonly unknown[],
  loop: CommitLoop,
  { observer }: Pick<EngineSettings, 'observer'>,
): Promise<readonly DispatchOutcome[]> {
  const events: EventIn[] = [];
  const refusals = new Map<number, DispatchOutcome>();
  for (let index = 0; index < inputs.length; index += 1) {
    const event = parseEvent(inputs[index]);
    if (event instanceof Refusal) refusals.set(index, refusedOutcome(event));
    else events.push(event);
  }
  const outcomes = events.length === 0 ? [] : await submitted(events, loop, observer);
  if (refusals.size === 0) return outcomes;
  observer?.refused?.(refusals.size);
  const taken = outcomes[Symbol.iterator]();
  return inputs.map((_, index) => refusals.get(index) ?? (taken.next().value as DispatchOutcome));
}

const submitted = (
  events: readonly EventIn[],
  loop: CommitLoop,
  observer: EngineSettings['observer'],
): Promise<readonly DispatchOutcome[]> =>
  observer === undefined
    ? loop.submit(events)
    : watchedDispatch(observer, events.length, (watch) => loop.submit(events, watch));
