// The routing service: an engine on one file, and what hangs on it.
import { join } from 'node:path';
import { openEngine, type Engine, type EngineClock, type EngineLogger } from 'holdline';
import { CHANNELS } from './channels.ts';
import { Desk } from './desk.ts';
import { EventDates } from './event-dates.ts';
import { Inbox } from './inbox.ts';
import { Outbox, type Send } from './outbox.ts';
import { Router } from './router.ts';

export interface ServiceOptions {
  /** Where the service keeps its two files. */
  readonly folder: string;
  /** `new SystemClock()`, unless somebody tells a story. */
  readonly clock: EngineClock;
  readonly log: EngineLogger;
  readonly send: Send;
}

export class RoutingService {
  readonly engine: Engine;
  readonly inbox: Inbox;
  readonly desk: Desk;
  readonly router: Router;
  readonly outbox: Outbox;

  constructor({ folder, clock, log, send }: ServiceOptions) {
    this.engine = openEngine({ store: join(folder, 'sessions.db'), clock, log });
    const dates = new EventDates(clock);
    this.router = new Router(this.engine, dates);
    this.inbox = new Inbox(this.engine, dates);
    this.desk = new Desk(this.engine, dates, this.router);
    this.outbox = new Outbox(this.engine, join(folder, 'outbox.token'), send);
  }

  /** Tells the engine of the channels, and offers what has waited since the last process. */
  async start(): Promise<void> {
    await this.engine.dispatchMany(CHANNELS);
    await this.router.findWaiting();
  }

  /** Lets what is under way end, and gives the file back: what a handler of SIGTERM calls. */
  async close(): Promise<void> {
    await this.router.whenDone();
    await this.outbox.stop();
    await this.engine.close();
  }
}
