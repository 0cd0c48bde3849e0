/** What is used of amaro: the versions that run on Node 20 bring no declarations. */
declare module 'amaro' {
  export function transformSync(
    source: string,
    options: { readonly mode: 'strip-only'; readonly filename?: string },
  ): { readonly code: string };
}
