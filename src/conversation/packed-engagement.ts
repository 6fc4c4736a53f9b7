// An engagement put away: what follows from the session is left out, instants are relative to it.
import type { EngagementContext } from '../../machines/index.ts';
import { ENGAGEMENT_SETTINGS } from '../../machines/index.ts';
import type { EpochMs } from '../time/instant.ts';
import { engagementChart } from './charts.ts';
import { Engagement, type Assignment } from './engagement.ts';
import { fromCell, toCell, type Cell } from './packed-words.ts';
import type { Session } from './session.ts';

/** Stands for no queue; nothing stands for the agent or queue that the session names as well. */
const NO_QUEUE = -1;

const LEAVES = [...engagementChart.leaves.keys()];

const STARTS: readonly EngagementContext['startReason'][] = [
  null,
  'routingAssignmentAccepted',
  'assigned',
  'manualAssignment',
  'transferred',
  'reopened',
  'resumed',
];
const ENDS: readonly EngagementContext['endReason'][] = [
  null,
  'inactivityTimeout',
  'agentClosedConversation',
  'transferred',
  'ticketPendingOrHold',
  'ticketSolved',
  'removed',
  'unknown',
  'channelSwitched',
];

const FLAGS_BASE = 10;

/** Puts an engagement into cells, beside the session that it belongs to. */
export function packEngagement(engagement: Engagement, session: Session): Cell[] {
  const { context, assignment, startedAt, endedAt, isHeld } = engagement;
  const since = (at: EpochMs | null) => (at === null ? null : at - session.startAt);
  // One number of four digits: leaf, start reason, end reason, whether it is held.
  const place = [
    isHeld ? 1 : 0,
    ENDS.indexOf(context.endReason),
    STARTS.indexOf(context.startReason),
    LEAVES.indexOf(engagement.value),
  ].reduce((sum, digit) => sum * FLAGS_BASE + digit, 0);
  const { agentId, groupId } = engagement;
  const cells: Cell[] = [
    place,
    since(startedAt),
    // Most often the end came with the session's last change of status.
    endedAt === null ? null : endedAt - session.lastModifiedAt,
    toCell(engagement.ticketStatusStart),
    agentId === session.ownerId ? null : agentId,
    groupId === session.queueId ? null : (groupId ?? NO_QUEUE),
    since(assignment?.assignedAt ?? null),
    since(assignment?.offeredAt ?? null),
    since(assignment?.acceptedAt ?? null),
  ];
  while (cells.at(-1) === null) cells.pop();
  return cells;
}

/** The engagement that `packEngagement` has put away beside the session; of its settings nothing is kept: the next step has them anew. */
export function unpackEngagement(
  cells: readonly Cell[],
  session: Session,
  engagementsCount: number,
): Engagement {
  const at = (index: number, from: EpochMs = session.startAt) =>
    typeof cells[index] === 'number' ? from + cells[index] : null;
  const flags = cells[0] as number;
  const digit = (place: number) => Math.floor(flags / FLAGS_BASE ** place) % FLAGS_BASE;
  const agentId = (cells[4] ?? session.ownerId ?? '') as string;
  const groupId = cells[5] === NO_QUEUE ? null : ((cells[5] ?? session.queueId) as string | null);
  const startedAt = at(1);
  const assignment: Assignment = {
    agentId,
    groupId,
    assignedAt: at(6) ?? 0,
    offeredAt: at(7),
    acceptedAt: at(8),
  };
  const engagement = new Engagement(assignment, startedAt === null ? assignment : null, {
    value: LEAVES[digit(0)] ?? 'none',
    context: {
      settings: ENGAGEMENT_SETTINGS,
      startReason: STARTS[digit(1)] ?? null,
      endReason: ENDS[digit(2)] ?? null,
    },
  });
  engagement.isHeld = digit(3) === 1;
  engagement.startedAt = startedAt;
  engagement.ordinal = startedAt === null ? 0 : engagementsCount;
  engagement.endedAt = at(2, session.lastModifiedAt);
  engagement.ticketStatusStart = fromCell(cells[3]);
  return engagement;
}
