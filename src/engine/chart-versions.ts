// Which version of a chart decided a session: its name and the hash of what it says.
import { createHash } from 'node:crypto';
import {
  engagementChart,
  sessionCharts,
  SESSION_GRAPHS,
  workChart,
  type SessionGraph,
} from '../conversation/charts.ts';
import type { ChartLeaf, ChartTransition } from '../statechart/compiled-chart.ts';

/** Hex digits of a hash that are kept: sixty-four bits tell the versions of a chart apart. */
const HASH_DIGITS = 16;

const VERSIONS: ReadonlyMap<SessionGraph, string> = new Map(
  SESSION_GRAPHS.map((graph) => [graph, `${graph}@${contentHash(sessionCharts[graph])}`]),
);

/** The chart that this program runs for a graph: `enhanced-customer@` and sixteen hex digits. */
export function chartVersionOf(graph: SessionGraph): string {
  return VERSIONS.get(graph) ?? graph;
}

/** What of a chart is hashed. */
interface HashedChart {
  readonly leaves: ReadonlyMap<string, ChartLeaf>;
  readonly transitions: readonly ChartTransition[];
}

/** The chart of assignments that this program runs. */
export const WORK_CHART_VERSION = `agent-work@${contentHash(workChart)}`;

/** The chart of engagements that this program runs. */
export const ENGAGEMENT_CHART_VERSION = `engagement@${contentHash(engagementChart)}`;

/** A hash over leaves and transitions, in their order: guards, actions, delays and rules by name. */
function contentHash({ leaves, transitions }: HashedChart): string {
  const said = {
    leaves: [...leaves.values()].map(({ path, final, meta }) => ({ path, final, meta })),
    transitions,
  };
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, HASH_DIGITS);
}
