// Re-arming in a live engine: a command of the journal that says exactly which deadlines get which instant, and a step of the
// conversation, so that neither a replay nor a repair of history loses it.
import { decideRearm, type WantedRearm } from '../conversation/rearm.ts';
import type { EpochMs } from '../time/instant.ts';
import type { Batch } from './batch.ts';
import type { StepResult } from './live-step.ts';
import type { LiveTenant } from './live-tenant.ts';
import type { RearmInput } from './rearm-input.ts';
import type { SetupHistory } from './setup-history.ts';
import type { Standing } from './standing.ts';
import { TailStep } from './tail-step.ts';

/** Deadlines of one conversation get other instants. */
export interface RearmCommand {
  readonly command: 'rearm';
  /** The id of the operation. */
  readonly id: string;
  readonly tenant: string;
  /** The engine's clock when it was asked for. */
  readonly at: EpochMs;
  readonly conversationId: string;
  readonly deadlines: readonly WantedRearm[];
}

/** When a re-arming takes place: at the latest instant that the tenant knows of, so that nothing decided so far comes after it. */
export const rearmInstant = (tenant: LiveTenant, now: EpochMs): EpochMs =>
  Math.max(now, tenant.watermark, tenant.firedBefore);

/** Carries a re-arming out. */
export function rearmConversation(tenant: LiveTenant, command: RearmCommand, batch: Batch): void {
  const { id, conversationId, deadlines } = command;
  const conversation = tenant.shelf.find(conversationId);
  if (conversation === undefined) return;
  const at = rearmInstant(tenant, command.at);
  tenant.fire(conversation, at, batch);
  const was = conversation.conversation;
  const result = conversation.takeRearm({ id, at, deadlines }, tenant.setup);
  tenant.teller.tell(conversation, was, result, batch);
  tenant.shelf.touch(conversation, was, batch.recordedAt);
}

/** One re-arming as a step. */
export function rearmStep(standing: Standing, input: RearmInput, setup: SetupHistory): StepResult {
  const step = new TailStep('rearm', input);
  const context = setup.contextAt({ at: input.at }, standing.conversation.channelId);
  if (context === undefined) {
    const { conversation: after } = standing;
    return { step, facts: [], decision: undefined, policy: undefined, after };
  }
  const decision = decideRearm(standing.conversation, input.deadlines, input.id, context);
  standing.conversation = decision.conversation;
  const facts = standing.measured(decision.facts, context.policy);
  return { step, facts, decision, policy: context.policy, after: standing.conversation };
}
