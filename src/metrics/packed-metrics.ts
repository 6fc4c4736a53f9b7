import { SessionMetrics } from './session-metrics.ts';

/** The running figures of a session as a flat list of numbers, for a host that puts an idle session away. */
export type PackedMetrics = readonly number[];

/** Puts the running figures of a session into numbers. */
export function packMetrics(metrics: SessionMetrics): PackedMetrics {
  const { agent, endUser } = metrics;
  return [
    (metrics.isEnhanced ? 1 : 0) +
      (metrics.isNotification ? 2 : 0) +
      (metrics.humanAccepted ? 4 : 0),
    metrics.agentMessages,
    metrics.endUserMessages,
    agent.count,
    agent.sumMs,
    agent.maxMs,
    agent.anchor,
    endUser.count,
    endUser.sumMs,
    endUser.maxMs,
    endUser.anchor,
    metrics.requestedAt,
    metrics.firstResponseMs,
  ];
}

/** The running figures that `packMetrics` has put away. */
export function unpackMetrics(sessionId: string, packed: PackedMetrics): SessionMetrics {
  const metrics = new SessionMetrics(sessionId);
  const at = (index: number) => packed[index] ?? 0;
  metrics.isEnhanced = (at(0) & 1) !== 0;
  metrics.isNotification = (at(0) & 2) !== 0;
  metrics.humanAccepted = (at(0) & 4) !== 0;
  metrics.agentMessages = at(1);
  metrics.endUserMessages = at(2);
  metrics.agent.count = at(3);
  metrics.agent.sumMs = at(4);
  metrics.agent.maxMs = at(5);
  metrics.agent.anchor = at(6);
  metrics.endUser.count = at(7);
  metrics.endUser.sumMs = at(8);
  metrics.endUser.maxMs = at(9);
  metrics.endUser.anchor = at(10);
  metrics.requestedAt = at(11);
  metrics.firstResponseMs = at(12);
  return metrics;
}
