// The shapes of a compiled chart: what other folders read, and what `step` runs.
// Nothing here changes after `compile` but what `step` remembers of its own look-ups.
import type { CompiledAction, CopyContext } from './action.ts';
import type { ChartEvent, ChartFunction } from './chart-args.ts';
import type { CompiledGuard } from './guard.ts';
import type { KnownType, Row } from './row.ts';
import { NO_IDS } from './step-record.ts';

/** Where a chart is: its active leaf and its context. XState's snapshot without the actor. */
export interface ChartState<TContext> {
  /** Dotted path of the active leaf, `open.Active.withAgent.awaitingAgent`. */
  readonly value: string;
  readonly context: TContext;
}

/** What a chart emits: a fact for the host. */
export interface EmittedFact {
  readonly type: string;
}

/** A delay that a step has started: the host adds `delayMs` to the step's instant and steps again when it is due. */
export interface ScheduledDelay {
  /** XState's send id, `xstate.after.inactiveExpiry.<machine id>.open.Inactive`, or the id that the raise gives. */
  readonly id: string;
  /** The delay's name, `inactiveExpiry`; its number as text if it has no name; the id if it is a function. */
  readonly name: string;
  /** Milliseconds, as the machine computed them: may be Infinity or negative. */
  readonly delayMs: number;
  /** What to step with when it is due. */
  readonly eventType: string;
}

/** Free-form information that a machine's author has put on a state or a transition. */
export type ChartMeta = Readonly<Record<string, unknown>>;

/** A transition as a step reports it. */
export interface TakenTransition {
  /** Dotted path of the state that declares it; empty for the root. */
  readonly source: string;
  /** The declared descriptor, `session.*`; empty for an `always`. */
  readonly eventType: string;
  /** Dotted path of the leaf that it leads to; undefined if it has no target. */
  readonly target: string | undefined;
  readonly description: string | undefined;
  readonly meta: ChartMeta | undefined;
}

/** A transition as the machine declares it: one entry each, whichever leaf it is taken from. */
export interface ChartTransition extends TakenTransition {
  /** The guard in words; undefined without one. */
  readonly guard: string | undefined;
  /** Name of the delay if it is an `after`, else undefined. */
  readonly delay: string | undefined;
  readonly reenter: boolean;
  /** Names of its own actions, in order; a builtin without a name is `xstate.emit` and so on. */
  readonly actions: readonly string[];
}

/** The outcome of one event: a whole macrostep of XState. */
export interface Step<
  TContext,
  TEmitted extends EmittedFact = EmittedFact,
> extends ChartState<TContext> {
  /**
   * The first transition that was taken; the very object of `chart.transitions`.
   *
   * Undefined: the event is ignored, `value` and `context` are the ones given. A transition that only forbids
   * (no target, no actions, no meta) counts as ignoring.
   */
  readonly taken: TakenTransition | undefined;
  /** True in a top-level final state: no event has any effect any more. */
  readonly done: boolean;
  /** Facts in the order of emission. */
  readonly emitted: readonly TEmitted[];
  /**
   * Delays started and not cancelled again within the step, in order.
   *
   * Apply `cancelled` first, then arm these; a later one replaces an earlier one of the same id.
   */
  readonly scheduled: readonly ScheduledDelay[];
  /** Ids to cancel, in order, with repeats; an id that is not armed means nothing. */
  readonly cancelled: readonly string[];
  /** Internal events that the step raised, done events of nested finals included, in order. */
  readonly raised: readonly ChartEvent[];
}

/** A leaf of the chart with the transitions that can be taken from it. */
export class ChartLeaf {
  /** Dotted path, `open.Active.withAgent.awaitingAgent`. */
  readonly path: string;
  /** Whether it is a final state, at whatever depth. */
  readonly final: boolean;
  /** Whether it is a final state at the top: the chart is done. */
  readonly done: boolean;
  /** Paths of the states around it, outermost first, without the root. */
  readonly ancestors: readonly string[];
  /** Tags of the leaf and all around it, each once, outermost first. */
  readonly tags: readonly string[];
  /** Meta of the leaf and all around it, merged: the inner one wins; undefined if none has any. */
  readonly meta: ChartMeta | undefined;
  readonly description: string | undefined;
  /** What may be taken on each event type that the machine names; filled by `compile`. @internal */
  readonly candidates: Map<string, readonly Candidate[]> = new Map();
  /** Wildcard descriptors that reach this leaf, in XState's order of precedence. @internal */
  readonly wildcards: Wildcard[] = [];
  /** Eventless transitions of the leaf and all around it, in order. @internal */
  readonly always: Candidate[] = [];
  /** The leaves among which `step` has found this one. @internal */
  home: ReadonlyMap<string, ChartLeaf> | undefined = undefined;
  /** What the event types that came first may set off; the others are in `rows`. @internal */
  known: KnownType | undefined = undefined;
  /** What each event type that came may set off, as `step` runs it. @internal */
  readonly rows: Map<string, Row | undefined> = new Map();
  /** `always` as `step` runs it; null until it is first asked for. @internal */
  eventless: Row | undefined | null = null;

  constructor(facts: LeafFacts) {
    this.path = facts.path;
    this.final = facts.final;
    this.done = facts.done;
    this.ancestors = facts.ancestors;
    this.tags = facts.tags;
    this.meta = facts.meta;
    this.description = facts.description;
  }
}

/** What is known of a leaf before its transitions. @internal */
export type LeafFacts = Pick<
  ChartLeaf,
  'path' | 'final' | 'done' | 'ancestors' | 'tags' | 'meta' | 'description'
>;

/** One transition as taken from one leaf: everything that then runs, in order. @internal */
export class Candidate {
  readonly transition: ChartTransition;
  readonly guard: CompiledGuard | undefined;
  /** Exits from the deepest, the transition's own, entries from the outermost. */
  readonly actions: readonly CompiledAction[];
  readonly next: ChartLeaf;
  /** True if it only forbids: no target, no actions and no meta; meta makes it a documented transition to nowhere. */
  readonly forbids: boolean;
  /** What a step reports. */
  readonly taken: ChartTransition | undefined;
  /** What `actions` cancel, where that is known beforehand, and the rest of them. */
  readonly cancelled: readonly string[];
  readonly running: readonly CompiledAction[];

  constructor(
    transition: ChartTransition,
    guard: CompiledGuard | undefined,
    actions: readonly CompiledAction[],
    next: ChartLeaf,
    forbids: boolean,
  ) {
    this.transition = transition;
    this.guard = guard;
    this.actions = actions;
    this.next = next;
    this.forbids = forbids;
    this.taken = forbids ? undefined : transition;
    this.cancelled = knownCancels(actions);
    this.running =
      this.cancelled === NO_IDS ? actions : actions.filter(({ kind }) => kind !== 'cancel');
  }
}

/** The ids that actions cancel, if all are fixed and none follows a delay that it might take back; else none. */
function knownCancels(actions: readonly CompiledAction[]): readonly string[] {
  const cancels = actions.filter(({ kind }) => kind === 'cancel');
  const isKnown =
    cancels.length > 0 &&
    cancels.every(({ isConstant }) => isConstant) &&
    !actions.some(
      ({ kind }, index) =>
        kind === 'schedule' && actions.slice(index).some((later) => later.kind === 'cancel'),
    );
  return isKnown ? Object.freeze(cancels.map(({ value }) => value as string)) : NO_IDS;
}

/** The candidates of one wildcard descriptor at one leaf. @internal */
export interface Wildcard {
  readonly descriptor: string;
  readonly candidates: readonly Candidate[];
}

/** How a chart begins. @internal */
export interface ChartStart {
  /** The machine's context function, or undefined if its context is a value. */
  readonly contextOf: ChartFunction | undefined;
  readonly context: unknown;
  /** Copies what `contextOf` returns. */
  readonly copy: CopyContext;
  /** Entry and initial actions, outermost first. */
  readonly row: Row;
  readonly leaf: ChartLeaf;
}

/**
 * A machine compiled for `step`.
 *
 * The parameters beyond the context only carry types from the machine to `step` and `initialStep`.
 */
export interface CompiledChart<
  TContext,
  TEvent extends ChartEvent = ChartEvent,
  TInput = unknown,
  TEmitted extends EmittedFact = EmittedFact,
> {
  /** The machine's id. */
  readonly id: string;
  /** Every leaf by its path, in document order. */
  readonly leaves: ReadonlyMap<string, ChartLeaf>;
  /** Every declared transition: `on`, `onDone`, `after`, `always`, in document order of the states. */
  readonly transitions: readonly ChartTransition[];
  /** @internal */
  readonly start: ChartStart;
  /** Microsteps that one event may set off before it counts as a loop. @internal */
  readonly microstepsMax: number;
  /** Never set. */
  readonly types?: ChartTypes<TContext, TEvent, TInput, TEmitted>;
}

/** Types that a chart carries and no value holds. */
interface ChartTypes<TContext, TEvent, TInput, TEmitted> {
  readonly context: TContext;
  readonly event: TEvent;
  readonly input: TInput;
  readonly emitted: TEmitted;
}
