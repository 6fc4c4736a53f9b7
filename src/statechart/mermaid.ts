import type { Arrow, Box, Drawing } from './drawing.ts';

// Words that begin a statement of Mermaid's own: a state cannot be called so.
const RESERVED = new Set([
  'accdescr',
  'acctitle',
  'as',
  'class',
  'classdef',
  'click',
  'default',
  'direction',
  'end',
  'fork',
  'hide',
  'join',
  'note',
  'scale',
  'state',
  'style',
]);

/**
 * A drawing as the text of a Mermaid `stateDiagram-v2`, with a line feed at its end.
 *
 * The text keeps to what Mermaid's grammar allows: states are named by their path with underscores, labels have no
 * colon, semicolon, quote or hash, and lines of a label are parted by `<br/>`.
 */
export function toMermaid(drawing: Drawing): string {
  const lines = [
    'stateDiagram-v2',
    `  %% ${drawing.id}: ${stays(drawing.staysCount)}`,
    ...startOf(drawing.initial, '  '),
    ...drawing.boxes.flatMap((box) => boxLines(box, '  ')),
    ...drawing.arrows.map(arrowLine),
  ];
  return `${lines.join('\n')}\n`;
}

const stays = (count: number) =>
  count === 0
    ? 'every transition is drawn'
    : `${count} transitions that stay in their state are not drawn`;

const startOf = (initial: string | undefined, indent: string) =>
  initial === undefined ? [] : [`${indent}[*] --> ${idOf(initial)}`];

function boxLines(box: Box, indent: string): readonly string[] {
  const title = `${indent}state "${plain(box.name)}" as ${idOf(box.path)}`;
  if (box.boxes.length === 0) {
    return box.final ? [title, `${indent}${idOf(box.path)} --> [*]`] : [title];
  }
  const inner = `${indent}  `;
  return [
    `${title} {`,
    ...startOf(box.initial, inner),
    ...box.boxes.flatMap((inside) => boxLines(inside, inner)),
    `${indent}}`,
  ];
}

const arrowLine = ({ from, to, label }: Arrow) =>
  `  ${idOf(from)} --> ${idOf(to)} : ${label.map(plain).join('<br/>')}`;

function idOf(path: string): string {
  const id = path.replaceAll(/\W/g, '_');
  return RESERVED.has(id.toLowerCase()) ? `${id}_` : id;
}

const plain = (text: string) => text.replaceAll(/[:;"#%<>{}\n]/g, ' ').trim();
