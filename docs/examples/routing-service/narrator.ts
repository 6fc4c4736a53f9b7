// Tells the story on standard output: what people do, and under it what the engine makes of it.
import { formatInstant, type AnyFact, type Engine, type EpochMs } from 'holdline';
import type { Outgoing } from './outbox.ts';

/** `03-02 09:00:05`, UTC. */
export const time = (at: EpochMs): string => formatInstant(at).slice(5, 19).replace('T', ' ');

/** Prints what happens. */
export function say(at: EpochMs, text: string): void {
  console.log(`${time(at)}  ${text}`);
}

/** Prints what follows from it. */
export function aside(text: string): void {
  console.log(`${' '.repeat(16)}${text}`);
}

/** Prints the facts that make up the story, after their commit. */
export function narrate(engine: Engine): void {
  engine.on('fact', (fact) => {
    const told = tell(fact);
    if (told !== undefined) aside(`${time(fact.at)}  ${fact.sessionId}  ${told}`);
  });
  engine.on('verdict', ({ eventId, verdict }) => aside(`${eventId} is ${verdict}`));
}

/** Prints why a session is where it is, and what happens next by itself. */
export function printWhy(engine: Engine, sessionId: string): void {
  const why = engine.explain(sessionId);
  if (why === undefined) return;
  console.log(`\nwhy is ${sessionId} ${why.session.status}?`);
  for (const { at, from, to, cause, rule } of why.history) {
    console.log(`  ${time(at)}  ${from ?? '–'} → ${to}  ${cause} (${rule})`);
  }
  for (const { dueAt, name, setBy } of why.next) {
    console.log(`  ${time(dueAt)}  ${name} is due, set by ${setBy}`);
  }
}

/** Prints what customers have got. */
export function printSent(sent: readonly Outgoing[]): void {
  console.log('\nwhat customers have got:');
  for (const { key, channel, to, text } of sent) {
    console.log(`  ${key.padEnd(10)}  ${to} on ${channel}: ${text}`);
  }
}

function tell(fact: AnyFact): string | undefined {
  switch (fact.type) {
    case 'session.statusChanged': {
      const { from, to, cause, rule } = fact.data;
      return `${from ?? '–'} → ${to}  ${cause} (${rule})`;
    }
    case 'work.offered':
      return `offered to ${fact.data.agentId}`;
    case 'work.declined':
      return `${fact.data.agentId} declines: ${fact.data.reason}`;
    case 'work.timedOut':
      return `${fact.data.agentId} let the offer lapse`;
    case 'response.requested':
      return `asks for ${fact.data.response}`;
    case 'metric.recorded':
      return fact.data.metric === 'ServiceRepFirstResponseTime'
        ? `first response after ${fact.data.value} s`
        : undefined;
    default:
      return undefined;
  }
}
