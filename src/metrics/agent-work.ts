// The work of agents, piece by piece: how soon it was accepted, how long it was handled, and the wrap-up after it. Work may outlast its session.
import type { WorkFields } from '../events/fact.ts';
import type { EpochMs } from '../time/instant.ts';
import {
  acwExtensions,
  acwExtensionTime,
  afterConversationWorkTime,
  handleTimeAgentWork,
  segmentMessages,
  segmentWorkTime,
  speedToAnswer,
} from './agent-work-metrics.ts';
import { conversationCalculator, type FoldContext } from './calculator.ts';
import type { FigureDraft } from './figure-draft.ts';

/** One piece of accepted work. */
interface OpenWork {
  /** The ordinal of its attempt. */
  readonly attempt: number;
  readonly agentId: string;
  readonly acceptedAt: EpochMs;
  readonly acceptedBy: string;
  messages: number;
  acwAt: EpochMs | null;
  extensions: number;
  extensionMs: number;
}

/** Accepted work that is not closed yet: most often one piece, or none. */
type OpenWorks = OpenWork[];

/** Measures the work of human agents. */
export const agentWork = conversationCalculator<OpenWorks>({
  name: 'agent-work',
  definitions: [
    speedToAnswer,
    handleTimeAgentWork,
    afterConversationWorkTime,
    acwExtensions,
    acwExtensionTime,
    segmentMessages,
    segmentWorkTime,
  ],
  start: () => [],
  writers: ['Agent'],
  on: {
    'work.accepted': (works, { at, sessionId, causationId, data }, context) => {
      const { agentId, attempt, requestedAt: since } = data;
      if (agentId === undefined) return;
      takeOut(works, attempt);
      works.push({
        attempt,
        agentId,
        acceptedAt: at,
        acceptedBy: causationId,
        messages: 0,
        acwAt: null,
        extensions: 0,
        extensionMs: 0,
      });
      const figure = figureOf(data, sessionId, context);
      figure.since = since;
      context.tell(speedToAnswer, figure);
    },
    'message.recorded': (works, { data }) => {
      if (data.actor !== 'Agent') return;
      for (const work of works) {
        if (work.agentId === data.actorId && work.acwAt === null) work.messages += 1;
      }
    },
    'acw.started': (works, { at, data }) => {
      const work = workOf(works, data.attempt);
      if (work !== undefined) work.acwAt = at;
    },
    'acw.extended': (works, { data }, context) => {
      const work = workOf(works, data.attempt);
      if (work === undefined) return;
      work.extensions += 1;
      work.extensionMs += extensionMs(context);
    },
    'acw.ended': (works, { sessionId, data }, context) => {
      const work = workOf(works, data.attempt);
      if (work === undefined || work.acwAt === null) return;
      const figure = figureOf(data, sessionId, context);
      figure.since = work.acwAt;
      context.tell(afterConversationWorkTime, figure);
      figure.since = undefined;
      figure.value = work.extensions;
      context.tell(acwExtensions, figure);
      if (work.extensions === 0) return;
      figure.value = undefined;
      figure.ms = work.extensionMs;
      context.tell(acwExtensionTime, figure);
    },
    'work.closed': (works, { sessionId, data }, context) => {
      close(works, data, sessionId, 'closed', context);
    },
    'work.transferred': (works, { sessionId, data }, context) => {
      close(works, data, sessionId, 'transferred', context);
    },
  },
});

const workOf = (works: OpenWorks, attempt: number) => works.find((one) => one.attempt === attempt);

function takeOut(works: OpenWorks, attempt: number): OpenWork | undefined {
  const place = works.findIndex((one) => one.attempt === attempt);
  return place === -1 ? undefined : works.splice(place, 1)[0];
}

/** What all figures of a piece of work have in common. */
function figureOf(
  { workId, agentId, queueId }: WorkFields,
  sessionId: string | null,
  context: FoldContext,
): FigureDraft {
  const figure = context.figure('aw', workId);
  figure.agentId = agentId ?? null;
  figure.queueId = queueId ?? null;
  figure.sessionId = sessionId;
  // The session may be over and another open; both are on the conversation's one channel.
  figure.channelId = context.sessionOf(context.subjectId)?.channelId ?? null;
  return figure;
}

function extensionMs(context: FoldContext): number {
  const session = context.sessionOf(context.subjectId);
  if (session === undefined) return 0;
  return context.channelOf(session.channelId)?.acw?.extensionMs ?? 0;
}

function close(
  works: OpenWorks,
  data: WorkFields,
  sessionId: string | null,
  label: string,
  context: FoldContext,
): void {
  const work = takeOut(works, data.attempt);
  if (work === undefined) return;
  const figure = figureOf(data, sessionId, context);
  figure.because = [work.acceptedBy];
  figure.since = work.acceptedAt;
  figure.label = label;
  context.tell(handleTimeAgentWork, figure);
  if (work.messages === 0) return;
  figure.label = null;
  figure.since = undefined;
  figure.value = work.messages;
  context.tell(segmentMessages, figure);
  figure.since = work.acceptedAt;
  figure.value = undefined;
  context.tell(segmentWorkTime, figure);
}
