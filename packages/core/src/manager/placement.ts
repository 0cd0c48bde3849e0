/** Where the optimizers of a study and their trials run, by the names of the backends; trials also `with-optimizer`. */
export type Placement = { readonly optimizers: string; readonly trials: string };
