// The moves that the chart shows: what happens live, and what the playback passes.
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { ShownStep } from '../inspection/viewer-protocol.ts';
import type { MoveFeed } from './chart-view.tsx';
import { BIRTH, type InspectionStore } from './inspection-store.ts';
import type { Playback } from './playback.ts';

/** More steps than this between two looks are a jump, not a way. */
const PASSED_MAX = 40;

interface MoveScope {
  /** The actor that is shown; null for all. */
  readonly actorId: string | null;
  readonly chart: string | null;
  readonly steps: readonly ShownStep[];
  readonly chartOf: (actorId: string) => string | null;
}

type Show = Parameters<MoveFeed>[0];

/** A feed of the moves of one actor, or of all on one chart. */
export function useMoves(store: InspectionStore, playback: Playback, scope: MoveScope): MoveFeed {
  const shows = useRef(new Set<Show>());
  const latest = useRef({ scope, cursor: playback.cursor });
  latest.current = { scope, cursor: playback.cursor };

  useEffect(
    () =>
      store.onMoves((moves) => {
        const { scope: now, cursor } = latest.current;
        if (cursor !== null) return;
        for (const { actorId, chart, from, to } of moves) {
          if (chart !== now.chart || (now.actorId !== null && actorId !== now.actorId)) continue;
          for (const show of shows.current) show(from, to);
        }
      }),
    [store],
  );

  const before = useRef<number | null>(null);
  useEffect(() => {
    const { cursor } = playback;
    const last = before.current;
    before.current = cursor;
    if (last === null || cursor === null || cursor <= last) return;
    const { steps, chart, chartOf } = scope;
    const passed = steps.filter(({ at }) => at > last && at <= cursor);
    if (passed.length > PASSED_MAX) return;
    for (const step of passed) {
      if (chartOf(step.actorId) !== chart) continue;
      const from = leavesBefore(steps, step);
      for (const show of shows.current) show(from, step.leaves);
    }
  }, [playback.cursor]);

  return useMemo<MoveFeed>(
    () => (show) => {
      shows.current.add(show);
      return () => shows.current.delete(show);
    },
    [],
  );
}

function leavesBefore(steps: readonly ShownStep[], step: ShownStep): readonly string[] {
  const index = steps.indexOf(step);
  const before = steps.slice(0, index).findLast(({ actorId }) => actorId === step.actorId);
  return before?.leaves ?? BIRTH;
}
