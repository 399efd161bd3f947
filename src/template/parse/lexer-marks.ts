/**
 * The marks that the lexer of `yaml` puts between its tokens; the lexer's documentation lists them. They are repeated
 * here because importing the library's own `CST` adds 5 KB of editing code, which the Lambda does not need.
 */
export const CST = { BOM: '\ufeff', DOCUMENT: '\u0002', FLOW_END: '\u0018', SCALAR: '\u001f' } as const;
