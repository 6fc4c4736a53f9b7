// What a run must have come to: everything acknowledged is there, nothing is told twice, and what holds is what an engine
// that heard all of it in order would say.
import type { Conversation } from '../../src/conversation/conversation.ts';
import { violationsOf } from '../../src/conversation/invariants.ts';
import { storeConversation } from '../../src/conversation/stored-conversation.ts';
import type { AnyFact } from '../../src/events/fact.ts';
import type { Verdict } from '../../src/events/verdict.ts';
import type { Contents } from './disk.ts';
import type { Host } from './host.ts';
import { correctionFaults, eventKey, factsThatHold, readJournal, type Journal } from './journal.ts';
import { plainText } from './plain-text.ts';
import { referenceOf, type Reference } from './reference.ts';
import type { Subscriber } from './subscriber.ts';
import type { World, WorldEvent } from './world.ts';

/** What a run leaves for its judge. */
export interface Evidence {
  readonly world: World;
  readonly host: Host;
  readonly contents: Contents;
  /** Events by key that were answered, with the answer heard first. */
  readonly answered: ReadonlyMap<string, string>;
  readonly heard: readonly AnyFact[];
  readonly subscribers: readonly Subscriber[];
}

/** At most so many findings of one kind are told. */
const FINDINGS_MAX = 6;

/** Everything that is wrong with a run; empty when all is well. */
export function judge(evidence: Evidence): readonly string[] {
  const { world, host, contents } = evidence;
  const journal = readJournal(contents.records);
  const accepted = world.arrivals
    .map(({ event }) => event)
    .filter((event) => isCounted(journal.verdicts.get(event.id)));
  const reference = referenceOf(accepted, world.endAt);
  return [
    ...first(reference.violations),
    ...first(answersLost(evidence, journal)),
    ...first(feedFaults(evidence, journal)),
    ...first(verdictsApart(accepted, journal, reference)),
    ...first(factsApart(journal, reference)),
    ...first(conversationsApart(host, reference)),
    ...first(rowsApart('session', contents.sessions, reference.sessions)),
    ...first(rowsApart('work', contents.works, reference.works)),
    ...first(loadsApart(host, reference, world)),
  ];
}

/** Late events and such of a clock gone wrong are recorded, and change nothing. */
const isCounted = (verdict: Verdict | undefined) =>
  verdict !== undefined && verdict.verdict !== 'late' && verdict.code !== 'time_out_of_range';

function answersLost({ answered, world }: Evidence, { events, verdicts }: Journal): string[] {
  const found: string[] = [];
  for (const { event } of world.arrivals) {
    const key = eventKey(event);
    const times = events.get(key) ?? 0;
    const answer = answered.get(key);
    if (answer === undefined) found.push(`event ${event.id} was never answered`);
    // What cannot be read changes nothing, and is not written down.
    else if (times === 0 && answer !== 'invalid_event')
      found.push(`event ${event.id} was answered ${answer} and is lost`);
    const isAstray = verdicts.get(event.id)?.code === 'time_out_of_range';
    if (times > 1 && !isAstray) found.push(`event ${event.id} is ${times} times in the journal`);
  }
  return found;
}

function feedFaults({ heard, subscribers, world }: Evidence, { facts }: Journal): string[] {
  const found: string[] = [];
  const texts = new Map<string, Map<number, string>>();
  for (const tenant of world.tenants) {
    const told = facts.get(tenant) ?? [];
    const gap = told.find(({ seq }, index) => seq !== index + 1);
    if (gap !== undefined) found.push(`the facts of ${tenant} have a gap before ${gap.seq}`);
    found.push(...correctionFaults(told));
    texts.set(tenant, new Map(told.map((fact) => [fact.seq, JSON.stringify(fact)])));
  }
  for (const fact of heard) {
    if (texts.get(fact.tenant)?.get(fact.seq) !== JSON.stringify(fact)) {
      found.push(`a listener heard ${fact.type} ${fact.seq}, which was never committed`);
    }
  }
  for (const { tenant, facts: received, errors } of subscribers) {
    for (const error of errors)
      found.push(`the subscription of ${tenant} failed: ${String(error)}`);
    const told = texts.get(tenant) ?? new Map<number, string>();
    if (received.length !== told.size) {
      found.push(`the subscriber of ${tenant} has ${received.length} facts of ${told.size}`);
    }
    const wrong = received.find((fact) => told.get(fact.seq) !== JSON.stringify(fact));
    if (wrong !== undefined) found.push(`the subscriber of ${tenant} has another ${wrong.seq}`);
    const unordered = received.find(({ seq }, index) => seq !== index + 1);
    if (unordered !== undefined) found.push(`the subscriber of ${tenant} missed a fact`);
  }
  return found;
}

function verdictsApart(
  events: readonly WorldEvent[],
  journal: Journal,
  reference: Reference,
): string[] {
  const found: string[] = [];
  for (const { id, type } of events) {
    const ours = verdictText(journal.verdicts.get(id));
    const theirs = verdictText(reference.verdicts.get(id));
    if (ours !== theirs) found.push(`verdict on ${type} ${id}: ${ours}, in order ${theirs}`);
  }
  return found;
}

/** An event that came late and was put in its place counts as applied. */
function verdictText(verdict: Verdict | undefined): string {
  if (verdict === undefined) return 'none';
  const name = verdict.verdict === 'corrected' ? 'applied' : verdict.verdict;
  return [name, verdict.code ?? '', verdict.rule ?? ''].join(' ').trim();
}

function factsApart({ facts }: Journal, reference: Reference): string[] {
  const ours = [...facts.values()].flatMap((told) => factsThatHold(told));
  return difference('fact', counted(ours), counted(reference.facts));
}

function counted(facts: readonly AnyFact[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { type, at, conversationId, sessionId, causationId, data } of facts) {
    // Overload is what was seen when it was reported.
    if (type === 'work.overCapacity') continue;
    const key = JSON.stringify([type, at, sessionId ?? conversationId, causationId, data]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function difference<T>(
  what: string,
  ours: ReadonlyMap<string, T>,
  theirs: ReadonlyMap<string, T>,
): string[] {
  const found: string[] = [];
  for (const [key, value] of ours) {
    if (theirs.get(key) !== value) found.push(`only here: ${what} ${key} ${String(value)}`);
  }
  for (const [key, value] of theirs) {
    if (ours.get(key) !== value) found.push(`only in order: ${what} ${key} ${String(value)}`);
  }
  return found;
}

function conversationsApart(host: Host, { conversations, deadlines }: Reference): string[] {
  const found: string[] = [];
  const theirs = new Map<string, string>();
  const ours = new Map<string, string>();
  for (const [id, conversation] of conversations) {
    theirs.set(id, textOf(conversation));
    const live = host.engine.conversation(id);
    if (live === undefined) continue;
    ours.set(id, textOf(live));
    for (const { invariant, found: text } of violationsOf(live)) {
      found.push(`${invariant} in ${id}: ${text}`);
    }
  }
  found.push(...difference('conversation', something(ours), something(theirs)));
  const next = Math.min(Infinity, ...deadlines.map(({ dueAt }) => dueAt));
  if (host.engine.nextDeadlineAt > next) {
    found.push(`the next deadline is at ${host.engine.nextDeadlineAt}, in order at ${next}`);
  }
  return found;
}

/** A conversation as text, without when its deadlines were armed: the engine in memory does not keep that. */
function textOf(conversation: Conversation): string {
  const [person, session, works, deadlines, ...rest] = storeConversation(conversation);
  const due = (deadlines as readonly (readonly unknown[])[]).map((cells) => cells.slice(0, -1));
  return plainText([person, session, works, due, ...rest]);
}

/** Without conversations of which nothing is known: a host may forget them. */
const something = (conversations: ReadonlyMap<string, string>) =>
  new Map([...conversations].filter(([, cells]) => cells !== NOTHING));

const NOTHING = plainText([[false, null, null, null, null, null, null, 0, 0, 0], 0, [], []]);

function rowsApart(
  what: string,
  rows: ReadonlyMap<string, { readonly state: string }>,
  theirs: ReadonlyMap<string, string>,
): string[] {
  const ours = new Map([...rows].map(([id, { state }]) => [id, plainText(JSON.parse(state))]));
  return difference(what, ours, theirs);
}

function loadsApart({ engine }: Host, reference: Reference, { tenants }: World): string[] {
  const found: string[] = [];
  for (const tenant of tenants) {
    for (const agentId of ['ann', 'bob', 'cem', 'a-1']) {
      const ours = JSON.stringify(engine.loadOf(agentId, tenant));
      const theirs = JSON.stringify(reference.engine.loadOf(agentId, tenant));
      if (ours !== theirs)
        found.push(`${agentId} of ${tenant} carries ${ours}, in order ${theirs}`);
    }
  }
  return found;
}

const first = (found: readonly string[]) =>
  found.length <= FINDINGS_MAX
    ? found
    : [...found.slice(0, FINDINGS_MAX), `… and ${found.length - FINDINGS_MAX} more`];
