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
