// What is measured of a piece of an agent's work.
import type { DerivedMetric, MetricDefinition } from './metric-definition.ts';

const ofWork = (
  parts: Pick<MetricDefinition, 'id' | 'name' | 'definition'> & Partial<MetricDefinition>,
): MetricDefinition => ({
  unit: 'ms',
  levels: ['aw', 'agt', 'team', 'que', 'ch', 'acc'],
  attribution: 'end',
  options: [],
  sources: ['Salesforce AgentWork'],
  version: 1,
  ...parts,
});

/** From the request to the acceptance. Source: metrics.md §1B, lifecycle.md §6. */
export const speedToAnswer = ofWork({
  id: 'speedToAnswer',
  options: ['businessHoursSchedule'],
  name: 'Speed to answer',
  definition:
    'From the request for an agent to the acceptance of the work. Work that was declined, lapsed or was taken back has none; each transfer asks anew.',
  sources: ['Salesforce AgentWork.SpeedToAnswer'],
  isSketched: true,
});

/** From the acceptance to the close, wrap-up included. Source: metrics.md §1B, lifecycle.md §6. */
export const handleTimeAgentWork = ofWork({
  id: 'handleTimeAgentWork',
  options: ['businessHoursSchedule'],
  name: 'Handle time of agent work',
  definition:
    'From the acceptance of a piece of work to its close, after-conversation work and inactive times included; the label says whether it was closed or transferred.',
  sources: ['Salesforce AgentWork.HandleTime'],
  isSketched: true,
});

/** From the end of the conversation to the end of the wrap-up. Source: metrics.md §1B. */
export const afterConversationWorkTime = ofWork({
  id: 'afterConversationWorkTime',
  options: ['businessHoursSchedule'],
  name: 'After-conversation work',
  definition:
    'From the end of the conversation for the agent until the agent clears the work, its time runs out, or the agent goes offline.',
  sources: ['Salesforce', 'Amazon Connect after contact work time'],
  isSketched: true,
});

/** Extensions of one wrap-up. Source: metrics.md §1B. */
export const acwExtensions = ofWork({
  id: 'acwExtensions',
  name: 'Extensions of after-conversation work',
  definition: 'How often the agent asked for more time, for each wrap-up; often 0.',
  unit: 'count',
  sources: ['Salesforce AgentWork.AcwExtensionCount'],
});

/** What extensions of one wrap-up added to its limit. Source: lifecycle.md §6. */
export const acwExtensionTime = ofWork({
  id: 'acwExtensionTime',
  name: 'Time of extensions',
  definition:
    'What the extensions of one wrap-up came to: their number times the time that the channel grants for each. Wrap-ups without any have none.',
  sources: ['Salesforce AgentWork.AcwExtensionDuration'],
});

/** Messages in a piece of work that has any. Source: metrics.md §1D (LivePerson). */
export const segmentMessages = ofWork({
  id: 'segmentMessages',
  name: 'Messages of a handled segment',
  definition:
    'Messages that the agent sent in a piece of work, counted at its close; pieces without a message are not handled segments.',
  unit: 'count',
  sources: ['LivePerson'],
});

/** Length of a piece of work that has messages. Source: metrics.md §1D (LivePerson). */
export const segmentWorkTime = ofWork({
  id: 'segmentWorkTime',
  options: ['businessHoursSchedule'],
  name: 'Work time of a handled segment',
  definition:
    'From acceptance to close, for pieces of work in which the agent sent a message at least.',
  sources: ['LivePerson'],
});

/** A planner's estimate of the work that one segment takes. Source: metrics.md §1D (LivePerson NHT). */
export const netHandleTime: DerivedMetric = {
  id: 'netHandleTime',
  name: 'Net handle time',
  definition:
    'Messages sent, times the average work time of handled segments, divided by the number of handled segments. A heuristic for planning, by hour and queue.',
  unit: 'ms',
  levels: ['que', 'ch', 'acc'],
  attribution: 'end',
  options: [],
  sources: ['LivePerson net handle time'],
  version: 1,
  of: ['segmentMessages', 'segmentWorkTime'],
  figure: (read) => {
    const { sum, count } = read('segmentWorkTime');
    if (count === 0) return null;
    return (read('segmentMessages').sum * (sum / count)) / count;
  },
};
