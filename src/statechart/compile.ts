// compile: reads a machine object once and lays out, for each leaf, everything that `step` will need.
import type {
  AnyStateMachine,
  AnyStateNode,
  AnyTransitionDefinition,
  ContextFrom,
  EmittedFrom,
  EventFrom,
  InputFrom,
} from 'xstate';
import { CompiledAction, type CopyContext, spreadCopy } from './action.ts';
import type { ChartFunction } from './chart-args.ts';
import { type ActionImplementations, compileAction, describeAction } from './compile-action.ts';
import {
  Candidate,
  ChartLeaf,
  type ChartMeta,
  type ChartStart,
  type ChartTransition,
  type CompiledChart,
} from './compiled-chart.ts';
import { isWildcard, matchesWildcard, wildcardsByPrecedence } from './event-descriptor.ts';
import { activeNodes, entrySet, exitSet, initialLeaf } from './flatten.ts';
import { type CompiledGuard, compileGuard, describeGuard } from './guard.ts';
import { Row } from './row.ts';
import { NO_IDS } from './step-record.ts';
import { assertSupported, ownTransitions, placeOf } from './unsupported.ts';

/** Microsteps of one event, if the machine's `maxIterations` sets no other limit: more than any sane chart needs. */
const MICROSTEPS_MAX = 1000;

/** What `compile` may be told beside the machine. */
export interface CompileOptions<TContext> {
  /**
   * Copies a context for an assign, and the one that the machine begins with, property by property; the spread without it.
   *
   * It must name every property that a context of the machine can have. Worth it where each event counts: V8 gives each
   * generation of spread copies a shape of its own, and all code that reads them slows down.
   */
  readonly copyContext?: (context: TContext) => TContext & object;
}

/**
 * A machine compiled for `step`: the same states, guards, actions and delays, without an actor.
 *
 * Compile once and keep it; the machine must have its implementations (`setup`, `provide`) by then.
 *
 * @throws ChartUnsupportedError for parallel and history states, invoke, actions that act on other actors or are plain
 * functions, `stateIn`, missing implementations and the rest of what needs an actor; names the state and the feature.
 */
export function compile<TMachine extends AnyStateMachine>(
  machine: TMachine,
  options: CompileOptions<ContextFrom<TMachine>> = {},
): CompiledChart<
  ContextFrom<TMachine>,
  EventFrom<TMachine>,
  InputFrom<TMachine>,
  EmittedFrom<TMachine>
> {
  return new Compilation(machine, options.copyContext).chart();
}

/** One run of `compile`: remembers what it has already compiled. */
class Compilation {
  readonly machine: AnyStateMachine;
  readonly nodes: readonly AnyStateNode[];
  readonly leaves = new Map<AnyStateNode, ChartLeaf>();
  readonly transitions = new Map<AnyTransitionDefinition, ChartTransition>();
  readonly guards = new Map<unknown, CompiledGuard>();
  readonly actions = new Map<AnyStateNode, Map<unknown, CompiledAction>>();
  readonly implementations: ActionImplementations;

  constructor(machine: AnyStateMachine, copyContext: CopyContext | undefined) {
    this.machine = machine;
    const { actions, delays } = machine.implementations;
    this.implementations = { actions, delays, copyContext };
    this.nodes = descendants(machine.root as AnyStateNode);
    for (const node of this.nodes) assertSupported(node);
  }

  chart(): CompiledChart<never, never, never, never> {
    for (const node of this.nodes) {
      if (node.type !== 'compound') this.leaves.set(node, leafOf(node));
    }
    for (const transition of this.nodes.flatMap(ownTransitions)) {
      this.transitions.set(transition, describeTransition(transition));
    }
    this.compileAll();
    for (const [node, leaf] of this.leaves) this.fillLeaf(node, leaf);
    const limit = this.machine.options?.maxIterations;
    return {
      id: this.machine.id,
      leaves: new Map([...this.leaves.values()].map((leaf) => [leaf.path, leaf])),
      transitions: [...this.transitions.values()],
      start: this.start(),
      microstepsMax: limit === undefined || limit === Infinity ? MICROSTEPS_MAX : limit,
    };
  }

  /** Also what no leaf can reach, so that everything unsupported is found. */
  compileAll(): void {
    for (const node of this.nodes) {
      this.actionsOf(node, node.entry);
      this.actionsOf(node, node.exit);
      if (node.type === 'compound') this.actionsOf(node, node.initial.actions);
      for (const transition of ownTransitions(node)) {
        this.actionsOf(node, transition.actions);
        this.guardOf(transition);
      }
    }
  }

  fillLeaf(leafNode: AnyStateNode, leaf: ChartLeaf): void {
    const compiled = new Map<AnyTransitionDefinition, Candidate>();
    const candidate = (transition: AnyTransitionDefinition): Candidate => {
      const known = compiled.get(transition) ?? this.candidate(transition, leafNode);
      compiled.set(transition, known);
      return known;
    };
    const lineage = activeNodes(leafNode);
    for (const node of lineage) {
      const own = node.transitions as ReadonlyMap<string, readonly AnyTransitionDefinition[]>;
      for (const descriptor of wildcardsByPrecedence(own.keys())) {
        leaf.wildcards.push({ descriptor, candidates: own.get(descriptor)?.map(candidate) ?? [] });
      }
      leaf.always.push(...((node.always ?? []) as AnyTransitionDefinition[]).map(candidate));
    }
    for (const eventType of this.eventTypes()) {
      const found = lineage.flatMap((node) => selectable(node, eventType)).map(candidate);
      if (found.length > 0) leaf.candidates.set(eventType, found);
    }
  }

  eventTypes(): ReadonlySet<string> {
    const descriptors = this.nodes.flatMap((node) => [...node.transitions.keys()]);
    return new Set(descriptors.filter((descriptor) => !isWildcard(descriptor)));
  }

  candidate(transition: AnyTransitionDefinition, leafNode: AnyStateNode): Candidate {
    const source = transition.source as AnyStateNode;
    const exited = exitSet(transition, leafNode);
    const { entered, byDefault } = entrySet(transition);
    const target = transition.target?.[0] as AnyStateNode | undefined;
    const nextNode = target === undefined ? leafNode : initialLeaf(target);
    const next = this.leaves.get(nextNode) as ChartLeaf;
    const actions = [
      ...exited.flatMap((node) => this.actionsOf(node, node.exit)),
      ...this.actionsOf(source, transition.actions),
      ...this.entryActions(entered, byDefault),
      ...this.doneActions(nextNode),
    ];
    return new Candidate(
      this.transitions.get(transition) as ChartTransition,
      this.guardOf(transition),
      actions,
      next,
      target === undefined && transition.actions.length === 0 && transition.meta === undefined,
    );
  }

  guardOf(transition: AnyTransitionDefinition): CompiledGuard | undefined {
    const guard: unknown = transition.guard;
    const known = this.guards.get(guard);
    if (known !== undefined) return known;
    const at = placeOf(transition.source as AnyStateNode);
    const compiled = compileGuard(guard, this.machine.implementations.guards, at);
    if (compiled !== undefined) this.guards.set(guard, compiled);
    return compiled;
  }

  entryActions(
    entered: readonly AnyStateNode[],
    byDefault: ReadonlySet<AnyStateNode>,
  ): CompiledAction[] {
    return entered.flatMap((node) => {
      const actions = this.actionsOf(node, node.entry);
      if (node.type === 'compound' && byDefault.has(node)) {
        actions.push(...this.actionsOf(node, node.initial.actions));
      }
      if (node.type === 'final' && !isTopLevel(node)) actions.push(doneAction(node));
      return actions;
    });
  }

  // As soon as a chart is done, XState leaves all its states, the root last.
  doneActions(leafNode: AnyStateNode): CompiledAction[] {
    if (leafNode.type !== 'final' || !isTopLevel(leafNode)) return [];
    return activeNodes(leafNode).flatMap((node) => this.actionsOf(node, node.exit));
  }

  actionsOf(node: AnyStateNode, actions: readonly unknown[]): CompiledAction[] {
    const known = this.actions.get(node) ?? new Map<unknown, CompiledAction>();
    this.actions.set(node, known);
    return actions.map((action) => {
      const compiled =
        known.get(action) ?? compileAction(action, this.implementations, placeOf(node));
      known.set(action, compiled);
      return compiled;
    });
  }

  start(): ChartStart {
    const root = this.machine.root as AnyStateNode;
    const leafNode = initialLeaf(root);
    const leaf = this.leaves.get(leafNode) as ChartLeaf;
    const entered = activeNodes(leafNode).toReversed();
    const running = [
      ...this.entryActions(entered, new Set(entered)),
      ...this.doneActions(leafNode),
    ];
    const parts = { guard: undefined, next: leaf, taken: undefined, cancelled: NO_IDS, running };
    const context: unknown = this.machine.config.context;
    return {
      contextOf: typeof context === 'function' ? (context as ChartFunction) : undefined,
      context: context ?? {},
      copy: this.implementations.copyContext ?? spreadCopy,
      row: new Row(parts, undefined),
      leaf,
    };
  }
}

/** A node and all below it, in document order. */
function descendants(node: AnyStateNode): AnyStateNode[] {
  return [
    node,
    ...Object.values(node.states).flatMap((child) => descendants(child as AnyStateNode)),
  ];
}

const isTopLevel = (node: AnyStateNode): boolean => node.path.length === 1;

/** The transitions of one node that an event type selects from, in order. */
function selectable(node: AnyStateNode, eventType: string): readonly AnyTransitionDefinition[] {
  const own = node.transitions as ReadonlyMap<string, readonly AnyTransitionDefinition[]>;
  const wild = wildcardsByPrecedence(own.keys()).filter((descriptor) =>
    matchesWildcard(eventType, descriptor),
  );
  return [eventType, ...wild].flatMap((descriptor) => own.get(descriptor) ?? []);
}

function leafOf(node: AnyStateNode): ChartLeaf {
  const around = activeNodes(node).toReversed();
  const metas = around.flatMap((each) => (each.meta === undefined ? [] : [each.meta as ChartMeta]));
  return new ChartLeaf({
    path: node.path.join('.'),
    final: node.type === 'final',
    done: node.type === 'final' && isTopLevel(node),
    ancestors: around.slice(1, -1).map((each) => each.path.join('.')),
    tags: [...new Set(around.flatMap((each) => each.tags))],
    meta: metas.length === 0 ? undefined : Object.assign({}, ...metas),
    description: node.description,
  });
}

function describeTransition(transition: AnyTransitionDefinition): ChartTransition {
  const target = transition.target?.[0] as AnyStateNode | undefined;
  const { delay } = transition as { readonly delay?: string | number };
  return Object.freeze({
    source: (transition.source as AnyStateNode).path.join('.'),
    eventType: transition.eventType,
    target: target === undefined ? undefined : initialLeaf(target).path.join('.'),
    description: transition.description,
    meta: transition.meta as ChartMeta | undefined,
    guard: describeGuard(transition.guard),
    delay: delay === undefined ? undefined : String(delay),
    reenter: transition.reenter,
    actions: transition.actions.map(describeAction),
  });
}

function doneAction(node: AnyStateNode): CompiledAction {
  const { output } = node as { readonly output?: unknown };
  const type = `xstate.done.state.${node.parent?.id}`;
  const outputOf: ChartFunction =
    typeof output === 'function' ? (output as ChartFunction) : () => output;
  return new CompiledAction({ kind: 'raise', call: (args) => ({ type, output: outputOf(args) }) });
}
