// What a picture of a chart shows, whatever the format: boxes in boxes, and one labelled arrow between two of them.
// Only moves are drawn; a transition that stays in its state is a row of the table (chart-rows.ts), not an arrow.
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { rowsOf, type ChartRow } from './chart-rows.ts';

/** A state as a box. */
export interface Box {
  /** Dotted path. */
  readonly path: string;
  /** Last step of the path. */
  readonly name: string;
  readonly final: boolean;
  /** Path of the box in which it begins; undefined unless it has boxes inside. */
  readonly initial: string | undefined;
  readonly boxes: readonly Box[];
}

/** All moves from one box to another. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** `event, event [guard] · RULE`, one a rule; `†` marks a rule that was reasoned out. */
  readonly label: readonly string[];
  /** What its transitions say, in the order of the label. */
  readonly sentences: readonly string[];
}

/** A chart as a picture. */
export interface Drawing {
  readonly id: string;
  /** What the machine says of itself; empty if it says nothing. */
  readonly description: string;
  readonly initial: string;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
  /** How many transitions are not drawn, because they stay in their state. */
  readonly staysCount: number;
}

/** What a rule's mark in a label means. */
export const INFERRED_MARK = '†';

/** The picture of a machine's chart. */
export function drawingOf(machine: AnyStateMachine): Drawing {
  const root = machine.root as AnyStateNode;
  const rows = rowsOf(machine);
  const moves = rows.filter((row) => row.to !== undefined && row.to !== row.from);
  const byEnds = grouped(moves, ({ from, to }) => `${from} ${to}`);
  return {
    id: machine.id,
    description: root.description ?? '',
    initial: initialOf(root) ?? '',
    boxes: boxesIn(root),
    arrows: byEnds.map(arrowOf),
    staysCount: rows.length - moves.length,
  };
}

/** Paths of all boxes, outermost first. */
export function boxPaths(boxes: readonly Box[]): readonly string[] {
  return boxes.flatMap((box) => [box.path, ...boxPaths(box.boxes)]);
}

function boxesIn(node: AnyStateNode): readonly Box[] {
  return (Object.values(node.states) as AnyStateNode[]).map((child) => ({
    path: child.path.join('.'),
    name: child.key,
    final: child.type === 'final',
    initial: initialOf(child),
    boxes: boxesIn(child),
  }));
}

function initialOf(node: AnyStateNode): string | undefined {
  if (node.type !== 'compound') return undefined;
  return (node.initial.target[0] as unknown as AnyStateNode).path.join('.');
}

const causeOf = ({ event, rule }: ChartRow) => `${event} ${rule}`;

function arrowOf(rows: NonEmpty<ChartRow>): Arrow {
  const unguarded = new Set(rows.filter(({ guard }) => guard === undefined).map(causeOf));
  // Between the same two states a guard that only chooses among the actions of one rule says nothing about the move.
  const words = rows.map((row): Words => ({
    event: row.event,
    guard: unguarded.has(causeOf(row)) ? undefined : row.guard,
    rule: row.rule === undefined ? '' : ` · ${row.rule}${row.inferred ? ` ${INFERRED_MARK}` : ''}`,
  }));
  const lines = grouped(words, ({ guard, rule }) => `${rule} ${guard}`);
  return {
    from: rows[0].from,
    to: rows[0].to ?? '',
    label: lines.map(lineOf),
    sentences: [...new Set(rows.map((row) => row.sentence))],
  };
}

interface Words {
  readonly event: string;
  readonly guard: string | undefined;
  readonly rule: string;
}

function lineOf(words: NonEmpty<Words>): string {
  const events = [...new Set(words.map(({ event }) => event))].join(', ');
  const [{ guard, rule }] = words;
  const condition = guard === undefined ? '' : `[${guard}]`;
  return `${[events, condition].filter((part) => part !== '').join(' ')}${rule}`;
}

type NonEmpty<T> = readonly [T, ...T[]];

/** Items of the same key together, in the order in which each key first occurs. */
function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly NonEmpty<T>[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
