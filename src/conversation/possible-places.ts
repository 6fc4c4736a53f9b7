// Where in a session's graph an event is possible, read off the chart: what a refusal can advise.
import { sessionCharts, statusMetaOf, type SessionGraph } from './charts.ts';

/** A place of a graph in words, with the rows under which an event is possible there. */
export interface PossiblePlace {
  /** `Active with a bot`. */
  readonly name: string;
  readonly rules: readonly string[];
  /** The conditions of those rows; none where one row has no condition. */
  readonly guards: readonly string[];
}

/** The places of a graph in which an event is possible, in the order of the chart. */
export function placesFor(graph: SessionGraph, eventType: string): readonly PossiblePlace[] {
  const places = new Map<string, { rules: Set<string>; guards: Set<string>; isFree: boolean }>();
  for (const leaf of sessionCharts[graph].leaves.values()) {
    const name = placeOf(graph, leaf.path);
    for (const { transition, forbids } of leaf.candidates.get(eventType) ?? []) {
      if (forbids || name === undefined) continue;
      const place = places.get(name) ?? { rules: new Set(), guards: new Set(), isFree: false };
      places.set(name, place);
      place.rules.add(String(transition.meta?.['rule']));
      if (transition.guard === undefined) place.isFree = true;
      else place.guards.add(transition.guard);
    }
  }
  return [...places].map(([name, { rules, guards, isFree }]) => ({
    name,
    rules: [...rules],
    guards: isFree ? [] : [...guards],
  }));
}

/** Where a session stands, in words; undefined before it exists. */
export function placeOf(graph: SessionGraph, value: string): string | undefined {
  const meta = statusMetaOf(sessionCharts[graph], value);
  if (meta === undefined) return undefined;
  if (value.includes('withAgent')) return `${meta.status} with an agent`;
  if (value.includes('withBot')) return `${meta.status} with a bot`;
  return meta.waitingFor === 'customer' ? `${meta.status} for the customer` : meta.status;
}
