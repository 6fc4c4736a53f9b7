import FlatQueue from 'flatqueue';
import type { EpochMs } from '../time/instant.ts';
import type { ChannelEvent } from './setup-history.ts';
import type { TailStep } from './tail-step.ts';

/** Events of one tenant that cannot apply yet: an earlier one may still be under way. */
export class DeferredEvents {
  readonly #byInstant = new FlatQueue<TailStep>();
  readonly #byArrival = new FlatQueue<TailStep>();
  #setup: ChannelEvent[] = [];

  /** Notes a step whose verdict is not final. */
  add(step: TailStep): void {
    this.#byInstant.push(step, step.at);
    this.#byArrival.push(step, step.deferredAt ?? 0);
  }

  /** The engine's clock when the first of those that wait was added; Infinity when none waits. */
  get firstAddedAt(): EpochMs {
    return this.#byArrival.peekValue() ?? Infinity;
  }

  /** Whether anything that waits happened before an instant. */
  hasBefore(instant: EpochMs): boolean {
    return this.#setup.length > 0 || (this.#byInstant.peekValue() ?? Infinity) < instant;
  }

  /** Takes out what happened before an instant. */
  takeBefore(instant: EpochMs): readonly TailStep[] {
    return taken(this.#byInstant, instant);
  }

  /** Takes out what was added before an instant of the engine's clock. */
  takeAddedBefore(instant: EpochMs): readonly TailStep[] {
    return taken(this.#byArrival, instant);
  }

  /** Notes an event of a channel that is not configured yet. */
  addSetup(event: ChannelEvent): void {
    this.#setup.push(event);
  }

  /** Takes out the events of a channel that has just been configured. */
  takeSetup(channelId: string): readonly ChannelEvent[] {
    if (this.#setup.length === 0) return [];
    const found = this.#setup.filter((event) => event.channelId === channelId);
    this.#setup = this.#setup.filter((event) => event.channelId !== channelId);
    return found;
  }

  /** Takes out the events of channels that nobody has configured in time. */
  takeSetupBefore(instant: EpochMs): readonly ChannelEvent[] {
    if (this.#setup.length === 0) return [];
    const found = this.#setup.filter(({ at }) => at < instant);
    this.#setup = this.#setup.filter(({ at }) => at >= instant);
    return found;
  }

  /** Events of channels that wait, for a checkpoint. */
  get setup(): readonly ChannelEvent[] {
    return this.#setup;
  }
}

function taken(queue: FlatQueue<TailStep>, instant: EpochMs): readonly TailStep[] {
  const steps: TailStep[] = [];
  while ((queue.peekValue() ?? Infinity) < instant) {
    const step = queue.pop();
    if (step !== undefined) steps.push(step);
  }
  return steps;
}
