// What agents got done in a session: who held it, who wrote in it and how much.
import {
  conversationsOwned,
  conversationsReplied,
  messagesOut,
  sessionsHandled,
} from './agent-throughput-metrics.ts';
import { sessionCalculator, type FoldContext } from './calculator.ts';

/** What one agent did in the session. */
interface Share {
  readonly agentId: string;
  isOwner: boolean;
  messages: number;
}

interface SessionShares {
  readonly shares: Share[];
}

/** Counts sessions and messages by agent. */
export const agentThroughput = sessionCalculator<SessionShares>({
  name: 'agent-throughput',
  definitions: [sessionsHandled, conversationsOwned, conversationsReplied, messagesOut],
  start: () => ({ shares: [] }),
  writers: ['Agent'],
  on: {
    'work.accepted': (state, { sessionId, data }, context) => {
      if (data.agentId === undefined || sessionId === null) return;
      const share = shareOf(state, data.agentId);
      if (share.isOwner) return;
      share.isOwner = true;
      const { agentId } = share;
      context.count(conversationsOwned, sessionId, 1, null, agentId);
    },
    'message.recorded': (state, { sessionId, data }, context) => {
      const { actor, actorId, automated } = data;
      if (actor !== 'Agent' || actorId === undefined || automated === true) return;
      const share = shareOf(state, actorId);
      share.messages += 1;
      if (share.messages > 1 || sessionId === null) return;
      const { agentId } = share;
      context.count(conversationsReplied, sessionId, 1, null, agentId);
    },
    'session.ended': (state, { sessionId }, context) => end(state, sessionId, context),
    'session.errored': (state, { sessionId }, context) => end(state, sessionId, context),
  },
});

function end({ shares }: SessionShares, key: string | null, context: FoldContext): void {
  if (key === null) return;
  for (const { agentId, messages: value } of shares) {
    if (value > 0) context.count(messagesOut, key, value, null, agentId);
  }
  if (shares.some(({ isOwner }) => isOwner)) {
    context.count(sessionsHandled, key, 1, null, null);
  }
}

function shareOf({ shares }: SessionShares, agentId: string): Share {
  let share = shares.find((one) => one.agentId === agentId);
  if (share === undefined) shares.push((share = { agentId, isOwner: false, messages: 0 }));
  return share;
}
