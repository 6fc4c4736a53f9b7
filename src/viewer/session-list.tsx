// The list of sessions and other actors: searched, filtered by status, walked by the arrow keys.
import { useState } from 'preact/hooks';
import type { ShownActor, ShownStep } from '../inspection/viewer-protocol.ts';
import { toneOfStatus } from './chart-places.ts';
import { SessionName } from './session-name.tsx';
import { spanWords, watchedWords } from './words.ts';

/** Most rows that are drawn at the same time. */
const ROWS_MAX = 200;

/** An actor at the instant that is shown. */
export interface ActorThen {
  readonly actor: ShownActor;
  /** Its last step until then; null if it had none. */
  readonly step: ShownStep | null;
}

interface ListProps {
  readonly actors: readonly ActorThen[];
  readonly now: number;
  readonly selectedId: string | null;
  readonly select: (actorId: string | null) => void;
}

/** What an actor's state is called: its status, else its innermost state. */
export function statusOf(step: ShownStep | null): string {
  if (step === null) return 'not begun';
  if (step.status !== null) return step.status;
  return step.leaves.map((leaf) => leaf.slice(leaf.lastIndexOf('.') + 1)).join(' + ') || step.state;
}

/** The list of sessions and other actors. */
export function SessionList({ actors, now, selectedId, select }: ListProps) {
  const [search, setSearch] = useState('');
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const wanted = search.trim().toLowerCase();
  const found = openFirst(actors).filter(({ actor }) =>
    [actor.name, actor.id, actor.machine].some((text) => text.toLowerCase().includes(wanted)),
  );
  const counts = new Map<string, number>();
  for (const { step } of found) counts.set(statusOf(step), (counts.get(statusOf(step)) ?? 0) + 1);
  const matching = found.filter(({ step }) => !hidden.has(statusOf(step)));
  const toggle = (status: string) => {
    const next = new Set(hidden);
    if (!next.delete(status)) next.add(status);
    setHidden(next);
  };
  return (
    <nav class="sessions" aria-label="Sessions">
      <div class="search">
        <input
          type="search"
          value={search}
          placeholder="Search sessions"
          aria-label="Search sessions"
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
      </div>
      <div class="chips" role="group" aria-label="Statuses shown">
        {[...counts].toSorted(byOrder).map(([status, count]) => (
          <button
            type="button"
            key={status}
            class={`chip ${toneOfStatus(status)}`}
            aria-pressed={!hidden.has(status)}
            onClick={() => toggle(status)}
          >
            {status} <b>{count}</b>
          </button>
        ))}
      </div>
      <button
        type="button"
        class="all"
        aria-current={selectedId === null}
        onClick={() => select(null)}
      >
        All sessions{' '}
        <span>
          {matching.length === actors.length ? '' : `${matching.length} of `}
          {watchedWords(actors)}
        </span>
      </button>
      <ul onKeyDown={walk}>
        {matching.slice(0, ROWS_MAX).map(({ actor, step }) => (
          <li key={actor.id}>
            <Row actor={actor} step={step} now={now} selectedId={selectedId} select={select} />
          </li>
        ))}
      </ul>
      {matching.length > ROWS_MAX && (
        <p class="hint">{matching.length - ROWS_MAX} more: narrow the search.</p>
      )}
      {matching.length === 0 && actors.length > 0 && <p class="hint">None of them matches.</p>}
    </nav>
  );
}

interface RowProps extends ActorThen {
  readonly now: number;
  readonly selectedId: string | null;
  readonly select: (actorId: string | null) => void;
}

function Row({ actor, step, now, selectedId, select }: RowProps) {
  const status = statusOf(step);
  const due = step?.deadlines[0]?.dueAt;
  const over = isOver({ actor, step });
  return (
    <button
      type="button"
      class={`session ${toneOfStatus(status)} ${over ? 'over' : ''}`}
      aria-current={actor.id === selectedId}
      data-session={actor.id}
      data-status={status}
      onClick={() => select(actor.id)}
    >
      <span class="mark" />
      <span class="id">
        <SessionName name={actor.name} />
      </span>
      <span class="status">{status}</span>
      <span class="machine">{actor.isConnected ? actor.machine : `${actor.machine}, gone`}</span>
      <span class="due">{due !== undefined && !over && <Due ms={due - now} />}</span>
    </button>
  );
}

/** How long until something happens by itself. */
function Due({ ms }: { readonly ms: number }) {
  return (
    <>
      <svg class="clock" viewBox="0 0 10 10" aria-label="next by itself in" role="img">
        <path d="M1 5a4 4 0 1 0 8 0a4 4 0 1 0 -8 0M5 2.6V5L6.8 6.2" />
      </svg>
      {ms > 0 ? spanWords(ms) : 'due'}
    </>
  );
}

/** Arrow keys go from row to row. */
function walk(event: KeyboardEvent): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined || !(event.currentTarget instanceof HTMLElement)) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('button')];
  const index = rows.findIndex((row) => row === document.activeElement);
  rows[index + by]?.focus();
  event.preventDefault();
}

const ORDER = ['New', 'Consent', 'Waiting', 'Active', 'Paused', 'Inactive', 'Error', 'Ended'];

const byOrder = ([a]: readonly [string, number], [b]: readonly [string, number]) =>
  (ORDER.indexOf(a) + 1 || ORDER.length + 1) - (ORDER.indexOf(b) + 1 || ORDER.length + 1);

/** What can still change comes first, what has not begun last, each part in the order in which it began. */
const openFirst = (actors: readonly ActorThen[]) =>
  actors.toSorted((a, b) => rankOf(a) - rankOf(b));

const rankOf = (one: ActorThen) => (one.step === null ? 2 : Number(isOver(one)));

const isOver = ({ step }: ActorThen) => step !== null && step.state !== 'active';
