/*
 * Surveys and what customers answered. They come when a session is over, some of them long after, when the next one has begun: so each survey
 * keeps whose it was when it was sent.
 */
import type { EventOf } from '../events/vocabulary.ts';
import type { EpochMs } from '../time/instant.ts';
import { conversationCalculator, type FoldContext } from './calculator.ts';
import type { Evidence } from './observation.ts';
import {
  csatAverage,
  csatScore,
  csatSurveys,
  onFivePoints,
  satisfactionOf,
} from './satisfaction-metrics.ts';
import { isOfSessionAtHand } from './session-at-hand.ts';

interface Survey {
  readonly surveyId: string;
  readonly sessionId: string | null;
  readonly agentId: string | null;
  requestedAt: EpochMs | null;
  requestedBy: Evidence | null;
  answeredAt: EpochMs | null;
  scale: number | null;
  score: number | null;
  /** Ordinals of its figures: of the sending, and of the answer. */
  sent: number | null;
  answered: number[];
}

/** A session that is over: whom a survey of it is about. */
interface EndedSession {
  readonly sessionId: string;
  readonly agentId: string | null;
  readonly topics: readonly string[];
}

interface Surveys {
  surveys: Survey[];
  ended: EndedSession[];
}

type SurveyEvent = EventOf<'csat.requested'> | EventOf<'csat.answered'>;

/** Surveys of one conversation that may still be answered, or answered again. */
const SURVEYS_MAX = 16;

/** Sessions of which a survey may still come. */
const ENDED_MAX = 4;

/** Keeps the table of surveys and measures answers. */
export const satisfaction = conversationCalculator<Surveys>({
  name: 'satisfaction',
  definitions: [csatScore, csatAverage, csatSurveys],
  start: () => ({ surveys: [], ended: [] }),
  on: {
    'csat.requested': (state, event, context) => {
      const survey = surveyOf(state, event, context);
      // A reminder is no further survey.
      if (survey.requestedAt !== null) return;
      survey.requestedAt = event.at;
      survey.requestedBy = event.id;
      survey.scale ??= event.scale ?? null;
      const label = survey.answeredAt === null ? 'unanswered' : 'answered';
      survey.sent = context.record(csatSurveys, {
        ...placeOf(state, survey, context),
        value: 1,
        label,
      });
      put(survey, context);
    },
    'csat.answered': (state, event, context) => {
      const survey = surveyOf(state, event, context);
      const isFirst = survey.answeredAt === null;
      survey.answeredAt = event.at;
      survey.scale = event.scale;
      survey.score = event.score;
      if (isFirst && survey.sent !== null) {
        survey.sent = context.amend(survey.sent, { label: 'answered' });
      }
      measureAnswer(state, survey, event, context);
      put(survey, context);
    },
    'session.ended': (state, { sessionId }, context) => {
      if (sessionId === null || !isOfSessionAtHand(context)) return;
      if (state.ended.length === ENDED_MAX) state.ended.shift();
      const topics = [...(context.session?.topics ?? [])];
      state.ended.push({ sessionId, agentId: holderOf(context), topics });
    },
  },
});

/** The survey of an event; one that is new is about the session that the event names, or the one at hand. */
function surveyOf(state: Surveys, event: SurveyEvent, context: FoldContext): Survey {
  const { surveyId } = event;
  const known = state.surveys.findLast((survey) => survey.surveyId === surveyId);
  if (known !== undefined) return known;
  const { session } = context;
  const sessionId = session?.sessionId ?? event.sessionId ?? null;
  const agentId = session === null ? endedOf(state, sessionId)?.agentId : holderOf(context);
  const survey: Survey = {
    surveyId,
    sessionId,
    agentId: agentId ?? null,
    requestedAt: null,
    requestedBy: null,
    answeredAt: null,
    scale: null,
    score: null,
    sent: null,
    answered: [],
  };
  state.surveys.push(survey);
  const oldest = state.surveys.length > SURVEYS_MAX ? state.surveys.shift() : undefined;
  if (oldest?.sent != null) context.release(oldest.sent);
  for (const figure of oldest?.answered ?? []) context.release(figure);
  return survey;
}

const endedOf = ({ ended }: Surveys, sessionId: string | null): EndedSession | undefined =>
  ended.find((one) => one.sessionId === sessionId);

/** The agent who has the conversation, or had it last; nobody while it is a bot's. */
const holderOf = ({ session }: FoldContext): string | null =>
  session === null || session.isWithBot ? null : session.agentId;

function measureAnswer(
  state: Surveys,
  survey: Survey,
  { at, score, scale }: EventOf<'csat.answered'>,
  context: FoldContext,
): void {
  for (const figure of survey.answered) context.retract(figure);
  survey.answered = [];
  const { csat } = context.options;
  const { requestedAt, requestedBy } = survey;
  if (scale === 0 || (csat.sentAndAnswered && requestedAt === null)) return;
  const figure = {
    ...placeOf(state, survey, context),
    at: csat.sentAndAnswered ? (requestedAt ?? at) : at,
    because: requestedBy === null ? [] : [requestedBy],
  };
  survey.answered = [
    context.record(csatScore, { ...figure, value: satisfactionOf(score, scale, csat) }),
    context.record(csatAverage, {
      ...figure,
      value: onFivePoints(score, scale),
      label: String(scale),
    }),
  ];
}

function placeOf(state: Surveys, { sessionId, agentId }: Survey, context: FoldContext) {
  const isAtHand = sessionId !== null && sessionId === context.session?.sessionId;
  const topics = isAtHand ? null : (endedOf(state, sessionId)?.topics ?? null);
  return {
    level: 'ses',
    key: sessionId ?? context.subjectId,
    sessionId,
    agentId,
    channelId: context.sessionOf(context.subjectId)?.channelId ?? null,
    topics,
    isLasting: true,
  } as const;
}

function put(survey: Survey, context: FoldContext): void {
  const { surveyId, sessionId, agentId, requestedAt, answeredAt, scale, score } = survey;
  const at = requestedAt ?? answeredAt;
  if (at === null) return;
  context.put('csat', `${context.subjectId}/${surveyId}`, at, {
    surveyId,
    sessionId,
    agentId,
    requestedAt,
    answeredAt,
    scale,
    score,
  });
}
