// What is measured of the emoji that customers use.
import type { DerivedMetric, MetricDefinition } from './metric-definition.ts';
import { share } from './share.ts';

/** How positive the emoji of a session are. Source: metrics.md §1C (S003); the formula is a decision of the reference. */
export const emojiSentiment: MetricDefinition = {
  id: 'emojiSentiment',
  name: 'Emoji sentiment',
  definition:
    'Mean of what the emoji of a session say, from -1 to 1, counted when the session ends: each emoji in a message of the customer and each reaction that was not taken back is +1, 0 or -1 by the lexicon. A window shows the mean of its sessions. Sessions without emoji have no value. The label is positive, neutral or negative.',
  unit: 'score',
  levels: ['ses', 'top', 'ch', 'acc'],
  attribution: 'end',
  options: [],
  sources: ['Sparkcentral: Emoji sentiment'],
  version: 1,
  needs: ['emoji'],
};

/** Whether a customer's mood rose or fell. Source: metrics.md §1C (AWS-CL). */
export const sentimentShift: MetricDefinition = {
  ...emojiSentiment,
  id: 'sentimentShift',
  name: 'Sentiment shift',
  definition:
    'Mean of the last third of the emoji of a session less that of the first third, rounded down to whole emoji: from -2 to 2. Only for sessions with three emoji or more.',
  sources: ['Amazon Connect Contact Lens: Sentiment shift'],
};

const ofSessions = (label: 'positive' | 'neutral' | 'negative', name: string): DerivedMetric => ({
  ...emojiSentiment,
  id: `${label}SentimentShare`,
  name,
  definition: `Sessions whose emoji are ${label} on the whole, of all ended sessions with emoji.`,
  unit: 'share',
  of: ['emojiSentiment'],
  figure: (read) => share(read('emojiSentiment', label).count, read('emojiSentiment').count),
});

/** Shares of sessions by what their emoji say. Source: metrics.md §1C. */
export const SENTIMENT_SHARES: readonly DerivedMetric[] = [
  ofSessions('positive', 'Share of positive sessions'),
  ofSessions('neutral', 'Share of neutral sessions'),
  ofSessions('negative', 'Share of negative sessions'),
];
