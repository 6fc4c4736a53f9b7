// The search over a conversation: breadth first up to a number of states, then random walks that go deeper.
import { deepStrictEqual } from 'node:assert';
import * as fc from 'fast-check';
import { violationsOf, violationsOfDecision } from '../../src/conversation/invariants.ts';
import {
  packConversation,
  unpackConversation,
} from '../../src/conversation/packed-conversation.ts';
import type { Conversation } from '../../src/conversation/conversation.ts';
import { engagementIdOf } from '../../src/conversation/engagement.ts';
import type { AnyFact } from '../../src/events/fact.ts';
import { happenings } from './conversation-alphabet.ts';
import {
  deliver,
  emptyWorld,
  type Happening,
  type Setting,
  type Turn,
  type World,
  worldKey,
} from './conversation-world.ts';

/** What a search has seen. */
export interface Searched {
  readonly states: number;
  readonly turns: number;
  readonly refused: number;
  /** Steps from the beginning to the farthest state. */
  readonly depth: number;
  /** True if no state was left unvisited. */
  readonly isComplete: boolean;
}

interface Place {
  readonly world: World;
  readonly cameFrom: Place | undefined;
  readonly by: Happening | undefined;
  readonly depth: number;
}

/**
 * Visits up to `statesMax` states, the nearest first, and checks each of them and each turn that leads on.
 *
 * @throws Error naming what does not hold, with the shortest way there.
 */
export function search(setting: Setting, statesMax: number): Searched {
  const queue: Place[] = [{ world: emptyWorld(), cameFrom: undefined, by: undefined, depth: 0 }];
  const seen = new Set([worldKey(emptyWorld())]);
  let turns = 0;
  let refused = 0;
  let index = 0;
  for (; index < queue.length && index < statesMax; index += 1) {
    const place = queue[index] as Place;
    const packed = packConversation(place.world.conversation, []);
    for (const happening of happenings(place.world)) {
      const turn = deliver(setting, place.world, happening);
      turns += 1;
      if (turn.decision?.refusal !== undefined) refused += 1;
      const next = { world: turn.world, cameFrom: place, by: happening, depth: place.depth + 1 };
      const complaints = judgeTurn(place.world, turn);
      if (complaints.length > 0) fail(setting, next, complaints);
      const key = worldKey(turn.world);
      if (seen.has(key)) continue;
      seen.add(key);
      const wrong =
        judgePacking(turn.world.conversation) ??
        (seen.size % SILENCES === 0 ? judgeSilence(setting, turn.world) : undefined);
      if (wrong !== undefined) fail(setting, next, [wrong]);
      queue.push(next);
    }
    if (packConversation(place.world.conversation, []) !== packed) {
      fail(setting, place, ['a decision changed the conversation that it was given']);
    }
  }
  const depth = queue[Math.min(index, queue.length) - 1]?.depth ?? 0;
  return { states: seen.size, turns, refused, depth, isComplete: index === queue.length };
}

/** Random walks from the beginning; each turn is checked as in `search`. */
export function wander(setting: Setting, walks: number, seed: number): Searched {
  const seen = new Set<string>();
  let turns = 0;
  let refused = 0;
  const walk = fc.array(fc.noBias(fc.nat()), { minLength: WALK, maxLength: WALK });
  const property = fc.property(fc.noShrink(walk), (choices) => {
    let place: Place = { world: emptyWorld(), cameFrom: undefined, by: undefined, depth: 0 };
    for (const choice of choices) {
      const { happening, turn } = stepAtRandom(setting, place.world, choice);
      turns += 1;
      if (turn.decision?.refusal !== undefined) refused += 1;
      const next = { world: turn.world, cameFrom: place, by: happening, depth: place.depth + 1 };
      const complaints = judgeTurn(place.world, turn);
      if (complaints.length > 0) fail(setting, next, complaints);
      seen.add(worldKey(turn.world));
      place = next;
    }
    const wrong = judgePacking(place.world.conversation);
    if (wrong !== undefined) fail(setting, place, [wrong]);
  });
  fc.assert(property, { numRuns: walks, seed });
  return { states: seen.size, turns, refused, depth: WALK, isComplete: false };
}

/** Turns of one random walk. */
const WALK = 60;
/** Happenings tried before a walk puts up with one that is refused. */
const TRIES = 4;

function stepAtRandom(setting: Setting, world: World, choice: number) {
  const possible = happenings(world);
  for (let tries = 1; ; tries += 1) {
    const happening = possible[(choice * tries) % possible.length] as Happening;
    const turn = deliver(setting, world, happening);
    if (turn.decision?.refusal === undefined || tries === TRIES) return { happening, turn };
  }
}

/** One state in so many is followed through silence. */
const SILENCES = 5;
/** Deadlines that silence may set off one after the other. */
const CHAIN_MAX = 20;

/** Under silence from everybody nothing stays that the specification lets expire: no work waits, no session rests. */
function judgeSilence(setting: Setting, from: World): string | undefined {
  let world = from;
  for (let fired = 0; world.conversation.deadlines.length > 0; fired += 1) {
    if (fired > CHAIN_MAX) return 'silence goes on for ever';
    const turn = deliver(setting, world, { type: 'silence' });
    const complaints = judgeTurn(world, turn);
    if (complaints.length > 0) return `in silence: ${complaints.join()}`;
    world = turn.world;
  }
  const { session } = world.conversation;
  const isStuck = ['New', 'Consent', 'Inactive'].includes(session?.status ?? 'Ended');
  return isStuck ? `in silence ${session?.id} stays ${session?.status}` : undefined;
}

/** Everything that is wrong with a turn and with what it leads to. */
function judgeTurn(before: World, { world, decision }: Turn): string[] {
  if (decision === undefined) return [];
  if (decision.refusal !== undefined) {
    const isSame = world.conversation === before.conversation;
    const isSilent = decision.facts.length === 0 && decision.endedSessions.length === 0;
    return isSame && isSilent ? [] : ['a refusal that changes something'];
  }
  return [
    ...[
      ...violationsOf(world.conversation),
      ...violationsOfDecision(before.conversation, decision),
    ].map(({ invariant, found }) => `${invariant}: ${found}`),
    ...judgeDeadlines(world),
    ...judgeEngagement(before.conversation, world.conversation, decision.facts),
  ];
}

/** An engagement runs in an open session, with its deadlines, and what is told of it says so. */
function judgeEngagement(
  before: Conversation,
  after: Conversation,
  facts: readonly AnyFact[],
): string[] {
  const wrong: string[] = [];
  let running = before.engagement?.isActive === true ? idOf(before) : undefined;
  for (const { type, data } of facts) {
    if (type === 'engagement.started') {
      if (running !== undefined) wrong.push(`${data.engagementId} begins beside ${running}`);
      running = data.engagementId;
    } else if (type === 'engagement.ended' || type === 'engagement.discarded') {
      const isOfRunning = running === data.engagementId;
      const isAfterwards = type === 'engagement.ended' && data.supersedes;
      if (isOfRunning === isAfterwards)
        wrong.push(`${type} of ${data.engagementId}, not ${running}`);
      running = undefined;
    }
  }
  const { engagement, deadlines, openSession } = after;
  const runs = engagement?.isActive === true;
  if (running !== (runs ? idOf(after) : undefined)) wrong.push(`${running} was told to run`);
  if (runs !== (engagement?.value.startsWith('active') === true)) wrong.push('runs, and does not');
  if (runs && openSession === undefined) wrong.push('an engagement runs in no session');
  if (runs !== deadlines.some(({ name }) => name === 'engagementRetention')) {
    wrong.push(`runs: ${runs}, with the deadlines ${deadlines.map(({ name }) => name).join()}`);
  }
  return wrong;
}

const idOf = ({ id, engagementsCount }: Conversation) => engagementIdOf(id, engagementsCount);

/** Deadlines lie ahead, and each belongs to the open session or to work that still can change. */
function judgeDeadlines({ conversation, at }: World): string[] {
  const wrong: string[] = [];
  const ids = new Set<string>();
  for (const { sessionId, attempt, id, dueAt, name } of conversation.deadlines) {
    const isOurs =
      attempt === 0
        ? conversation.openSession?.id === sessionId
        : conversation.works.some(
            (work) => work.attempt === attempt && work.value !== 'Superseded',
          );
    if (!isOurs) wrong.push(`deadline ${name} of nothing that is open`);
    if (!(dueAt >= at && dueAt < Infinity)) wrong.push(`deadline ${name} at ${dueAt}, now ${at}`);
    const key = `${sessionId} ${attempt} ${id}`;
    if (ids.has(key)) wrong.push(`deadline ${name} twice`);
    ids.add(key);
  }
  return wrong;
}

/** What is packed comes back as it was; of its settings a session keeps what is pinned, and they are refreshed. */
function judgePacking(conversation: Conversation): string | undefined {
  const { conversation: back, beside } = unpackConversation(
    conversation.id,
    packConversation(conversation, [7]),
  );
  if (back.session !== null && conversation.session !== null) {
    const { settings } = conversation.session.context;
    const pins = back.session.context.settings;
    if (pins.platform !== settings.platform || pins.capacityModel !== settings.capacityModel) {
      return 'packing loses what the session pins';
    }
    back.session.context = { ...back.session.context, settings };
  }
  try {
    deepStrictEqual([back, beside], [conversation, [7]]);
    return undefined;
  } catch (error) {
    return `packing: ${String(error)}`;
  }
}

function fail(setting: Setting, at: Place, complaints: readonly string[]): never {
  const way: string[] = [];
  for (let place: Place | undefined = at; place !== undefined; place = place.cameFrom) {
    const { session } = place.world.conversation;
    way.unshift(`${JSON.stringify(place.by ?? 'nothing')} -> ${session?.value ?? 'none'}`);
  }
  throw new Error(`${setting.name}: ${complaints.join('\n  ')}\nafter\n  ${way.join('\n  ')}`);
}
