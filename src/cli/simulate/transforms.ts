/** Reads the template's `Transform` section. */
import { memberOf, type Template } from '../../template/index.js';
export const SAM = 'AWS::Serverless-2016-10-31';

/** The transform for loops, which this program evaluates itself. */
const EVALUATED = 'AWS::LanguageExtensions';

export function hasTransform(template: Template, name: string): boolean {
  return declared(template).includes(name);
}

/** Whether the template has a transform that only CloudFormation can run. */
export function hasUnplayedTransforms(template: Template): boolean {
  return declared(template).some((name) => name !== EVALUATED);
}

function declared({ root }: Template): readonly unknown[] {
  const transform = memberOf(root, 'Transform');
  return transform === undefined ? [] : [transform].flat();
}
