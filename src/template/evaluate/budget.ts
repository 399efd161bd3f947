import { MAX_DEPTH, MAX_STEPS, MAX_TEXT } from '../limits.js';
import { type Path, showPath } from '../path.js';
import { TemplateError } from '../template-error.js';

/** Bounds the work that one template may cause, however its loops, aliases and conditions multiply. */
export class Budget {
  private depth = 0;
  private left = MAX_STEPS;

  /**
   * Counts an expression and its depth. Every `enter` needs a `leave`, except after an error, which ends the whole
   * evaluation.
   *
   * @param size how many values the expression holds directly
   */
  enter(path: Path, size: number): void {
    this.spend(size + 1, path);
    if (++this.depth > MAX_DEPTH) {
      const place = path.length > 0 ? ` at ${showPath(path.slice(0, 8))}` : '';
      throw new TemplateError(`The template is nested too deep${place}`);
    }
  }

  leave(): void {
    this.depth--;
  }

  /** Evaluates an expression in another place of the template. Its depth is counted from zero. */
  elsewhere<T>(evaluate: () => T): T {
    const depth = this.depth;
    this.depth = 0;
    try {
      return evaluate();
    } finally {
      this.depth = depth;
    }
  }

  /** Counts work other than evaluating expressions: comparing values, copying texts. */
  spend(steps: number, path: Path = []): void {
    this.left -= steps;
    if (this.left < 0) {
      const place = path.length > 0 ? `, at ${showPath(path.slice(0, 12))}` : '';
      throw new TemplateError(`The template takes too long to evaluate${place}`);
    }
  }

  /** Counts a text before it is built. */
  text(length: number, path: Path): void {
    this.spend(length / 64, path);
    if (length > MAX_TEXT) {
      const place = showPath(path);
      throw new TemplateError(`The template builds a text of ${length} characters at ${place}`);
    }
  }

  /** Whether this resource should stop, so that the steps that are left go to the resources after it. */
  get isLow(): boolean {
    return this.left < MAX_STEPS / 4;
  }
}
