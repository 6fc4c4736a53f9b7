// What every open enhanced session shares, whoever began it: EB20 and EN say that after the first reply the graph of a
// business-initiated session is that of a customer-initiated one.
import { ends } from './endings.ts';
import { inferredRule, rule } from './rule.ts';

const recordCustomer = ['recordCustomerMessage', 'countCustomerMessage'] as const;

/** The consent keywords of §1.5 where a status has no row of its own for them: they answer and change nothing. */
export const consentKeywordRows = [
  {
    guard: 'isOptIn',
    ...rule('CK02', 'An opt-in keyword changes no open session.'),
    actions: recordCustomer,
  },
  {
    guard: 'isDoubleOptIn',
    ...rule('CK03', 'A double opt-in keyword changes no open session.'),
    actions: recordCustomer,
  },
  {
    guard: 'isHelp',
    ...rule('CK04', 'A help keyword changes no open session.'),
    actions: recordCustomer,
  },
  {
    guard: 'isConsentKeyword',
    ...inferredRule('CK05', 'A custom keyword counts as one of consent where the policy says so.'),
    actions: recordCustomer,
  },
] as const;

/** What ends or disturbs an enhanced session whatever its status. */
export const enhancedAnywhere = {
  'record.failed': {
    ...rule('EC04', 'The host could not write the session or the end user: Error.'),
    target: '#error',
    actions: ['fail'],
  },
  'channel.disabled': {
    ...rule('EC90', 'The channel is disabled: the session has 48 hours left.'),
    actions: ['startChannelDisabled'],
  },
  'channel.enabled': {
    ...rule('EC90', 'The channel is back in time.'),
    actions: ['stopChannelDisabled'],
  },
  'timer.channelDisabled': {
    ...rule('EC90', 'The channel has stayed disabled: the session ends.'),
    ...ends('System', 'channelDisabled'),
  },
  'bot.message': {
    ...inferredRule('EC58', "A bot's message is recorded wherever a session is open."),
    actions: ['recordBotMessage'],
  },
} as const;
