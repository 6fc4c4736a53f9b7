import type { MetricDefinition } from './metric-definition.ts';

/** Handle time by focus. Source: metrics.md §4 (S003, Sparkcentral; LivePerson, Intercom by policy). */
export const handleTime: MetricDefinition = {
  id: 'handleTime',
  name: 'Handle time (focus)',
  definition:
    'Time an agent spends in a conversation, from bringing it to the front to turning to another, in visits during which the agent replied. One figure a visit; a conversation, agent or team has the sum. Waiting for the customer elsewhere is not handled time.',
  unit: 'ms',
  levels: ['ses', 'agt'],
  attribution: 'end',
  options: ['focus', 'retractFailedReplies', 'heartbeatTimeoutMs', 'businessHoursSchedule'],
  sources: [
    'Sparkcentral: Handle time',
    'Intercom: Adjusted handling time (allFocus)',
    'LivePerson: Actual handle time (awaitingReply)',
    'Dynamics 365: Session handle time (allFocus)',
  ],
  version: 1,
  needs: ['focus'],
  isSketched: true,
};

/** Focus of agents on conversations, replied or not. Source: metrics.md §4. */
export const focusTime: MetricDefinition = {
  id: 'focusTime',
  name: 'Focus time',
  definition:
    'Time a conversation was the one an agent had in front while working, whether or not anything was answered. Each bucket gets its part of a visit.',
  unit: 'ms',
  levels: ['ses', 'agt'],
  attribution: 'split',
  options: ['focus', 'heartbeatTimeoutMs'],
  sources: ['Expedia: focus entries', 'Gladly: viewing time'],
  version: 1,
  needs: ['focus'],
};

/** Active time of agent work. Source: metrics.md §1B (SF-AW). */
export const activeTime: MetricDefinition = {
  id: 'activeTime',
  name: 'Active time',
  definition:
    'Time accepted work was in front of its agent, replied or not, counted when the work closes or passes on. Channels with tab-based capacity only.',
  unit: 'ms',
  levels: ['aw'],
  attribution: 'end',
  options: ['focus', 'heartbeatTimeoutMs', 'businessHoursSchedule'],
  sources: ['Salesforce: AgentWork.ActiveTime'],
  version: 1,
  needs: ['focus'],
};
