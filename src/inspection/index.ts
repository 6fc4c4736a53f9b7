// The public API of `holdline/inspection`, and nothing else.
export { createInspectionServer, INSPECTION_PORT } from './inspection-server.ts';
export type { InspectionServer } from './inspection-server.ts';
export type { InspectionOptions } from './inspection-options.ts';

export type {
  FeedKind,
  Fields,
  InspectedDeadline,
  InspectedStep,
  InspectionFeed,
  SessionList,
  StepListener,
} from './inspection-feed.ts';
export { MemoryFeed } from './memory-feed.ts';
export type { MemoryFeedOptions } from './memory-feed.ts';
export { inspectedSteps } from './inspected-steps.ts';

export { WireProducer } from './wire-producer.ts';
export type { WireProducerOptions } from './wire-producer.ts';
export { WIRE_VERSION } from './wire-event.ts';
export type {
  StepDetails,
  WireActor,
  WireEvent,
  WireEventSent,
  WireSnapshot,
  WireSnapshotTaken,
} from './wire-event.ts';

export { redactEvent, redactStep, shortId } from './redaction.ts';
export type { Redact } from './redaction.ts';
export { SESSIONS_MAX } from './sample.ts';
export type { Sample } from './sample.ts';
