// A step while it is made. Written by the actions, read by the host once it is complete.
import type { ChartEvent } from './chart-args.ts';
import type {
  ChartLeaf,
  EmittedFact,
  ScheduledDelay,
  Step,
  TakenTransition,
} from './compiled-chart.ts';

// Shared by every step in which nothing of the kind happened.
const NO_FACTS: EmittedFact[] = [];
const NO_DELAYS: ScheduledDelay[] = [];
const NO_EVENTS: ChartEvent[] = [];
for (const empty of [NO_FACTS, NO_DELAYS, NO_EVENTS]) Object.freeze(empty);

/** The cancelled ids of a step that cancels nothing. @internal */
export const NO_IDS: readonly string[] = Object.freeze([]);

/** What a step comes to; handed out as a read-only `Step`. @internal */
export class StepRecord implements Step<unknown> {
  // `declare`: else each field would be set to undefined before the constructor sets it.
  declare value: string;
  declare context: unknown;
  declare taken: TakenTransition | undefined;
  declare done: boolean;
  declare emitted: EmittedFact[];
  declare scheduled: ScheduledDelay[];
  declare cancelled: readonly string[];
  declare raised: ChartEvent[];
  /** The leaf that `value` names: spares the next step the search for it. */
  #leaf: ChartLeaf;

  constructor(
    leaf: ChartLeaf,
    context: unknown,
    taken: TakenTransition | undefined,
    cancelled: readonly string[],
  ) {
    this.value = leaf.path;
    this.context = context;
    this.taken = taken;
    this.done = leaf.done;
    this.emitted = NO_FACTS;
    this.scheduled = NO_DELAYS;
    this.cancelled = cancelled;
    this.raised = NO_EVENTS;
    this.#leaf = leaf;
  }

  static leafOf(record: StepRecord): ChartLeaf {
    return record.#leaf;
  }

  moveTo(leaf: ChartLeaf): void {
    this.value = leaf.path;
    this.done = leaf.done;
    this.#leaf = leaf;
  }

  /** Notes a fact as number `index`; the first makes room for `factsCount`, since a list that grows costs more. */
  emit(fact: EmittedFact, index: number, factsCount: number): void {
    if (this.emitted === NO_FACTS) this.emitted = factsFrom(fact, factsCount);
    else if (index < this.emitted.length) this.emitted[index] = fact;
    else this.emitted.push(fact);
  }

  raise(event: ChartEvent): void {
    if (this.raised === NO_EVENTS) this.raised = [event];
    else this.raised.push(event);
  }

  schedule(delay: ScheduledDelay): void {
    if (this.scheduled === NO_DELAYS) this.scheduled = [delay];
    else this.scheduled.push(delay);
  }

  /** Also takes back what the step itself has scheduled under that id, so that "cancel, then arm" is right for the host. */
  cancel(id: string): void {
    this.cancelled = [...this.cancelled, id];
    if (this.scheduled.some((delay) => delay.id === id)) {
      const kept = this.scheduled.filter((delay) => delay.id !== id);
      this.scheduled = kept.length === 0 ? NO_DELAYS : kept;
    }
  }
}

/** A list that begins with a fact; the same fact stands where the others will be written. */
function factsFrom(fact: EmittedFact, count: number): EmittedFact[] {
  switch (count) {
    case 2:
      return [fact, fact];
    case 3:
      return [fact, fact, fact];
    case 4:
      return [fact, fact, fact, fact];
    default:
      return [fact];
  }
}
