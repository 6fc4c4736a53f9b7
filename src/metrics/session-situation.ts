// What every calculator may ask of a session: whose it is, where it stands, who holds it. Kept by the fold, before any calculator hears.
import type { AnyFact } from '../events/fact.ts';
import type { MetricOptions } from '../policy/metric-options.ts';
import type { EpochMs } from '../time/instant.ts';
import {
  addReply,
  firstStanding,
  noReplies,
  setFailed,
  type FirstReplies,
  type FirstReply,
} from './first-replies.ts';
import type { Observation } from './observation.ts';

/** One session as it stands at the instant of the observation. Plain data, owned by the fold. */
export interface SessionSituation {
  readonly sessionId: string;
  readonly conversationId: string;
  readonly channelId: string;
  readonly endUserId: string;
  readonly startAt: EpochMs;
  readonly origin: string;
  readonly graph: string;
  readonly isEnhanced: boolean;
  agentType: string;
  accountId: string | null;
  contactId: string | null;
  status: string;
  /** Since when. */
  statusAt: EpochMs;
  queueId: string | null;
  /** The agent who holds it, or held it last. */
  agentId: string | null;
  /** Whether a bot has it and nobody has been asked to take it over. */
  isWithBot: boolean;
  /** Whether anybody has been asked to take it, or took it: false for a session of keywords alone. */
  wasRouted: boolean;
  /** Messages of agents, and which of them have failed; null while there is neither. */
  replies: FirstReplies | null;
  /** The session before it in the conversation; null for none. */
  afterId: string | null;
  /** Whether an agent answered in an earlier session of the conversation. */
  wasAnsweredBefore: boolean;
  /** When the session before ended, if an agent answered in it; null for one without an answer, and for none. */
  answeredEndAt: EpochMs | null;
  /** The running engagement. */
  engagementId: string | null;
  endAt: EpochMs | null;
  /** Topics that are set now, or were at the end (X10): what is tagged later changes none of its figures. */
  topics: string[];
}

/** The account and contact of an end user, as the host told them. */
export interface KnownPerson {
  accountId: string | null;
  contactId: string | null;
}

/** A session at its birth. */
export function newSituation(
  fact: Extract<AnyFact, { type: 'session.created' }>,
  address: { readonly channelId: string; readonly endUserId: string },
  person: KnownPerson | undefined,
  sessionId: string,
): SessionSituation {
  const { origin, graph, agentType, platform } = fact.data;
  return {
    sessionId,
    conversationId: fact.conversationId,
    ...address,
    startAt: fact.at,
    origin,
    graph,
    isEnhanced: platform === 'enhanced',
    agentType,
    accountId: person?.accountId ?? null,
    contactId: person?.contactId ?? null,
    status: 'New',
    statusAt: fact.at,
    queueId: null,
    agentId: null,
    isWithBot: false,
    wasRouted: false,
    replies: null,
    afterId: null,
    wasAnsweredBefore: false,
    answeredEndAt: null,
    engagementId: null,
    endAt: null,
    topics: [],
  };
}

/** Brings a situation up to an observation. */
export function follow(session: SessionSituation, seen: Observation): void {
  switch (seen.type) {
    case 'session.statusChanged':
      session.status = seen.data.to;
      session.statusAt = seen.at;
      return;
    case 'session.queued':
      session.queueId = seen.data.queueId ?? null;
      session.wasRouted = true;
      return;
    case 'session.activated':
      session.wasRouted = true;
      return;
    case 'work.accepted': {
      const { agentId, queueId, botId } = seen.data;
      if (agentId !== undefined) {
        session.agentId = agentId;
        session.isWithBot = false;
        session.agentType = session.agentType.startsWith('Bot') ? 'BotToAgent' : 'Agent';
      } else {
        session.isWithBot = true;
        if (botId !== undefined && session.agentId === null) session.agentType = 'Bot';
      }
      session.queueId = queueId ?? session.queueId;
      return;
    }
    case 'session.escalated':
    case 'session.transferred':
      session.isWithBot = false;
      return;
    case 'message.recorded': {
      const { actor, messageId = null, actorId: agentId = null } = seen.data;
      if (actor !== 'Agent') return;
      const { at, causationId: id } = seen;
      const { queueId } = session;
      addReply((session.replies ??= noReplies()), { at, id, messageId, agentId, queueId });
      return;
    }
    case 'message.failed':
      setFailed((session.replies ??= noReplies()), seen.messageId, true);
      return;
    case 'message.sent':
    case 'message.delivered':
    case 'message.read':
      if (session.replies !== null) setFailed(session.replies, seen.messageId, false);
      return;
    case 'session.ended':
    case 'session.errored':
      session.endAt = seen.at;
      return;
    case 'engagement.started':
      session.engagementId = seen.data.engagementId;
      return;
    case 'engagement.ended':
    case 'engagement.discarded':
      session.engagementId = null;
      return;
    case 'conversation.tagged':
      if (session.endAt !== null || seen.kind !== 'topic') return;
      if (!session.topics.includes(seen.tagId)) session.topics.push(seen.tagId);
      return;
    case 'conversation.untagged':
      // A label may have the name of a topic.
      if (session.endAt !== null || seen.kind !== 'topic') return;
      session.topics = session.topics.filter((topic) => topic !== seen.tagId);
      return;
    default:
      return;
  }
}

/** What a session takes over from the one before it; again when a receipt has changed what was answered in that one. */
export function followOn(
  session: SessionSituation,
  before: SessionSituation,
  options: Pick<MetricOptions, 'retractFailedReplies'>,
): void {
  const isAnswered = humanReply(before, options) !== undefined;
  session.afterId = before.sessionId;
  session.wasAnsweredBefore = before.wasAnsweredBefore || isAnswered;
  session.answeredEndAt = isAnswered ? before.endAt : null;
}

/** The first message of an agent in a session that counts as a reply: one that has failed does not, unless the options say so (X13). */
export function humanReply(
  { replies }: Pick<SessionSituation, 'replies'>,
  { retractFailedReplies }: Pick<MetricOptions, 'retractFailedReplies'>,
): FirstReply | undefined {
  if (replies === null) return undefined;
  return retractFailedReplies ? firstStanding(replies) : replies.kept[0];
}

/** Whether a human owes the customer an answer: not while a bot has the session, nor where nobody was ever asked. */
export function isOwedByHuman({ wasRouted, isWithBot }: SessionSituation): boolean {
  return wasRouted && !isWithBot;
}
