// The time slider: back and forth over what was recorded.
import type { ShownStep } from '../inspection/viewer-protocol.ts';
import { toneOfStatus } from './chart-places.ts';
import type { Playback } from './playback.ts';
import { statusOf } from './session-list.tsx';
import { momentWords } from './words.ts';

/** Places on the slider, count. */
const PLACES = 1000;

interface SliderProps {
  readonly playback: Playback;
  readonly steps: readonly ShownStep[];
  /** The instant that is shown. */
  readonly now: number;
  /** What the end of the slider is: now, or the end of the recording. */
  readonly end: 'now' | 'end';
  /** The status at that instant, for who does not see the chart. */
  readonly status: string;
  /** Whether the ticks bear the tones of the statuses: those of one session. */
  readonly isToned: boolean;
}

/** The slider over some steps; with fewer than two there is nothing to slide over. */
export function TimeSlider({ playback, steps, now, end, status, isToned }: SliderProps) {
  const { axis, cursor, isPlaying, goTo, goBy, toggle } = playback;
  if (axis.isEmpty || axis.start === axis.end) return <div class="slider empty" />;
  const place = cursor === null ? 1 : axis.placeOf(cursor);
  const slide = (value: number) => goTo(value >= PLACES ? null : axis.instantAt(value / PLACES));
  return (
    <div class="slider">
      <div class="buttons">
        <Button
          label="Previous step"
          onClick={() => goBy(-1)}
          d="M10.5 3.5 L5 8 L10.5 12.5 Z M4 3.5 V12.5"
        />
        {isPlaying ? (
          <Button label="Pause" onClick={toggle} d="M5.5 3.5 V12.5 M10.5 3.5 V12.5" />
        ) : (
          <Button label="Play" onClick={toggle} d="M5 3 L12.5 8 L5 13 Z" />
        )}
        <Button
          label="Next step"
          onClick={() => goBy(1)}
          d="M5.5 3.5 L11 8 L5.5 12.5 Z M12 3.5 V12.5"
        />
      </div>
      <div class="road">
        <svg
          class="ticks"
          viewBox={`0 0 ${PLACES} 10`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          {ticksOf(steps).map((step) => (
            <rect
              key={`${step.actorId} ${step.order} ${step.at}`}
              class={isToned ? toneOfStatus(statusOf(step)) : 'tone-plain'}
              x={axis.placeOf(step.at) * PLACES - 1}
              y={0}
              width={2}
              height={10}
            />
          ))}
        </svg>
        <input
          type="range"
          min={0}
          max={PLACES}
          step={1}
          value={Math.round(place * PLACES)}
          aria-label="Time"
          aria-valuetext={`${momentWords(now)}, ${status}`}
          onInput={(event) => slide(Number(event.currentTarget.value))}
        />
      </div>
      <output class="at" aria-label="Shown instant">
        {momentWords(now)}
      </output>
      <button
        type="button"
        class="to-end"
        aria-pressed={cursor === null}
        onClick={() => goTo(null)}
      >
        {end === 'now' ? 'Live' : 'End'}
      </button>
    </div>
  );
}

/** Most ticks that are drawn: of more, every n-th. */
const TICKS_MAX = 400;

function ticksOf(steps: readonly ShownStep[]): readonly ShownStep[] {
  const every = Math.ceil(steps.length / TICKS_MAX);
  return steps.filter((_, index) => index % every === 0);
}

interface ButtonProps {
  readonly label: string;
  readonly d: string;
  readonly onClick: () => void;
}

function Button({ label, d, onClick }: ButtonProps) {
  return (
    <button type="button" class="icon" aria-label={label} title={label} onClick={onClick}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={d} />
      </svg>
    </button>
  );
}
