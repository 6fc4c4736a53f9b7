// A small contact centre whose sessions are watched: an engine, its feed, and short events.
import { MemoryEngine, type MemoryEngineOptions } from '../../src/engine/memory-engine.ts';
import type { InspectedStep } from '../../src/inspection/inspection-feed.ts';
import { MemoryFeed, type MemoryFeedOptions } from '../../src/inspection/memory-feed.ts';
import { instantOf, STORY_DAY } from '../conversation/story-time.ts';
import { CHANNEL, event, type Told } from '../engine/hosted.ts';

/** The instant of a short time; spans count from midnight. */
export const at = (written: string) => instantOf(written, STORY_DAY);

/** The id of a customer's n-th session. */
export const sessionOf = (customer: string, ordinal = 1) => `default/chat/${customer}/${ordinal}`;

/** An event of a customer's conversation, with an id of its own. */
export const of = (customer: string, time: string, type: string, fields: object = {}): Told =>
  event(time, type, `${customer}-${time}-${type}`, { endUserId: customer, ...fields });

/** An engine with the channel `chat`, and its feed. */
export class ToldFeed {
  readonly feed: MemoryFeed;
  readonly engine: MemoryEngine;
  /** Every step that was followed, in order. */
  readonly steps: InspectedStep[] = [];

  constructor(options: MemoryFeedOptions & Pick<MemoryEngineOptions, 'policy'> = {}) {
    this.feed = new MemoryFeed(options);
    this.engine = new MemoryEngine({ sink: this.feed, policy: options.policy });
    this.feed.follow((step) => this.steps.push(step));
    this.tell(CHANNEL);
  }

  /** Tells events and lets them be decided. */
  tell(...events: readonly Told[]): this {
    for (const told of events) this.engine.dispatch({ ...told, at: at(told.at) });
    this.engine.settle();
    return this;
  }

  /** Lets time reach an instant. */
  advanceTo(time: string): this {
    this.engine.advanceTo(at(time));
    return this;
  }
}
