// Stories: wire events with short times, run through the embeddable engine, and what came of them.
//
//   const { outcome } = given(chat(), '09:00 customer.message', '09:01 work.accepted')
//     .when('09:05 agent.markedInactive');
//   expect(outcome).toMatchObject({ moves: ['Active → Inactive EC38'] });
import type { Load } from '../../src/desk/load.ts';
import type { EngineSink } from '../../src/engine/engine-sink.ts';
import { MemoryEngine } from '../../src/engine/memory-engine.ts';
import type { AnyFact } from '../../src/events/fact.ts';
import type { Verdict } from '../../src/events/verdict.ts';
import { TableBook } from '../../src/tables/table-book.ts';
import { ENGINE_TABLES, type EngineTable, type Row } from '../../src/tables/table.ts';
import { instantOf, writeSpan } from './story-time.ts';

/** Fields of a wire event. */
export type Fields = Readonly<Record<string, unknown>>;

/** `'09:00 customer.message'`, the same with fields, or a time alone (`'+30h'`), at which everything due has fired. */
export type Step = string | readonly [step: string, fields: Fields];

/** The channel and the policy of a story. */
export interface Scene {
  readonly channel: Fields;
  readonly policy?: Fields | undefined;
}

/** An enhanced, tab-based WhatsApp channel with queue `q1`, or as `changes` say otherwise. */
export const chat = (changes: Fields = {}, policy?: Fields): Scene => ({
  channel: {
    channelId: 'chat',
    channelType: 'WhatsApp',
    platform: 'enhanced',
    capacityModel: 'tabBased',
    queueId: 'q1',
    fallbackQueueId: 'q9',
    ...changes,
  },
  policy,
});

/** As `chat`, with status-based capacity. */
export const statusBased = (changes: Fields = {}, policy?: Fields): Scene =>
  chat({ capacityModel: 'statusBased', ...changes }, policy);

/** As `chat`, on a standard channel. */
export const standard = (changes: Fields = {}, policy?: Fields): Scene =>
  chat({ platform: 'standard', channelType: 'Text', ...changes }, policy);

/** As `chat`, for Enhanced Chat in an app with a customer-idle rule of ten minutes. */
export const idleChat = (idle: Fields = {}, policy?: Fields, changes: Fields = {}): Scene =>
  chat(
    {
      channelType: 'EmbeddedMessaging',
      deployment: 'inApp',
      customerIdle: { minutes: 10, ...idle },
      ...changes,
    },
    policy,
  );

const WORK = new Set(['work.offered', 'work.accepted', 'work.declined']);
const WITHOUT_CONVERSATION =
  /^(policy|contact|clock)\.|^channel\.(configured|disabled|enabled)$|^agent\.(presence|capacity|team|heartbeat)$/;

/** One run of the engine, told step by step. */
export class Story implements EngineSink {
  readonly engine: MemoryEngine;
  readonly facts: AnyFact[] = [];
  readonly verdicts = new Map<string, Verdict>();
  readonly #book = new TableBook(ENGINE_TABLES);
  #now = instantOf('00:00', 0);
  #count = 0;
  lastId = '';

  constructor(scene: Scene) {
    this.engine = new MemoryEngine({ policy: scene.policy, sink: this });
    this.engine.dispatch({
      id: 'channel',
      type: 'channel.configured',
      at: this.#now,
      ...scene.channel,
    });
  }

  fact(fact: AnyFact): void {
    this.facts.push(fact);
    this.#book.fact(fact);
  }

  verdict(...[verdict, event]: Parameters<NonNullable<EngineSink['verdict']>>): void {
    this.verdicts.set(verdict.eventId, verdict);
    this.#book.verdict(verdict, event);
  }

  sessionEnded(...told: Parameters<NonNullable<EngineSink['sessionEnded']>>): void {
    this.#book.sessionEnded(...told);
  }

  workFinished(...told: Parameters<NonNullable<EngineSink['workFinished']>>): void {
    this.#book.workFinished(...told);
  }

  /** The instant of the last step. */
  get now(): number {
    return this.#now;
  }

  /** Runs further steps and decides them. Returns the story. */
  tell(...steps: readonly Step[]): this {
    for (const step of steps) this.#take(step);
    this.engine.settle();
    return this;
  }

  /** The rows of a table as they stand. */
  rows(table: EngineTable): readonly Row[] {
    return [...this.#book.rows(table, this.engine)];
  }

  /** Pending deadlines of sessions and assignments as `noReply in 48h by EB01`, counted from the last step. */
  get timers(): readonly string[] {
    return this.#pending.filter((timer) => !timer.startsWith('engagement'));
  }

  /** Pending deadlines of engagements, likewise. */
  get engagementTimers(): readonly string[] {
    return this.#pending.filter((timer) => timer.startsWith('engagement'));
  }

  get #pending(): readonly string[] {
    return this.rows('timers').map(
      (row) =>
        `${String(row['name'])} in ${writeSpan(Date.parse(String(row['due_at'])) - this.#now)} by ${String(row['set_by'])}`,
    );
  }

  /** Status changes as `Active → Inactive EC38`; the birth as `∅ → Waiting EC01`. */
  get moves(): readonly string[] {
    return this.rows('transitions').map(
      (row) =>
        `${String(row['from_status'] ?? '∅')} → ${String(row['to_status'])} ${String(row['rule'])}`,
    );
  }

  /** The verdict of the last event, once it is final. */
  get lastVerdict(): Verdict | undefined {
    return this.verdicts.get(this.lastId);
  }

  #take(step: Step): void {
    const [text, fields] = typeof step === 'string' ? [step, {}] : step;
    const [time = '', type] = text.split(' ');
    this.#now = instantOf(time, this.#now);
    if (type === undefined) {
      this.engine.advanceTo(this.#now);
      return;
    }
    this.#count += 1;
    const event = { ...this.#ordinary(type), type, at: this.#now, ...fields };
    this.lastId = String((event as Fields)['id']);
    const verdict = this.engine.dispatch(event);
    if (verdict.verdict !== 'deferred') this.verdicts.set(verdict.eventId, verdict);
  }

  /** What an event says unless a step says otherwise: end user Cora, agent Ann, bot Rob, work w1. */
  #ordinary(type: string): Fields {
    const id = `e${String(this.#count).padStart(4, '0')}`;
    const isConversation = !WITHOUT_CONVERSATION.test(type);
    return {
      id,
      ...(isConversation ? { channelId: 'chat', endUserId: 'cora', messageId: `m-${id}` } : {}),
      ...(type.startsWith('channel.') ? { channelId: 'chat' } : {}),
      ...(type.startsWith('agent.') || type.startsWith('acw.') || WORK.has(type)
        ? { agentId: 'ann' }
        : {}),
      ...(WORK.has(type) ? { workId: 'w1' } : {}),
      ...(type.startsWith('bot.') ? { botId: 'rob' } : {}),
    };
  }
}

/** What a story is expected to leave behind: what is not named is not looked at. */
export interface Outcome {
  /** Status changes that the step caused, in order; none is `[]`. */
  readonly moves?: readonly string[];
  /** The current session's row, in part. */
  readonly session?: Fields;
  /** All rows of sessions, in part, by start. */
  readonly sessions?: readonly Fields[];
  /** The last assignment's row, in part. */
  readonly work?: Fields;
  readonly works?: readonly Fields[];
  readonly timers?: readonly string[];
  /** Automatic replies that the step asked for. */
  readonly replies?: readonly string[];
  /** What Ann carries. */
  readonly load?: Partial<Load>;
  readonly endUser?: Fields;
}

/** The step whose consequences are told. */
export class When {
  readonly story: Story;
  readonly #movesBefore: number;
  readonly #factsBefore: number;

  constructor(story: Story, step: Step) {
    this.story = story;
    this.#movesBefore = story.moves.length;
    this.#factsBefore = story.facts.length;
    story.lastId = '';
    story.tell(step);
  }

  /** Facts that the step established. */
  get facts(): readonly AnyFact[] {
    return this.story.facts.slice(this.#factsBefore);
  }

  /** Why the step was refused, and how many facts it established all the same; undefined when it was taken. */
  get refusal(): { code: string | undefined; rule: string | undefined; facts: number } | undefined {
    const { verdict, code, rule } = this.story.lastVerdict ?? {};
    if (verdict !== 'rejected') return undefined;
    const facts = this.facts.filter((fact) => fact.causationId === this.story.lastId).length;
    return { code, rule, facts };
  }

  /** What the step has left behind, to be compared in part with an {@link Outcome}. */
  get outcome() {
    const { story } = this;
    const [sessions, works] = [story.rows('sessions'), story.rows('agent_work')];
    return {
      refusal: this.refusal,
      moves: story.moves.slice(this.#movesBefore),
      session: sessions.at(-1),
      sessions,
      work: works.at(-1),
      works,
      timers: story.timers,
      replies: this.facts.flatMap((fact) =>
        fact.type === 'response.requested' ? [fact.data.response] : [],
      ),
      load: story.engine.loadOf('ann'),
      endUser: story.rows('end_users')[0],
    };
  }
}

/** A story so far; `when` goes on with the step that matters. */
export function given(
  scene: Scene,
  ...steps: readonly Step[]
): { when: (step: Step) => When; story: Story } {
  const story = new Story(scene).tell(...steps);
  return { story, when: (step) => new When(story, step) };
}
