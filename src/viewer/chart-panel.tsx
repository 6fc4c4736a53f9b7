// The panel of the chart: what is shown, the picture, and the same in words.
import { useEffect, useRef } from 'preact/hooks';
import type { ShownActor, ShownStep } from '../inspection/viewer-protocol.ts';
import { toneOfStatus } from './chart-places.ts';
import { ChartTable } from './chart-table.tsx';
import { ChartView } from './chart-view.tsx';
import { boxCountsOf, boxStatesOf, takenTo } from './scene.ts';
import { statusOf, type ActorThen } from './session-list.tsx';
import type { View } from './view.ts';
import { momentWords, spanWords, watchedWords } from './words.ts';

interface PanelProps {
  readonly view: View;
}

/** The chart of the selected actor, or of all actors of one machine. */
export function ChartPanel({ view }: PanelProps) {
  const { selected, actors, steps, current, chart, layout, moves } = view;
  const onChart = actors.filter(({ actor }) => actor.chart === chart);
  return (
    <section class="chart-panel panel" aria-label="Chart">
      {selected === undefined ? (
        <Overview view={view} onChart={onChart} />
      ) : (
        <Selected view={view} selected={selected} />
      )}
      {layout === undefined && (
        <p class="no-chart">{chart === null ? nothingYet(actors) : 'The chart is being drawn.'}</p>
      )}
      {layout === null && (
        <p class="no-chart">This machine cannot be drawn; the log tells what it does.</p>
      )}
      {layout !== undefined && layout !== null && (
        <Drawing
          layout={layout}
          label={labelOf(view, onChart)}
          states={
            selected === undefined ? boxCountsOf(layout, onChart) : boxStatesOf(layout, current)
          }
          taken={
            selected === undefined ? undefined : takenTo(layout, steps, sinceWhen(steps, current))
          }
          moves={moves}
        />
      )}
    </section>
  );
}

function Drawing(props: Parameters<typeof ChartView>[0]) {
  const frame = useRef<HTMLDivElement>(null);
  const { layout, states, taken } = props;
  const lit = [...states].flatMap(([path, { isLit, count }]) =>
    isLit && count === undefined ? path : [],
  );
  useEffect(() => {
    if (frame.current !== null) showLit(frame.current);
  }, [layout, lit.join(' '), taken?.arrow]);
  return (
    <>
      <div class="drawing" ref={frame}>
        <ChartView {...props} />
      </div>
      <ChartTable layout={props.layout} states={props.states} />
    </>
  );
}

/** Those that have begun at the instant that is shown. */
const begun = (actors: readonly ActorThen[]) => actors.filter(({ step }) => step !== null);

/** Where a chart is wider than the page, the box of the session that is shown is brought into view. */
function showLit(frame: HTMLElement): void {
  const box = frame.querySelector('.chart:not(.overview) .box.lit');
  if (box === null || frame.scrollWidth <= frame.clientWidth) return;
  const [inner, outer] = [box.getBoundingClientRect(), frame.getBoundingClientRect()];
  const beyond = Math.max(0, inner.right - outer.right) || Math.min(0, inner.left - outer.left);
  if (beyond !== 0) frame.scrollLeft += beyond + Math.sign(beyond) * MARGIN;
}

/** Room beside a box that is brought into view, pixels. */
const MARGIN = 24;

const nothingYet = (actors: readonly ActorThen[]) =>
  actors.length === 0
    ? 'Nothing to see yet: sessions appear here as they begin.'
    : 'No chart is known of these actors.';

function labelOf({ selected, current, layout }: View, onChart: readonly ActorThen[]): string {
  const machine = layout?.id ?? '';
  return selected === undefined
    ? `Chart ${machine} with ${watchedWords(begun(onChart))}`
    : `Chart ${machine}. ${selected.name} is ${statusOf(current ?? null)}`;
}

interface OverviewProps extends PanelProps {
  readonly onChart: readonly ActorThen[];
}

function Overview({ view, onChart }: OverviewProps) {
  const { store, actors, chart, chooseChart } = view;
  const counts = new Map<string, number>();
  for (const one of actors) {
    const { chart: key } = one.actor;
    if (key !== null) counts.set(key, (counts.get(key) ?? 0) + Number(one.step !== null));
  }
  const machineOf = (key: string) =>
    [...store.actors.values()].find((actor) => actor.chart === key)?.machine ?? key;
  const tabs = [...counts].map(([key, count]) => ({ key, count, machine: machineOf(key) }));
  return (
    <div class="heading">
      <h2>All sessions</h2>
      <div class="tabs" role="group" aria-label="Charts">
        {tabs
          .toSorted((a, b) => b.count - a.count)
          .map(({ key, count, machine }) => (
            <button
              type="button"
              key={key}
              aria-pressed={key === chart}
              onClick={() => chooseChart(key)}
            >
              {machine} <b>{count}</b>
            </button>
          ))}
      </div>
      <p class="since">{tabs.length > 1 ? `${watchedWords(begun(onChart))} on this chart` : ''}</p>
    </div>
  );
}

function Selected({ view, selected }: PanelProps & { readonly selected: ShownActor }) {
  const { steps, current, now } = view;
  const status = statusOf(current ?? null);
  const since = sinceWhen(steps, current);
  return (
    <div class="heading">
      <h2 class="id" title={selected.name}>
        {selected.name}
      </h2>
      <span class="machine">
        {selected.machine === selected.name ? selected.id : selected.machine}
      </span>
      <span class={`pill large ${toneOfStatus(status)}`} data-current-status={status}>
        {status}
      </span>
      {since !== undefined && (
        <p class="since">
          since {momentWords(since.at)}
          {now > since.at ? `, ${spanWords(now - since.at)}` : ''}
        </p>
      )}
      <p class="leaves">
        {(current?.leaves ?? []).map((leaf) => (
          <span key={leaf}>{leaf.split('.').join(' › ')}</span>
        ))}
      </p>
    </div>
  );
}

/** The step by which an actor came to the status of another step of it. */
function sinceWhen(
  steps: readonly ShownStep[],
  current: ShownStep | undefined,
): ShownStep | undefined {
  let since = current;
  const until = current === undefined ? -1 : steps.indexOf(current);
  for (const step of steps.slice(0, until + 1).toReversed()) {
    if (since === undefined || statusOf(step) !== statusOf(since)) break;
    since = step;
  }
  return since;
}
