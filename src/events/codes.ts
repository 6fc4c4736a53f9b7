/*
 * Every code that Holdline shows to its users, with its meaning and the remedy. docs/errors.md is made from these lists, and a test
 * compares the two.
 */

/** What a code means and what its reader should do: one sentence each. */
export interface CodeMeaning {
  readonly meaning: string;
  readonly remedy: string;
}

/** Codes of rejected events. Stable: a code is never renamed or used for something else. Source: events.md §2. */
export const VERDICT_CODES = {
  invalid_json: {
    meaning: 'The line is no JSON.',
    remedy: 'Write one JSON object a line, in UTF-8.',
  },
  too_large: {
    meaning: 'The line or event is longer than the reader accepts.',
    remedy: 'Leave out what Holdline does not need, message bodies first.',
  },
  invalid_event: {
    meaning: 'A field of the event is missing or has a value that its type does not allow.',
    remedy: 'Correct the field that the message names.',
  },
  unknown_type: {
    meaning: 'No event has this type.',
    remedy: 'Use a type of the list in docs/events.md; the message names the nearest one.',
  },
  time_out_of_range: {
    meaning: 'The time of the event lies outside the years 2000–2099, or too far ahead.',
    remedy: 'Send the instant at which it happened, as RFC 3339 text or as epoch milliseconds.',
  },
  policy_invalid: {
    meaning:
      'The policy of a policy.changed has an unknown key or a wrong value; none of it is taken.',
    remedy: 'Correct the paths that the message names and send the change again under a new id.',
  },
  unknown_channel: {
    meaning: 'No channel of this id was configured at that time.',
    remedy: 'Send channel.configured, effective no later than this event.',
  },
  unknown_session: {
    meaning: 'The session id names no session of this conversation.',
    remedy: 'Use the id that session.created gave, or channelId and endUserId.',
  },
  unknown_work: {
    meaning: 'The work id names no work of this conversation.',
    remedy: 'Use the id of an earlier work.offered or work.accepted.',
  },
  no_session: {
    meaning: 'The conversation has no open session that the event could apply to.',
    remedy: 'Nothing, when the session had ended; otherwise open one first.',
  },
  session_open: {
    meaning: 'Another session of the conversation is open, so that no new one may be opened.',
    remedy:
      'Do what the message says: what the open session allows depends on its status and its owner.',
  },
  opted_out: {
    meaning: 'The customer has opted out; nothing may be sent.',
    remedy: 'Wait until the customer opts in again.',
  },
  consent_required: {
    meaning: 'The channel asks for an explicit or double opt-in that the customer has not given.',
    remedy: 'Send the opt-in prompt, or record the consent with endUser.updated.',
  },
  not_owner: {
    meaning: 'Only the agent who owns the session may do this.',
    remedy: 'Send the event in the name of the owner, or transfer the session first.',
  },
  status_not_available: {
    meaning: "The session's status, graph or platform does not allow this event.",
    remedy: 'See the row of the session graph in docs/lifecycle.md for what the status allows.',
  },
  initiation_not_available: {
    meaning: 'An agent or automation cannot start a session on this channel.',
    remedy: 'Wait for the customer to write, or use another channel.',
  },
  send_window_closed: {
    meaning:
      "The time in which the channel allows an answer to the customer's last message is over.",
    remedy: 'Send a template through automation.message, or wait for the customer to write.',
  },
  engine_fault: {
    meaning: 'The engine failed on this event and set it aside; nothing has changed.',
    remedy: 'Report it with the log of the engine, and go on: other events are not touched.',
  },
} as const satisfies Readonly<Record<string, CodeMeaning>>;

/** Code of a rejected event. */
export type VerdictCode = keyof typeof VERDICT_CODES;

/** Codes of failures of operation, carried by HoldlineError. */
export const OPERATING_CODES = {
  policy_invalid: {
    meaning: 'The policy given to the engine has an unknown key or a wrong value.',
    remedy: 'Correct the paths that the message names.',
  },
  argument_invalid: {
    meaning: 'An option, a filter or another argument of a call is unknown or has a wrong value.',
    remedy: 'Correct the call at the path that the message names; nothing was done.',
  },
  time_invalid: {
    meaning: 'An instant given to the engine or the command line is none.',
    remedy: 'Give RFC 3339 text with an offset, or epoch milliseconds.',
  },
  input_unreadable: {
    meaning: 'The input cannot be read at all.',
    remedy: 'Check that the file exists and may be read.',
  },
  store_unreadable: {
    meaning: 'The store cannot be opened: it is missing, locked away, or no store of Holdline.',
    remedy: 'Check the path and the rights of the file that the message names.',
  },
  store_corrupt: {
    meaning: 'The store was damaged: its integrity check or its journal does not add up.',
    remedy:
      'Keep the file, restore the last backup, and send what came since again: ids make that safe.',
  },
  store_newer: {
    meaning: 'The store was written by a later version of Holdline.',
    remedy: 'Open it with that version; nothing was changed.',
  },
  store_locked: {
    meaning: 'Another process has the store open: an engine is its only writer.',
    remedy: 'Close the other one, or give this engine a file of its own.',
  },
  store_unwritable: {
    meaning: 'The store could not write: the disk is full, or the file may not be written.',
    remedy: 'Make room or mend the rights, and send the event again: nothing of it was kept.',
  },
  store_closed: {
    meaning: 'The store or the engine was closed before.',
    remedy: 'Open it again.',
  },
  charts_changed: {
    meaning: 'The open sessions of the store were decided by other charts than this version runs.',
    remedy: 'See with holdline migrate --dry-run what would change, then migrate.',
  },
  migration_refused: {
    meaning:
      'A store cannot be taken over to the charts of this version as it is; nothing was changed.',
    remedy: 'Do what the message says: mostly, close it once with the version that wrote it.',
  },
  overloaded: {
    meaning: 'More events wait for their commit than the engine may hold.',
    remedy: 'Send the event again a little later; its id makes that safe.',
  },
  place_unknown: {
    meaning:
      'Facts are asked for from a place that the store has not reached: it is another store, or an older copy of it.',
    remedy:
      'See why; then undo in the consumer what came after the place that the message names, and subscribe from there.',
  },
  facts_retired: {
    meaning: 'Facts from the place that was asked for are no longer kept.',
    remedy:
      'Subscribe from the first place that the message names, and read the tables for what was before.',
  },
  unknown_metric: {
    meaning: 'No metric has this id.',
    remedy: 'Use an id of holdline metrics.',
  },
  grain_not_kept: {
    meaning: 'Figures of that time are no longer kept in buckets as small as asked for.',
    remedy: 'Ask for the grain that the message names, or for a later time.',
  },
  retention_invalid: {
    meaning: 'A retention given to the engine is no duration, or of something that is unknown.',
    remedy: 'Give an ISO 8601 duration of days or less for each, such as P30D.',
  },
  erasure_refused: {
    meaning: 'A person is to be erased while a session of theirs is open.',
    remedy: 'End the session first, or erase with force, which ends it.',
  },
  wait_expired: {
    meaning: 'What was waited for has not come in time.',
    remedy: 'Look with explain() why the session is where it is.',
  },
  output_unwritable: {
    meaning: 'A table cannot be written.',
    remedy: 'Check that the folder may be written and the disk is not full.',
  },
  port_unavailable: {
    meaning: 'A server of Holdline can listen on no port of this machine.',
    remedy: 'Give another port, or look at what the system forbids.',
  },
  inspection_unreachable: {
    meaning: 'No inspection answers at the address given.',
    remedy: 'Start it there, or correct the address.',
  },
  chart_unsupported: {
    meaning: 'A machine uses a feature of XState that the compiled charts do not run.',
    remedy: 'Model the state that the message names without that feature, or run it as an actor.',
  },
  chart_state_unknown: {
    meaning: 'A state was given that is no leaf of the chart.',
    remedy: 'Give the dotted path of an atomic state of this version of the chart.',
  },
  chart_loop: {
    meaning: 'An event sets off transitions without end.',
    remedy: 'Look for an always that stays enabled.',
  },
  not_available: {
    meaning: 'What is asked for cannot be had of this store, or in this process.',
    remedy: 'Do as the message says: ask the running engine, use a file, or install what is named.',
  },
} as const satisfies Readonly<Record<string, CodeMeaning>>;

/** Code of a failure of operation. */
export type OperatingCode = keyof typeof OPERATING_CODES;
