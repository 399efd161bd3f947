/** Reads and judges files, and the nested templates that they name. */
import { dirname, join, relative } from 'node:path';
import { rule } from '../../decision/index.js';
import {
  looksLikeTemplate,
  mayDeclare,
  type Pseudo,
  type Template,
  TemplateError,
} from '../../template/index.js';
import { type Finding, inOrder, type Problem, type Results } from '../finding.js';
import {
  type Given,
  type ParameterValues,
  refusedByRules,
  refusedValue,
  valuesFor,
  withOpen,
} from '../parameter-values.js';
import { repeatedKeys } from '../repeated-keys.js';
import { note, once } from './dedupe.js';
import { type Input, slashed } from './input.js';
import { type Judging, judgeGiven } from './judge-given.js';
import { absence, isThere, mayNest, nestedStacks } from './nested.js';
import { isOfInput, reasonOf } from './read-file.js';
import { readInput, readText } from './read-input.js';
import { meantAsTemplate } from './recognize.js';
import { TOO_MANY_NESTED, Visits } from './visits.js';

export interface CheckSettings extends Judging {
  readonly parameters: ParameterValues;
  /** From the caller; they win over the values of a cloud assembly. */
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly stackName?: string | undefined;
  /** The Region where neither `region` nor a cloud assembly names one. */
  readonly defaultRegion?: string | undefined;
  /** Called after each file with the number of files that are done. */
  readonly progress?: ((done: number, total: number) => void) | undefined;
}

export interface Checked extends Results {
  readonly warnings: readonly Problem[];
  /** Nested stacks whose template file does not exist: perhaps a build writes it later, or it is stored elsewhere. */
  readonly missing: readonly Problem[];
  /** The parameters that the templates declare. */
  readonly declared: ReadonlySet<string>;
}

/** The parent of a nested stack. */
interface Parent {
  readonly given: Given;
  readonly nestedIn: string;
  /** The outermost template. */
  readonly root: string;
  /** The templates on the way to this one, used to detect circles. */
  readonly chain: readonly string[];
}

/** Judges every file. A file that cannot be judged is a problem in the result and does not stop the others. */
export async function checkFiles(inputs: readonly Input[], settings: CheckSettings): Promise<Checked> {
  const run = new Run(settings);
  for (const [index, input] of inputs.entries()) {
    await run.look(input);
    settings.progress?.(index + 1, inputs.length);
  }
  return run.checked();
}

/** A named template up to this length is parsed even where it is irrelevant, to report whether it is well-formed. */
const SMALL = 64 * 1024;

class Run {
  private readonly alone: { readonly input: Input; readonly findings: readonly Finding[] }[] = [];
  private readonly nested: Finding[] = [];
  private readonly problems = new Map<string, Problem>();
  private readonly warnings = new Map<string, Problem>();
  private readonly missing = new Map<string, Problem>();
  private readonly declared = new Set<string>();
  private readonly children = new Set<string>();
  private readonly visits = new Visits();
  private inspected = 0;

  constructor(private readonly settings: CheckSettings) {}

  async look(input: Input, parent?: Parent): Promise<void> {
    const { file } = input;
    let text: string | undefined;
    try {
      text = input.text ?? readText(input);
      if (!parent) {
        this.inspected++;
        this.visits.begin();
      } else if (text !== undefined && !this.visits.admits(text)) {
        note(this.problems, { file: parent.root, message: TOO_MANY_NESTED });
        return;
      }
      if (text !== undefined) await this.judge(input, text, parent);
    } catch (error) {
      if (!isOfInput(error)) throw new Error(`${file}: ${reasonOf(error)}`, { cause: error });
      if (!input.named && 'syscall' in error) {
        note(this.warnings, { file, message: `it was skipped: ${reasonOf(error)}` });
        return;
      }
      const { line, column } = error instanceof TemplateError ? error : {};
      // The report shows the place separately.
      const message = reasonOf(error).replace(/ \(line \d+, column \d+\)$/, '');
      // A parent may name any file of the machine. Lines of one that is no template are not for a report.
      const source = parent && text !== undefined && !meantAsTemplate(text) ? undefined : text;
      note(this.problems, { file, line, column, message, source });
    }
  }

  private async judge(input: Input, text: string, parent: Parent | undefined): Promise<void> {
    const relevant = mayDeclare(text, rule.resourceType);
    const nests = mayNest(text);
    if (!relevant && !nests && (!input.named || (text.length > SMALL && looksLikeTemplate(text)))) {
      // The template is not parsed, so a parameter counts as declared where its name occurs in the text.
      for (const name of this.settings.parameters.keys()) if (text.includes(name)) this.declared.add(name);
      return;
    }
    // The empty type keeps every resource, so that the whole template is read.
    const type = relevant ? rule.resourceType : '';
    const template = await readInput(input, text, type, (problem) => note(this.warnings, problem));
    if (!template) return;
    if (!parent) for (const name of Object.keys(template.parameters)) this.declared.add(name);
    const given = parent?.given ?? valuesFor(template, this.settings.parameters);
    const pseudo = this.pseudoOf(input, parent);
    const refused =
      (await refusedValue(template, input.file, given)) ??
      refusedByRules(template, input.file, given, pseudo);
    if (refused) {
      const by = parent ? ` (nested stack ${parent.nestedIn})` : '';
      note(this.problems, { ...refused, message: `${refused.message}${by}`, source: text });
      return;
    }
    for (const problem of repeatedKeys(template, input.file)) note(this.warnings, problem);
    if (relevant) {
      const circumstances = { given, pseudo, nestedIn: parent?.nestedIn };
      const findings = await judgeGiven(template, input.file, circumstances, this.settings);
      if (parent) this.nested.push(...findings);
      else this.alone.push({ input, findings });
    }
    if (nests) await this.follow(input, text, template, given, pseudo, parent);
  }

  private pseudoOf({ stack }: Input, parent: Parent | undefined): Pseudo {
    const { account, region, stackName, defaultRegion } = this.settings;
    return {
      accountId: account ?? stack?.accountId,
      region: region ?? stack?.region ?? defaultRegion,
      // CloudFormation generates the name of a nested stack.
      stackName: parent ? undefined : (stackName ?? stack?.stackName),
    };
  }

  private async follow(
    input: Input,
    text: string,
    template: Template,
    given: Given,
    pseudo: Pseudo,
    parent: Parent | undefined,
  ): Promise<void> {
    const chain = [...(parent?.chain ?? []), input.path];
    const open = withOpen(template, given.open);
    const context = { parameters: { values: given.values, useDefaults: true }, pseudo };
    const stacks = await nestedStacks(text, open.parameters, input.path, context);
    for (const { logicalId, path, given: passed } of stacks) {
      if (chain.includes(path)) continue;
      this.children.add(path);
      const file = slashed(join(dirname(input.file), relative(dirname(input.path), path)));
      if (!isThere(path)) {
        note(this.missing, absence(logicalId, path, file, template, input.file));
        continue;
      }
      const stack = { accountId: pseudo.accountId, region: pseudo.region };
      if (!this.visits.isFirst(path, passed, stack)) continue;
      const nestedIn = `${logicalId} in ${input.file}`;
      const root = parent?.root ?? input.file;
      await this.look({ file, path, named: true, stack }, { given: passed, nestedIn, root, chain });
    }
  }

  checked(): Checked {
    const findings = this.alone
      // A nested template that was not named is judged only through its parent, with the parameters that it passes.
      .filter(({ input }) => input.named || !this.children.has(input.path))
      .flatMap(({ findings }) => findings);
    return {
      // Of two equal findings the nested one stays, since it names the parent.
      findings: inOrder(once([...this.nested, ...findings])),
      problems: [...this.problems.values()],
      warnings: [...this.warnings.values()],
      missing: [...this.missing.values()],
      declared: this.declared,
      inspected: this.inspected,
    };
  }
}
