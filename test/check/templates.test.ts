import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verdicts } from '../../src/decision/index.js';
import { checkTemplate } from '../../src/index.js';
import { checkJson, now, places } from '../cli/check-support.js';

const root = 'test/templates';

/** Whole templates: their folder is the verdict, their name the case. `logicalId reason line:column`. */
const cases = {
  'compliant/key-in-both-branches.yaml': ['SpeechConfig keyPresent 11:7'],
  'compliant/key-in-this-template.yaml': ['SpeechConfig keyPresent 9:7'],
  'compliant/key-is-a-dynamic-reference.yaml': ['SpeechConfig keyPresent 5:7'],
  'compliant/key-is-a-parameter.yaml': ['ForecastConfig keyPresent 11:7'],
  'compliant/key-is-a-string.json': ['ForecastConfig keyPresent 7:9'],
  'compliant/key-is-a-string.yaml': ['ForecastConfig keyPresent 7:7'],
  'compliant/key-on-local-storage.yaml': ['LanguageModelConfig keyOnLocalStorage 6:7'],
  'exempt/suppressed-for-good.json': ['TrialConfig suppressed 6:7'],
  'exempt/suppressed.yaml': ['TrialConfig suppressed 9:5'],
  'nonCompliant/default-is-empty.yaml': ['RankingConfig keyAbsent 7:7'],
  'nonCompliant/instance-type-is-a-parameter.json': ['SharedConfig keyAbsent 6:7'],
  'nonCompliant/key-is-a-number.json': ['RankingConfig keyInvalid 2:18'],
  'nonCompliant/key-is-empty.yaml': ['RankingConfig keyAbsent 5:7'],
  'nonCompliant/key-is-missing.json': ['ForecastConfig keyAbsent 6:7'],
  'nonCompliant/key-is-missing.yaml': ['ForecastConfig keyAbsent 5:5'],
  'nonCompliant/key-is-null.yaml': ['RankingConfig keyAbsent 5:7'],
  'nonCompliant/key-is-removed.yaml': ['RankingConfig keyAbsent 5:7'],
  'nonCompliant/key-of-the-captured-data-only.yaml': ['RankingConfig keyAbsent 4:5'],
  'nonCompliant/local-storage-for-one-variant-only.yaml': ['MixedConfig keyAbsent 4:5'],
  'nonCompliant/local-storage.yaml': ['LanguageModelConfig keyAbsent 4:5'],
  'nonCompliant/loop-makes-two.yaml': ['ConfigBlue keyAbsent 8:9', 'ConfigRed keyAbsent 8:9'],
  'nonCompliant/properties-are-missing.yaml': ['Bare keyAbsent 2:3'],
  'nonCompliant/serverless.yaml': ['OnDemandConfig keyAbsent 4:5'],
  'nonCompliant/suppression-has-expired.yaml': ['TrialConfig keyAbsent 6:5'],
  'nonCompliant/suppression-without-reason.yaml': ['TrialConfig keyAbsent 6:5'],
  'notApplicable/condition-is-false.yaml': ['OldConfig conditionFalse 7:5'],
  'undetermined/key-is-imported.yaml': ['SharedConfig keyUnknown 5:7'],
  'undetermined/key-may-be-empty.yaml': ['SharedConfig keyUnknown 7:7'],
  'undetermined/macro-may-add-the-key.yaml': ['SharedConfig keyUnknown 5:5'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

const files = verdicts.flatMap((verdict) =>
  readdirSync(join(root, verdict)).map((name) => `${verdict}/${name}`),
);

describe('whole templates', () => {
  it('have a case each', () => {
    expect(files.sort()).toEqual(Object.keys(cases).sort());
    expect(files.every((file) => ['.yaml', '.json'].includes(extname(file)))).toBe(true);
  });

  it.each(Object.entries(cases))('%s', async (file, expected) => {
    const [verdict = ''] = file.split('/');
    const findings = await checkTemplate(readFileSync(join(root, file), 'utf8'), {
      file: basename(file),
      now,
    });
    expect(
      findings.map(({ logicalId, reason, line, column }) => `${logicalId} ${reason} ${line}:${column}`),
    ).toEqual(expected);
    expect(findings.map((finding) => finding.verdict)).toEqual(expected.map(() => verdict));
  });

  it.each([
    ['local-storage.yaml', 'exempt', 'localStorage 4:5'],
    ['local-storage-for-one-variant-only.yaml', 'nonCompliant', 'keyAbsent 4:5'],
    ['instance-type-is-a-parameter.json', 'undetermined', 'storageUnknown 7:80'],
  ])('%s is %s where the policy exempts local storage', async (file, verdict, found) => {
    const text = readFileSync(join(root, 'nonCompliant', file), 'utf8');
    const [finding] = await checkTemplate(text, { now, policy: { localStorage: 'exempt' } });
    expect(finding).toMatchObject({ verdict });
    expect(`${finding?.reason} ${finding?.line}:${finding?.column}`).toBe(found);
  });

  it('have the same outcome on the command line, folder by folder', async () => {
    for (const verdict of verdicts) {
      const ran = await checkJson([`${root}/${verdict}`], process.cwd());
      const expected = Object.entries<readonly string[]>(cases).flatMap(([file, found]) =>
        file.startsWith(`${verdict}/`)
          ? found.map((each) => {
              const [id, reason, place] = each.split(' ');
              return `${root}/${file}:${place} ${id} ${verdict} ${reason}`;
            })
          : [],
      );
      expect(places(ran)).toEqual(expected);
      expect(ran.summary[verdict]).toBe(expected.length);
      expect(ran.code).toBe(verdict === 'nonCompliant' ? 1 : 0);
    }
  });
});
