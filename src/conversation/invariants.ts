// The invariants of lifecycle.md §4 that concern status, work and consent, as checks that a host or a test may run.
// They read a conversation, or a decision together with what was before it; they change nothing and decide nothing.
import type { SessionStatus } from '../../machines/index.ts';
import type { AnyFact } from '../events/fact.ts';
import type { Conversation } from './conversation.ts';
import type { Decision } from './decide.ts';
import {
  followFacts,
  outboundWhileOptedOut,
  repeatedErrors,
  tellingAfterTheEnd,
} from './fact-invariants.ts';
import type { Session } from './session.ts';
import type { Work } from './work.ts';

/** The invariants that this folder can check. */
export type InvariantId =
  | 'I1'
  | 'I2'
  | 'I3'
  | 'I7'
  | 'I8'
  | 'I9'
  | 'I11'
  | 'I14'
  | 'I15'
  | 'I16'
  | 'I17'
  | 'I20';

/** An invariant that does not hold. */
export interface Violation {
  readonly invariant: InvariantId;
  /** What was found instead. */
  readonly found: string;
}

/** One invariant: what is wrong with a conversation, and what is wrong with a decision; nothing when it holds. */
export interface Invariant {
  readonly ofConversation?: (conversation: Conversation) => readonly string[];
  readonly ofDecision?: (before: Conversation, decision: Decision) => readonly string[];
}

/** The invariants by id. Source: docs/lifecycle.md, invariants (lifecycle.md §4). */
export const invariants: Readonly<Record<InvariantId, Invariant>> = {
  /** At most one session of a conversation is open, at every moment inside a decision too. */
  I1: {
    ofConversation: ({ session, sessionsCount }) =>
      session !== null && session.ordinal > sessionsCount
        ? [`session ${session.id} of ${sessionsCount}`]
        : [],
    ofDecision: (before, { conversation, facts }) => {
      const { openAtOnce, open } = followFacts(before, facts);
      const told = [...open].join();
      const held = conversation.openSession?.id ?? '';
      return [
        ...(openAtOnce > 1 ? [`${openAtOnce} sessions open at once`] : []),
        ...(told === held ? [] : [`facts leave "${told}" open, the conversation "${held}"`]),
      ];
    },
  },
  /** An agent begins a session only while none is open; an Inactive one is ended first (X10). */
  I2: {
    ofDecision: (before, { facts }) => followFacts(before, facts).initiatedTooEarly,
  },
  /** Ended and Error are final: the record stays as it is, but for the instant of a repeated error (I14). */
  I3: {
    ofDecision: (before, { conversation, facts }) => [
      ...changedAfterEnd(before.session, conversation.session),
      ...followFacts(before, facts).movedAfterEnd,
    ],
  },
  /** Each platform and graph has its statuses; platform and capacity model are frozen when the session is created. */
  I7: {
    ofConversation: ({ session }) => (session === null ? [] : misplacedStatus(session)),
    ofDecision: (before, { conversation }) => thawedPins(before.session, conversation.session),
  },
  /** The work that goes with each status, and none beside it but after-conversation work. */
  I8: { ofConversation: misplacedWork },
  /** Before the customer has answered, a session that the business began takes nobody's capacity. */
  I9: {
    ofConversation: ({ session, works }) =>
      session !== null && (session.status === 'New' || session.waitingFor === 'customer')
        ? works.filter(({ sessionId }) => sessionId === session.id).map(describeWork)
        : [],
  },
  /** Status-based work follows the status alone; only tab-based work is held by a tab, and is never paused. */
  I11: {
    ofConversation: ({ works, heldTabs }) => [
      ...works.filter(isPausedInTab).map(describeWork),
      ...heldTabs
        .filter(({ attempt }) => works.some((work) => work.attempt === attempt))
        .map(({ workId }) => `tab of ${workId}, which is not over`),
    ],
    ofDecision: (before, decision) => [
      ...movedWithoutStatus(before, decision),
      ...lostWhileInactive(before, decision),
    ],
  },
  /** The same error again touches the record of the one before. */
  I14: { ofDecision: repeatedErrors },
  /** Nothing goes out to an end user who has opted out, but the confirmation of it. */
  I15: { ofDecision: (_, decision) => outboundWhileOptedOut(decision) },
  /** Start, accept and end follow each other; what belongs to the end is there at the end alone. */
  I16: { ofConversation: ({ session }) => (session === null ? [] : misplacedInstants(session)) },
  /** A session is measured once, when it ends: nothing that counts is told of it afterwards. */
  I17: { ofDecision: (before, { facts }) => tellingAfterTheEnd(before, facts) },
  /** A session in Consent is not routed. */
  I20: {
    ofConversation: ({ session, works }) =>
      session?.status === 'Consent' &&
      (session.queuedAt !== null || works.some(({ sessionId }) => sessionId === session.id))
        ? [`session ${session.id} in Consent is queued or has work`]
        : [],
    ofDecision: (before, { facts }) => followFacts(before, facts).queuedElsewhere,
  },
};

/** Every invariant that a conversation breaks. */
export function violationsOf(conversation: Conversation): readonly Violation[] {
  return collect((invariant) => invariant.ofConversation?.(conversation));
}

/** Every invariant that a decision breaks, given the conversation as it was before. A refusal must change nothing. */
export function violationsOfDecision(
  before: Conversation,
  decision: Decision,
): readonly Violation[] {
  return collect((invariant) => invariant.ofDecision?.(before, decision));
}

function collect(check: (invariant: Invariant) => readonly string[] | undefined): Violation[] {
  const found: Violation[] = [];
  for (const [id, invariant] of ENTRIES) {
    for (const text of check(invariant) ?? []) found.push({ invariant: id, found: text });
  }
  return found;
}

const ENTRIES = Object.entries(invariants) as readonly [InvariantId, Invariant][];

const describeWork = (work: Work) =>
  `work ${work.workId} of ${work.agentId ?? work.botId} at ${work.value}`;

const isWrappingUp = (work: Work) => work.value === 'Opened.wrappingUp';

const isPausedWithAgent = (work: Work | undefined) =>
  work?.value === 'Opened.paused' && work.agentId !== null;

const isPausedInTab = (work: Work) =>
  work.value === 'Opened.paused' && work.context.capacityModel === 'tabBased';

/** Statuses of a standard session; an enhanced one has them all, but Consent and New belong to one beginning each. */
const STANDARD: readonly SessionStatus[] = ['New', 'Waiting', 'Active', 'Ended'];

function misplacedStatus(session: Session): string[] {
  const { status, graph, waitingFor } = session;
  const { platform, capacityModel } = session.context.settings;
  const isStandardGraph = graph.startsWith('standard');
  const wrong =
    (platform === 'standard' && !STANDARD.includes(status)) ||
    (graph === 'notification' && platform === 'standard' && status !== 'Ended') ||
    (graph !== 'notification' && isStandardGraph !== (platform === 'standard')) ||
    (status === 'Consent' && graph !== 'enhanced-customer') ||
    (status === 'New' && graph.endsWith('customer')) ||
    (status === 'Paused' && capacityModel === 'tabBased') ||
    (status === 'Waiting') !== (waitingFor !== null);
  return wrong ? [`${graph} on ${platform} in ${status}, waiting for ${waitingFor}`] : [];
}

function thawedPins(before: Session | null, after: Session | null): string[] {
  if (before === null || after === null || before.id !== after.id) return [];
  const was = before.context.settings;
  const is = after.context.settings;
  return was.platform === is.platform && was.capacityModel === is.capacityModel
    ? []
    : [`session ${after.id} went from ${was.platform}/${was.capacityModel} to another`];
}

function misplacedWork({ session, works }: Conversation): string[] {
  const live = works.filter((work) => !isWrappingUp(work) && work.value !== 'Superseded');
  const strangers = live.filter(({ sessionId }) => sessionId !== session?.id);
  if (session === null) return strangers.map(describeWork);
  const own = live.filter(({ sessionId }) => sessionId === session.id);
  const expected = expectedWork(session, own);
  const found = strangers.map(describeWork);
  if (!expected) {
    const has = own.map(describeWork).join('; ') || 'no work';
    found.push(`${session.status} (${session.value}), owner ${session.ownerId}: ${has}`);
  }
  if (session.isOpen && session.waitingFor === 'routing' && session.queuedAt === null) {
    found.push(`session ${session.id} waits for routing without a request`);
  }
  return found;
}

/** Whether the live work of a session is that of its status. */
function expectedWork(session: Session, own: readonly Work[]): boolean {
  const [first] = own;
  switch (session.status) {
    case 'Active':
      return own.length === 1 && first?.value === 'Opened.handling' && servesIn(session, first);
    case 'Paused':
      return own.length === 1 && first?.value === 'Opened.paused';
    case 'Inactive':
      // A bot keeps no work of an inactive session, whatever the capacity model; see I11 for people.
      return own.length === 0 || (own.length === 1 && isPausedWithAgent(first));
    case 'Waiting':
      if (session.waitingFor === 'customer') return own.length === 0;
      return own.length <= 1 && own.every((work) => work.status === 'Assigned');
    default:
      return own.length === 0;
  }
}

/** Whether who has the work is who owns the session, and the chart serves by their kind. */
function servesIn(session: Session, work: Work): boolean {
  const byBot = session.value.endsWith('withBot');
  return session.ownerId === (work.agentId ?? work.botId) && byBot === (work.botId !== null);
}

function changedAfterEnd(before: Session | null, after: Session | null): string[] {
  if (before === null || before.isOpen || before === after || after?.id !== before.id) return [];
  const same =
    before.status === after.status &&
    before.value === after.value &&
    before.endAt === after.endAt &&
    before.endedBy === after.endedBy &&
    before.endCause === after.endCause &&
    before.errorReason === after.errorReason;
  return same ? [] : [`session ${before.id} was ${before.status} and is ${after.status}`];
}

/** Status-based work that changes what it takes of its agent while the status of its session stays. */
function movedWithoutStatus(before: Conversation, { facts }: Decision): string[] {
  const moved: string[] = [];
  for (const work of before.works) {
    const isHeld = work.value === 'Opened.handling' || work.value === 'Opened.paused';
    if (work.context.capacityModel === 'tabBased' || !isHeld) continue;
    const occupies = work.value === 'Opened.paused' ? 'paused' : 'full';
    const isMoved = facts.some((fact) => concerns(fact, work) && fact.data.occupies !== occupies);
    const hasReason = facts.some(
      ({ type, sessionId }) => type === 'session.statusChanged' && sessionId === work.sessionId,
    );
    if (isMoved && !hasReason) moved.push(`${describeWork(work)} moved without its session`);
  }
  return moved;
}

/** Status-based work of a person that does not stay with them when the session becomes Inactive. */
function lostWhileInactive(before: Conversation, { conversation }: Decision): string[] {
  const { session } = conversation;
  if (session?.status !== 'Inactive' || session === before.session) return [];
  const held = before.works.filter(
    (work) =>
      work.sessionId === session.id &&
      work.agentId !== null &&
      work.context.capacityModel === 'statusBased' &&
      work.value.startsWith('Opened') &&
      !isWrappingUp(work),
  );
  return held
    .filter(({ attempt }) => !conversation.works.some((work) => work.attempt === attempt))
    .map((work) => `${describeWork(work)} is lost`);
}

type WorkFact = Extract<AnyFact, { readonly data: { readonly occupies: string } }>;

const concerns = (fact: AnyFact, { sessionId, workId }: Work): fact is WorkFact =>
  'occupies' in fact.data && fact.sessionId === sessionId && fact.data.workId === workId;

function misplacedInstants(session: Session): string[] {
  const { startAt, acceptAt, endAt, endedBy, isOpen, status, errorReason } = session;
  const found: string[] = [];
  if (acceptAt !== null && acceptAt < startAt) found.push('accepted before it started');
  if (endAt !== null && endAt < (acceptAt ?? startAt)) found.push('ended before that');
  if ((endAt === null) !== isOpen) found.push(`${status}, end at ${endAt}`);
  if ((endedBy === null) !== isOpen) found.push(`${status}, ended by ${endedBy}`);
  if ((errorReason !== null) !== (status === 'Error')) found.push(`${status}: ${errorReason}`);
  return found.map((text) => `session ${session.id}: ${text}`);
}
