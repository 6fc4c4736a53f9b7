// The small host: everything in memory, on virtual time. Whatever is handed to it is read first.
import { parseEvent } from '../events/parse-event.ts';
import { Refusal, verdictOnInput } from '../events/refusal.ts';
import type { Verdict } from '../events/verdict.ts';
import { readArgument } from './call-argument.ts';
import { MEMORY_ENGINE_OPTIONS } from './call-shapes.ts';
import { ParsedEngine, type ParsedEngineOptions } from './parsed-engine.ts';

export type { FactListeners, ParsedEngineOptions as MemoryEngineOptions } from './parsed-engine.ts';

/**
 * An engine in memory on virtual time.
 *
 * Modes: *taking* — events arrive, in any order within the lateness bound, and are answered `deferred`; *settled* —
 * `settle` and `advanceTo` decide what has arrived, and what is older from then on is `late`. It keeps nothing on disk.
 */
export class MemoryEngine extends ParsedEngine {
  /** @throws HoldlineError argument_invalid for what is no option; policy_invalid if the policy is none. */
  constructor(options: ParsedEngineOptions = {}) {
    super(readArgument('new MemoryEngine', MEMORY_ENGINE_OPTIONS, options));
  }

  /**
   * Takes one event in. Bad input is a `rejected` verdict, never an exception.
   *
   * @param owned True if the engine may complete the object itself instead of a copy.
   */
  dispatch(input: unknown, owned = false): Verdict {
    const event = parseEvent(input, owned);
    return event instanceof Refusal ? verdictOnInput(event) : this.take(event);
  }

  /** Takes many events in; one verdict each, in the order given. */
  dispatchMany(inputs: readonly unknown[]): readonly Verdict[] {
    return inputs.map((input) => this.dispatch(input));
  }
}
