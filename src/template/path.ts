/** A place in a template or in a resource's properties: member names and list indices, outermost first. */
export type Path = readonly (string | number)[];

/** `Resources.Config.Properties.ProductionVariants[0]` */
export function showPath(path: Path): string {
  let shown = '';
  for (const step of path) {
    if (typeof step === 'number') shown += `[${step}]`;
    else shown += shown === '' ? step : `.${step}`;
  }
  return shown;
}
