// What is drawn of a machine: one box for each status, and one arrow between two of them, however many transitions there are.
import type { DefinedState, DefinedTransition, MachineDefinition } from './machine-definition.ts';

/** A state as a box. What lies inside it is told in words, not drawn. */
export interface PictureBox {
  /** Dotted path of the state. */
  readonly path: string;
  readonly label: string;
  /** What tells it from another box of the same label; empty where nothing has to. */
  readonly note: string;
  /** `birth`: where a session is before it exists. */
  readonly kind: 'birth' | 'state' | 'final';
}

/** All moves from one box to another. */
export interface PictureArrow {
  readonly from: string;
  readonly to: string;
  /** Types of events that take it, each once, those of its own before those that are common to all open states. */
  readonly events: readonly string[];
  /** Names of timers that take it, likewise. */
  readonly timers: readonly string[];
  readonly rules: readonly string[];
  /** Whether it says only what every open state has in common: drawn faintly and without a label. */
  readonly isCommon: boolean;
  readonly label: ArrowLabel;
}

/** The words on an arrow. */
export interface ArrowLabel {
  readonly event: string;
  readonly timer: string;
  /** How many more events and timers there are, count. */
  readonly more: number;
}

/** A machine as a picture, not laid out yet. */
export interface ChartPicture {
  readonly id: string;
  readonly boxes: readonly PictureBox[];
  readonly arrows: readonly PictureArrow[];
}

/** Most boxes of a machine whose states do not say what their status is. */
const BOXES_MAX = 12;

/** States below which a transition counts as common to all of them. */
const COMMON_MIN = 4;

/** The picture of a machine. */
export function pictureOf(machine: MachineDefinition): ChartPicture {
  const unordered = drawnStates(machine);
  const moves = movesBetween(machine, unordered);
  const drawn = inReadingOrder(unordered, enteredBox(machine.root, unordered), moves);
  const arrows = [...moves.values()].map((move) => arrowOf(move, commonTo(move.to, moves)));
  const entered = new Set(arrows.map(({ to }) => to));
  const labels = drawn.map((state) => state.status ?? state.key);
  const boxes = drawn.map((state, index): PictureBox => {
    const label = labels[index] ?? state.key;
    const isAlone = labels.indexOf(label) === labels.lastIndexOf(label);
    return {
      path: state.path,
      label,
      note: isAlone ? '' : noteOf(state),
      kind: kindOf(state, entered),
    };
  });
  return { id: machine.id, boxes, arrows };
}

/** The states that become boxes: those that name a status and what stands beside them, or the outermost ones that fit. */
function drawnStates({ root, states }: MachineDefinition): readonly DefinedState[] {
  if (states.some(({ status }) => status !== undefined)) return byStatus(root);
  let drawn = childrenOf(root);
  for (;;) {
    const opened = drawn.find(
      (state) =>
        state.kind === 'compound' && drawn.length - 1 + childrenOf(state).length <= BOXES_MAX,
    );
    if (opened === undefined) return drawn;
    drawn = drawn.flatMap((state) => (state === opened ? childrenOf(state) : [state]));
  }
}

function byStatus(state: DefinedState): readonly DefinedState[] {
  return childrenOf(state).flatMap((child) =>
    child.status !== undefined || child.states.length === 0 ? [child] : byStatus(child),
  );
}

const childrenOf = (state: DefinedState) => state.states.filter(({ kind }) => kind !== 'history');

interface Move {
  readonly from: DefinedState;
  readonly to: DefinedState;
  readonly transitions: DefinedTransition[];
  /** Those of its transitions that are declared around its box and many others. */
  readonly common: Set<DefinedTransition>;
}

function movesBetween(
  { transitions }: MachineDefinition,
  drawn: readonly DefinedState[],
): ReadonlyMap<string, Move> {
  const moves = new Map<string, Move>();
  for (const transition of transitions) {
    const to = transition.to === undefined ? undefined : enteredBox(transition.to, drawn);
    if (to === undefined) continue;
    const own = boxAround(transition.from, drawn);
    const sources =
      own === undefined ? drawn.filter((box) => isWithin(box, transition.from)) : [own];
    for (const from of sources) {
      if (from === to || isEnd(from)) continue;
      const key = `${from.path}\n${to.path}`;
      let move = moves.get(key);
      if (move === undefined) {
        move = { from, to, transitions: [], common: new Set() };
        moves.set(key, move);
      }
      move.transitions.push(transition);
      if (sources.length >= COMMON_MIN) move.common.add(transition);
    }
  }
  return moves;
}

/**
 * The boxes by how many moves they are away from the first one, the ends last.
 *
 * The order in the definition decides only between equals: what comes over a wire may have its keys sorted.
 */
function inReadingOrder(
  drawn: readonly DefinedState[],
  first: DefinedState | undefined,
  moves: ReadonlyMap<string, Move>,
): readonly DefinedState[] {
  const distances = new Map<DefinedState, number>();
  let reached = first === undefined ? [] : [first];
  for (let distance = 0; reached.length > 0; distance += 1) {
    for (const state of reached) distances.set(state, distance);
    const next = new Set<DefinedState>();
    for (const { from, to } of moves.values()) {
      if (distances.has(from) && !distances.has(to)) next.add(to);
    }
    reached = [...next];
  }
  const rank = (state: DefinedState) => (isEnd(state) ? Infinity : (distances.get(state) ?? 1e6));
  return drawn.toSorted((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
}

/** What leads to a box from everywhere: the names of what is declared around many boxes. */
function commonTo(to: DefinedState, moves: ReadonlyMap<string, Move>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const move of moves.values()) {
    if (move.to !== to) continue;
    for (const { event } of move.common) names.add(event);
  }
  return names;
}

function arrowOf({ from, to, transitions }: Move, common: ReadonlySet<string>): PictureArrow {
  // What is its own and always possible tells most of an arrow.
  const weight = (one: DefinedTransition) =>
    Number(common.has(one.event)) * 2 + Number(one.isGuarded);
  const ownFirst = transitions.toSorted((a, b) => weight(a) - weight(b));
  const names = (isTimer: boolean) => [
    ...new Set(ownFirst.filter((one) => one.isTimer === isTimer).map(({ event }) => event)),
  ];
  const events = names(false);
  const timers = names(true);
  const own = (all: readonly string[]) => all.find((name) => name !== '' && !common.has(name));
  const event = own(events) ?? '';
  const timer = own(timers) ?? '';
  const shown = Number(event !== '') + Number(timer !== '');
  const count = events.filter((name) => name !== '').length + timers.length;
  return {
    from: from.path,
    to: to.path,
    events,
    timers,
    rules: [...new Set(transitions.flatMap(({ rule }) => (rule === undefined ? [] : [rule])))],
    isCommon: shown === 0 && count > 0,
    label: { event, timer, more: count - shown },
  };
}

/** The box in which one ends up on entering a state. */
function enteredBox(state: DefinedState, drawn: readonly DefinedState[]): DefinedState | undefined {
  let entered: DefinedState | undefined = state;
  while (entered !== undefined) {
    const box = boxAround(entered, drawn);
    if (box !== undefined) return box;
    entered = entered.initial;
  }
  return undefined;
}

function boxAround(state: DefinedState, drawn: readonly DefinedState[]): DefinedState | undefined {
  let around: DefinedState | undefined = state;
  while (around !== undefined && !drawn.includes(around)) around = around.parent;
  return around;
}

function isWithin(state: DefinedState, outer: DefinedState): boolean {
  let around: DefinedState | undefined = state;
  while (around !== undefined && around !== outer) around = around.parent;
  return around === outer;
}

function noteOf(state: DefinedState): string {
  if (state.waitingFor !== undefined) return `for ${state.waitingFor}`;
  return state.parent === undefined || state.parent.path === '' ? '' : `in ${state.parent.key}`;
}

function kindOf(state: DefinedState, entered: ReadonlySet<string>): PictureBox['kind'] {
  if (isEnd(state)) return 'final';
  return state.key === 'unborn' && !entered.has(state.path) ? 'birth' : 'state';
}

/** Whether the machine is over there. */
const isEnd = (state: DefinedState) => state.kind === 'final' && state.parent?.path === '';
