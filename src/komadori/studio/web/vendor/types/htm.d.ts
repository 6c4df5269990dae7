/** What we use of htm, for the type checker. */
declare const htm: {
  // deno-lint-ignore no-explicit-any
  bind(h: any): (strings: TemplateStringsArray, ...values: any[]) => any;
};
export default htm;
