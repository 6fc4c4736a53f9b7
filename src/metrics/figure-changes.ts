// What a stretch of folding has done to the figures that stand: which it has added, which it has taken away, whose topics it has made known.
import type { EpochMs } from '../time/instant.ts';
import { AgentFold } from './agent-fold.ts';
import type { FoldedSubject } from './folded-subject.ts';
import { isSameList, saysTheSame, type Measurement } from './measurement.ts';
import type { MetricSink } from './metric-sink.ts';
import type { SubjectIds } from './subject-shelf.ts';

type Topics = readonly string[] | null;

/** A figure as it stood at one moment: its topics become known later, and are part of what was told. */
export interface StandingFigure {
  readonly measurement: Measurement;
  readonly topics: Topics;
}

/** A figure that has come to stand, or stands no more. */
export interface FigureChange extends StandingFigure {
  readonly by: 1 | -1;
  /** The instant of the moment that brought it about. */
  readonly since: EpochMs;
}

/** Changes of each conversation and each agent, in the order in which they came about. */
export interface ChangesBySubject {
  readonly conversations: ReadonlyMap<string, readonly FigureChange[]>;
  readonly agents: ReadonlyMap<string, readonly FigureChange[]>;
}

/** A sink that remembers what it was told, of whom. */
export class FigureChanges implements MetricSink {
  /** The instant of the moment that is folded. */
  at: EpochMs = -Infinity;
  readonly #conversations = new Map<string, FigureChange[]>();
  readonly #agents = new Map<string, FigureChange[]>();
  #fresh: FigureChange[] = [];
  #subject: FoldedSubject | null = null;
  /** That of the subject; null until there is something to remember. */
  #list: FigureChange[] | null = null;
  readonly #beside: Pick<MetricSink, 'contactsMerged'>;
  readonly #prepare: (measurement: Measurement) => void;

  /**
   * @param beside Hears of merged contacts at once: they hold for all time.
   * @param prepare Sees each figure first.
   */
  constructor(
    beside: Pick<MetricSink, 'contactsMerged'>,
    prepare: (measurement: Measurement) => void,
  ) {
    this.#beside = beside;
    this.#prepare = prepare;
  }

  turnTo(subject: FoldedSubject): void {
    this.#subject = subject;
    this.#list = null;
  }

  recorded(measurement: Measurement): void {
    this.#prepare(measurement);
    this.#note(measurement, topicsOf(measurement), 1);
  }

  retracted(measurement: Measurement): void {
    this.#note(measurement, topicsOf(measurement), -1);
  }

  topicsKnown(measurement: Measurement): void {
    this.#note(measurement, null, -1);
    this.#note(measurement, topicsOf(measurement), 1);
  }

  contactsMerged(survivorId: string, mergedId: string): void {
    this.#beside.contactsMerged?.(survivorId, mergedId);
  }

  /** The changes since it was asked last, in the order in which they came about. */
  takeFresh(): readonly FigureChange[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }

  /** All changes. */
  get all(): ChangesBySubject {
    return { conversations: this.#conversations, agents: this.#agents };
  }

  /** All changes, which are then forgotten. */
  take(): ChangesBySubject {
    const taken = {
      conversations: new Map(this.#conversations),
      agents: new Map(this.#agents),
    };
    this.#conversations.clear();
    this.#agents.clear();
    this.#list = null;
    this.#fresh = [];
    return taken;
  }

  /** Those of some, which are then forgotten. */
  takeOf({ conversations, agents }: SubjectIds): ChangesBySubject {
    this.#list = null;
    return {
      conversations: takeFrom(this.#conversations, conversations),
      agents: takeFrom(this.#agents, agents),
    };
  }

  /** Those of some. */
  of({ conversations, agents }: SubjectIds): ChangesBySubject {
    return {
      conversations: pick(this.#conversations, conversations),
      agents: pick(this.#agents, agents),
    };
  }

  /** Those that moments before an instant brought about, which are then forgotten. */
  takeBefore(instant: EpochMs): ChangesBySubject {
    this.#list = null;
    return {
      conversations: takeEarlier(this.#conversations, instant),
      agents: takeEarlier(this.#agents, instant),
    };
  }

  /** Forgets changes that are the same as others. False, and nothing is forgotten, unless there is one for each. */
  takeSame({ conversations, agents }: ChangesBySubject): boolean {
    this.#list = null;
    const left = [
      [this.#conversations, without(this.#conversations, conversations)],
      [this.#agents, without(this.#agents, agents)],
    ] as const;
    if (left.some(([, lists]) => lists === undefined)) return false;
    for (const [lists, shorter = NO_LISTS] of left) {
      for (const [id, list] of shorter) {
        if (list.length === 0) lists.delete(id);
        else lists.set(id, list);
      }
    }
    return true;
  }

  #note(measurement: Measurement, topics: Topics, by: 1 | -1): void {
    const change: FigureChange = { measurement, topics, by, since: this.at };
    this.#list ??= this.#listOf(this.#subject);
    this.#list.push(change);
    this.#fresh.push(change);
  }

  #listOf(subject: FoldedSubject | null): FigureChange[] {
    if (subject === null) throw new TypeError('expected whoever tells a figure, found nobody');
    const lists = subject instanceof AgentFold ? this.#agents : this.#conversations;
    let list = lists.get(subject.id);
    if (list === undefined) lists.set(subject.id, (list = []));
    return list;
  }
}

type Lists = Map<string, FigureChange[]>;

const NO_LISTS: ReadonlyMap<string, FigureChange[]> = new Map();

/** What is left of the lists that others are taken from; undefined if one of those is not in them. */
function without(lists: Lists, taken: ChangesBySubject[keyof ChangesBySubject]): Lists | undefined {
  const left: Lists = new Map();
  for (const [id, changes] of taken) {
    const list = [...(lists.get(id) ?? [])];
    for (const change of changes) {
      const place = list.findIndex((one) => isSameChange(one, change));
      if (place < 0) return undefined;
      list.splice(place, 1);
    }
    left.set(id, list);
  }
  return left;
}

function pick(lists: Lists, ids: ReadonlySet<string>): Lists {
  const picked: Lists = new Map();
  for (const id of ids) {
    const list = lists.get(id);
    if (list !== undefined) picked.set(id, list);
  }
  return picked;
}

function takeFrom(lists: Lists, ids: ReadonlySet<string>): Lists {
  const taken = pick(lists, ids);
  for (const id of taken.keys()) lists.delete(id);
  return taken;
}

function takeEarlier(lists: Lists, instant: EpochMs): Lists {
  const taken: Lists = new Map();
  for (const [id, list] of lists) {
    let end = 0;
    while (end < list.length && (list[end] as FigureChange).since < instant) end += 1;
    if (end === 0) continue;
    taken.set(id, list.slice(0, end));
    if (end === list.length) lists.delete(id);
    else lists.set(id, list.slice(end));
  }
  return taken;
}

/** Whether two changes are one and the same. */
export function isSameChange(a: FigureChange, b: FigureChange): boolean {
  return (
    a.by === b.by && isSameList(a.topics, b.topics) && saysTheSame(a.measurement, b.measurement)
  );
}

/** No topics are as none known: neither counts anywhere. */
const topicsOf = ({ topics }: Measurement): Topics =>
  topics === null || topics.length === 0 ? null : topics;
