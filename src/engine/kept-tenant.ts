// What a checkpoint keeps of a tenant beside its conversations: one document for the tenant, one for each agent.
import type { ChannelEvent, KeptDesk, KeptSetup } from './setup-history.ts';
import type { Load } from '../desk/load.ts';
import { SESSION_GRAPHS } from '../conversation/charts.ts';
import { DEFAULT_POLICY } from '../policy/default-policy.ts';
import type { Policy } from '../policy/policy.ts';
import type { EpochMs } from '../time/instant.ts';
import { chartVersionOf, ENGAGEMENT_CHART_VERSION, WORK_CHART_VERSION } from './chart-versions.ts';
import type { EngineCore } from './engine-core.ts';
import type { LiveTenant } from './live-tenant.ts';
import type { ParkedPiece } from './parked-tails.ts';
import type { AmbientEvent } from './standing.ts';

interface KeptTenant {
  readonly seq: number;
  /** Null where nothing was seen yet. */
  readonly watermark: EpochMs | null;
  readonly horizon: EpochMs | null;
  readonly firedBefore: EpochMs | null;
  readonly setup: KeptSetup;
  readonly ambients: readonly AmbientEvent[];
  readonly deferredSetup: readonly ChannelEvent[];
  /** Conversations in memory with steps that a late event may still take back. */
  readonly tails: readonly string[];
  /** How far the steps of those reach that have left memory; not there in a store of an earlier version. */
  readonly parked?: readonly ParkedPiece[];
}

interface KeptAgent {
  readonly desk: KeptDesk | null;
  readonly load: Load;
}

/** The key of the document that says which charts decided what is stored. */
export const CHARTS_KEY = 'charts';

/** The key of the document that says which policy the engine was opened with. */
const POLICY_KEY = 'policy';

const TENANT = 'tenant ';
const AGENT = 'agent ';

/** The charts that this program runs. */
export const currentCharts = (): readonly string[] => [
  ...SESSION_GRAPHS.map((graph) => chartVersionOf(graph)),
  WORK_CHART_VERSION,
  ENGAGEMENT_CHART_VERSION,
];

/** The documents of everything that may have changed since the last checkpoint, by key. */
export function keepTenants(core: EngineCore): Map<string, string> {
  const documents = new Map<string, string>();
  documents.set(CHARTS_KEY, JSON.stringify(currentCharts()));
  documents.set(POLICY_KEY, JSON.stringify(core.policy));
  for (const tenant of core.tenants.values()) {
    const { teller, setup, shelf } = tenant;
    documents.set(`${TENANT}${tenant.id}`, JSON.stringify(keepTenant(tenant, tailsOf(shelf))));
    for (const agentId of new Set([...teller.changedAgents, ...teller.loads.changed])) {
      const kept: KeptAgent = {
        desk: setup.keepDesk(agentId) ?? null,
        load: teller.loads.of(agentId),
      };
      documents.set(`${AGENT}${JSON.stringify([tenant.id, agentId])}`, JSON.stringify(kept));
    }
    teller.changedAgents.clear();
    teller.loads.changed.clear();
  }
  return documents;
}

/** How far each tenant had come at a checkpoint. */
export function keptProgress(
  documents: ReadonlyMap<string, string>,
): readonly { tenant: string; seq: number; watermark: EpochMs | null }[] {
  return [...documents]
    .filter(([key]) => key.startsWith(TENANT))
    .map(([key, text]) => {
      const { seq, watermark } = JSON.parse(text) as KeptTenant;
      return { tenant: key.slice(TENANT.length), seq, watermark };
    });
}

/** The document of the policy that an engine is opened with. */
export const policyDocument = (policy: Policy): ReadonlyMap<string, string> =>
  new Map([[POLICY_KEY, JSON.stringify(policy)]]);

/** The policy that a store was opened with before; undefined before its first checkpoint. */
export function keptPolicy(documents: ReadonlyMap<string, string>): Policy | undefined {
  const kept = documents.get(POLICY_KEY);
  // A policy that was written before a setting existed has it as the default says.
  return kept === undefined ? undefined : { ...DEFAULT_POLICY, ...(JSON.parse(kept) as Policy) };
}

/** Takes up the documents of a checkpoint. */
export function restoreTenants(core: EngineCore, documents: ReadonlyMap<string, string>): void {
  for (const [key, text] of documents) {
    if (!key.startsWith(AGENT)) continue;
    const [tenantId, agentId] = JSON.parse(key.slice(AGENT.length)) as [string, string];
    const { desk, load } = JSON.parse(text) as KeptAgent;
    const tenant = core.tenant(tenantId);
    if (desk !== null) tenant.setup.restoreDesk(agentId, desk);
    tenant.teller.loads.restore(agentId, load);
  }
  for (const [key, text] of documents) {
    if (!key.startsWith(TENANT)) continue;
    restoreTenant(core.tenant(key.slice(TENANT.length)), JSON.parse(text) as KeptTenant);
  }
}

function keepTenant(tenant: LiveTenant, tails: readonly string[]): KeptTenant {
  const { teller, watermark, horizon, firedBefore, setup, ambients, deferred, shelf } = tenant;
  return {
    seq: teller.seq,
    watermark: finite(watermark),
    horizon: finite(horizon),
    firedBefore: finite(firedBefore),
    setup: setup.keep(),
    ambients,
    deferredSetup: deferred.setup,
    tails,
    parked: shelf.parked.keep(),
  };
}

function restoreTenant(tenant: LiveTenant, kept: KeptTenant): void {
  tenant.teller.seq = kept.seq;
  tenant.watermark = kept.watermark ?? -Infinity;
  tenant.shelf.horizon = kept.horizon ?? -Infinity;
  tenant.firedBefore = kept.firedBefore ?? -Infinity;
  tenant.setup.restore(kept.setup);
  tenant.shelf.parked.restore(kept.parked ?? []);
  tenant.ambients = [...kept.ambients];
  for (const event of kept.deferredSetup) tenant.deferred.addSetup(event);
  for (const id of kept.tails) {
    const conversation = tenant.shelf.find(id);
    for (const step of conversation?.tail ?? []) {
      if (!step.isFinal) tenant.deferred.add(step);
    }
  }
}

const tailsOf = (shelf: LiveTenant['shelf']) =>
  [...shelf.inMemory.values()]
    .filter(({ tail, isLeaving }) => tail.length > 0 && !isLeaving)
    .map(({ conversation }) => conversation.id);

const finite = (at: EpochMs) => (Number.isFinite(at) ? at : null);
