// The shapes of what a program gives to the inspection. The compiler holds them against the types.
import {
  countFrom,
  fields,
  fitting,
  having,
  listOf,
  text,
  type ArgumentShape,
} from '../engine/call-argument.ts';
import type { InspectionFeed, InspectedStep } from './inspection-feed.ts';
import type { InspectionOptions } from './inspection-options.ts';
import type { FeedClock, MemoryFeedOptions } from './memory-feed.ts';
import type { Sample } from './sample.ts';

const isShare = (value: unknown) => typeof value === 'number' && value >= 0 && value <= 1;

const sampled = fields<Exclude<Sample, number | ((step: InspectedStep) => boolean)>>({
  rate: fitting('a share from 0 to 1', isShare),
  where: fitting('a function of a step', (value) => typeof value === 'function'),
  sessionsMax: countFrom(0),
});

/** A share, a test, or an object of both. */
const sample: ArgumentShape<Sample> = {
  read: (written, inForce, path, issues) =>
    isShare(written) || typeof written === 'function'
      ? (written as Sample)
      : sampled.read(written, inForce as never, path, issues),
  schema: sampled.schema,
};

/** What `createInspectionServer` takes. A misspelt redaction would be the default, which hides more. */
export const INSPECTION_OPTIONS = fields<InspectionOptions>({
  feed: having<InspectionFeed>(
    'a feed with now, follow, sessions and history, such as a MemoryFeed',
    'now',
    'follow',
    'sessions',
    'history',
  ),
  mirror: text,
  port: fitting(
    'a port from 0 to 65535',
    (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 65_535,
  ),
  origins: listOf(text, 'origins such as http://localhost:5173'),
  sample,
  redact: fitting(
    'true, false, or a function of a step',
    (value) => typeof value === 'boolean' || typeof value === 'function',
  ),
  title: fitting('a string', (value) => typeof value === 'string'),
  sessionId: text,
});

/** What a `MemoryFeed` takes. */
export const MEMORY_FEED_OPTIONS = fields<MemoryFeedOptions>({
  sample,
  clock: having<FeedClock>('a clock with kind and now', 'now'),
});
