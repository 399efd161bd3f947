import type { YamlSource } from './parse/yaml.js';
import type { RawMap } from './raw-value.js';

/** A template before evaluation. */
export interface Template {
  readonly text: string;
  readonly root: RawMap;
  readonly resources: RawMap;
  readonly parameters: RawMap;
  readonly conditions: RawMap;
  readonly mappings: RawMap;
  /** A macro, other than AWS's transforms, that may still change any part of the template, as a noun. */
  readonly macro: string | undefined;
  /** Whether an include may add parameters, conditions, mappings or resources. */
  readonly includes: boolean;
  /** Set where the text is YAML; `locate` finds places in it. */
  readonly yaml?: YamlSource;
}
