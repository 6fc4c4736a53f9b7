// One conversation with the host around it: its channel, two agents, the clock. What may happen next, and what it does.
import { Conversation } from '../../src/conversation/conversation.ts';
import { compareDeadlines, type Deadline } from '../../src/conversation/deadline.ts';
import {
  type ConversationEvent,
  decide,
  decideAgentElsewhere,
  decideDeadline,
  type Decision,
} from '../../src/conversation/decide.ts';
import type { DecisionContext } from '../../src/conversation/decision-context.ts';
import { AgentIndex } from '../../src/engine/agent-index.ts';
import type { EventOf } from '../../src/events/vocabulary.ts';
import { type Channel, toChannel } from '../../src/policy/channel.ts';
import { DEFAULT_POLICY } from '../../src/policy/default-policy.ts';
import type { Policy } from '../../src/policy/policy.ts';

/** The two agents of the model. */
export const AGENTS = ['ann', 'bob'] as const;

/** A name for an event of the model, and the fields that tell it apart. */
export type Happening = Readonly<Record<string, unknown>> & { readonly type: string };

/** A channel and a policy under which a conversation is explored. */
export interface Setting {
  readonly name: string;
  readonly channel: Channel;
  readonly policy: Policy;
}

/** The host and its one conversation at an instant. */
export interface World {
  readonly conversation: Conversation;
  readonly at: number;
  /** Since when the channel is disabled. */
  readonly disabledAt: number | null;
  /** Agents who are offline. */
  readonly offline: ReadonlySet<string>;
}

/** What one happening has done; undefined where the host delivers it to nobody. */
export interface Turn {
  readonly world: World;
  readonly decision: Decision | undefined;
}

const START = Date.UTC(2026, 0, 5, 9);
const HOUR = 3_600_000;

/** A channel as hosts configure it. */
function setting(
  name: string,
  fields: Partial<EventOf<'channel.configured'>>,
  policy: Partial<Policy> = {},
): Setting {
  const channel = toChannel({
    id: 'channel',
    type: 'channel.configured',
    at: START,
    tenant: 'default',
    channelId: 'c',
    channelType: 'Text',
    platform: 'enhanced',
    capacityModel: 'tabBased',
    queueId: 'q1',
    ...fields,
  });
  return { name, channel, policy: { ...DEFAULT_POLICY, ...policy } };
}

/** The settings that are explored. */
export const worldSettings: readonly Setting[] = [
  setting('enhanced tab-based', {
    channelType: 'EmbeddedMessaging',
    deployment: 'inApp',
    customerIdle: {
      minutes: 10,
      action: 'inactivateAndEnd',
      warnMinutes: 5,
      endInactiveMinutes: 30,
    },
    acw: { seconds: 60, maxExtensions: 1 },
    abandonment: { minutes: 5 },
  }),
  setting(
    'enhanced status-based',
    { capacityModel: 'statusBased', acw: { seconds: 60 } },
    { pausedExpiry: { mode: 'exact', after: 4 * HOUR } },
  ),
  setting('standard tab-based', { platform: 'standard' }),
  setting('standard status-based', { platform: 'standard', capacityModel: 'statusBased' }),
  setting(
    'enhanced tab-based, explicit opt-in, answers in a new record',
    { consentType: 'explicit' },
    {
      tabReply: { mode: 'newSessionRecord', preferOwner: false },
      notification: { ...DEFAULT_POLICY.notification, keepOpenConflict: 'append' },
    },
  ),
];

/** Before anything has happened. */
export const emptyWorld = (): World => ({
  conversation: new Conversation('default/c/u', {
    tenant: 'default',
    channelId: 'c',
    endUserId: 'u',
  }),
  at: START,
  disabledAt: null,
  offline: new Set(),
});

/** What a conversation decides upon, at the instant of a world. */
const contextOf = ({ policy, channel }: Setting, world: World): DecisionContext => ({
  at: world.at,
  policy,
  policyVersion: 'default',
  channel,
  channelDisabledAt: world.disabledAt,
  presenceOf: (agentId) => (world.offline.has(agentId) ? 'offline' : 'online'),
});

/** Delivers a happening as the host does. */
export function deliver(setUp: Setting, world: World, happening: Happening): Turn {
  switch (happening.type) {
    case 'silence':
      return fireNext(setUp, world);
    case 'agent.presence':
      return changePresence(setUp, world, happening);
    case 'channel.disabled':
    case 'channel.enabled': {
      const disabledAt = happening.type === 'channel.disabled' ? world.at : null;
      const next = { ...world, disabledAt };
      return world.conversation.openSession === undefined
        ? { world: next, decision: undefined }
        : decideIn(setUp, next, happening);
    }
    case 'agent.openedElsewhere': {
      const event = eventOf(world, { ...happening, type: 'agent.opened', messageId: 'm' });
      const decision = decideAgentElsewhere(
        world.conversation,
        event as EventOf<'agent.opened'>,
        contextOf(setUp, world),
      );
      return { world: { ...world, conversation: decision.conversation }, decision };
    }
    default:
      return decideIn(setUp, world, happening);
  }
}

/** The conversations that an agent's presence reaches are known to the host by its index; a presence that stays reaches none. */
function changePresence(setUp: Setting, world: World, happening: Happening): Turn {
  const agentId = String(happening['agentId']);
  const offline = new Set(world.offline);
  if (happening['status'] === 'offline') offline.add(agentId);
  else offline.delete(agentId);
  const next = { ...world, offline };
  return holds(world.conversation, agentId)
    ? decideIn(setUp, next, happening)
    : { world: next, decision: undefined };
}

/** Whether the host's index leads from the agent to the conversation. */
export function holds(conversation: Conversation, agentId: string): boolean {
  const index = new AgentIndex();
  index.follow(undefined, conversation);
  return index.conversationsOf(agentId).length > 0;
}

function decideIn(setUp: Setting, world: World, happening: Happening): Turn {
  const decision = decide(world.conversation, eventOf(world, happening), contextOf(setUp, world));
  return { world: { ...world, conversation: decision.conversation }, decision };
}

const eventOf = (world: World, happening: Happening) =>
  ({
    id: `e-${happening.type}`,
    at: world.at,
    tenant: 'default',
    channelId: 'c',
    endUserId: 'u',
    ...happening,
  }) as unknown as ConversationEvent;

/** Time passes to the earliest deadline, and it fires. */
function fireNext(setUp: Setting, world: World): Turn {
  const due = firstDue(world.conversation);
  if (due === undefined) return { world, decision: undefined };
  const then = { ...world, at: Math.max(world.at, due.dueAt) };
  const decision = decideDeadline(world.conversation, due, contextOf(setUp, then));
  return { world: { ...then, conversation: decision.conversation }, decision };
}

/** The deadline that fires next; undefined when silence changes nothing any more. */
export function firstDue({ deadlines }: Conversation): Deadline | undefined {
  return deadlines.toSorted(compareDeadlines)[0];
}

/** What tells two worlds apart for the future: the past, the ids and the counters are left out. */
export function worldKey({ conversation, at, disabledAt, offline }: World): string {
  const { session, works, deadlines, heldTabs, pending, consent, isKnown, engagement } =
    conversation;
  const attempts = works.map(({ attempt }) => attempt);
  return JSON.stringify([
    disabledAt === null ? null : at - disabledAt,
    AGENTS.map((agent) => offline.has(agent)),
    consent,
    isKnown,
    session === null
      ? null
      : session.isOpen
        ? [
            session.graph,
            session.value,
            session.context.agentType,
            session.context.humanAccepted,
            session.context.contentHeld,
            session.ownerId,
            session.preferredAgentId,
            session.queueId,
            session.isTransfer,
            session.declinerIds,
            session.lapsedWorkId !== null,
            session.queuedAt !== null,
            session.acceptAt !== null,
            session.suspendedBy,
            session.ticketStatus,
          ]
        : session.errorReason,
    works.map((work) => [
      work.sessionId === session?.id,
      work.value,
      work.agentId,
      work.botId,
      work.isProvisional,
      work.isTransfer,
      work.context.extensions,
    ]),
    deadlines.map(({ id, attempt, dueAt }) => [id, attempts.indexOf(attempt), dueAt - at]),
    engagement === null
      ? null
      : [
          engagement.value,
          engagement.agentId,
          engagement.isHeld,
          engagement.endedAt === at && engagement.context.endReason,
        ],
    [...new Set(heldTabs.map(({ agentId }) => agentId))],
    pending.map(({ longevity, allowExisting }) => [longevity, allowExisting]).slice(0, 2),
  ]);
}
