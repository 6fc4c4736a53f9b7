// Candidates as `step` runs them: just what it reads, each linked to the one that follows, since to walk along links costs V8
// less than to walk along a list, whose kind, length and elements it checks each time.
// Made when an event type first comes to a leaf, and kept there.
import type { ActionKind, CompiledAction, CopyContext } from './action.ts';
import type { ChartFunction } from './chart-args.ts';
import type { Candidate, ChartLeaf, ChartTransition } from './compiled-chart.ts';
import { matchesWildcard } from './event-descriptor.ts';

/** Event types that a leaf keeps in a chain, in the order in which they came; beyond them a map is quicker. */
const CHAIN_MAX = 4;

/** Event types remembered a leaf, beside those that the machine names; others are looked up anew each time. */
const KNOWN_TYPES_MAX = 512;

const NO_CANDIDATES: readonly Candidate[] = [];

/** An action as it is run. @internal */
export class Instruction {
  readonly kind: ActionKind;
  readonly call: ChartFunction;
  readonly params: unknown;
  /** Where an assign of one writes, and from which place in the code. */
  readonly key: string;
  readonly slot: number;
  readonly copy: CopyContext;
  /** The rest of it. */
  readonly action: CompiledAction;
  readonly following: Instruction | undefined;

  constructor(action: CompiledAction, following: Instruction | undefined) {
    this.kind = action.kind;
    this.call = action.call;
    this.params = action.params;
    this.key = action.key;
    this.slot = action.slot;
    this.copy = action.copy;
    this.action = action;
    this.following = following;
  }
}

/** What a row needs to know of a candidate. @internal */
export type RowParts = Pick<Candidate, 'guard' | 'next' | 'taken' | 'cancelled' | 'running'>;

/** A candidate as it is run. @internal */
export class Row {
  readonly test: ChartFunction | undefined;
  readonly params: unknown;
  /** The one to try where the guard does not pass. */
  readonly otherwise: Row | undefined;
  readonly next: ChartLeaf;
  readonly taken: ChartTransition | undefined;
  readonly cancelled: readonly string[];
  readonly first: Instruction | undefined;
  /** How many facts it emits. */
  readonly factsCount: number;

  constructor(parts: RowParts, otherwise: Row | undefined) {
    const { guard, running } = parts;
    this.test = guard?.test;
    this.params = guard?.params;
    this.otherwise = otherwise;
    this.next = parts.next;
    this.taken = parts.taken;
    this.cancelled = parts.cancelled;
    this.first = instructionsOf(running);
    this.factsCount = running.filter(({ kind }) => kind === 'emit').length;
  }
}

const instructionsOf = (actions: readonly CompiledAction[]): Instruction | undefined =>
  actions.reduceRight<Instruction | undefined>(
    (following, action) => new Instruction(action, following),
    undefined,
  );

const rowsOf = (candidates: readonly Candidate[]): Row | undefined =>
  candidates.reduceRight<Row | undefined>(
    (otherwise, candidate) => new Row(candidate, otherwise),
    undefined,
  );

/** An event type that has come to a leaf. @internal */
export class KnownType {
  readonly type: string;
  readonly first: Row | undefined;
  next: KnownType | undefined = undefined;

  constructor(type: string, first: Row | undefined) {
    this.type = type;
    this.first = first;
  }
}

/** The first of what an event type may set off at a leaf; undefined if nothing. @internal */
export function firstRow(leaf: ChartLeaf, eventType: string): Row | undefined {
  for (let known = leaf.known; known !== undefined; known = known.next) {
    if (known.type === eventType) return known.first;
  }
  return leaf.rows.get(eventType) ?? learn(leaf, eventType);
}

/** The first of what a leaf tries without an event; undefined if nothing. @internal */
export function firstEventless(leaf: ChartLeaf): Row | undefined {
  if (leaf.eventless === null) leaf.eventless = leaf.done ? undefined : rowsOf(leaf.always);
  return leaf.eventless;
}

function learn(leaf: ChartLeaf, eventType: string): Row | undefined {
  if (leaf.done || leaf.rows.has(eventType)) return undefined;
  const named = leaf.candidates.get(eventType);
  const first = rowsOf(named ?? wildcardCandidates(leaf, eventType));
  if (named === undefined && leaf.rows.size >= KNOWN_TYPES_MAX) return first;
  if (leaf.rows.size < CHAIN_MAX) append(leaf, new KnownType(eventType, first));
  leaf.rows.set(eventType, first);
  return first;
}

function append(leaf: ChartLeaf, known: KnownType): void {
  let last = leaf.known;
  while (last?.next !== undefined) last = last.next;
  if (last === undefined) leaf.known = known;
  else last.next = known;
}

const wildcardCandidates = (leaf: ChartLeaf, eventType: string): readonly Candidate[] =>
  leaf.wildcards.flatMap(({ descriptor, candidates }) =>
    matchesWildcard(eventType, descriptor) ? candidates : NO_CANDIDATES,
  );
