/** What we use of preact, for the type checker. */
// deno-lint-ignore no-explicit-any
export type Node = any;
// deno-lint-ignore no-explicit-any
export function h(kind: any, properties: any, ...children: any[]): Node;
export function render(node: Node, into: Element): void;
export const Fragment: unknown;
