/** Where SAM CLI's resolver differs from CloudFormation, each with its reason; such templates are not compared. */

/**
 * An item that `AWS::NoValue` takes out of a list inside a function is written out as Python shows it,
 * `{'Ref': 'AWS::NoValue'}`, and counted; CloudFormation leaves it out.
 */
function removesAnItemInsideAFunction(part: unknown, inside = false): boolean {
  if (typeof part !== 'object' || part === null) return false;
  if (inside && 'Ref' in part && part.Ref === 'AWS::NoValue') return true;
  return Object.entries(part).some(([key, inner]) =>
    removesAnItemInsideAFunction(
      inner,
      inside || (key.startsWith('Fn::') && key !== 'Fn::If' && !key.includes('ForEach')),
    ),
  );
}

const quirks: Readonly<Record<string, (template: unknown) => boolean>> = {
  removesAnItemInsideAFunction: (template) => removesAnItemInsideAFunction(template),
};

/** The name of the difference that a template runs into. */
export function quirkOf(template: unknown): string | undefined {
  return Object.keys(quirks).find((name) => quirks[name]?.(template));
}
