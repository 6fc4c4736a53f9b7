// What the page shows: one actor or all, on one chart, at one instant.
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ChartLayout } from '../inspection/chart-layout.ts';
import type { ShownActor, ShownStep } from '../inspection/viewer-protocol.ts';
import type { MoveFeed } from './chart-view.tsx';
import type { InspectionStore } from './inspection-store.ts';
import { pendingOf, type Pending } from './next-deadlines.tsx';
import { usePlayback, type Playback } from './playback.ts';
import { actorsAt, stepAt } from './scene.ts';
import type { ActorThen } from './session-list.tsx';
import { useMoves } from './use-moves.ts';
import { useSelection } from './use-selection.ts';

/** How often the countdowns run while an engine's clock runs, milliseconds. */
const TICK_MS = 500;

/** Everything that the page shows at one instant. */
export interface View {
  readonly store: InspectionStore;
  readonly isRecorded: boolean;
  /** The actor that is shown; undefined for all. */
  readonly selected: ShownActor | undefined;
  readonly select: (actorId: string | null) => void;
  readonly playback: Playback;
  /** Whether somebody looks back. */
  readonly isPast: boolean;
  /** The instant that is shown. */
  readonly now: number;
  /** The instant of the list: a recording is shown at one instant; what is live goes on beside a look back. */
  readonly listNow: number;
  readonly actors: readonly ActorThen[];
  /** The steps that the slider goes over. */
  readonly steps: readonly ShownStep[];
  /** The steps of the log. */
  readonly log: readonly ShownStep[];
  /** The step that is shown; undefined for none. */
  readonly current: ShownStep | undefined;
  /** Key of the chart that is shown; null for none. */
  readonly chart: string | null;
  /** Undefined while it is being laid out; null if it cannot be. */
  readonly layout: ChartLayout | null | undefined;
  readonly chooseChart: (key: string) => void;
  readonly moves: MoveFeed;
  readonly pending: readonly Pending[];
}

/** The view of a store: drawn anew with each change of it. */
export function useView(store: InspectionStore): View {
  useUpdates(store);
  const [selectedId, select] = useSelection(store.selectedFirst);
  const [chosenChart, chooseChart] = useState<string | null>(null);
  const isRecorded = store.watched?.kind === 'recorded';
  const selected = selectedId === null ? undefined : store.actors.get(selectedId);
  const steps = useSteps(store, selected?.id ?? null, isRecorded);
  const playback = usePlayback(selected?.id ?? 'all', steps);
  const isPast = playback.cursor !== null;
  const now = playback.cursor ?? endOf(store, selected, playback);
  const listNow = isRecorded ? now : store.now(performance.now());
  const actors = actorsAt(store.actors.values(), store.histories, isRecorded ? now : null);
  const chart = selected === undefined ? (chosenChart ?? busiestChart(store)) : selected.chart;
  const layout = chart === null ? undefined : store.charts.get(chart);
  const chartOf = (actorId: string) => store.actors.get(actorId)?.chart ?? null;
  const moves = useMoves(store, playback, { actorId: selected?.id ?? null, chart, steps, chartOf });
  const log = selected === undefined && !isRecorded ? store.log : steps;
  const last = selected === undefined ? log.at(-1) : (steps.at(-1) ?? selected.last ?? undefined);
  const current = isPast ? stepAt(steps, now) : last;
  const shown: readonly ActorThen[] =
    selected === undefined ? actors : [{ actor: selected, step: current ?? null }];
  const pending = shown.flatMap(({ actor, step }) =>
    step === null ? [] : pendingOf(step, store.charts.get(actor.chart ?? '') ?? null),
  );
  return {
    store,
    isRecorded,
    selected,
    select,
    playback,
    isPast,
    now,
    listNow,
    actors,
    steps,
    log,
    current,
    chart,
    layout,
    chooseChart,
    moves,
    pending,
  };
}

/** The chart that most actors are on; null where no actor has one. */
function busiestChart({ actors }: InspectionStore): string | null {
  const counts = new Map<string, number>();
  for (const { chart } of actors.values()) {
    if (chart !== null) counts.set(chart, (counts.get(chart) ?? 0) + 1);
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

/** The instant at the end of the slider: now by the clock of the actor's own world, or the end of the recording. */
function endOf(
  store: InspectionStore,
  selected: ShownActor | undefined,
  { axis }: Playback,
): number {
  if (selected?.source === 'client') return Date.now();
  const isRecorded = store.watched?.kind === 'recorded';
  return isRecorded && !axis.isEmpty ? axis.end : store.now(performance.now());
}

/** Draws anew when the store has changed, and twice a second while a clock runs. */
function useUpdates(store: InspectionStore): void {
  const [, setCount] = useState(0);
  useEffect(() => store.onChange(() => setCount((count) => count + 1)), [store]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (store.watched?.kind === 'live') setCount((count) => count + 1);
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [store]);
}

/** The steps that the slider goes over: those of one actor, or of a whole recording. */
function useSteps(
  store: InspectionStore,
  actorId: string | null,
  isRecorded: boolean,
): readonly ShownStep[] {
  const own = actorId === null ? undefined : store.stepsOf(actorId);
  const ownSteps = useMemo(() => own?.filter(({ superseded }) => !superseded) ?? [], [own]);
  const known = [...store.histories.values()].reduce((sum, steps) => sum + steps.length, 0);
  const all = useMemo(() => {
    if (actorId !== null || !isRecorded) return [];
    return [...store.histories.values()]
      .flat()
      .filter(({ superseded }) => !superseded)
      .toSorted((a, b) => a.at - b.at || a.seq - b.seq);
  }, [actorId, isRecorded, known]);
  return actorId === null ? all : ownSteps;
}
