/** Generates the JSON Schema of the policy document from the schema that reads it. Editors complete and check with it. */
import { type ConversionConfig, toJsonSchema } from '@valibot/to-json-schema';
import { partial } from 'valibot';
import { volumeFamilies } from '../src/decision/families.js';
import {
  defaultPolicy,
  exemptionMeanings,
  exemptionPatterns,
  hasLocalStorage,
  isDay,
  namesAPattern,
  policyMeanings,
  policySchema,
} from '../src/decision/policy.js';

type JsonSchema = ReturnType<typeof toJsonSchema>;

/** The guard's own checks, in JSON Schema. */
const inJsonSchema = new Map<unknown, (schema: JsonSchema) => JsonSchema>([
  [
    namesAPattern,
    (schema) => ({ ...schema, anyOf: exemptionPatterns.map((name) => ({ required: [name] })) }),
  ],
  [
    hasLocalStorage,
    // Without `not`, which CloudFormation's schemas do not have.
    ({ pattern = '', ...schema }) => ({
      ...schema,
      pattern: pattern.replace('^', `^(?!(ml\\.)?(${[...volumeFamilies].join('|')})$)`),
    }),
  ],
  // The date's pattern covers everything except leap years.
  [isDay, (schema) => schema],
]);

const overrideAction: NonNullable<ConversionConfig['overrideAction']> = ({ valibotAction, jsonSchema }) =>
  inJsonSchema.get(valibotAction)?.(jsonSchema);

/** @throws Error for a check that is not named above, since the schema would accept what the guard refuses */
export function policyJsonSchema(): JsonSchema {
  const { $schema, properties = {} } = toJsonSchema(partial(policySchema), { overrideAction });
  return {
    $schema,
    title: 'The policy of endpoint-kms-guard',
    description:
      'The policy for SageMaker endpoint configurations. A member that is left out has its default.',
    type: 'object',
    properties: described(properties),
    additionalProperties: false,
  };
}

function described(properties: NonNullable<JsonSchema['properties']>): Record<string, JsonSchema> {
  const entries = Object.entries(defaultPolicy).map(([name, value]) => {
    const schema = properties[name] as JsonSchema;
    const member = name === 'exemptions' ? { ...schema, items: closed(schema.items as JsonSchema) } : schema;
    const description = policyMeanings[name as keyof typeof policyMeanings];
    return [name, { description, ...member, default: value }];
  });
  return Object.fromEntries(entries);
}

/** An exemption: what every member means, and that there are no others. */
function closed({ properties = {}, ...schema }: JsonSchema): JsonSchema {
  const entries = Object.entries(exemptionMeanings).map(([name, meaning]) => [
    name,
    { description: meaning, ...(properties[name] as JsonSchema) },
  ]);
  return { ...schema, properties: Object.fromEntries(entries), additionalProperties: false };
}
