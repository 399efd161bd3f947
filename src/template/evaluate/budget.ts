import { MAX_DEPTH, MAX_STEPS, MAX_TEXT } from '../limits.js';
import { type Path, showPath } from '../path.js';
import { TemplateError } from '../template-error.js';

/** Bounds the work that one template may cause, however its loops, aliases and conditions multiply. */
export class Budget {
  private depth = 0;
  private left = MAX_STEPS;

  /**
   * Counts an expression, and how deep it stands. Every `enter` has its `leave`; after an error the depth no longer
   * matters.
   *
   * @param size how many values it holds itself
   */
  enter(path: Path, size: number): void {
    this.spend(size + 1, path);
    if (++this.depth > MAX_DEPTH) {
      throw new TemplateError(`The template is nested too deep at ${showPath(path.slice(0, 8))}`);
    }
  }

  leave(): void {
    this.depth--;
  }

  /** Evaluates an expression that stands elsewhere in the template, and has a depth of its own. */
  elsewhere<T>(evaluate: () => T): T {
    const depth = this.depth;
    this.depth = 0;
    try {
      return evaluate();
    } finally {
      this.depth = depth;
    }
  }

  /** Counts work beside the expressions: values compared, texts copied. */
  spend(steps: number, path: Path = []): void {
    this.left -= steps;
    if (this.left < 0) {
      const place = path.length > 0 ? `, at ${showPath(path.slice(0, 12))}` : '';
      throw new TemplateError(`The template takes too long to evaluate${place}`);
    }
  }

  /** Counts a text that is about to be put together. */
  text(length: number, path: Path): void {
    this.spend(length / 64, path);
    if (length > MAX_TEXT) {
      const place = showPath(path);
      throw new TemplateError(`The template puts together a text of ${length} characters at ${place}`);
    }
  }

  /** Whether the rest should go to resources that come next, rather than to more alternatives of this one. */
  get isLow(): boolean {
    return this.left < MAX_STEPS / 4;
  }
}
