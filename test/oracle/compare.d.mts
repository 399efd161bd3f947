export interface Finding {
  readonly logicalId: string;
  readonly verdict: string;
  readonly reason: string;
}
/** By logical id; null where a condition keeps the configuration from existing. */
export type Outcome = Readonly<
  Record<string, { readonly verdicts: Readonly<Record<string, string>> } | null>
>;
export interface Complaint {
  readonly logicalId: string;
  readonly ours: string;
  readonly right: string;
}
export interface Counts {
  readonly targets: number;
  readonly decided: number;
  readonly decidable: number;
  readonly decidedOfDecidable: number;
}

export function compareOpen(
  findings: readonly Finding[],
  outcomes: readonly Outcome[],
  setting: string,
): { readonly complaints: readonly Complaint[]; readonly counts: Counts };

export function compareExact(
  findings: readonly Finding[],
  outcome: Outcome,
  setting: string,
): readonly Complaint[];
