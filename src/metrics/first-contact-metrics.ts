// What is measured of resolutions at first contact.
import type { DerivedMetric, MetricDefinition } from './metric-definition.ts';
import { share } from './share.ts';

/** Whether a resolution was one at first contact, 1 or 0. Source: metrics.md §1D. */
export const firstContactResolved: MetricDefinition = {
  id: 'firstContactResolved',
  name: 'Resolved at first contact',
  definition:
    'One figure a resolution, 1 or 0. oneTouch: a solved ticket with an agent’s reply that did not fail, and that was never pending, on hold or reopened. The others are of ended sessions with a human reply: singleContact, one agent accepted and no ticket was reopened; noCustomerFollowUp, the customer wrote nothing after the first human reply; noRecontact, no new session of the customer within the silence asked for.',
  unit: 'count',
  levels: ['ses', 'agt', 'team', 'top', 'ch', 'acc'],
  attribution: 'end',
  options: ['firstContactResolution', 'noRecontactMs', 'recontactTopic', 'retractFailedReplies'],
  sources: ['Zendesk one-touch', 'Intercom', 'Freshservice', 'Gladly'],
  version: 1,
};

/** Share of resolutions at first contact. Source: metrics.md §1D. */
export const firstContactResolutionRate: DerivedMetric = {
  ...firstContactResolved,
  id: 'firstContactResolutionRate',
  name: 'First-contact resolution rate',
  definition:
    'Resolutions at first contact, by the reading of the options, of all that were resolved.',
  unit: 'share',
  of: ['firstContactResolved'],
  figure: (read) => share(read('firstContactResolved').sum, read('firstContactResolved').count),
};
