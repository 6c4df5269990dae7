/** What we use of preact's hooks, for the type checker. */
export function useEffect(act: () => void | (() => void), on?: readonly unknown[]): void;
export function useLayoutEffect(act: () => void | (() => void), on?: readonly unknown[]): void;
export function useRef<T>(value: T): { current: T };
export function useState<T>(value: T | (() => T)): [T, (value: T | ((was: T) => T)) => void];
export function useMemo<T>(make: () => T, on: readonly unknown[]): T;
// deno-lint-ignore no-explicit-any
export function useCallback<T extends (...words: any[]) => any>(act: T, on: readonly unknown[]): T;
