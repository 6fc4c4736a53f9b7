// Which states one transition leaves and enters: XState's computeExitSet and computeEntrySet for charts in which
// exactly one leaf is active. Kept in the shape of the original, so that the two can be read side by side.
// Source: xstate 5.33.3, src/stateUtils.ts (SCXML, algorithm for selecting and entering states).
import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';

/** The states that a transition enters, outermost first, and which of them also run their initial actions. @internal */
export interface EntrySet {
  readonly entered: readonly AnyStateNode[];
  readonly byDefault: ReadonlySet<AnyStateNode>;
}

/** The states around a node, from its parent outwards, up to and without `limit`. */
function properAncestors(node: AnyStateNode, limit: AnyStateNode | undefined): AnyStateNode[] {
  const ancestors: AnyStateNode[] = [];
  if (limit === node) return ancestors;
  let ancestor = node.parent as AnyStateNode | undefined;
  while (ancestor !== undefined && ancestor !== limit) {
    ancestors.push(ancestor);
    ancestor = ancestor.parent as AnyStateNode | undefined;
  }
  return ancestors;
}

/** The leaf and everything around it, innermost first, root included. @internal */
export function activeNodes(leaf: AnyStateNode): readonly AnyStateNode[] {
  return [leaf, ...properAncestors(leaf, undefined)];
}

/** The leaf at which entering a node ends: the initial child, its initial child and so on. @internal */
export function initialLeaf(node: AnyStateNode): AnyStateNode {
  let leaf = node;
  while (leaf.type === 'compound') leaf = initialChild(leaf);
  return leaf;
}

const initialChild = (node: AnyStateNode): AnyStateNode =>
  node.initial.target[0] as unknown as AnyStateNode;

// With `undefined` as the ancestor every node is a descendant, the root included, as in XState.
const isDescendant = (node: AnyStateNode, ancestor: AnyStateNode | undefined): boolean =>
  ancestor === undefined || properAncestors(node, undefined).includes(ancestor);

const targetOf = (transition: AnyTransitionDefinition): AnyStateNode | undefined =>
  transition.target?.[0] as AnyStateNode | undefined;

function domainOf(transition: AnyTransitionDefinition): AnyStateNode | undefined {
  const source = transition.source as AnyStateNode;
  const target = targetOf(transition) ?? source;
  if (!transition.reenter && (target === source || isDescendant(target, source))) return source;
  const common = properAncestors(target, undefined).find((node) => isDescendant(source, node));
  if (common !== undefined) return common;
  return transition.reenter ? undefined : (source.machine.root as AnyStateNode);
}

/** The states that a transition leaves, deepest first; none without a target. @internal */
export function exitSet(transition: AnyTransitionDefinition, leaf: AnyStateNode): AnyStateNode[] {
  if (targetOf(transition) === undefined) return [];
  const domain = domainOf(transition);
  return activeNodes(leaf).filter((node) => isDescendant(node, domain));
}

/** The states that a transition enters; none without a target. @internal */
export function entrySet(transition: AnyTransitionDefinition): EntrySet {
  const entered = new Set<AnyStateNode>();
  const byDefault = new Set<AnyStateNode>();
  const target = targetOf(transition);
  if (target === undefined) return { entered: [], byDefault };
  const source = transition.source as AnyStateNode;
  const domain = domainOf(transition);
  // A state that is its own target without `reenter` is not entered; only its children are.
  if (source !== target || source !== domain || transition.reenter) {
    entered.add(target);
    byDefault.add(target);
  }
  let node = target;
  while (node.type === 'compound') {
    node = initialChild(node);
    entered.add(node);
    byDefault.add(node);
  }
  for (const ancestor of properAncestors(target, domain)) entered.add(ancestor);
  return { entered: [...entered].toSorted((a, b) => a.order - b.order), byDefault };
}
