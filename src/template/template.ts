import type { YamlSource } from './parse/yaml.js';
import type { RawMap } from './raw-value.js';

/** A template as it was written. */
export interface Template {
  readonly text: string;
  readonly root: RawMap;
  readonly resources: RawMap;
  readonly parameters: RawMap;
  readonly conditions: RawMap;
  readonly mappings: RawMap;
  /** A macro of the user's own that may still change any part of the template, as a noun. */
  readonly macro: string | undefined;
  /** Whether an include may add parameters, conditions and mappings that are not written here. */
  readonly includes: boolean;
  /** Set where the text is YAML; places are found in it. */
  readonly yaml?: YamlSource;
}
