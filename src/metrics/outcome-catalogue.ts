// The calculators of outcomes and content, and the rates read off them.
import { agentsActive } from './active-agents.ts';
import type { Calculator } from './calculator.ts';
import { closedConversationCounts } from './closed-conversations.ts';
import { contactsReached } from './contacts-reached.ts';
import { emojiSentiments } from './emoji-sentiment.ts';
import type { DerivedMetric } from './metric-definition.ts';
import { satisfaction } from './satisfaction.ts';
import { csatResponseRate } from './satisfaction-metrics.ts';
import { SENTIMENT_SHARES } from './sentiment-metrics.ts';
import { tagTable } from './tags.ts';

/** What became of conversations, whom they reached, and what customers said of it. None of them derives anything for others. */
export const OUTCOME_CALCULATORS: readonly Calculator[] = [
  closedConversationCounts,
  contactsReached,
  agentsActive,
  satisfaction,
  tagTable,
  emojiSentiments,
];

/** Shares and rates of outcomes. */
export const OUTCOME_RATES: readonly DerivedMetric[] = [csatResponseRate, ...SENTIMENT_SHARES];
