// What is measured of resolutions that do not last.
import type { DerivedMetric, MetricDefinition } from './metric-definition.ts';
import { share } from './share.ts';

const counted = (
  parts: Pick<MetricDefinition, 'id' | 'name' | 'definition'> & Partial<MetricDefinition>,
): MetricDefinition => ({
  unit: 'count',
  levels: ['agt', 'team', 'ch', 'acc'],
  attribution: 'end',
  options: ['reopening', 'reopenWithinMs', 'retractFailedReplies'],
  sources: ['Zendesk', 'Cisco', 'Chatwoot'],
  version: 1,
  needs: ['ticket'],
  ...parts,
});

/** Resolutions, and whether they lasted. Source: metrics.md §1D; the rate is read off it. */
export const resolutions = counted({
  id: 'resolutions',
  name: 'Resolutions',
  definition:
    'Every time that a ticket was solved, counted then and for the agent who had it; the label is kept, or reopened once it was opened again within the time allowed. By option instead every ended session with a human reply that did not fail, opened again by the customer’s next session within that time.',
});

/** Resolutions undone. Source: metrics.md §1D. */
export const reopenCount = counted({
  id: 'reopenCount',
  name: 'Reopens',
  definition:
    'Every time that a solved ticket became new, open, pending or on hold again, counted then, for the agent who had resolved it. By option instead every session of a customer within the time allowed after the one before.',
});

/** How long a resolution lasted. Source: metrics.md §1D (Chatwoot). */
export const timeToReopen = counted({
  id: 'timeToReopen',
  name: 'Time to reopen',
  definition:
    'From the latest resolution to the reopening, under the label reopened. The first opening of a ticket (by option: the first session of a customer) counts 0, under the label firstOpen.',
  unit: 'ms',
  options: ['reopening', 'reopenWithinMs', 'retractFailedReplies', 'businessHoursSchedule'],
  isSketched: true,
  sources: ['Chatwoot conversation_opened'],
});

/** Share of the resolutions that did not last. Source: metrics.md §1D. */
export const reopenRate: DerivedMetric = {
  ...counted({
    id: 'reopenRate',
    name: 'Reopen rate',
    definition:
      'Resolutions of the window that were reopened within the time allowed, or by the time of the report where none is set, of all resolutions of the window.',
  }),
  unit: 'share',
  of: ['resolutions'],
  figure: (read) => share(read('resolutions', 'reopened').count, read('resolutions').count),
};
