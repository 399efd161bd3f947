/** The template cannot be used, with the place where there is one. Lines and columns count from 1. */
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

/** The text can be read, and it is nothing that CloudFormation would deploy: it has no resources. */
export class NotATemplate extends TemplateError {
  /** Types are compared by their members, and this class has none else of its own. */
  readonly isReadable = true;
}
