// The same events told in order to the engine in memory: what a run has to come to, whatever went wrong on its way.
import { Conversation } from '../../src/conversation/conversation.ts';
import { violationsOfDecision } from '../../src/conversation/invariants.ts';
import type { Session } from '../../src/conversation/session.ts';
import { storeSession, storeWork } from '../../src/conversation/stored-conversation.ts';
import { pendingOf, type PendingDeadline } from '../../src/engine/dispatch-outcome.ts';
import { MemoryEngine } from '../../src/engine/memory-engine.ts';
import { storedWorkId } from '../../src/engine/stored-state.ts';
import type { AnyFact } from '../../src/events/fact.ts';
import type { Verdict } from '../../src/events/verdict.ts';
import { plainText } from './plain-text.ts';
import type { WorldEvent } from './world.ts';

/** What the events lead to. */
export interface Reference {
  readonly engine: MemoryEngine;
  readonly facts: readonly AnyFact[];
  readonly verdicts: ReadonlyMap<string, Verdict>;
  readonly conversations: ReadonlyMap<string, Conversation>;
  /** Records of sessions and assignments by their keys in a store, as text. */
  readonly sessions: ReadonlyMap<string, string>;
  readonly works: ReadonlyMap<string, string>;
  readonly deadlines: readonly PendingDeadline[];
  readonly violations: readonly string[];
}

/** Tells events in order, and lets time go on to an instant. */
export function referenceOf(events: readonly WorldEvent[], endAt: number): Reference {
  const facts: AnyFact[] = [];
  const verdicts = new Map<string, Verdict>();
  const sessions = new Map<string, string>();
  const works = new Map<string, string>();
  const violations: string[] = [];
  const before = new Map<string, Conversation>();
  const engine = new MemoryEngine({
    sink: {
      fact: (fact) => facts.push(fact),
      decided: (decided) => {
        const { conversation } = decided;
        const was = before.get(conversation.id) ?? new Conversation(conversation.id, conversation);
        before.set(conversation.id, conversation);
        // Of a decision the invariants read where it leads and what it tells.
        const decision = { ...NOTHING_ENDED, conversation, facts: decided.facts };
        for (const { invariant, found } of violationsOfDecision(was, decision)) {
          violations.push(`${invariant} by ${decided.cause.id} in ${conversation.id}: ${found}`);
        }
      },
      verdict: (verdict) => verdicts.set(verdict.eventId, verdict),
      sessionEnded: (session) => noteSession(sessions, session),
      workFinished: (work, { id }) =>
        works.set(storedWorkId(id, work.attempt), plainText(storeWork(work))),
    },
  });
  for (const event of events.toSorted((a, b) => a.at - b.at)) engine.dispatch(event);
  engine.settle();
  engine.advanceTo(endAt);
  const conversations = new Map<string, Conversation>();
  const deadlines: PendingDeadline[] = [];
  for (const conversation of engine.conversations()) {
    const { id, session } = conversation;
    conversations.set(id, conversation);
    deadlines.push(...pendingOf(conversation));
    if (session !== null) noteSession(sessions, session);
    for (const work of conversation.works) {
      works.set(storedWorkId(id, work.attempt), plainText(storeWork(work)));
    }
  }
  return { engine, facts, verdicts, conversations, sessions, works, deadlines, violations };
}

function noteSession(sessions: Map<string, string>, session: Session): void {
  sessions.set(session.id, plainText(storeSession(session)));
}

const NOTHING_ENDED = { endedSessions: [], finishedWorks: [], refusal: undefined };
