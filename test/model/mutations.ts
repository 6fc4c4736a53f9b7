// Faults on purpose: a compiled chart with one thing in it changed. A proof that passes them all proves nothing.
import { CompiledAction } from '../../src/statechart/action.ts';
import type { ChartFunction } from '../../src/statechart/chart-args.ts';
import {
  Candidate,
  ChartLeaf,
  type ChartTransition,
  type CompiledChart,
} from '../../src/statechart/compiled-chart.ts';

/** One fault, by places in a chart, so that it can be put into any compilation of the same machine. */
export type Mutation =
  | { readonly kind: 'drop'; readonly transition: number }
  | { readonly kind: 'retarget'; readonly transition: number; readonly leaf: number }
  | { readonly kind: 'delay'; readonly name: string; readonly factor: 0 | 2 }
  | { readonly kind: 'forget'; readonly transition: number; readonly action: number };

/** Every fault that a chart can have. */
export function mutationsOf(chart: CompiledChart<never>): readonly Mutation[] {
  const found: Mutation[] = [];
  const delays = new Set<string>();
  const leaves = [...chart.leaves.keys()];
  chart.transitions.forEach(({ target }, transition) => {
    const taken = candidatesOf(chart, transition);
    if (taken.length === 0) return;
    found.push({ kind: 'drop', transition });
    if (target !== undefined) {
      const wrong = leaves.flatMap((path, leaf) =>
        path === target || path === 'unborn' ? [] : [leaf],
      );
      for (const leaf of wrong) found.push({ kind: 'retarget', transition, leaf });
    }
    taken[0]?.actions.forEach((each, action) => {
      found.push({ kind: 'forget', transition, action });
      if (each.kind === 'schedule') delays.add(each.name);
    });
  });
  for (const name of delays) {
    found.push({ kind: 'delay', name, factor: 0 }, { kind: 'delay', name, factor: 2 });
  }
  return found;
}

/** The fault in words. */
export function describeMutation(chart: CompiledChart<never>, mutation: Mutation): string {
  if (mutation.kind === 'delay') return `delay ${mutation.name} × ${mutation.factor}`;
  const { source, eventType, description } = chart.transitions[
    mutation.transition
  ] as ChartTransition;
  const where = `${source} ${eventType} (${description})`;
  switch (mutation.kind) {
    case 'drop':
      return `without ${where}`;
    case 'retarget':
      return `${where} to ${[...chart.leaves.keys()][mutation.leaf]}`;
    case 'forget':
      return `${where} without its action ${mutation.action}`;
  }
}

/** A copy of a chart with a fault in it. */
export function mutate<C>(chart: CompiledChart<C>, mutation: Mutation): CompiledChart<C> {
  const leaves = new Map<string, ChartLeaf>();
  for (const [path, leaf] of chart.leaves) leaves.set(path, new ChartLeaf(leaf));
  const paths = [...leaves.keys()];
  const copyOf = (path: string) => leaves.get(path) as ChartLeaf;
  const change = (candidate: Candidate): Candidate[] => {
    const { transition, guard, next, forbids } = candidate;
    const isIt = mutation.kind !== 'delay' && chart.transitions[mutation.transition] === transition;
    if (isIt && mutation.kind === 'drop') return [];
    const isRetargeted = isIt && mutation.kind === 'retarget';
    const to = isRetargeted ? (paths[mutation.leaf] as string) : next.path;
    const actions =
      isIt && mutation.kind === 'forget'
        ? candidate.actions.filter((_, index) => index !== mutation.action)
        : candidate.actions.map((action) => scaled(action, mutation));
    return [new Candidate(transition, guard, actions, copyOf(to), forbids)];
  };
  for (const [path, leaf] of chart.leaves) {
    const copy = copyOf(path);
    for (const [type, candidates] of leaf.candidates) {
      copy.candidates.set(type, candidates.flatMap(change));
    }
    copy.always.push(...leaf.always.flatMap(change));
    for (const { descriptor, candidates } of leaf.wildcards) {
      copy.wildcards.push({ descriptor, candidates: candidates.flatMap(change) });
    }
  }
  return { ...chart, leaves, start: { ...chart.start, leaf: copyOf(chart.start.leaf.path) } };
}

function candidatesOf(chart: CompiledChart<never>, transition: number): readonly Candidate[] {
  const declared = chart.transitions[transition];
  return [...chart.leaves.values()].flatMap(({ candidates, always }) =>
    [...candidates.values(), always].flat().filter((each) => each.transition === declared),
  );
}

function scaled(action: CompiledAction, mutation: Mutation): CompiledAction {
  if (mutation.kind !== 'delay' || action.kind !== 'schedule' || action.name !== mutation.name) {
    return action;
  }
  const call: ChartFunction = (args, params) => Number(action.call(args, params)) * mutation.factor;
  return new CompiledAction({
    kind: 'schedule',
    call,
    id: action.id,
    name: action.name,
    event: action.event,
  });
}
