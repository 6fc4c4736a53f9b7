// The two spellings of where a chart is: XState's nested state value and our dotted path of the active leaf.
import type { StateValue } from 'xstate';
import { ChartError } from './chart-error.ts';
import type { ChartLeaf, ChartState, CompiledChart } from './compiled-chart.ts';

/**
 * The dotted path of an XState state value: `{ open: { Active: 'x' } }` is `open.Active.x`.
 *
 * @throws ChartError chart_state_unknown for a value with parallel regions, or none.
 */
export function toPath(value: StateValue): string {
  if (typeof value === 'string') return value;
  const entries = Object.entries(value);
  const [entry] = entries;
  if (entries.length !== 1 || entry?.[1] === undefined) {
    throw new ChartError(
      'chart_state_unknown',
      `expected a state value with one child at each level, found ${JSON.stringify(value)}`,
    );
  }
  return `${entry[0]}.${toPath(entry[1])}`;
}

/** The XState state value of a dotted path: `open.Active.x` is `{ open: { Active: 'x' } }`. */
export function toStateValue(path: string): StateValue {
  const keys = path.split('.');
  const last = keys.pop() as string;
  let value: StateValue = last;
  for (const key of keys.toReversed()) value = { [key]: value };
  return value;
}

/**
 * The chart state of an XState snapshot.
 *
 * @throws ChartError chart_state_unknown if the snapshot is not at a leaf of this chart.
 */
export function plainState<TContext>(
  chart: CompiledChart<TContext>,
  snapshot: { readonly value: StateValue; readonly context: TContext },
): ChartState<TContext> {
  const value = toPath(snapshot.value);
  leafAt(chart, value);
  return { value, context: snapshot.context };
}

/**
 * What `machine.resolveState` takes, for a state of its chart.
 *
 * @throws ChartError chart_state_unknown if the state is not at a leaf of this chart.
 */
export function resolvableState<TContext>(
  chart: CompiledChart<TContext>,
  state: ChartState<TContext>,
): { readonly value: StateValue; readonly context: TContext } {
  leafAt(chart, state.value);
  return { value: toStateValue(state.value), context: state.context };
}

/**
 * The leaf at a path.
 *
 * @throws ChartError chart_state_unknown if there is none.
 */
export function leafAt<TContext>(chart: CompiledChart<TContext>, path: string): ChartLeaf {
  const leaf = chart.leaves.get(path);
  if (leaf === undefined) {
    throw new ChartError(
      'chart_state_unknown',
      `expected a leaf of machine '${chart.id}', found '${path}': was the state kept by another version of the machine?`,
    );
  }
  return leaf;
}
