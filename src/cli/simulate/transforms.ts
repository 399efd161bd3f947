/** What a template's `Transform` section names. */
import { memberOf, type Template } from '../../template/index.js';
export const SAM = 'AWS::Serverless-2016-10-31';

/** Loops, which the evaluation writes out itself. */
const EVALUATED = 'AWS::LanguageExtensions';

export function hasTransform(template: Template, name: string): boolean {
  return declared(template).includes(name);
}

/** Whether CloudFormation would run something on the template that a rehearsal cannot. */
export function hasUnplayedTransforms(template: Template): boolean {
  return declared(template).some((name) => name !== EVALUATED);
}

function declared({ root }: Template): readonly unknown[] {
  const transform = memberOf(root, 'Transform');
  return transform === undefined ? [] : [transform].flat();
}
