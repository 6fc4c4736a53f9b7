import { describeStore } from './conformance.ts';
import { STORE_KINDS } from './store-kinds.ts';

for (const [kind, open] of STORE_KINDS) describeStore(kind, open);
