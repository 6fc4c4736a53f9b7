// What every calculator may ask of a session: whose it is, where it stands, who holds it. Kept by the fold, before any calculator hears.
import type { AnyFact } from '../events/fact.ts';
import type { EpochMs } from '../time/instant.ts';
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
  /** Whether an agent has written in it, and in an earlier session of the conversation. */
  hasAgentMessage: boolean;
  readonly hadAgentMessage: boolean;
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
  before: SessionSituation | undefined,
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
    hasAgentMessage: false,
    hadAgentMessage: before !== undefined && (before.hadAgentMessage || before.hasAgentMessage),
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
    case 'message.recorded':
      if (seen.data.actor === 'Agent') session.hasAgentMessage = true;
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

/** Whether a human owes the customer an answer: not while a bot has the session, nor where nobody was ever asked. */
export function isOwedByHuman({ wasRouted, isWithBot }: SessionSituation): boolean {
  return wasRouted && !isWithBot;
}
