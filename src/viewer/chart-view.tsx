// The chart: boxes, arrows, what is lit, and dots that go along the arrows.
import { useEffect, useRef } from 'preact/hooks';
import {
  linesOf,
  sizeOfWords,
  takenLabel,
  type ChartLayout,
  type PlacedArrow,
  type PlacedBox,
} from '../inspection/chart-layout.ts';
import { arrowBetween, toneOf } from './chart-places.ts';
import { Dots } from './dots.ts';
import type { TakenArrow } from './scene.ts';
import { nameWords } from './words.ts';

/** What a box says beside its name. */
export interface BoxState {
  readonly isLit: boolean;
  /** Actors in it, count; undefined where one actor is shown. */
  readonly count: number | undefined;
  /** A line under the name. */
  readonly detail: string;
}

/** Moves to be shown, and who asks for them. */
export type MoveFeed = (
  show: (from: readonly string[], to: readonly string[]) => void,
) => () => void;

interface ChartProps {
  readonly layout: ChartLayout;
  readonly label: string;
  readonly states: ReadonlyMap<string, BoxState>;
  /** The arrow that was taken last; undefined for none. */
  readonly taken: TakenArrow | undefined;
  readonly moves: MoveFeed;
}

/** Largest enlargement of a chart. */
const SCALE_MAX = 1.2;

/** A chart as a picture. The table beside it says the same in words. */
export function ChartView({ layout, label, states, taken, moves }: ChartProps) {
  const drawing = useRef<SVGSVGElement>(null);
  useEffect(() => {
    const svg = drawing.current;
    const layer = svg?.querySelector<SVGGElement>('.dots');
    if (svg === null || layer === null || layer === undefined) return undefined;
    const dots = new Dots(layer);
    const stop = moves((from, to) => {
      const arrow = arrowBetween(layout, from, to);
      const target = layout.boxes.find(({ path }) => path === arrow?.to);
      if (arrow === undefined || target === undefined) return;
      const way = svg.querySelector<SVGPathElement>(`#${wayId(layout, arrow)}`);
      if (way !== null) dots.send(way, toneOf(layout, target));
    });
    return () => {
      stop();
      dots.clear();
    };
  }, [layout, moves]);
  const isOverview = [...states.values()].some(({ count }) => count !== undefined);
  return (
    <svg
      ref={drawing}
      class={isOverview ? 'chart overview' : 'chart'}
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      role="img"
      aria-label={label}
      // A small chart is not blown up.
      style={{ maxWidth: `${layout.width * SCALE_MAX}px` }}
    >
      <Heads />
      {layout.arrows.map((arrow) => (
        <ArrowLine
          key={wayId(layout, arrow)}
          layout={layout}
          arrow={arrow}
          isTaken={arrow === taken?.arrow}
        />
      ))}
      {layout.arrows.map((arrow) => (
        <ArrowWords
          key={wayId(layout, arrow)}
          arrow={arrow}
          cause={arrow === taken?.arrow ? taken.cause : undefined}
        />
      ))}
      <g class="dots" />
      {layout.boxes.map((box) => (
        <BoxShape
          key={box.path}
          box={box}
          tone={toneOf(layout, box)}
          state={states.get(box.path)}
        />
      ))}
    </svg>
  );
}

const wayId = (layout: ChartLayout, arrow: PlacedArrow) => `way-${layout.arrows.indexOf(arrow)}`;

function Heads() {
  return (
    <defs>
      {['head', 'head-taken'].map((id) => (
        <marker
          id={id}
          key={id}
          class={id}
          viewBox="0 0 8 8"
          refX="7.4"
          refY="4"
          markerWidth="7"
          markerHeight="7"
          orient="auto"
        >
          <path d="M0.6 0.6 L7.4 4 L0.6 7.4 Z" />
        </marker>
      ))}
    </defs>
  );
}

interface ArrowProps {
  readonly layout: ChartLayout;
  readonly arrow: PlacedArrow;
  readonly isTaken: boolean;
}

function ArrowLine({ layout, arrow, isTaken }: ArrowProps) {
  const kind = isTaken ? 'taken' : arrow.isCommon ? 'common' : '';
  const target = layout.boxes.find(({ path }) => path === arrow.to);
  const tone = target === undefined ? '' : toneOf(layout, target);
  return (
    <g class={`arrow ${kind} ${tone}`}>
      <path
        id={wayId(layout, arrow)}
        d={arrow.way}
        marker-end={`url(#${isTaken ? 'head-taken' : 'head'})`}
      />
      <title>{arrowTitle(arrow)}</title>
    </g>
  );
}

/** Everything that takes an arrow, for the pointer that rests on it. */
function arrowTitle({ events, timers, rules }: PlacedArrow): string {
  const lines = [...events, ...timers.map((timer) => `after ${timer}`)].filter(
    (name) => name !== '',
  );
  return [...lines, rules.length === 0 ? '' : `rules ${rules.join(', ')}`].join('\n').trim();
}

interface WordsProps {
  readonly arrow: PlacedArrow;
  /** What has taken it; undefined where nothing has. */
  readonly cause: string | undefined;
}

function ArrowWords({ arrow, cause }: WordsProps) {
  const { words } = arrow;
  if (words === null) return null;
  const left = words.x + 4;
  const label = cause === undefined ? arrow.label : takenLabel(arrow, cause);
  const { width, height } = cause === undefined ? words : sizeOfWords(label);
  const top = words.y + (words.height - height) / 2;
  return (
    <g class={cause === undefined ? 'words' : 'words taken'}>
      <rect x={words.x} y={top} width={width} height={height} rx="4" />
      {linesOf(label).map(({ text, isTimer, rest }, index) => {
        const line = top + 11.5 + index * 13;
        return (
          <g key={text + rest}>
            {isTimer && <Clock x={left + 4.5} y={line - 3.8} />}
            <text x={isTimer ? left + 13 : left} y={line}>
              {text}
              {rest !== '' && <tspan class="rest">{text === '' ? rest : ` ${rest}`}</tspan>}
            </text>
          </g>
        );
      })}
      <title>{arrowTitle(arrow)}</title>
    </g>
  );
}

/** What happens by itself. */
const Clock = ({ x, y }: { readonly x: number; readonly y: number }) => (
  <path
    class="clock"
    d={`M${x - 4} ${y}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0M${x} ${y - 2.4}V${y}L${x + 1.8} ${y + 1.2}`}
  />
);

interface BoxProps {
  readonly box: PlacedBox;
  readonly tone: string;
  readonly state: BoxState | undefined;
}

function BoxShape({ box, tone, state }: BoxProps) {
  const { x, y, width, height, label, note, kind } = box;
  const isLit = state?.isLit === true;
  const classes = `box ${kind} ${tone} ${isLit ? 'lit' : ''}`;
  if (kind === 'birth') {
    return (
      <g class={classes} data-box={label} data-lit={isLit}>
        <circle cx={x + width / 2} cy={y + height / 2} r={width / 2} />
        <title>before the session exists</title>
      </g>
    );
  }
  const detail = state?.detail === undefined || state.detail === '' ? note : state.detail;
  const count = state?.count ?? 0;
  const middle = x + width / 2;
  return (
    <g class={classes} data-box={label} data-lit={isLit} data-count={count}>
      {isLit && (
        <rect class="halo" x={x - 4} y={y - 4} width={width + 8} height={height + 8} rx="14" />
      )}
      <rect class="body" x={x} y={y} width={width} height={height} rx="10" />
      {kind === 'final' && (
        <rect class="inner" x={x + 3.5} y={y + 3.5} width={width - 7} height={height - 7} rx="7" />
      )}
      <text class="name" x={middle} y={detail === '' ? y + height / 2 + 5 : y + height / 2 - 3}>
        {label}
      </text>
      {detail !== '' && (
        <text class="detail" x={middle} y={y + height / 2 + 14}>
          {shortened(detail)}
        </text>
      )}
      {count > 0 && <Count x={x + width} y={y} count={count} />}
      <title>{[label, note, state?.detail ?? ''].filter((part) => part !== '').join(' · ')}</title>
    </g>
  );
}

function Count({
  x,
  y,
  count,
}: {
  readonly x: number;
  readonly y: number;
  readonly count: number;
}) {
  const text = count.toLocaleString('en');
  const width = Math.max(26, 12 + text.length * 9);
  return (
    <g class="count">
      <rect x={x - width + 9} y={y - 13} width={width} height={26} rx={13} />
      <text x={x - width / 2 + 9} y={y + 5}>
        {text}
      </text>
    </g>
  );
}

/** Most characters of the line under a box's name. */
const DETAIL_CHARS_MAX = 21;

function shortened(detail: string): string {
  const words = nameWords(detail);
  return words.length <= DETAIL_CHARS_MAX ? words : `${words.slice(0, DETAIL_CHARS_MAX - 1)}…`;
}
