/** A template that cannot be used, with the place of the problem where it is known. Lines and columns count from 1. */
export class TemplateError extends Error {
  override name = 'TemplateError';
  constructor(
    message: string,
    readonly line?: number,
    readonly column?: number,
    options?: ErrorOptions,
  ) {
    super(line === undefined ? message : `${message} (line ${line}, column ${column})`, options);
  }
}

/** A text that can be parsed but that CloudFormation would not deploy, since it declares no resources. */
export class NotATemplate extends TemplateError {
  /** TypeScript compares classes by their members: without one of its own this class would equal its parent. */
  readonly isReadable = true;
}
