import type { Arrow, Box, Drawing } from './drawing.ts';

// Ends are many and say little about the way of a session: they step back in grey.
const MOVE_INK = '#1f4e79';
const END_INK = '#777777';

const LOOK = [
  'compound=true',
  'rankdir=LR',
  'newrank=true',
  'fontname="Helvetica"',
  'fontsize=12',
  'nodesep=0.25',
  'ranksep=0.35',
];

/**
 * A drawing as Graphviz DOT, compound states as clusters, with a line feed at its end.
 *
 * An arrow's tooltip says what its transitions do. An arrow to or from a compound state touches the edge of its
 * cluster; Graphviz needs a node inside for that, and takes the dot at which the compound state begins.
 */
export function toDot(drawing: Drawing): string {
  const compounds = new Map<string, string>();
  for (const box of drawing.boxes) noteCompounds(box, compounds);
  const finals = new Set(drawing.boxes.filter((box) => box.final).map((box) => box.path));
  const lines = [
    `digraph ${quoted(drawing.id)} {`,
    `  graph [${LOOK.join(', ')}, label=${quoted(drawing.description)}, labelloc=t]`,
    '  node [shape=box, style="rounded,filled", fillcolor=white, fontname="Helvetica", fontsize=11]',
    '  edge [fontname="Helvetica", fontsize=10, arrowsize=0.7]',
    ...startOf('', drawing.initial, compounds, '  '),
    ...drawing.boxes.flatMap((box) => boxLines(box, compounds, '  ')),
    ...drawing.arrows.map((arrow) =>
      arrowLine(arrow, compounds, finals.has(arrow.to) ? END_INK : MOVE_INK),
    ),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

/** The node that stands for each compound state when an arrow touches it. */
function noteCompounds(box: Box, compounds: Map<string, string>): void {
  if (box.boxes.length > 0) compounds.set(box.path, startNode(box.path));
  for (const inside of box.boxes) noteCompounds(inside, compounds);
}

const startNode = (path: string) => `${path}/start`;

function startOf(
  path: string,
  initial: string | undefined,
  compounds: ReadonlyMap<string, string>,
  indent: string,
): readonly string[] {
  if (initial === undefined) return [];
  const dot = quoted(startNode(path));
  return [
    `${indent}${dot} [shape=point, width=0.12, fillcolor=black, label=""]`,
    `${indent}${dot} -> ${quoted(compounds.get(initial) ?? initial)} [${ends(path, initial, compounds).join(', ')}]`,
  ];
}

function boxLines(
  box: Box,
  compounds: ReadonlyMap<string, string>,
  indent: string,
): readonly string[] {
  if (box.boxes.length === 0) {
    const border = box.final ? ', peripheries=2' : '';
    return [`${indent}${quoted(box.path)} [label=${quoted(box.name)}${border}]`];
  }
  const inner = `${indent}  `;
  return [
    `${indent}subgraph ${quoted(`cluster_${box.path}`)} {`,
    `${inner}label=${quoted(box.name)}; labeljust=l; style="rounded,filled"; color="#888888"; fillcolor="#0000000a"`,
    ...startOf(box.path, box.initial, compounds, inner),
    ...box.boxes.flatMap((inside) => boxLines(inside, compounds, inner)),
    `${indent}}`,
  ];
}

function arrowLine(
  { from, to, label, sentences }: Arrow,
  compounds: ReadonlyMap<string, string>,
  ink: string,
): string {
  const text = quoted(label.join('\n')).replaceAll('\\n', '\\l');
  const attributes = [
    `label=${text.slice(0, -1)}\\l"`,
    `tooltip=${quoted(sentences.join(' '))}`,
    `color="${ink}"`,
    `fontcolor="${ink}"`,
    ...ends(from, to, compounds),
  ];
  return `  ${node(from, compounds)} -> ${node(to, compounds)} [${attributes.join(', ')}]`;
}

const node = (path: string, compounds: ReadonlyMap<string, string>) =>
  quoted(compounds.get(path) ?? path);

const isInside = (path: string, around: string) => path.startsWith(`${around}.`);

/** Where an arrow is cut off: at the edge of a cluster, unless its other end lies inside. */
function ends(from: string, to: string, compounds: ReadonlyMap<string, string>): string[] {
  const attributes: string[] = [];
  if (compounds.has(from) && from !== to && !isInside(to, from) && from !== '') {
    attributes.push(`ltail=${quoted(`cluster_${from}`)}`);
  }
  if (compounds.has(to) && from !== to && !isInside(from, to)) {
    attributes.push(`lhead=${quoted(`cluster_${to}`)}`);
  }
  return attributes;
}

const quoted = (text: string) =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
