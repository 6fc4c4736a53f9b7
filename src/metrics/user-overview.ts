/** A column of the overview of agents. */
export interface OverviewColumn {
  readonly column: string;
  /** The metric that fills it, read for one agent. */
  readonly metric: string;
}

/**
 * The row per agent that Sparkcentral calls the user overview: metrics of this catalogue side by side, and nothing of its own.
 *
 * Source: metrics.md §1C (`userOverview`).
 */
export const USER_OVERVIEW: readonly OverviewColumn[] = [
  { column: 'availability', metric: 'agentAvailability' },
  { column: 'conversations_owned', metric: 'conversationsOwned' },
  { column: 'conversations_replied', metric: 'conversationsReplied' },
  { column: 'conversations_resolved', metric: 'resolvedConversations' },
  { column: 'messages_out', metric: 'messagesOut' },
  { column: 'first_response_time_ms', metric: 'firstResponseTime' },
  { column: 'response_time_ms', metric: 'responseTime' },
  { column: 'handle_time_ms', metric: 'handleTime' },
  { column: 'csat_score', metric: 'csatScore' },
];
