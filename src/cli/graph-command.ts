export const GRAPH_NAMES = ['enhanced-customer'] as const;
export const GRAPH_FORMATS = ['mermaid', 'dot', 'json'] as const;
export function printGraph(): void {
  process.stdout.write('');
}
