// Where in time the viewer is: at the end, which may be now, or at an instant that somebody went back to.
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ShownStep } from '../inspection/viewer-protocol.ts';
import { TimeAxis } from './time-axis.ts';

/** How long it takes to play a step on average, and the whole at least and at most, milliseconds. */
const STEP_MS = 900;
const WHOLE_MS_MIN = 5000;
const WHOLE_MS_MAX = 60_000;

/** Playback of some steps. */
export interface Playback {
  readonly axis: TimeAxis;
  /** The instant that is shown; null at the end. */
  readonly cursor: number | null;
  readonly isPlaying: boolean;
  /** Shows an instant; null for the end. Stops the playing. */
  readonly goTo: (instant: number | null) => void;
  /** Goes to the nearest step before (-1) or after (1). */
  readonly goBy: (direction: -1 | 1) => void;
  /** Starts from where it stands, at the end from the beginning; or stops. */
  readonly toggle: () => void;
}

/**
 * The playback of steps, which may grow.
 *
 * @param scope What is played: another one begins at its end.
 */
export function usePlayback(scope: string, steps: readonly ShownStep[]): Playback {
  const [cursor, setCursor] = useState<number | null>(null);
  const [isPlaying, setPlaying] = useState(false);
  const axis = useMemo(() => new TimeAxis(steps.map(({ at }) => at)), [steps]);
  const latest = useRef({ axis, cursor, count: steps.length });
  latest.current = { axis, cursor, count: steps.length };

  useEffect(() => {
    setCursor(null);
    setPlaying(false);
  }, [scope]);

  useEffect(() => {
    if (!isPlaying) return undefined;
    let frame = 0;
    let before: number | undefined;
    const step = (now: number) => {
      const { axis: road, cursor: at, count } = latest.current;
      const whole = Math.min(Math.max(count * STEP_MS, WHOLE_MS_MIN), WHOLE_MS_MAX);
      const place = road.placeOf(at ?? road.start) + (now - (before ?? now)) / whole;
      before = now;
      if (place >= 1) {
        setCursor(null);
        setPlaying(false);
        return;
      }
      // Instants are whole milliseconds: where a frame is shorter than one, the cursor still has to move on.
      setCursor(Math.max(road.instantAt(place), (at ?? road.start) + (before === now ? 0 : 1)));
      frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [isPlaying]);

  const goTo = useCallback((instant: number | null) => {
    setPlaying(false);
    setCursor(instant);
  }, []);
  const goBy = useCallback((direction: -1 | 1) => {
    const { axis: road, cursor: at } = latest.current;
    const next = road.neighbour(at ?? Infinity, direction);
    setPlaying(false);
    if (next !== undefined) setCursor(next);
    else if (direction === 1) setCursor(null);
  }, []);
  const toggle = useCallback(() => {
    setPlaying((wasPlaying) => {
      const { axis: road, cursor: at } = latest.current;
      if (!wasPlaying && (at === null || at >= road.end)) setCursor(road.start);
      return !wasPlaying;
    });
  }, []);
  return { axis, cursor, isPlaying, goTo, goBy, toggle };
}
