import { parseEvent } from '../events/parse-event.ts';
import { Refusal } from '../events/refusal.ts';
import type { EventIn } from '../events/vocabulary.ts';
import type { CommitLoop } from './commit-loop.ts';
import { refusedOutcome, type DispatchOutcome } from './dispatch-outcome.ts';
import { watchedDispatch, type DispatchWatch, type EngineObserver } from './engine-observer.ts';
import type { EngineSettings } from './engine-options.ts';

/** Reads what is dispatched, has the events among it committed, and puts the answers in the order of the inputs. */
export function dispatchAll(
  inputs: readonly unknown[],
  loop: CommitLoop,
  { observer }: Pick<EngineSettings, 'observer'>,
): Promise<readonly DispatchOutcome[]> {
  if (observer === undefined) return answered(inputs, loop);
  return watchedDispatch(observer, inputs.length, (watch) =>
    answered(inputs, loop, observer, watch),
  );
}

async function answered(
  inputs: readonly unknown[],
  loop: CommitLoop,
  observer?: EngineObserver,
  watch?: DispatchWatch,
): Promise<readonly DispatchOutcome[]> {
  const events: EventIn[] = [];
  const refusals = new Map<number, DispatchOutcome>();
  for (let index = 0; index < inputs.length; index += 1) {
    const event = writable(parseEvent(inputs[index]));
    if (event instanceof Refusal) refusals.set(index, refusedOutcome(event));
    else events.push(event);
  }
  const outcomes = events.length === 0 ? [] : await loop.submit(events, watch);
  if (refusals.size === 0) return outcomes;
  observer?.refused?.(refusals.size);
  const taken = outcomes[Symbol.iterator]();
  return inputs.map((_, index) => refusals.get(index) ?? (taken.next().value as DispatchOutcome));
}

/** An event that the journal can hold: one that it cannot would take all down that share its commit. */
function writable(event: EventIn | Refusal): EventIn | Refusal {
  if (event instanceof Refusal) return event;
  const fields = event as unknown as Readonly<Record<string, unknown>>;
  for (const name in fields) {
    const value = fields[name];
    const isPlain = typeof value === 'string' || typeof value === 'number';
    if (isPlain || isWritable(value)) continue;
    const message = `${name}: expected a value that JSON can write, found one that it cannot: send plain data`;
    return new Refusal('invalid_event', message, name, event.id);
  }
  return event;
}

function isWritable(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'bigint';
  try {
    JSON.stringify(value);
    return true;
  } catch {
    return false;
  }
}
