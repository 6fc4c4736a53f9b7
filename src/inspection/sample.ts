// Which sessions are watched. An engine has thousands; a person looks at some.
import type { InspectedStep } from './inspection-feed.ts';

/** Most sessions that are watched at the same time where nothing else is said. */
export const SESSIONS_MAX = 200;

/**
 * Which sessions are watched: a share of them (0..1), those that a test lets through, or both with a limit.
 *
 * The share goes by the session's id, so that the same sessions are chosen each time. The test sees the session's first step.
 */
export type Sample =
  | number
  | ((step: InspectedStep) => boolean)
  | {
      readonly rate?: number;
      readonly where?: (step: InspectedStep) => boolean;
      /** Sessions watched at the same time, count; 200 by default. */
      readonly sessionsMax?: number;
    };

/**
 * Chooses sessions as they begin. A session is judged once.
 *
 * When the limit is reached, the session that ended first makes room; while none has ended, a new one is left out for good.
 */
export class Sampler {
  readonly #rate: number;
  readonly #where: ((step: InspectedStep) => boolean) | undefined;
  readonly #sessionsMax: number;
  readonly #onForgotten: (sessionId: string) => void;
  readonly #watched = new Set<string>();
  /** Those of the watched that are over, the one that ended first in front. */
  readonly #over = new Set<string>();
  #leftOut = 0;

  /** @param onForgotten Hears of each session that has made room for another one. */
  constructor(sample: Sample = {}, onForgotten: (sessionId: string) => void = () => undefined) {
    const { rate, where, sessionsMax } =
      typeof sample === 'number'
        ? { rate: sample }
        : typeof sample === 'function'
          ? { where: sample }
          : sample;
    this.#rate = rate ?? 1;
    this.#where = where;
    this.#sessionsMax = sessionsMax ?? SESSIONS_MAX;
    this.#onForgotten = onForgotten;
  }

  /** Sessions that began and are not watched, count. */
  get leftOut(): number {
    return this.#leftOut;
  }

  get sessionsMax(): number {
    return this.#sessionsMax;
  }

  has(sessionId: string): boolean {
    return this.#watched.has(sessionId);
  }

  /**
   * Whether the step's session is watched.
   *
   * @param isFirst True for the first step that the caller has of the session, where it did not begin under his eyes.
   */
  takes(step: InspectedStep, isFirst = false): boolean {
    const { sessionId } = step;
    if (!this.#watched.has(sessionId)) {
      if (step.from !== null && !isFirst) return false;
      if (!this.#isChosen(step) || !this.#makesRoom()) {
        this.#leftOut += 1;
        return false;
      }
      this.#watched.add(sessionId);
    }
    if (isOver(step)) this.#over.add(sessionId);
    else this.#over.delete(sessionId);
    return true;
  }

  #isChosen(step: InspectedStep): boolean {
    if (this.#rate < 1 && shareOf(step.sessionId) >= this.#rate) return false;
    return this.#where?.(step) ?? true;
  }

  #makesRoom(): boolean {
    if (this.#watched.size < this.#sessionsMax) return true;
    const [first] = this.#over;
    if (first === undefined) return false;
    this.#over.delete(first);
    this.#watched.delete(first);
    this.#onForgotten(first);
    return true;
  }
}

/** Whether a session is over after a step: no event changes it any more. */
export const isOver = ({ to }: Pick<InspectedStep, 'to'>) => to === 'Ended' || to === 'Error';

/** A place in 0..1 for each id, always the same and evenly spread. Source: FNV-1a, 32 bits, with a closing avalanche. */
function shareOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
