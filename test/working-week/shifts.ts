// How the week begins, and how each person's days go.
import {
  at,
  CAPACITY,
  CHANNELS,
  PEOPLE,
  POLICY_CHANGES,
  WORKDAYS,
  type Day,
  type Person,
} from './company.ts';
import { instantText } from './conversation.ts';
import { Dice } from './dice.ts';
import type { Agent, Script, Week } from './week.ts';

/** Longest time that somebody stays to finish what they have, minutes. */
const OVERTIME_MINUTES = 40;

/** Channels, teams, capacities and planned shifts; the policy as the company changes it. */
export function startSetUp(week: Week): void {
  week.once(at('mon', '05:55'), () => setUp(week));
  for (const change of POLICY_CHANGES) {
    week.once(change.at, () => week.tell('policy.changed', { policy: change.policy }));
  }
}

function setUp(week: Week): void {
  for (const [channelId, channel] of Object.entries(CHANNELS)) {
    week.tell('channel.configured', { channelId, ...channel });
  }
  for (const { id, team } of week.agents) {
    week.tell('agent.team', { agentId: id, teamIds: [team] });
    week.tell('agent.capacity', { agentId: id, capacity: CAPACITY });
  }
  for (const day of WORKDAYS) for (const person of PEOPLE) planShift(week, person, day);
}

function planShift(week: Week, { id, from, lunch, to }: Person, day: Day): void {
  const [start, pause, end] = [at(day, from), at(day, lunch), at(day, to)];
  const back = pause + 30 * 60_000;
  week.tell('agent.shift', {
    agentId: id,
    activities: [
      activity(start, pause, true),
      activity(pause, back, false),
      activity(back, end, true),
    ],
  });
}

const activity = (from: number, to: number, productive: boolean) => ({
  from: instantText(from),
  to: instantText(to),
  productive,
});

/** Starts everybody's days. */
export function startShifts(week: Week): void {
  for (const day of WORKDAYS) {
    for (const person of PEOPLE) {
      const dice = new Dice(week.seed, `${person.id}/${day}`);
      const start = at(day, person.from) + dice.within(-90, 200) * 1000;
      week.start(start, workingDay(week, person, day, dice));
    }
  }
}

function* workingDay(week: Week, person: Person, day: Day, dice: Dice): Script {
  const agent = week.agent(person.id);
  changePresence(week, agent, 'online');
  yield at(day, person.lunch) + dice.within(-60, 240) * 1000;
  if (agent.isOnline) {
    changePresence(week, agent, 'away', 'lunch');
    yield week.in(dice.within(1500, 1900));
    if (agent.isOnline) changePresence(week, agent, 'online');
  }
  yield at(day, person.to) - dice.within(300, 900) * 1000;
  if (agent.isOnline) changePresence(week, agent, 'busy', 'finishing');
  const leavesAt = at(day, person.to) + OVERTIME_MINUTES * 60_000;
  while (week.now < at(day, person.to) || (agent.load > 0 && week.now < leavesAt))
    yield week.in(47);
  if (agent.isOnline) changePresence(week, agent, 'offline');
}

/** Changes an agent's presence; who goes offline loses what they held. */
export function changePresence(
  week: Week,
  agent: Agent,
  status: 'online' | 'away' | 'busy' | 'offline',
  reason?: string,
): void {
  const comesOnline = status !== 'offline' && !agent.isOnline;
  agent.isOnline = status !== 'offline';
  agent.isRoutable = status === 'online';
  agent.interruptions += 1;
  if (comesOnline) {
    agent.login += 1;
    agent.load = 0;
  }
  const fields = { agentId: agent.id, status };
  week.tell('agent.presence', reason === undefined ? fields : { ...fields, reason });
}
