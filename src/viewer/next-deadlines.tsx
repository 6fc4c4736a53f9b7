// What happens next by itself, and when.
import type { ChartLayout } from '../inspection/chart-layout.ts';
import type { ShownFields, ShownStep } from '../inspection/viewer-protocol.ts';
import { boxesOf } from './chart-places.ts';
import { SessionName } from './session-name.tsx';
import { fieldWords, minuteWords, nameWords, spanWords } from './words.ts';

/** A deadline that is pending. */
export interface Pending {
  readonly actorId: string;
  readonly name: string;
  readonly dueAt: number;
  readonly setBy: string;
  /** Status to which it leads from where the actor is; empty if the chart does not say. */
  readonly leadsTo: string;
}

/** Most deadlines that are told. */
const PENDING_MAX = 8;

/** The pending deadlines of an actor's step. */
export function pendingOf(step: ShownStep, layout: ChartLayout | null): readonly Pending[] {
  return step.deadlines.map(({ name, dueAt, setBy }) => {
    const from = layout === null ? [] : boxesOf(layout, step.leaves).map(({ path }) => path);
    const leading = layout?.arrows.filter(
      ({ timers, from: start }) => timers.includes(name) && from.includes(start),
    );
    const targets = new Set(leading?.map(({ to }) => to));
    const labels = layout?.boxes.filter(({ path }) => targets.has(path)).map(({ label }) => label);
    return { actorId: step.actorId, name, dueAt, setBy, leadsTo: labels?.join(' or ') ?? '' };
  });
}

interface NextProps {
  readonly pending: readonly Pending[];
  readonly now: number;
  /** Names the session of a deadline; undefined where all are of one. */
  readonly nameOf: ((actorId: string) => string) | undefined;
  readonly select: (actorId: string) => void;
  /** What is said where nothing is pending. */
  readonly nothing: string;
}

/** The deadlines in the order in which they are due, with the time that is left. */
export function NextDeadlines({ pending, now, nameOf, select, nothing }: NextProps) {
  const sorted = pending.toSorted((a, b) => a.dueAt - b.dueAt).slice(0, PENDING_MAX);
  return (
    <section class="next panel" aria-label="What happens next by itself">
      <h2>Next by itself</h2>
      {sorted.length === 0 && <p class="hint">{nothing}</p>}
      <ol>
        {sorted.map((one, index) => (
          <li
            key={`${one.actorId} ${one.name}`}
            class={index === 0 ? 'first' : ''}
            data-deadline={one.name}
          >
            <span class="left">{leftWords(one.dueAt - now)}</span>
            <span class="what">
              {nameWords(one.name)}
              {one.leadsTo !== '' && <b> → {one.leadsTo}</b>}
            </span>
            <span class="when">
              {minuteWords(one.dueAt)}
              {one.setBy !== '' && ` · by ${one.setBy}`}
              {nameOf !== undefined && (
                <button type="button" class="id" onClick={() => select(one.actorId)}>
                  <SessionName name={nameOf(one.actorId)} />
                </button>
              )}
            </span>
          </li>
        ))}
      </ol>
      {pending.length > sorted.length && (
        <p class="hint">and {pending.length - sorted.length} more</p>
      )}
    </section>
  );
}

const leftWords = (ms: number) => (ms > 0 ? `in ${spanWords(ms)}` : 'due');

interface CountersProps {
  readonly counters: ShownFields;
  /** Whether it is the context of any actor, of which nobody knows what it counts. */
  readonly isPlain: boolean;
}

function Value({ name, value }: { readonly name: string; readonly value: ShownFields[0][1] }) {
  const { words, written } = fieldWords(name, value);
  return <dd title={written ?? words}>{words}</dd>;
}

/** What the chart has counted so far. */
export function Counters({ counters, isPlain }: CountersProps) {
  if (counters.length === 0) return null;
  return (
    <section class="counters panel" aria-label="Counters">
      <h2>{isPlain ? 'Context' : 'Counters'}</h2>
      <dl>
        {counters.map(([name, value]) => (
          <div key={name} data-counter={name}>
            <dt>{nameWords(name)}</dt>
            <Value name={name} value={value} />
          </div>
        ))}
      </dl>
    </section>
  );
}
