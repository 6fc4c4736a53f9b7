// From an agent's joining a session to their first message in it.
import type { EpochMs } from '../time/instant.ts';
import { sessionCalculator } from './calculator.ts';
import type { MetricDefinition } from './metric-definition.ts';
import type { Evidence } from './observation.ts';

/** From an agent's acceptance of work to their first message. Source: metrics.md §1D (Amazon Connect). */
export const greetingTime: MetricDefinition = {
  id: 'greetingTime',
  name: 'Greeting time',
  definition:
    "From an agent's acceptance of a piece of work to the agent's first message in the session, also one that fails later. An agent who opened the session has greeted already, and whoever leaves without a word has no figure.",
  unit: 'ms',
  levels: ['aw', 'agt', 'team', 'ch', 'acc'],
  attribution: 'end',
  options: ['businessHoursSchedule'],
  sources: ['Amazon Connect: Agent greeting time'],
  version: 1,
  isSketched: true,
};

/** An agent who has joined and not yet written. */
interface Joined {
  readonly agentId: string;
  readonly workId: string;
  readonly at: EpochMs;
  readonly id: Evidence;
}

interface Greetings {
  joined: Joined[];
  /** The agent who wrote before anybody had accepted anything. */
  openerId: string | null;
  hasAccepted: boolean;
}

/** Records greetings. */
export const greetingTimes = sessionCalculator({
  name: 'greeting-time',
  definitions: [greetingTime],
  start: (): Greetings => ({ joined: [], openerId: null, hasAccepted: false }),
  writers: ['Agent'],
  on: {
    'work.accepted': (state, { at, causationId: id, data: { agentId, workId } }) => {
      if (agentId === undefined) return;
      const hasGreeted = !state.hasAccepted && agentId === state.openerId;
      state.hasAccepted = true;
      if (hasGreeted) return;
      if (state.joined.length > 0) {
        state.joined = state.joined.filter((one) => one.agentId !== agentId);
      }
      state.joined.push({ agentId, workId, at, id });
    },
    'message.recorded': (state, { data: { actor, actorId } }, context) => {
      if (actor !== 'Agent' || actorId === undefined) return;
      if (!state.hasAccepted) state.openerId ??= actorId;
      if (state.joined.length === 0) return;
      const joined = state.joined.find(({ agentId }) => agentId === actorId);
      if (joined === undefined) return;
      state.joined = state.joined.filter((one) => one !== joined);
      const { workId, at: since, id } = joined;
      const figure = context.figure('aw', workId);
      figure.since = since;
      figure.agentId = actorId;
      figure.because = [id];
      context.tell(greetingTime, figure);
    },
  },
});
