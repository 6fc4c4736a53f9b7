// What one record of the journal says: what the engine was asked, what it answered, what it established. Its text is JSON
// whose places are a format: add at the end, never move.
import { Fact, type AnyFact, type FactType } from '../events/fact.ts';
import type { Batch, TenantVerdict } from './batch.ts';
import type { RearmCommand } from './bulk-rearm.ts';
import type { EventIn } from '../events/vocabulary.ts';
import {
  conversationId as conversationIdOf,
  parseConversationId,
} from '../conversation/conversation-id.ts';
import type { JournalRecord } from '../store/store.ts';
import type { EpochMs } from '../time/instant.ts';

/** Deadlines before an instant fire: at most so many, of one tenant or of all. */
export interface TickCommand {
  readonly command: 'tick';
  readonly before: EpochMs;
  readonly limit: number;
  readonly tenant: string | null;
}

/** The input of a tenant, or of all, is over: every event so far is known. */
export interface CloseCommand {
  readonly command: 'close';
  /** Null: up to the latest instant seen. */
  readonly at: EpochMs | null;
}

/** What an engine may be asked. */
export type Command = EventIn | TickCommand | CloseCommand | RearmCommand;

/** A record as it is read. */
export interface ReadRecord {
  readonly position: number;
  readonly recordedAt: EpochMs;
  readonly isEventTime: boolean;
  readonly commands: readonly Command[];
  /** Of the events in it that did not simply apply, and of earlier ones whose verdict changed. */
  readonly verdicts: readonly TenantVerdict[];
  readonly facts: readonly AnyFact[];
}

type FactCells = readonly [
  seq: number,
  type: FactType,
  at: EpochMs,
  conversationId: string,
  /** The session's ordinal; 0 for a fact that concerns none. */
  ordinal: number,
  causationId: string,
  data: object,
];

interface Body {
  readonly commands: readonly Command[];
  readonly verdicts: readonly TenantVerdict[];
  readonly facts: readonly FactCells[];
  /** 1 where facts were noticed when they happened, and not when the record was written. */
  readonly eventTime?: 1;
}

/** The text of a record. */
export function writeBody(
  commands: readonly Command[],
  { verdicts, facts, isEventTime }: Batch,
): string {
  const cells: FactCells[] = [];
  for (let index = 0; index < facts.length; index += 1) {
    cells.push(cellsOf(facts[index] as AnyFact));
  }
  const body: Body = { commands, verdicts, facts: cells };
  return JSON.stringify(isEventTime ? { ...body, eventTime: 1 } : body);
}

/** What a record says. */
export function readRecord({ position, recordedAt, body }: JournalRecord): ReadRecord {
  const { commands, verdicts, facts, eventTime } = JSON.parse(body) as Body;
  return {
    position,
    recordedAt,
    isEventTime: eventTime === 1,
    commands,
    verdicts,
    facts: facts.map((cells) => factOf(cells, eventTime === 1 ? cells[2] : recordedAt)),
  };
}

/** What an erasure does to a record: `tombstone` leaves number, type and instant of a fact, `causeless` hides its cause. */
export interface JournalRewrite {
  isKept(command: Command): boolean;
  isVerdictKept(verdict: TenantVerdict): boolean;
  factOf(fact: {
    readonly tenant: string;
    readonly conversationId: string;
    readonly causationId: string;
  }): 'kept' | 'tombstone' | 'causeless';
}

/** What stands in a record in place of an id that was erased. */
const ERASED = 'erased';

/** The text of a record after an erasure; undefined where it has nothing to erase. */
export function rewriteBody(text: string, rewrite: JournalRewrite): string | undefined {
  const body = JSON.parse(text) as Body;
  const commands = body.commands.filter((command) => rewrite.isKept(command));
  const verdicts = body.verdicts.filter((verdict) => rewrite.isVerdictKept(verdict));
  let isChanged = commands.length < body.commands.length || verdicts.length < body.verdicts.length;
  const facts = body.facts.map((cells): FactCells => {
    const [seq, type, at, conversationId, ordinal, causationId, data] = cells;
    const { tenant } = parseConversationId(conversationId);
    const fate = rewrite.factOf({ tenant, conversationId, causationId });
    if (fate === 'kept') return cells;
    isChanged = true;
    if (fate === 'causeless') return [seq, type, at, conversationId, ordinal, ERASED, data];
    const nobody = conversationIdOf(tenant, ERASED, ERASED);
    return [seq, type, at, nobody, 0, ERASED, tombstoneOf(data)];
  });
  return isChanged ? JSON.stringify({ ...body, commands, verdicts, facts }) : undefined;
}

/** What is left of the data of an erased fact: the numbers of facts that it supersedes. */
function tombstoneOf(data: object): object {
  const { supersedes } = data as { readonly supersedes?: readonly number[] };
  return supersedes === undefined ? { erased: true } : { erased: true, supersedes };
}

/** Whether a fact was erased: then only its number, type and instants say anything. */
export const isErased = ({ data }: AnyFact): boolean => 'erased' in data;

/** Whether a command is an event. */
export const isEvent = (command: Command): command is EventIn => !('command' in command);

function cellsOf(fact: AnyFact): FactCells {
  const { seq, type, at, conversationId, sessionId, causationId, data } = fact;
  const ordinal = sessionId === null ? 0 : ordinalOf(sessionId);
  return [seq, type, at, conversationId, ordinal, causationId, data];
}

/** The number that a session's id ends with, read digit by digit: a text of its own for each fact costs more. */
function ordinalOf(sessionId: string): number {
  let ordinal = 0;
  let place = 1;
  for (let index = sessionId.length - 1; index >= 0; index -= 1) {
    const digit = sessionId.charCodeAt(index) - ZERO;
    if (digit < 0 || digit > 9) break;
    ordinal += digit * place;
    place *= 10;
  }
  return ordinal;
}

const ZERO = '0'.charCodeAt(0);

function factOf(cells: FactCells, recordedAt: EpochMs): AnyFact {
  const [seq, type, at, conversationId, ordinal, causationId, data] = cells;
  const { tenant } = parseConversationId(conversationId);
  const place = { tenant, conversationId, causationId };
  const sessionId = ordinal === 0 ? null : `${conversationId}/${ordinal}`;
  const fact = new Fact(type, at, place, sessionId, data) as AnyFact;
  fact.seq = seq;
  fact.recordedAt = recordedAt;
  return fact;
}

/** A record whose text is made only if somebody reads it: for a store that keeps records as objects. */
export class LazyRecord implements JournalRecord {
  readonly position: number;
  readonly recordedAt: EpochMs;
  readonly #commands: readonly Command[];
  readonly #batch: Batch;

  constructor(position: number, commands: readonly Command[], batch: Batch) {
    this.position = position;
    this.recordedAt = batch.recordedAt;
    this.#commands = commands;
    this.#batch = batch;
  }

  get body(): string {
    return writeBody(this.#commands, this.#batch);
  }
}
