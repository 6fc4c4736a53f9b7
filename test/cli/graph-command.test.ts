// What `holdline graph` prints: Mermaid, Graphviz and JSON, each judged by the grammar or the program that reads it.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { assign, createMachine, setup, type AnyStateMachine } from 'xstate';
import { charts } from '../../machines/index.ts';
import { graphText } from '../../src/cli/graph-command.ts';
import { GRAPH_NAMES } from '../../src/cli/graph-names.ts';
import { rowsOf } from '../../src/statechart/chart-rows.ts';
import { compile } from '../../src/statechart/compile.ts';
import { boxPaths, drawingOf } from '../../src/statechart/drawing.ts';
import { toMachineJson } from '../../src/statechart/machine-json.ts';
import { toMermaid } from '../../src/statechart/mermaid.ts';

const GRAPHVIZ = 'dot';
const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

const graph = (...args: string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', MAIN, 'graph', ...args], { encoding: 'utf8' });

// What stateDiagram-v2 takes: a label is everything after the colon, without another colon, semicolon or line end.
const STATE = /^ *(?:state "(?<name>[^":;]+)" as (?<id>\w+)(?<open> \{)?|\})$/;
const ARROW = /^ *(?<from>\w+|\[\*\]) --> (?<to>\w+|\[\*\])(?: : [^:;"#%{}]+)?$/;
const RESERVED = /^(?:end|state|note|class|classDef|style|click|default|direction|scale|hide)$/i;

function readMermaid(text: string) {
  const [heading, comment, ...lines] = text.trimEnd().split('\n');
  const states = new Set<string>();
  const arrows: { from: string; to: string; label: string }[] = [];
  let depth = 0;
  for (const line of lines) {
    const arrow = ARROW.exec(line)?.groups;
    const state = STATE.exec(line)?.groups;
    if (arrow !== undefined) {
      arrows.push({
        from: arrow['from'] ?? '',
        to: arrow['to'] ?? '',
        label: line.split(' : ')[1] ?? '',
      });
    } else if (state === undefined) throw new Error(`not of the grammar: ${line}`);
    else if (state['id'] === undefined) depth -= 1;
    else {
      states.add(state['id']);
      depth += state['open'] === undefined ? 0 : 1;
    }
  }
  return { heading, comment, states, arrows, depth };
}

const named = <T>(names: object, stub: T) =>
  Object.fromEntries(Object.keys(names).map((key) => [key, stub]));

/** A machine with a stand-in under each name that another one implements. */
function withStubs(machine: AnyStateMachine, like: AnyStateMachine): AnyStateMachine {
  const { actions, guards, delays } = like.implementations;
  return machine.provide({
    actions: named(actions, assign({})),
    guards: named(guards, () => true),
    delays: named(delays, 1),
  } as never);
}

const leavesOf = (machine: AnyStateMachine) =>
  [...compile(machine).leaves.values()].map(({ path, final, ancestors, meta }) => ({
    path,
    final,
    ancestors,
    meta,
  }));

describe.each(GRAPH_NAMES)('the drawing of %s', (name) => {
  const machine: AnyStateMachine = charts[name];

  it('has a box for every state and shows every move, each rule at its arrow', () => {
    const drawing = drawingOf(machine);
    const chart = compile(machine);
    const paths = boxPaths(drawing.boxes);
    for (const leaf of chart.leaves.values())
      expect(paths).toEqual(expect.arrayContaining([leaf.path, ...leaf.ancestors]));
    const rows = rowsOf(machine);
    expect(rows.map(({ from, rule }) => [from, rule])).toEqual(
      chart.transitions.map(({ source, meta }) => [source, meta?.['rule']]),
    );
    const moves = rows.filter(({ from, to }) => to !== undefined && from !== to);
    expect(moves.length + drawing.staysCount).toBe(chart.transitions.length);
    for (const { from, to, rule, event } of moves) {
      const arrow = drawing.arrows.filter((each) => each.from === from && each.to === to);
      expect(arrow).toHaveLength(1);
      expect(
        arrow[0]?.label.filter((line) => line.includes(event) && line.includes(`· ${rule}`)),
      ).not.toEqual([]);
    }
  });

  it('is a Mermaid state diagram whose arrows join declared states, and no state with one around it', () => {
    const { heading, states, arrows, depth } = readMermaid(graphText(name, 'mermaid'));
    expect(heading).toBe('stateDiagram-v2');
    expect(depth).toBe(0);
    for (const { from, to, label } of arrows) {
      expect([...states, '[*]']).toEqual(expect.arrayContaining([from, to]));
      expect(`${from}_`.startsWith(`${to}_`) || `${to}_`.startsWith(`${from}_`)).toBe(false);
      for (const line of label.split('<br/>')) expect(line.length).toBeLessThan(90);
    }
    expect([...states].filter((id) => RESERVED.test(id))).toEqual([]);
  });

  it.skipIf(spawnSync(GRAPHVIZ, ['-V']).status !== 0)('is a digraph that Graphviz lays out', () => {
    const run = spawnSync(GRAPHVIZ, ['-Tsvg'], { input: graphText(name, 'dot'), encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
    expect(run.stdout.match(/class="cluster"/g)?.length ?? 0).toBe(
      drawingOf(machine).boxes.flatMap(function compounds(box): unknown[] {
        return box.boxes.length === 0 ? [] : [box, ...box.boxes.flatMap(compounds)];
      }).length,
    );
  });

  it('is JSON from which createMachine builds the same states and transitions', () => {
    const json: unknown = JSON.parse(graphText(name, 'json'));
    expect(json).toEqual(toMachineJson(machine));
    const again = withStubs(createMachine(json as never), machine);
    expect(rowsOf(again)).toEqual(rowsOf(machine));
    expect(leavesOf(again)).toEqual(leavesOf(machine));
    expect(compile(again).transitions).toEqual(compile(machine).transitions);
  });
});

it('keeps Mermaid from reading a name or a label as a statement of its own', () => {
  const machine = createMachine({
    initial: 'end',
    states: {
      end: { on: { 'go: now; "here"': 'note' } },
      note: { after: { '#1': 'end' } },
    },
  });
  const { states, arrows } = readMermaid(toMermaid(drawingOf(machine)));
  expect([...states]).toEqual(['end_', 'note_']);
  expect(arrows.map(({ label }) => label)).toEqual(['', 'go  now   here', 'after  1']);
});

it('refuses to write a machine as JSON whose guard is a function, and says where it is', () => {
  const machine = setup({}).createMachine({
    id: 'inline',
    initial: 'a',
    states: { a: { on: { go: { guard: () => true, target: 'b' } } }, b: {} },
  });
  expect(() => toMachineJson(machine)).toThrow(/inline.*states\.a\.on\.go\.guard.*name in setup/);
});

it('knows the names of all charts, in the order of the catalogue', () => {
  expect(GRAPH_NAMES).toEqual(Object.keys(charts));
});

describe('holdline graph', { timeout: 30_000 }, () => {
  it('lists the charts without a name', () => {
    const { stdout, status } = graph();
    expect(status).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.slice(1).map((line) => line.split(' ')[0])).toEqual(GRAPH_NAMES);
    expect(lines[0]).toMatch(/chart +states +transitions +what it is/);
    expect(lines[8]).toMatch(/agent-presence +5 +16 +\S/);
  });

  it('prints the chart that is named, as Mermaid unless told otherwise', () => {
    expect(graph('agent-presence').stdout).toBe(graphText('agent-presence', 'mermaid'));
  });

  it.each([
    [
      ['enhanced'],
      /'enhanced' is invalid.*Allowed choices are enhanced-customer, .*agent-presence/,
    ],
    [
      ['notification', '--format', 'gif'],
      /'gif' is invalid.*Allowed choices are mermaid, dot, json/,
    ],
  ])('refuses %j with the choices and exit code 2', (args, message) => {
    const { stdout, stderr, status } = graph(...args);
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
    expect(stderr).toMatch(message);
  });
});
