import { charts, type ChartId } from '../../machines/index.ts';
import { rowsOf } from '../statechart/chart-rows.ts';
import { compile } from '../statechart/compile.ts';
import { toDot } from '../statechart/dot.ts';
import { drawingOf } from '../statechart/drawing.ts';
import { toMachineJson } from '../statechart/machine-json.ts';
import { toMermaid } from '../statechart/mermaid.ts';
import { GRAPH_NAMES, type GraphFormat } from './graph-names.ts';

/** Prints a chart; without a name, a list of the charts. */
export function printGraph(name: ChartId | undefined, flags: { readonly format: GraphFormat }) {
  process.stdout.write(name === undefined ? listCharts() : graphText(name, flags.format));
}

/** A chart as text: a Mermaid state diagram, a Graphviz digraph, or its machine as JSON. Ends with a line feed. */
export function graphText(name: ChartId, format: GraphFormat): string {
  const machine = charts[name];
  switch (format) {
    case 'mermaid':
      return toMermaid(drawingOf(machine));
    case 'dot':
      return toDot(drawingOf(machine));
    case 'json':
      return `${JSON.stringify(toMachineJson(machine), null, 2)}\n`;
  }
}

/** The charts, one a line: name, number of states in which a session can rest, transitions, what it is. */
function listCharts(): string {
  const lines = GRAPH_NAMES.map((name) => {
    const machine = charts[name];
    const states = String(compile(machine).leaves.size);
    const transitions = String(rowsOf(machine).length);
    return [
      name.padEnd(18),
      states.padStart(6),
      transitions.padStart(11),
      ` ${machine.root.description}`,
    ];
  });
  const heading = ['chart'.padEnd(18), 'states', 'transitions', ' what it is'];
  return [heading, ...lines].map((cells) => `${cells.join('  ')}\n`).join('');
}
