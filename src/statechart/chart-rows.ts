// A chart read as a table: every transition that a machine declares, in words. Nothing here runs anything.
import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { describeAction } from './compile-action.ts';
import type { ChartMeta } from './compiled-chart.ts';
import { describeGuard } from './guard.ts';
import { ownTransitions } from './unsupported.ts';

/** One declared transition in words. */
export interface ChartRow {
  /** Dotted path of the state that declares it; empty for the root. */
  readonly from: string;
  /** Dotted path of its target, a compound state as it stands; undefined if it stays where it is. */
  readonly to: string | undefined;
  /** The event's type; `after inactiveExpiry` for a delay; empty for an eventless transition. */
  readonly event: string;
  /** The guard in words, with the values it is given, `is online`; undefined without one. */
  readonly guard: string | undefined;
  /** Whether it leaves and enters its target even from inside, so that the delays there start anew. */
  readonly reenters: boolean;
  /** The row of the specification that its meta cites. */
  readonly rule: string | undefined;
  /** Whether that row was reasoned out, not read in a source. */
  readonly inferred: boolean;
  /** The description without the rule that it begins with. */
  readonly sentence: string;
  /** Names of its own actions, in order. */
  readonly actions: readonly string[];
}

// Delays that outlive their state are raised by an action under their own name: they read like any other delay.
const RAISED_DELAY = /^timer\.(?<name>.+)$/;

const RULE_BEFORE = /^[\w.-]+(?: \(INFERRED\))?: /;

/** Every transition of a machine, in document order of the states that declare them. */
export function rowsOf(machine: AnyStateMachine): readonly ChartRow[] {
  return nodesOf(machine.root as AnyStateNode).flatMap((node) => ownTransitions(node).map(toRow));
}

/** A state and all inside it, outermost first, in document order. */
function nodesOf(node: AnyStateNode): readonly AnyStateNode[] {
  const children = Object.values(node.states) as AnyStateNode[];
  return [node, ...children.flatMap(nodesOf)];
}

function toRow(transition: AnyTransitionDefinition): ChartRow {
  const target = transition.target?.[0] as AnyStateNode | undefined;
  const meta = transition.meta as ChartMeta | undefined;
  const rule = meta?.['rule'];
  return {
    from: (transition.source as AnyStateNode).path.join('.'),
    to: target?.path.join('.'),
    event: eventWords(transition),
    guard: guardWords(transition.guard),
    reenters: transition.reenter,
    rule: typeof rule === 'string' ? rule : undefined,
    inferred: meta?.['inferred'] === true,
    sentence: (transition.description ?? '').replace(RULE_BEFORE, ''),
    actions: transition.actions.map(describeAction),
  };
}

function guardWords(guard: unknown): string | undefined {
  const words = describeGuard(guard);
  const params = (guard as { readonly params?: unknown } | undefined)?.params;
  if (typeof params !== 'object' || params === null) return words;
  return [words, ...Object.values(params)].join(' ');
}

function eventWords(transition: AnyTransitionDefinition): string {
  const { delay } = transition as { readonly delay?: string | number };
  const raised = RAISED_DELAY.exec(transition.eventType)?.groups?.['name'];
  const name = delay ?? raised;
  return name === undefined ? transition.eventType : `after ${name}`;
}
