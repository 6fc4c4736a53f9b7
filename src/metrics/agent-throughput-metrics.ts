// Counts of what agents get done.
import type { MetricDefinition } from './metric-definition.ts';

/** A count of what an agent did. */
const counted = (
  parts: Pick<MetricDefinition, 'id' | 'name' | 'definition' | 'levels' | 'sources'> &
    Partial<MetricDefinition>,
): MetricDefinition => ({
  unit: 'count',
  attribution: 'end',
  options: [],
  version: 1,
  ...parts,
});

/** Pieces of work that agents had accepted and that are over. Source: metrics.md §1E (AWS-HIST). */
export const contactsHandled = counted({
  id: 'contactsHandled',
  name: 'Contacts handled',
  definition:
    'Pieces of work that an agent had accepted, counted when they are over for the agent: closed after any wrap-up, or passed on. A conversation handled by three agents counts three. The label says whether the presence of the agent is reported.',
  levels: ['aw', 'agt', 'team', 'ch', 'que', 'acc'],
  options: ['heartbeatTimeoutMs'],
  sources: ['Amazon Connect: Contacts handled'],
});

/** Sessions that agents handled. Source: metrics.md §1E (AWS-HIST). */
export const sessionsHandled = counted({
  id: 'sessionsHandled',
  name: 'Sessions handled',
  definition:
    'Sessions that have ended and that a human agent had accepted, each once, whoever worked in it.',
  levels: ['ses', 'ch', 'acc'],
  sources: ['Holdline'],
});

/** Sessions that an agent held. Source: metrics.md §1C (userOverview). */
export const conversationsOwned = counted({
  id: 'conversationsOwned',
  name: 'Conversations owned',
  definition: 'Sessions that an agent accepted, each once an agent, when first accepted.',
  levels: ['ses', 'agt', 'team', 'ch', 'que', 'acc'],
  sources: ['Sparkcentral: User overview'],
});

/** Sessions in which an agent wrote. Source: metrics.md §1C (userOverview). */
export const conversationsReplied = counted({
  id: 'conversationsReplied',
  name: 'Conversations replied',
  definition:
    'Sessions in which an agent wrote to the customer, each once an agent, at the first message.',
  levels: ['ses', 'agt', 'team', 'ch', 'que', 'acc'],
  sources: ['Sparkcentral: User overview'],
});

/** What an agent wrote. Source: metrics.md §1C (userOverview). */
export const messagesOut = counted({
  id: 'messagesOut',
  name: 'Messages out',
  definition:
    'Public messages of an agent in a session, counted when the session ends; notes and automatic messages are none.',
  levels: ['ses', 'agt', 'team', 'ch', 'acc'],
  sources: ['Sparkcentral: User overview'],
});

/** Looks of agents at conversations. Source: metrics.md §1E (ZD-WFM). */
export const visitsMade = counted({
  id: 'visitsMade',
  name: 'Visits',
  definition:
    'Times an agent had a conversation in front, counted when the visit ends: acted where the agent replied or their work on it ended meanwhile, else bounced.',
  levels: ['agt', 'team', 'ch', 'acc'],
  options: ['focus', 'heartbeatTimeoutMs'],
  sources: ['Zendesk Workforce Management: Bounce rate'],
  needs: ['focus'],
});
