// What a compiled chart refuses of a state. Guards and actions are refused where they are compiled.
import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { type ChartPlace, ChartUnsupportedError } from './chart-error.ts';

/** Where a node is, for messages. @internal */
export function placeOf(node: AnyStateNode): ChartPlace {
  return { machineId: node.machine.id, path: node.path.join('.') };
}

interface Refusal {
  readonly applies: (node: AnyStateNode) => boolean;
  readonly feature: string;
  readonly remedy: string;
}

const REFUSALS: readonly Refusal[] = [
  {
    applies: (node) => node.type === 'parallel',
    feature: 'parallel state',
    remedy: 'make each region a machine of its own',
  },
  {
    applies: (node) => node.type === 'history',
    feature: 'history state',
    remedy: 'keep where to return in the context and guard the way back',
  },
  {
    applies: (node) => node.invoke.length > 0,
    feature: 'invoke',
    remedy: 'emit a fact, let the host do the work and report its end as an event',
  },
  {
    applies: (node) => 'route' in node.config,
    feature: 'route',
    remedy: 'declare an event for each state that can be jumped to',
  },
  {
    applies: (node) => node.key.includes('.') && node.parent !== undefined,
    feature: 'dot in the name of a state',
    remedy: 'choose a name without one, since the dot separates the states of a path',
  },
  {
    applies: (node) => node.type !== 'compound' && Object.keys(node.states).length > 0,
    feature: `child states in a state that is declared atomic or final`,
    remedy: 'leave out its type, or its children',
  },
  {
    applies: (node) => node.parent === undefined && node.type !== 'compound',
    feature: 'machine without states',
    remedy: 'give it at least one state',
  },
  {
    applies: (node) => node.parent === undefined && node.output !== undefined,
    feature: 'output of the machine',
    remedy: 'emit a fact on the way to its final state',
  },
];

/**
 * Checks one state and its own transitions.
 *
 * @throws ChartUnsupportedError for the first feature that a compiled chart does not have.
 * @internal
 */
export function assertSupported(node: AnyStateNode): void {
  for (const refusal of REFUSALS) {
    if (refusal.applies(node)) {
      throw new ChartUnsupportedError(placeOf(node), refusal.feature, refusal.remedy);
    }
  }
  for (const transition of ownTransitions(node)) {
    if ((transition.target?.length ?? 0) > 1) {
      throw new ChartUnsupportedError(
        placeOf(node),
        'transition with several targets',
        'name the one leaf that it leads to',
      );
    }
  }
}

/** The transitions that a node declares, eventless ones last. @internal */
export function ownTransitions(node: AnyStateNode): readonly AnyTransitionDefinition[] {
  return [...node.transitions.values(), node.always ?? []].flat() as AnyTransitionDefinition[];
}
