/** Place inside a template or a resource's properties: member names and list indices from the outside in. */
export type Path = readonly (string | number)[];

/** `Resources.Config.Properties.ProductionVariants[0]`, as people write a place. */
export function showPath(path: Path): string {
  let shown = '';
  for (const step of path) {
    if (typeof step === 'number') shown += `[${step}]`;
    else shown += shown === '' ? step : `.${step}`;
  }
  return shown;
}
