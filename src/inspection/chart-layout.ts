// A picture with places: boxes, arrows and their words laid out by ELK from left to right, in the order of the definition.
import type { ElkEdgeSection, ElkExtendedEdge, ElkLabel, ElkNode } from 'elkjs/lib/elk-api.js';
import type { ArrowLabel, ChartPicture, PictureArrow, PictureBox } from './chart-picture.ts';

/** Where something is: pixels of the drawing, from its upper left corner. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A box with its place. */
export type PlacedBox = PictureBox & Place;

/** An arrow with its way: the data of an SVG path, and the place of its words; null where it has none. */
export type PlacedArrow = PictureArrow & { readonly way: string; readonly words: Place | null };

/** A machine's chart, ready to be drawn. */
export interface ChartLayout {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly arrows: readonly PlacedArrow[];
}

/** Turns a graph without places into one with them; undefined if that cannot be done. */
export type LayOut = (graph: ElkNode) => Promise<ElkNode | undefined>;

/** Size of the words on arrows, pixels: the viewer's style sheet draws them no larger. */
const CHAR_WIDTH = 6.5;
const CAPITAL_WIDTH = 8.2;
const LINE_HEIGHT = 13;
/** Room for the clock before the name of a timer. */
const CLOCK_WIDTH = 13;
/** A longer name of an event is broken in two, characters. */
const LINE_CHARS_MAX = 16;
const BOX_WIDTH = 110;
const BOX_HEIGHT = 56;
const BIRTH_SIZE = 18;
const MARGIN = 16;
const CORNER = 8;

// Tried one by one: without the model's order the cycles are broken where no reader would break them.
const OPTIONS: Readonly<Record<string, string>> = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.edgeLabels.placement': 'CENTER',
  'elk.layered.spacing.nodeNodeBetweenLayers': '9',
  'elk.layered.spacing.edgeNodeBetweenLayers': '8',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '8',
  'elk.spacing.nodeNode': '32',
  'elk.spacing.edgeNode': '16',
  'elk.spacing.edgeEdge': '12',
  'elk.padding': `[top=${MARGIN},left=${MARGIN},bottom=${MARGIN},right=${MARGIN}]`,
};

/** Lays a picture out; undefined if that cannot be done. */
export async function layOutChart(
  picture: ChartPicture,
  layOut: LayOut,
): Promise<ChartLayout | undefined> {
  const graph = await layOut(graphOf(picture));
  if (graph === undefined) return undefined;
  const nodes = new Map((graph.children ?? []).map((node) => [node.id, node]));
  const edges = new Map((graph.edges ?? []).map((edge) => [edge.id, edge]));
  return {
    id: picture.id,
    width: Math.ceil(graph.width ?? 0),
    height: Math.ceil(graph.height ?? 0),
    boxes: picture.boxes.map((box) => ({ ...box, ...placeOf(nodes.get(nodeId(box.path))) })),
    arrows: picture.arrows.map((arrow, index) => {
      const edge = edges.get(edgeId(index));
      const words = edge?.labels?.[0];
      return { ...arrow, way: wayOf(edge), words: words === undefined ? null : placeOf(words) };
    }),
  };
}

function graphOf({ boxes, arrows }: ChartPicture): ElkNode {
  return {
    id: 'chart',
    layoutOptions: { ...OPTIONS },
    children: boxes.map(nodeOf),
    edges: arrows.map((arrow, index): ElkExtendedEdge => ({
      id: edgeId(index),
      sources: [nodeId(arrow.from)],
      // What is common to all meets in one point, so that it is one line for the eye.
      targets: [arrow.isCommon ? portId(arrow.to) : nodeId(arrow.to)],
      labels: hasWords(arrow) ? [wordsOf(arrow)] : [],
    })),
  };
}

function nodeOf({ path, kind }: PictureBox): ElkNode {
  const isBirth = kind === 'birth';
  const layer = { birth: 'FIRST', final: 'LAST', state: 'NONE' }[kind];
  return {
    id: nodeId(path),
    width: isBirth ? BIRTH_SIZE : BOX_WIDTH,
    height: isBirth ? BIRTH_SIZE : BOX_HEIGHT,
    layoutOptions: { 'elk.layered.layering.layerConstraint': layer },
    ports: [{ id: portId(path), width: 0, height: 0, layoutOptions: { 'elk.port.side': 'WEST' } }],
  };
}

const nodeId = (path: string) => `box ${path}`;
const portId = (path: string) => `port ${path}`;
const edgeId = (index: number) => `arrow ${index}`;

const hasWords = ({ isCommon, label }: PictureArrow) =>
  !isCommon && (label.event !== '' || label.timer !== '' || label.more > 0);

/** A label that interrupts its arrow: set on the graph alone the option means nothing. */
const wordsOf = ({ label }: PictureArrow): ElkLabel => ({
  text: 'words',
  ...sizeOfWords(label),
  layoutOptions: { 'elk.edgeLabels.inline': 'true' },
});

/** One line of words: a name or a part of one, and how many more there are. */
export interface WordLine {
  readonly text: string;
  /** Whether it names a timer: the viewer draws a clock before it. */
  readonly isTimer: boolean;
  readonly rest: string;
}

/** The lines of words on an arrow, as the viewer writes them: at most three. */
export function linesOf({ event, timer, more }: ArrowLabel): readonly WordLine[] {
  const lines = partsOf(event).map((text): WordLine => ({ text, isTimer: false, rest: '' }));
  if (timer !== '') lines.push({ text: timer, isTimer: true, rest: '' });
  const last = lines.at(-1);
  if (more === 0) return lines;
  if (last === undefined) return [{ text: '', isTimer: false, rest: `${more}` }];
  const isShort = last.text.length + 3 <= LINE_CHARS_MAX;
  if (isShort) return [...lines.slice(0, -1), { ...last, rest: `+${more}` }];
  return [...lines, { text: '', isTimer: false, rest: `+${more} more` }];
}

/** A long name is broken behind its noun. */
function partsOf(event: string): readonly string[] {
  if (event === '') return [];
  const dot = event.indexOf('.');
  if (event.length <= LINE_CHARS_MAX || dot === -1) return [event];
  return [event.slice(0, dot + 1), event.slice(dot + 1)];
}

/** The words on an arrow that was taken: what took it, and how much else would. A cause that is none of the arrow's own leaves them as they are. */
export function takenLabel({ events, timers, label }: PictureArrow, cause: string): ArrowLabel {
  const timer = cause.startsWith('timer.') ? cause.slice('timer.'.length) : '';
  if (!(timer === '' ? events.includes(cause) : timers.includes(timer))) return label;
  return { event: timer === '' ? cause : '', timer, more: events.length + timers.length - 1 };
}

/** Room for the words of a label, pixels. */
export function sizeOfWords(label: ArrowLabel): { width: number; height: number } {
  const lines = linesOf(label);
  const widths = lines.map(({ text, isTimer, rest }) => {
    const clock = isTimer ? CLOCK_WIDTH : 0;
    return widthOf([text, rest].filter((part) => part !== '').join(' ')) + clock;
  });
  return { width: Math.ceil(Math.max(...widths) + 8), height: lines.length * LINE_HEIGHT + 3 };
}

/** About as wide as a text is in the fonts that browsers have; the server cannot measure it. */
function widthOf(text: string): number {
  const capitals = text.match(/[A-Z_]/g)?.length ?? 0;
  return (text.length - capitals) * CHAR_WIDTH + capitals * CAPITAL_WIDTH;
}

function placeOf(item: Partial<Place> | undefined): Place {
  const { x = 0, y = 0, width = 0, height = 0 } = item ?? {};
  return { x: rounded(x), y: rounded(y), width: rounded(width), height: rounded(height) };
}

const rounded = (value: number) => Math.round(value * 10) / 10;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** An edge as the data of one SVG path, its corners rounded off. */
function wayOf(edge: ElkExtendedEdge | undefined): string {
  return (edge?.sections ?? []).map(sectionWay).join(' ');
}

function sectionWay({ startPoint, bendPoints = [], endPoint }: ElkEdgeSection): string {
  const points: readonly Point[] = [startPoint, ...bendPoints, endPoint];
  const parts = [`M${at(startPoint)}`];
  for (let index = 1; index < points.length - 1; index += 1) {
    const before = points[index - 1] as Point;
    const corner = points[index] as Point;
    const after = points[index + 1] as Point;
    const room = Math.min(distance(before, corner), distance(corner, after)) / 2;
    const radius = Math.min(CORNER, room);
    parts.push(`L${at(towards(corner, before, radius))}`);
    parts.push(`Q${at(corner)} ${at(towards(corner, after, radius))}`);
  }
  parts.push(`L${at(endPoint)}`);
  return parts.join('');
}

const at = ({ x, y }: Point) => `${rounded(x)} ${rounded(y)}`;

const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);

function towards(from: Point, to: Point, length: number): Point {
  const whole = distance(from, to);
  if (whole === 0) return from;
  const share = length / whole;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
