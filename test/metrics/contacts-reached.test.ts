import { describe, expect, test } from 'vitest';
import { activeAgents, agentsActive } from '../../src/metrics/active-agents.ts';
import { contactsReached, uniqueMonthlyContacts } from '../../src/metrics/contacts-reached.ts';
import { Figures } from '../../src/metrics/figures.ts';
import { Rollups } from '../../src/metrics/rollups.ts';
import { DEFAULT_METRIC_OPTIONS } from '../../src/policy/metric-options.ts';
import { ReportingCalendar } from '../../src/time/reporting-calendar.ts';
import { measure } from './measured.ts';
import { putAway } from './put-away.ts';
import { r1Events } from './r1-events.ts';
import { Story } from './told.ts';

type Fields = Readonly<Record<string, unknown>>;

const calculators = [contactsReached, agentsActive].map(putAway);

/** Events told by their full instants. */
class Year {
  readonly events: object[] = [];

  at(when: string, type: string, fields: Fields = {}, endUserId: string | null = 'u'): this {
    const id = `y${String(this.events.length).padStart(3, '0')}`;
    const where = endUserId === null ? {} : { channelId: 'chat', endUserId };
    this.events.push({ id, type, at: when, ...where, ...fields });
    return this;
  }

  channel(channelId = 'chat', channelType = 'WhatsApp'): this {
    const platform = { platform: 'enhanced', capacityModel: 'tabBased' };
    return this.at(
      '2026-01-01T00:00:00Z',
      'channel.configured',
      { channelId, channelType, ...platform },
      null,
    );
  }

  writes(when: string, messageId: string, endUserId = 'u', fields: Fields = {}): this {
    return this.at(when, 'customer.message', { messageId, ...fields }, endUserId);
  }
}

const metricOf = (id: string) =>
  [uniqueMonthlyContacts, activeAgents].find((metric) => metric.id === id);

/** Figures of what was measured, mergers of contacts included. */
function figuresOf(events: readonly object[], zone = 'UTC') {
  const measured = measure(events, { calculators, options: { reportingZone: zone } });
  const rollups = new Rollups({
    calendar: new ReportingCalendar(zone),
    metricOf,
    responseClock: 'calendar',
  });
  for (const one of measured.measurements) rollups.recorded(one);
  for (const { observations } of measured.moments) {
    for (const seen of observations) {
      if (seen.type === 'contact.merged') rollups.contactsMerged(seen.survivorId, seen.mergedId);
    }
  }
  return new Figures({ metricOf, options: DEFAULT_METRIC_OPTIONS, rollups });
}

const of = (from: string, to: string, more: Fields = {}) => ({
  dimension: 'account' as const,
  from: Date.parse(from),
  to: Date.parse(to),
  ...more,
});

const WINTER = ['2026-01-01T00:00:00Z', '2026-03-01T00:00:00Z'] as const;
const JANUARY = ['2026-01-10T00:00:00Z', '2026-01-12T00:00:00Z'] as const;

describe('uniqueMonthlyContacts', () => {
  test('is one a month, however much was written: January and February add up to 2', () => {
    const year = new Year()
      .channel()
      .writes('2026-01-10T10:00:00Z', 'm1')
      .writes('2026-01-10T10:01:00Z', 'm2')
      .writes('2026-01-25T10:00:00Z', 'm3')
      .writes('2026-02-03T10:00:00Z', 'm4');
    expect(measure(year.events, { calculators }).values('uniqueMonthlyContacts')).toEqual([1, 1]);
    const figures = figuresOf(year.events);
    expect(figures.figure('uniqueMonthlyContacts', of(...WINTER)).value).toBe(2);
    expect(figures.figure('uniqueMonthlyContacts', of(...JANUARY)).value).toBe(1);
  });

  test('counts a contact on two end users once, and each by platform', () => {
    const contact = { contactId: 'ada' };
    const sms = { channelId: 'sms' };
    const year = new Year()
      .channel()
      .channel('sms', 'Text')
      .at('2026-01-05T09:00:00Z', 'endUser.updated', contact)
      .writes('2026-01-10T10:00:00Z', 'm1')
      .writes('2026-01-10T11:00:00Z', 'm2', 'v', sms)
      .at('2026-01-10T11:01:00Z', 'endUser.updated', { ...contact, ...sms }, 'v')
      .writes('2026-01-10T12:00:00Z', 'm3', 'w');
    const figures = figuresOf(year.events);
    expect(figures.figure('uniqueMonthlyContacts', of(...JANUARY)).value).toBe(2);
    const byPlatform = ['WhatsApp', 'Text'].map(
      (label) => figures.figure('uniqueMonthlyContacts', of(...JANUARY), { label }).value,
    );
    expect(byPlatform).toEqual([2, 1]);
    const ofSms = of(...JANUARY, { dimension: 'channel', key: 'sms' });
    expect(figures.figure('uniqueMonthlyContacts', ofSms).value).toBe(1);
  });

  test('makes one of contacts that are merged, in the months before too', () => {
    const year = new Year()
      .channel()
      .at('2026-01-05T09:00:00Z', 'endUser.updated', { contactId: 'ada' })
      .writes('2026-01-10T10:00:00Z', 'm1')
      .at('2026-01-10T10:30:00Z', 'endUser.updated', { contactId: 'ada-old' }, 'v')
      .writes('2026-01-10T11:00:00Z', 'm2', 'v');
    const both = figuresOf(year.events).figure('uniqueMonthlyContacts', of(...JANUARY));
    expect(both.value).toBe(2);
    year.at(
      '2026-03-02T09:00:00Z',
      'contact.merged',
      { survivorId: 'ada', mergedId: 'ada-old' },
      null,
    );
    const merged = figuresOf(year.events).figure('uniqueMonthlyContacts', of(...JANUARY));
    expect(merged.value).toBe(1);
  });

  test('names the contact once it is known: the end user does not count beside it', () => {
    const year = new Year()
      .channel()
      .writes('2026-01-10T10:00:00Z', 'm1')
      .at('2026-01-11T10:00:00Z', 'endUser.updated', { contactId: 'ada' })
      .writes('2026-01-12T10:00:00Z', 'm2');
    expect(measure(year.events, { calculators }).of('uniqueMonthlyContacts')).toMatchObject([
      { key: 'ada', at: Date.parse('2026-01-10T10:00:00Z'), evidence: ['y001', 'y002'] },
    ]);
  });

  test.each([
    ['UTC', 1],
    ['Europe/Brussels', 2],
  ])('counts 12:00 and 23:30 UTC on 31 January in %s in %d months', (zone, months) => {
    const year = new Year()
      .channel()
      .writes('2026-01-31T12:00:00Z', 'm1')
      .writes('2026-01-31T23:30:00Z', 'm2');
    const told = measure(year.events, { calculators, options: { reportingZone: zone } });
    expect(told.values('uniqueMonthlyContacts')).toHaveLength(months);
  });

  test('counts whom an automation wrote to, without an answer', () => {
    const year = new Year().channel().at('2026-01-10T10:00:00Z', 'automation.message', {
      messageId: 'n1',
      longevity: 'endSession',
      allowExisting: 'any',
    });
    const told = measure(year.events, { calculators });
    expect(told.values('uniqueMonthlyContacts')).toEqual([1]);
    expect(told.of('proactiveMessages')).toMatchObject([
      { value: 1, dims: { label: 'automation' } },
    ]);
  });
});

test('proactiveMessages counts what agents mark so, for them; R1 has none', () => {
  expect(measure(r1Events(), { calculators }).values('proactiveMessages')).toEqual([]);
  const story = new Story()
    .customer('0:00')
    .accept('1:00', 'w1', 'B')
    .at('2:00', 'agent.message', { agentId: 'B', messageId: 'a1', proactive: true })
    .agent('3:00', 'B');
  expect(measure(story.events, { calculators }).of('proactiveMessages')).toMatchObject([
    { value: 1, dims: { agentId: 'B', label: 'agent' } },
  ]);
});

test('activeAgents of R1 are B and C: offers, focus and presence are no messages', () => {
  const r1 = measure(r1Events(), { calculators });
  expect(new Set(r1.of('activeAgents').map(({ key }) => key))).toEqual(new Set(['B', 'C']));
  // B wrote at 09:01 twice and at 09:03, C at 09:09 and 09:10.
  expect(r1.of('activeAgents')).toHaveLength(4);
  const figures = figuresOf(r1Events());
  const during = (from: string, to: string) =>
    figures.figure('activeAgents', of(`2026-03-03T${from}:00Z`, `2026-03-03T${to}:00Z`)).value;
  expect(during('09:00', '10:00')).toBe(2);
  expect(during('09:01', '09:04')).toBe(1);
  expect(during('09:04', '09:09')).toBe(0);
});

test('activeAgents counts an agent once in the account, and in each team and channel', () => {
  const other = { channelId: 'chat', endUserId: 'v' };
  const story = new Story()
    .at('-1:00', 'agent.team', { agentId: 'B', teamIds: ['red', 'blue'] })
    .customer('0:00')
    .accept('0:10', 'w1', 'B')
    .agent('0:20', 'B')
    .at('0:21', 'customer.message', { messageId: 'n1', ...other })
    .at('0:22', 'work.accepted', { workId: 'w2', agentId: 'B', ...other })
    .at('0:23', 'agent.message', { agentId: 'B', messageId: 'n2', ...other })
    .at('0:24', 'agent.message', { agentId: 'B', messageId: 'n3', visibility: 'note' });
  const figures = figuresOf(story.events);
  const hour = ['2026-03-03T10:00:00Z', '2026-03-03T11:00:00Z'] as const;
  expect(figures.figure('activeAgents', of(...hour)).value).toBe(1);
  for (const key of ['red', 'blue']) {
    expect(figures.figure('activeAgents', of(...hour, { dimension: 'team', key })).value).toBe(1);
  }
  expect(measure(story.events, { calculators }).of('activeAgents')).toHaveLength(1);
});
