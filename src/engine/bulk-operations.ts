// What operators do to many sessions at once: first a look at what it would do, then the doing. Both go the way of everything
// else, through the journal, one conversation at a time.
import { createHash } from 'node:crypto';
import { decide, type ConversationEvent } from '../conversation/decide.ts';
import { rearmedDue } from '../conversation/rearm.ts';
import type { VerdictCode } from '../events/codes.ts';
import type { AnyFact } from '../events/fact.ts';
import { assertInvariant } from '../events/holdline-error.ts';
import { parseEvent } from '../events/parse-event.ts';
import { Refusal } from '../events/refusal.ts';
import type { SessionFilter } from '../store/store.ts';
import type { EpochMs } from '../time/instant.ts';
import { rearmInstant, type RearmCommand } from './bulk-rearm.ts';
import { assertArgument, readArgument } from './call-argument.ts';
import { BULK_FILTER, ENDED_BY, END_OPTIONS, REARM_FILTER, REARM_OPTIONS } from './call-shapes.ts';
import type { CommitLoop } from './commit-loop.ts';
import type { DispatchOutcome } from './dispatch-outcome.ts';
import type { EngineClock } from './engine-clock.ts';
import type { EngineReader } from './engine-reader.ts';
import type { SessionView } from './session-view.ts';

/** Sessions that are read, and commands that are submitted, at a time: others get their turn between. */
const PAGE = 500;

/** Which open sessions are meant; what is left out does not narrow. */
export type BulkFilter = Omit<SessionFilter, 'isOpen' | 'after'>;

/** Who ends sessions, and under which name. */
export interface EndOptions {
  /** Names the operation: the same one again ends no session twice, and finishes what was interrupted. */
  readonly operationId: string;
  /** `supervisor` without it. */
  readonly by?: 'supervisor' | 'automation';
  /** Kept with the events, for whoever reads the journal. */
  readonly reason?: string;
}

/** What ending a session would do, or has done. */
export interface EndedSession {
  readonly sessionId: string;
  /** The status before. */
  readonly status: string;
  readonly verdict: DispatchOutcome['verdict'];
  /** Why it was refused. */
  readonly code?: VerdictCode;
}

/** Which pending deadlines are meant. */
export interface RearmFilter extends BulkFilter {
  /** Only deadlines of this name. */
  readonly name?: string;
}

/** One deadline whose instant would change, or has changed. */
export interface RearmedDeadline {
  readonly sessionId: string;
  readonly name: string;
  /** Epoch milliseconds of event time. */
  readonly from: EpochMs;
  /** Null: policy and channel have switched it off. */
  readonly to: EpochMs | null;
}

/** Bulk operations of one engine. */
export class BulkOperations {
  readonly #reader: EngineReader;
  readonly #loop: CommitLoop;
  readonly #clock: EngineClock;
  readonly #dispatch: (events: readonly unknown[]) => Promise<readonly DispatchOutcome[]>;

  /** @internal */
  constructor(
    reader: EngineReader,
    loop: CommitLoop,
    clock: EngineClock,
    dispatch: (events: readonly unknown[]) => Promise<readonly DispatchOutcome[]>,
  ) {
    this.#reader = reader;
    this.#loop = loop;
    this.#clock = clock;
    this.#dispatch = dispatch;
  }

  /** What `endSessions` would do now, session by session, by start; nothing is changed. */
  async previewEnd(
    filter: BulkFilter = {},
    by: EndOptions['by'] = 'supervisor',
  ): Promise<readonly EndedSession[]> {
    const wanted = readArgument('bulk.previewEnd', BULK_FILTER, filter, 'filter');
    assertArgument('bulk.previewEnd', ENDED_BY, by, 'by');
    const previews: EndedSession[] = [];
    for await (const page of this.#pages(wanted)) {
      for (const session of page) {
        const ending = endingOf(session, { operationId: '', by }, this.#instantFor(session));
        previews.push(this.#previewOf(session, ending));
      }
    }
    return previews;
  }

  /**
   * Ends open sessions, by start. Answers once all is committed.
   *
   * Each is ended by an event of its own, `supervisor.ended` or `automation.ended`, whose id follows from the operation and the
   * session. A repeated call also ends sessions opened since, unless `startBefore` leaves them out.
   *
   * @throws HoldlineError as `dispatch`: then some may have ended, and the same call again ends the others.
   */
  async endSessions(filter: BulkFilter, options: EndOptions): Promise<readonly EndedSession[]> {
    const wanted = readArgument('bulk.endSessions', BULK_FILTER, filter, 'filter');
    const how = readArgument('bulk.endSessions', END_OPTIONS, options, 'options');
    const ended: EndedSession[] = [];
    for await (const page of this.#pages(wanted)) {
      const outcomes = await this.#dispatch(
        page.map((session) => endingOf(session, how, this.#instantFor(session))),
      );
      for (const [index, { id: sessionId, status }] of page.entries()) {
        const { verdict, code } = outcomes[index] as DispatchOutcome;
        ended.push({ sessionId, status, verdict, ...(code === undefined ? {} : { code }) });
      }
    }
    return ended;
  }

  /** Now; where a sender's clock is fast, the latest instant that was told: before that an end would be late. */
  #instantFor({ tenant: tenantId }: SessionView): EpochMs {
    const tenant = this.#loop.core.tenants.get(tenantId);
    const now = this.#clock.now();
    return tenant === undefined ? now : rearmInstant(tenant, now);
  }

  /** The deadlines that `rearm` would move now, old and new instant; nothing is changed. */
  async previewRearm(filter: RearmFilter = {}): Promise<readonly RearmedDeadline[]> {
    const { name, ...wanted } = readArgument('bulk.previewRearm', REARM_FILTER, filter, 'filter');
    const moved: RearmedDeadline[] = [];
    for await (const page of this.#pages(wanted)) {
      for (const session of page) {
        const deadlines = this.#wantedOf(session, name);
        moved.push(
          ...deadlines.map(({ sessionId, name: of, from, to }) => ({
            sessionId,
            name: of,
            from,
            to,
          })),
        );
      }
    }
    return moved;
  }

  /**
   * Has pending deadlines of sessions follow the policy and channel in force now. Answers once all is committed.
   *
   * Each is counted from when it was set; one that would be over already is due now. Those of assignments (`pushTimeout`, `acw`)
   * keep their instant. Doing it again changes nothing more.
   *
   * @throws HoldlineError as `dispatch`: then some may have moved, and the same call again moves the others.
   */
  async rearm(
    filter: RearmFilter = {},
    options: { readonly operationId?: string } = {},
  ): Promise<readonly RearmedDeadline[]> {
    const { name, ...wanted } = readArgument('bulk.rearm', REARM_FILTER, filter, 'filter');
    const { operationId = 'rearm' } = readArgument('bulk.rearm', REARM_OPTIONS, options, 'options');
    const moved: RearmedDeadline[] = [];
    for await (const page of this.#pages(wanted)) {
      const at = this.#clock.now();
      const commands = page.flatMap((session): readonly RearmCommand[] => {
        const { tenant, conversationId } = session;
        const deadlines = this.#wantedOf(session, name);
        const id = operationId;
        return deadlines.length === 0
          ? []
          : [{ command: 'rearm', id, tenant, at, conversationId, deadlines }];
      });
      if (commands.length === 0) continue;
      const outcomes = await this.#loop.submit(commands);
      moved.push(...outcomes.flatMap(({ facts }) => facts.flatMap(movedBy)));
    }
    return moved;
  }

  /** Open sessions, some at a time. What changes meanwhile does not disturb the order: it goes by start. */
  async *#pages(filter: BulkFilter): AsyncGenerator<readonly SessionView[], void, undefined> {
    const { limit = Infinity, ...narrow } = filter;
    let after: { readonly startAt: EpochMs; readonly id: string } | undefined;
    for (let left = limit; left > 0; left -= PAGE) {
      // oxlint-disable-next-line no-await-in-loop
      await this.#loop.tables.fold();
      const page = this.#reader.sessions({
        ...narrow,
        isOpen: true,
        limit: Math.min(PAGE, left),
        ...(after === undefined ? {} : { after }),
      });
      const last = page.at(-1);
      if (last === undefined) return;
      after = { startAt: last.startAt, id: last.id };
      yield page;
    }
  }

  #previewOf({ id, status, conversationId, tenant, channelId }: SessionView, ending: object) {
    const event = parseEvent(ending);
    const conversation = this.#reader.conversation(conversationId);
    assertInvariant(!(event instanceof Refusal), 'an ending is an event');
    assertInvariant(conversation !== undefined, 'an open session has a conversation');
    const context = this.#loop.core.tenants.get(tenant)?.setup.contextAt(event, channelId);
    const refusal =
      context === undefined
        ? ({ code: 'unknown_channel' } as const)
        : decide(conversation, event as ConversationEvent, context).refusal;
    if (refusal === undefined) return { sessionId: id, status, verdict: 'applied' } as const;
    return { sessionId: id, status, verdict: 'rejected', code: refusal.code } as const;
  }

  /** The deadlines of a session whose instant would change. */
  #wantedOf({ id, conversationId, tenant: tenantId, channelId }: SessionView, name?: string) {
    const tenant = this.#loop.core.tenants.get(tenantId);
    const conversation = this.#reader.conversation(conversationId);
    if (tenant === undefined || conversation === undefined) return [];
    const at = rearmInstant(tenant, this.#clock.now());
    const context = tenant.setup.contextAt({ at }, channelId);
    if (context === undefined) return [];
    return conversation.deadlines.flatMap((deadline) => {
      const { sessionId, attempt, id: deadlineId, dueAt: from } = deadline;
      const isMeant = sessionId === id && (name === undefined || deadline.name === name);
      const to = isMeant ? rearmedDue(conversation, deadline, context) : from;
      return to === from ? [] : [{ sessionId, attempt, deadlineId, name: deadline.name, from, to }];
    });
  }
}

const movedBy = ({ type, sessionId, data }: AnyFact): readonly RearmedDeadline[] => {
  if (type !== 'timer.rearmed') return [];
  const { name, from, to } = data;
  return [{ sessionId: sessionId ?? '', name, from, to }];
};

/** The event that ends a session in the course of an operation. */
function endingOf(
  { id: sessionId, tenant }: SessionView,
  { operationId, by = 'supervisor', reason }: EndOptions,
  at: EpochMs,
) {
  const hash = createHash('sha256').update(JSON.stringify([operationId, sessionId]));
  const id = `${by}-ended-${hash.digest('hex').slice(0, 32)}`;
  const told = reason === undefined ? {} : { reason };
  return { id, type: `${by}.ended`, at, tenant, sessionId, operationId, ...told };
}
