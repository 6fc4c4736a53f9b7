import type { Watched } from './inspection-store.ts';
import { countWords, momentWords } from './words.ts';

interface HeaderProps {
  readonly watched: Watched | undefined;
  readonly isConnected: boolean;
  /** The instant that is shown. */
  readonly now: number;
  readonly isPast: boolean;
}

const MARK = new URL('./favicon.svg', import.meta.url).href;

const KINDS = { live: 'Live', virtual: 'Virtual time', recorded: 'Recording' } as const;

/** What is watched, and how the watching goes. */
export function Header({ watched, isConnected, now, isPast }: HeaderProps) {
  const leftOut = watched?.leftOut ?? 0;
  return (
    <header>
      <h1>
        <img src={MARK} alt="" width="26" height="26" />
        Holdline <span>inspection</span>
      </h1>
      {watched?.title !== undefined && watched.title !== '' && <p class="title">{watched.title}</p>}
      {watched !== undefined && (
        <p class={`kind ${watched.kind}`} data-kind={watched.kind}>
          {KINDS[watched.kind]}
        </p>
      )}
      {watched !== undefined && now > 0 && (
        <p class="now">
          {momentWords(now)} <span>UTC{isPast ? ', looking back' : ''}</span>
        </p>
      )}
      <div class="space" />
      {!isConnected && (
        <p class="lost" role="status">
          No connection to the inspection. Trying again.
        </p>
      )}
      {leftOut > 0 && (
        <p
          class="left-out"
          title="Sessions beyond the sample are not shown. See docs/inspection.md."
        >
          {countWords(leftOut, 'session')} left out
        </p>
      )}
      <a href="./stately">Stately inspector</a>
    </header>
  );
}
