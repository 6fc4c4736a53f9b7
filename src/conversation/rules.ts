// The rows of the lifecycle that are not transitions of one chart: what is refused by name, what only the conversation
// as a whole can see, and what the specification leaves to the host. Rows that are transitions live in machines/, as the
// `meta` of the transition; docs/rules.md lists both, and a test proves that no row is left out.

/** How a row of the lifecycle is carried out. */
type RuleKind = 'transition' | 'refusal' | 'conversation' | 'host';

/** One row, or the part of a row, that is carried out in one place. */
export interface Rule {
  /** The row's id in docs/lifecycle.md, `EC68`. */
  readonly id: string;
  readonly kind: RuleKind;
  /** The file that carries it out, from the root of the repository; for the host's rules, the one that says so. */
  readonly where: string;
  readonly sentence: string;
  /** True where the row was reasoned out, not read in a source. */
  readonly inferred?: true;
}

const OUTBOUND = 'src/conversation/outbound.ts';
const OWNERSHIP = 'src/conversation/ownership.ts';
const FAILURE = 'src/conversation/failure.ts';
const CUSTOMER = 'src/conversation/customer.ts';
const CONSENT = 'src/policy/consent.ts';
const LIFECYCLE = 'docs/lifecycle.md';

const refusal = <Id extends string>(id: Id, where: string, sentence: string) =>
  ({ id, kind: 'refusal', where, sentence }) satisfies Rule;
const conversation = <Id extends string>(id: Id, where: string, sentence: string) =>
  ({ id, kind: 'conversation', where, sentence }) satisfies Rule;
const host = <Id extends string>(id: Id, where: string, sentence: string) =>
  ({ id, kind: 'host', where, sentence }) satisfies Rule;
const reasoned = <R extends Rule>(rule: R) => ({ ...rule, inferred: true as const });

/** Rows under which an event is refused; nothing changes then. */
const REFUSALS = [
  refusal(
    'EB01',
    OUTBOUND,
    'Nobody but the customer begins on web chat, and nobody at all on a disabled channel.',
  ),
  refusal('EB02', OUTBOUND, 'An agent cannot open a session beside one that is open.'),
  refusal(
    'EB03',
    OUTBOUND,
    'An agent cannot open a session with an end user who has not agreed to it.',
  ),
  refusal(
    'EB05',
    OUTBOUND,
    'While a session waits for its first answer, nobody but its owner writes in it or opens another.',
  ),
  refusal('EC68', OUTBOUND, 'An ordinary message of an agent does not wake an inactive session.'),
  refusal(
    'SC14',
    OWNERSHIP,
    'A standard channel knows no Inactive, no pause, no idle rule and no Error.',
  ),
  refusal('I13', OWNERSHIP, 'Only the owner acts on a session that somebody owns.'),
  refusal('I15', OUTBOUND, 'Whoever has opted out is written to by nobody.'),
  refusal(
    'T-WINDOW',
    OUTBOUND,
    "Outside the channel's window after the customer's last message an agent's free text is not sent.",
  ),
  refusal(
    'T-ACW-EXT',
    'src/conversation/agent-actions.ts',
    'After-conversation work is not extended more often than the channel allows.',
  ),
] as const;

/** Rows that need more than one chart: two sessions, the consent of the end user, the work beside the session. */
const CONVERSATION = [
  conversation(
    'EC67',
    OUTBOUND,
    'After the inactive session has ended, the opening message begins a business-initiated one (X10).',
  ),
  conversation(
    'CK01',
    CONSENT,
    'An opt-out keyword makes the consent OptedOut, whatever it was; the charts end the session.',
  ),
  conversation(
    'CK02',
    CONSENT,
    'An opt-in keyword raises the consent to ExplicitlyOptedIn and never lowers it.',
  ),
  conversation('CK03', CONSENT, 'A double opt-in keyword raises the consent to DoublyOptedIn.'),
  conversation(
    'CK04',
    CUSTOMER,
    'A help keyword asks for the help response and leaves the consent alone.',
  ),
  conversation(
    'CK05',
    CUSTOMER,
    "A custom keyword asks for its own response and is otherwise content, unless the policy's `customKeywordIsConsent` says no.",
  ),
  conversation(
    'CK06',
    CUSTOMER,
    'Content below the level that the channel asks for is answered with the prompt for an opt-in.',
  ),
  conversation(
    'ER01',
    FAILURE,
    'A session or end-user record that the host could not write comes in as `record.failed`.',
  ),
  conversation(
    'ER02',
    'src/conversation/session-record.ts',
    'The session is in Error and keeps the reason.',
  ),
  reasoned(
    conversation(
      'ER03',
      FAILURE,
      'A second failure with the same cause touches the last session instead of making another; case and white space make no other cause.',
    ),
  ),
  reasoned(
    conversation(
      'ER04',
      'src/conversation/session-step.ts',
      'An error sets the end time and drops every deadline of the session; its work ends with it.',
    ),
  ),
  reasoned(
    conversation(
      'ER05',
      'src/conversation/charts.ts',
      'Error is final, makes room for a new session and gets no metrics.',
    ),
  ),
  reasoned(
    conversation(
      'PA01',
      'machines/with-agent.ts',
      'Pausing is an action of its own and leads to Paused (carried out by EC50).',
    ),
  ),
  reasoned(
    conversation(
      'PA02',
      'machines/agent-work.ts',
      'Marking inactive under status-based capacity leads to Inactive and pauses the work (carried out by EC38 and AW11).',
    ),
  ),
  conversation(
    'NO01',
    OUTBOUND,
    'A notification is a session of origin TriggeredOutbound; web chat and disabled channels have none.',
  ),
  conversation(
    'NO05',
    OUTBOUND,
    'A notification that the open session blocks is deferred until it no longer does, or dropped (X11).',
  ),
  conversation(
    'NO06',
    OUTBOUND,
    'A notification is not sent to an end user who has not agreed to it.',
  ),
  reasoned(
    conversation(
      'NO10',
      OUTBOUND,
      'A notification that ends at once may stand beside an open session; one to be kept open is sent that way too, refused or appended, as the policy says.',
    ),
  ),
  conversation('I14', FAILURE, 'The same cause twice in a row is one session in Error (ER03).'),
  conversation(
    'X12',
    'src/conversation/routing.ts',
    "The session remembers who declined last; an offer to that agent again is marked, not refused, for offers are the router's.",
  ),
  conversation(
    'X13',
    'src/conversation/work-step.ts',
    'Under tab-based capacity the open tab of an ended session occupies the agent until it is closed.',
  ),
  conversation(
    'T-PUSH',
    'src/conversation/routing.ts',
    "An offer lapses when its own `expiresAt` or the policy's `pushTimeout` says so (AW04).",
  ),
] as const;

/** Rows that the specification leaves to whoever runs the channels: they cross conversations or need the outside. */
const HOST = [
  host('EC91', LIFECYCLE, 'A token that runs out changes no session; the client renews it.'),
  host('T-TOKEN', LIFECYCLE, 'Lifetimes of tokens belong to the channel and the client (X18).'),
  host(
    'NO07',
    LIFECYCLE,
    "The record of a send request, its counters and its retries are the sender's.",
  ),
  host(
    'NO08',
    'src/policy/policy.ts',
    'Quotas count across conversations: the policy holds the limits, the host counts and holds back.',
  ),
  host(
    'NO09',
    LIFECYCLE,
    "Which automation of the host runs when a session is created is the host's.",
  ),
  host(
    'T-OUT-ACTIVE',
    'src/policy/policy.ts',
    'Whether an outbound session counts towards the quota is decided by an answer within five minutes.',
  ),
  host(
    'T-OUT-RETRY',
    'src/policy/policy.ts',
    'A message held back by a full quota is tried again every ten minutes.',
  ),
  host(
    'T-XFER',
    LIFECYCLE,
    'A router that does not answer a transfer within its time says so itself.',
  ),
  host(
    'T-MEU',
    LIFECYCLE,
    "How soon a loaded end user can be picked is a matter of the host's screens.",
  ),
] as const;

/** Every rule that is not a transition of one chart. A row may also have transitions beside. */
export const RULES = [...REFUSALS, ...CONVERSATION, ...HOST] as const;

/** The id of a rule that is not a transition of one chart: what a refusal may cite. */
export type RuleId = (typeof RULES)[number]['id'];
