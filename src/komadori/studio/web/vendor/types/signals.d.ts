/** What we use of @preact/signals, for the type checker. */
export * from "./signals-core.d.ts";
import type { ReadonlySignal, Signal } from "./signals-core.d.ts";
export function useSignal<T>(value: T): Signal<T>;
export function useComputed<T>(make: () => T): ReadonlySignal<T>;
export function useSignalEffect(act: () => void | (() => void)): void;
