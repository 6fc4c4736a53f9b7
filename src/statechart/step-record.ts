// What a microstep comes to, and a step: its first microstep with all later ones added.
import type { ChartEvent } from './chart-args.ts';
import type {
  ChartLeaf,
  EmittedFact,
  ScheduledDelay,
  Step,
  TakenTransition,
} from './compiled-chart.ts';

// Shared by every step in which nothing of the kind happened.
/** @internal */
export const NO_FACTS: readonly EmittedFact[] = Object.freeze([]);
/** @internal */
export const NO_DELAYS: readonly ScheduledDelay[] = Object.freeze([]);
/** @internal */
export const NO_EVENTS: readonly ChartEvent[] = Object.freeze([]);
/** @internal */
export const NO_IDS: readonly string[] = Object.freeze([]);

/** What a microstep asks of the host, and of the chart. @internal */
export type Effects = Pick<Step<unknown>, 'emitted' | 'scheduled' | 'cancelled' | 'raised'>;

const NO_EFFECTS: Effects = {
  emitted: NO_FACTS,
  scheduled: NO_DELAYS,
  cancelled: NO_IDS,
  raised: NO_EVENTS,
};

/** What a step comes to; handed out as a read-only `Step`. @internal */
export class StepRecord implements Step<unknown> {
  // `declare`: else each field would be set to undefined before the constructor sets it.
  declare value: string;
  declare context: unknown;
  declare taken: TakenTransition | undefined;
  declare done: boolean;
  declare emitted: readonly EmittedFact[];
  declare scheduled: readonly ScheduledDelay[];
  declare cancelled: readonly string[];
  declare raised: readonly ChartEvent[];
  /** The leaf that `value` names: spares the next step the search for it. */
  #leaf: ChartLeaf;

  constructor(
    leaf: ChartLeaf,
    context: unknown,
    taken: TakenTransition | undefined,
    effects: Effects,
  ) {
    this.value = leaf.path;
    this.context = context;
    this.taken = taken;
    this.done = leaf.done;
    this.emitted = effects.emitted;
    this.scheduled = effects.scheduled;
    this.cancelled = effects.cancelled;
    this.raised = effects.raised;
    this.#leaf = leaf;
  }

  /** The leaf of a state that is a record; undefined for any other. */
  static leafOf(state: object): ChartLeaf | undefined {
    return #leaf in state ? state.#leaf : undefined;
  }

  /** Adds the microstep that follows. What it cancels is also taken back here, so that "cancel, then arm" is right for the host. */
  add(later: StepRecord): void {
    this.value = later.value;
    this.context = later.context;
    this.taken ??= later.taken;
    this.done = later.done;
    this.emitted = joined(this.emitted, later.emitted);
    this.scheduled = joined(without(this.scheduled, later.cancelled), later.scheduled);
    this.cancelled = joined(this.cancelled, later.cancelled);
    this.raised = joined(this.raised, later.raised);
    this.#leaf = later.#leaf;
  }
}

const joined = <T>(first: readonly T[], second: readonly T[]): readonly T[] => {
  if (second.length === 0) return first;
  return first.length === 0 ? second : [...first, ...second];
};

/** Delays without those of the given ids. @internal */
export function without(
  delays: readonly ScheduledDelay[],
  ids: readonly string[],
): readonly ScheduledDelay[] {
  const kept = delays.filter(({ id }) => !ids.includes(id));
  if (kept.length === delays.length) return delays;
  return kept.length === 0 ? NO_DELAYS : kept;
}

/** What comes of an event that changes nothing. @internal */
export const nothingOf = (leaf: ChartLeaf, context: unknown): StepRecord =>
  new StepRecord(leaf, context, undefined, NO_EFFECTS);
