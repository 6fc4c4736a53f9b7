// Whom conversations reach: distinct contacts by month, and messages that nobody asked for. One figure a contact and month is enough.
import type { Fact } from '../events/fact.ts';
import type { EpochMs } from '../time/instant.ts';
import { ReportingCalendar } from '../time/reporting-calendar.ts';
import { conversationCalculator, type FoldContext } from './calculator.ts';
import type { MetricDefinition } from './metric-definition.ts';
import type { Evidence } from './observation.ts';

/** Distinct contacts of a month. Source: metrics.md §1C (S003; SPARK-USE). */
export const uniqueMonthlyContacts: MetricDefinition = {
  id: 'uniqueMonthlyContacts',
  name: 'Unique monthly contacts',
  definition:
    'Distinct contacts with at least one message in or out, delivered or not, in a calendar month of the reporting zone. An end user whom no contact is known of counts as one of their own, on each channel. Always whole months; of several months the sum. The label is the type of the channel.',
  unit: 'members',
  levels: ['ch', 'acc'],
  attribution: 'end',
  options: ['reportingZone'],
  sources: ['Sparkcentral: Unique monthly contacts (UMC)'],
  version: 1,
  countsContacts: true,
  isMonthly: true,
};

/** Messages that nobody asked for. Source: metrics.md §1C (S003; SPARK-USE). */
export const proactiveMessages: MetricDefinition = {
  id: 'proactiveMessages',
  name: 'Proactive messages',
  definition:
    'Outbound messages that the host marks as proactive, under the label agent, and messages of automations, under the label automation; answers to keywords are none.',
  unit: 'count',
  levels: ['ses', 'agt', 'team', 'ch', 'acc'],
  attribution: 'end',
  options: [],
  sources: ['Sparkcentral: Proactive messages'],
  version: 1,
};

interface Reached {
  /** Until when the contact is counted: the end of the month; 0 while it was never. */
  until: EpochMs;
  /** Who was counted: a contact, or the conversation for its end user. */
  key: string;
  /** The figure of an end user whose contact may still become known; null for a contact. */
  figure: number | null;
  countedAt: EpochMs;
  countedBy: Evidence;
  sessionId: string | null;
}

/** Counts contacts and proactive messages. */
export const contactsReached = conversationCalculator<Reached>({
  name: 'contacts-reached',
  definitions: [uniqueMonthlyContacts, proactiveMessages],
  start: () => ({
    until: 0,
    key: '',
    figure: null,
    countedAt: 0,
    countedBy: '',
    sessionId: null,
  }),
  on: {
    'message.recorded': (state, fact, context) => {
      const { at, data } = fact;
      if (at >= state.until) beginMonth(state, fact, context);
      if (data.proactive !== true && data.automated !== true) return;
      const { actorId: agentId = null } = data;
      const label = data.proactive === true ? 'agent' : 'automation';
      const key = fact.sessionId ?? context.subjectId;
      const figure = context.figure('ses', key);
      figure.agentId = agentId;
      figure.value = 1;
      figure.label = label;
      context.tell(proactiveMessages, figure);
    },
    'endUser.updated': (state, { at, contactId }, context) => {
      if (contactId === undefined || contactId === state.key || at >= state.until) return;
      // Whoever it was, the messages of this month so far were theirs.
      const { figure, countedAt } = state;
      if (figure === null) {
        // Another contact has taken the end user over; the one before wrote, too.
        state.until = 0;
        return;
      }
      context.retract(figure);
      state.key = contactId;
      state.figure = null;
      const { sessionId, countedBy } = state;
      const own = { level: 'ch', key: contactId, value: 1, sessionId, at: countedAt } as const;
      const channelId = context.sessionOf(context.subjectId)?.channelId ?? null;
      const label = platformOf(channelId, countedAt, context);
      context.tell(uniqueMonthlyContacts, { ...own, channelId, label, because: [countedBy] });
    },
  },
});

function beginMonth(
  state: Reached,
  { at, sessionId, causationId }: Fact<'message.recorded'>,
  context: FoldContext,
): void {
  const { session, subjectId, options } = context;
  if (session === null) return;
  const { contactId, channelId } = session;
  if (state.figure !== null) context.release(state.figure);
  state.until = calendarOf(options.reportingZone).nextBucketStart(at, 'month');
  state.key = contactId ?? subjectId;
  state.countedAt = at;
  state.countedBy = causationId;
  state.sessionId = sessionId;
  const figure = context.figure('ch', state.key);
  figure.value = 1;
  figure.label = platformOf(channelId, at, context);
  figure.isLasting = contactId === null;
  state.figure = null;
  if (contactId !== null) context.tell(uniqueMonthlyContacts, figure);
  else state.figure = context.record(uniqueMonthlyContacts, figure);
}

const platformOf = (channelId: string | null, at: EpochMs, context: FoldContext): string | null =>
  (channelId === null ? undefined : context.channelOf(channelId, at))?.channelType ?? null;

/** The calendar of the zone that was asked for last: most often that of the next one, too. */
let last = new ReportingCalendar('UTC');

function calendarOf(zone: string): ReportingCalendar {
  if (last.zone !== zone) last = new ReportingCalendar(zone);
  return last;
}
