// What an engine holds in memory, as text: two engines with the same text go on in the same way.
import type { EngineCore } from '../../src/engine/engine-core.ts';
import type { LiveConversation } from '../../src/engine/live-conversation.ts';
import type { LiveTenant } from '../../src/engine/live-tenant.ts';
import { restoreConversation } from '../../src/engine/stored-state.ts';
import { storeConversation } from '../../src/conversation/stored-conversation.ts';
import { packMetrics } from '../../src/metrics/packed-metrics.ts';
import { plainText } from './plain-text.ts';
import type { Store } from '../../src/store/store.ts';

/** One line for each thing that a core holds, whether it has it in memory or in its store. */
export function fingerprintOf(core: EngineCore, store: Store): readonly string[] {
  const lines: string[] = [];
  for (const tenant of core.tenants.values()) {
    if (tenant.watermark === -Infinity && tenant.shelf.inMemory.size === 0) continue;
    lines.push(...linesOf(tenant, core, store));
  }
  return lines.toSorted();
}

function linesOf(tenant: LiveTenant, core: EngineCore, store: Store): string[] {
  const { id, teller, watermark, horizon, setup, ambients, shelf } = tenant;
  const told = { seq: teller.seq, watermark, horizon, ids: core.idsOf(id).size };
  const lines = [`${id} ${JSON.stringify(told)}`];
  lines.push(`${id} policies ${JSON.stringify(setup.keep().policies)}`);
  const alive = ambients.filter(({ at }) => at >= horizon);
  lines.push(`${id} ambients ${JSON.stringify(alive.map((event) => event.id))}`);
  for (const channelId of setup.channelIds) {
    const { policy, channel, channelDisabledAt } =
      setup.contextAt({ at: Infinity }, channelId) ?? {};
    lines.push(
      `${id} channel ${channelId} ${JSON.stringify([policy, channel, channelDisabledAt])}`,
    );
  }
  for (const agentId of ['ann', 'bob', 'cem', 'a-1']) {
    const held = [setup.deskOf(agentId), teller.loads.of(agentId)];
    lines.push(`${id} agent ${agentId} ${JSON.stringify(held)}`);
  }
  const conversations = new Map<string, LiveConversation>();
  for (const row of store.conversations({ tenant: id })) {
    conversations.set(row.id, restoreConversation(row));
  }
  for (const [key, conversation] of shelf.inMemory) conversations.set(key, conversation);
  for (const [key, conversation] of conversations) {
    const line = describe(conversation, horizon);
    if (line !== NOTHING) lines.push(`${key} ${line}`);
  }
  return lines;
}

function describe({ now, tail }: LiveConversation, horizon: number): string {
  const { conversation, metrics } = now;
  const steps = tail
    .filter(({ at }) => at >= horizon)
    .map(({ role, at, id, refusal, isFinal, seqs }) => [
      role,
      at,
      id,
      refusal?.code,
      isFinal,
      seqs,
    ]);
  const cells = storeConversation(conversation);
  return plainText([cells, metrics === null ? 0 : packMetrics(metrics), steps]);
}

const NOTHING = '[[[false,null,null,null,null,null,null,0,0,0],0,[],[]],0,[]]';
