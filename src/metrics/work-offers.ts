// What became of each offer of work to an agent, and how soon.
import type { WorkFields } from '../events/fact.ts';
import type { EpochMs } from '../time/instant.ts';
import { sessionCalculator, type FoldContext } from './calculator.ts';
import type { FigureDraft } from './figure-draft.ts';
import type { DerivedMetric, MetricDefinition } from './metric-definition.ts';
import { share } from './share.ts';

const LEVELS = ['aw', 'agt', 'team', 'que', 'ch', 'acc'] as const;

/** Offers by what became of them. Source: metrics.md §1D; its rates are read off it. */
export const workOffers: MetricDefinition = {
  id: 'workOffers',
  name: 'Offers of work',
  definition:
    'Offers of work to agents, counted when their outcome is known; the label is accepted, declined, timedOut, customerAbandoned (the customer left during the offer), unavailable (the agent went offline) or withdrawn. Work accepted without an offer is none; one session may be offered several times.',
  unit: 'count',
  levels: LEVELS,
  attribution: 'end',
  options: [],
  sources: ['Amazon Connect', 'Dynamics 365', 'Twilio TaskRouter'],
  version: 1,
};

const timeTo = (id: string, name: string, outcome: string): MetricDefinition => ({
  id,
  name,
  definition: `From an offer of work to the agent's ${outcome} of it.`,
  unit: 'ms',
  levels: LEVELS,
  attribution: 'end',
  options: ['businessHoursSchedule'],
  sources: ['Dynamics 365', 'Twilio TaskRouter'],
  version: 1,
  isSketched: true,
});

/** From the offer to its acceptance. Source: metrics.md §1D. */
export const timeToAccept = timeTo('timeToAccept', 'Time to accept', 'acceptance');

/** From the offer to its refusal. Source: metrics.md §1D. */
export const timeToReject = timeTo('timeToReject', 'Time to reject', 'refusal');

/** One offer whose outcome is open, or may still be told better by the router. */
interface Offer {
  readonly at: EpochMs;
  /** Ordinal of the figure that says that it was withdrawn. */
  withdrawnAs: number | null;
}

interface Offers {
  /** By the ordinal of the attempt. */
  readonly open: Record<string, Offer>;
  customerLeft: boolean;
}

/** Measures the offers of each session. */
export const offersOfWork = sessionCalculator<Offers>({
  name: 'work-offers',
  definitions: [workOffers, timeToAccept, timeToReject],
  start: () => ({ open: {}, customerLeft: false }),
  on: {
    'work.offered': ({ open }, { at, data }) => {
      open[data.attempt] = { at, withdrawnAs: null };
    },
    'work.accepted': (state, { data }, context) => {
      const offer = settle(state, data, 'accepted', context);
      if (offer === undefined) return;
      measure(timeToAccept, data, offer.at, context);
    },
    'work.declined': (state, { data }, context) => {
      const offer = settle(state, data, 'declined', context);
      if (offer === undefined) return;
      measure(timeToReject, data, offer.at, context);
    },
    'work.timedOut': (state, { data }, context) => {
      settle(state, data, 'timedOut', context);
    },
    'work.unavailable': (state, { data }, context) => {
      settle(state, data, 'unavailable', context);
    },
    'work.canceled': (state, { data }, context) => {
      if (state.customerLeft) {
        settle(state, data, 'customerAbandoned', context);
        return;
      }
      const offer = state.open[data.attempt];
      if (offer === undefined || offer.withdrawnAs !== null) return;
      // The router's own word on an offer that it turned away from may still come.
      offer.withdrawnAs = context.record(workOffers, outcomeOf(data, 'withdrawn', context));
    },
    'session.ended': (state, { data }) => {
      state.customerLeft = data.by === 'EndUser';
    },
  },
});

function figureOf({ workId, agentId, queueId }: WorkFields, context: FoldContext): FigureDraft {
  const figure = context.figure('aw', workId);
  figure.agentId = agentId ?? null;
  figure.queueId = queueId ?? null;
  return figure;
}

function outcomeOf(data: WorkFields, label: string, context: FoldContext): FigureDraft {
  const figure = figureOf(data, context);
  figure.value = 1;
  figure.label = label;
  return figure;
}

function measure(
  metric: MetricDefinition,
  data: WorkFields,
  since: EpochMs,
  context: FoldContext,
): void {
  const figure = figureOf(data, context);
  figure.since = since;
  context.tell(metric, figure);
}

/** Counts the outcome of an offer; undefined where there was no offer, or its outcome is known. */
function settle(
  { open }: Offers,
  data: WorkFields,
  label: string,
  context: FoldContext,
): Offer | undefined {
  const offer = open[data.attempt];
  if (offer === undefined) return undefined;
  delete open[data.attempt];
  if (offer.withdrawnAs !== null) context.retract(offer.withdrawnAs);
  context.tell(workOffers, outcomeOf(data, label, context));
  return offer;
}

const rate = (
  parts: Pick<DerivedMetric, 'id' | 'name' | 'definition' | 'figure'> & Partial<DerivedMetric>,
): DerivedMetric => ({
  unit: 'share',
  levels: ['agt', 'team', 'que', 'ch', 'acc'],
  attribution: 'end',
  options: [],
  sources: ['Dynamics 365', 'Amazon Connect', 'Twilio TaskRouter'],
  version: 1,
  needs: ['offer'],
  of: ['workOffers'],
  ...parts,
});

/** Share of offers that agents accepted. Source: metrics.md §1D. */
export const offerAcceptanceRate = rate({
  id: 'offerAcceptanceRate',
  name: 'Offer acceptance rate',
  definition: 'Accepted offers of all offers whose outcome is known.',
  figure: (read) => share(read('workOffers', 'accepted').count, read('workOffers').count),
});

/** Share of offers that agents declined. Source: metrics.md §1D. */
export const rejectionRate = rate({
  id: 'rejectionRate',
  name: 'Rejection rate',
  definition: 'Declined offers of all offers whose outcome is known.',
  figure: (read) => share(read('workOffers', 'declined').count, read('workOffers').count),
});

/** Share of offers to which agents did not respond. Source: metrics.md §1D (Amazon Connect agent non-response). */
export const offerTimeoutRate = rate({
  id: 'offerTimeoutRate',
  name: 'Offer timeout rate',
  definition:
    'Offers that lapsed without a response of the agent, of all offers whose outcome is known; offers during which the customer left are counted as well unless the options set them apart.',
  options: ['offerAbandons'],
  sources: ['Amazon Connect agent non-response', 'Dynamics 365', 'Twilio TaskRouter'],
  figure: (read, { offerAbandons }) =>
    share(
      read('workOffers', 'timedOut').count +
        (offerAbandons === 'apart' ? 0 : read('workOffers', 'customerAbandoned').count),
      read('workOffers').count,
    ),
});
