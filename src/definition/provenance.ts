/** How well a figure or wording is grounded: read in an official copy, in a secondary source, remembered, or ours. */
export type Fidelity = 'official' | 'secondary' | 'recalled' | 'tool-default';

export type Provenance = {
  readonly fidelity: Fidelity;
  /** Keys into `CompiledDefinition.sources`, or short basis tags of the bank such as `V17`. */
  readonly basis: readonly string[];
  readonly note: string | null;
};
