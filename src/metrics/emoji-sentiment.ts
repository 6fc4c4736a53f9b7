// What customers say by emoji, in messages and reactions. A reaction that is taken back was never there, even after the end of its session.
import type { EpochMs } from '../time/instant.ts';
import { conversationCalculator, type FoldContext } from './calculator.ts';
import { emojiScores } from './emoji-lexicon.ts';
import type { Evidence } from './observation.ts';
import { emojiSentiment, sentimentShift } from './sentiment-metrics.ts';
import { isOfSessionAtHand } from './session-at-hand.ts';

/** One emoji. */
interface Mark {
  readonly score: number;
  readonly cause: Evidence;
  /** Message and emoji of a reaction, so that it can be taken back; null in a message. */
  readonly reaction: string | null;
}

/** The emoji of one session. */
interface Mood {
  readonly sessionId: string;
  marks: Mark[];
  /** Emoji beyond those that are kept: how many, and what they add up to. */
  moreCount: number;
  moreSum: number;
  hasWritten: boolean;
  /** Null while the session is open. */
  endAt: EpochMs | null;
  topics: readonly string[];
  /** Ordinals of its figures. */
  figures: number[];
}

interface Moods {
  /** Of the session at hand, and of the one before. */
  current: Mood | null;
  before: Mood | null;
}

/** Emoji of one session that are kept one by one; of more, only the mean is known. Reactions have as much room again. */
const MARKS_MAX = 512;

/** Measures the emoji of each session. */
export const emojiSentiments = conversationCalculator<Moods>({
  name: 'emoji-sentiment',
  definitions: [emojiSentiment, sentimentShift],
  start: () => ({ current: null, before: null }),
  writers: ['EndUser'],
  on: {
    'session.created': (state, { sessionId }, context) => {
      if (sessionId === null || !isOfSessionAtHand(context)) return;
      state.before = state.current;
      state.current = newMood(sessionId);
    },
    'message.recorded': ({ current }, { causationId, data }) => {
      if (current === null || data.actor !== 'EndUser') return;
      current.hasWritten = true;
      for (const text of data.emoji ?? []) add(current, text, causationId, null);
    },
    'reaction.added': (state, { id, messageId, emoji, sessionId }, context) => {
      const { current, before } = state;
      const mood = before !== null && sessionId === before.sessionId ? before : current;
      const reaction = `${messageId} ${emoji}`;
      // To react with the same emoji twice is to have reacted with it.
      if (mood === null || hasReaction(current, reaction) || hasReaction(before, reaction)) return;
      add(mood, emoji, id, reaction);
      recordAnew(mood, context);
    },
    'reaction.removed': (state, { messageId, emoji }, context) => {
      const reaction = `${messageId} ${emoji}`;
      const mood = hasReaction(state.current, reaction) ? state.current : state.before;
      if (mood === null || !hasReaction(mood, reaction)) return;
      mood.marks = mood.marks.filter((mark) => mark.reaction !== reaction);
      recordAnew(mood, context);
    },
    'session.ended': ({ current }, { at }, context) => {
      if (current === null || !isOfSessionAtHand(context)) return;
      current.endAt = at;
      current.topics = [...(context.session?.topics ?? [])];
      recordAnew(current, context);
    },
  },
});

const newMood = (sessionId: string): Mood => ({
  sessionId,
  marks: [],
  moreCount: 0,
  moreSum: 0,
  hasWritten: false,
  endAt: null,
  topics: [],
  figures: [],
});

const hasReaction = (mood: Mood | null, reaction: string): boolean =>
  mood !== null && mood.marks.some((mark) => mark.reaction === reaction);

function add(mood: Mood, text: string, cause: Evidence, reaction: string | null): void {
  const max = reaction === null ? MARKS_MAX : 2 * MARKS_MAX;
  for (const score of emojiScores(text)) {
    if (mood.marks.length < max) mood.marks.push({ score, cause, reaction });
    else {
      mood.moreCount += 1;
      mood.moreSum += score;
    }
  }
}

/** Puts the figures of a session that is over right; while it is open there are none. */
function recordAnew(mood: Mood, context: FoldContext): void {
  const { endAt: at, sessionId, marks, moreCount, moreSum, topics } = mood;
  if (at === null) return;
  for (const figure of mood.figures) context.retract(figure);
  mood.figures = [];
  const count = marks.length + moreCount;
  if (count === 0) {
    if (!mood.hasWritten) return;
    const figure = context.figure('ses', sessionId);
    figure.sessionId = sessionId;
    figure.at = at;
    figure.topics = topics;
    figure.missing = 'emoji';
    mood.figures = [context.record(emojiSentiment, figure)];
    return;
  }
  const place = { level: 'ses', key: sessionId, sessionId, at, topics } as const;
  const own = { ...place, because: [...new Set(marks.map(({ cause }) => cause))] };
  const value = (sumOf(marks) + moreSum) / count;
  mood.figures = [context.record(emojiSentiment, { ...own, value, label: labelOf(value) })];
  const third = Math.floor(count / 3);
  if (third === 0 || moreCount > 0) return;
  const shift = (sumOf(marks.slice(-third)) - sumOf(marks.slice(0, third))) / third;
  mood.figures.push(context.record(sentimentShift, { ...own, value: shift }));
}

const sumOf = (marks: readonly Mark[]): number => marks.reduce((sum, { score }) => sum + score, 0);

function labelOf(value: number): string {
  if (value > 0) return 'positive';
  return value < 0 ? 'negative' : 'neutral';
}
