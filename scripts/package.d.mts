export const templateLimit: number;
export const inlineCodeLimit: number;
export function packageTemplate(source: string, code: string): string;
export function readTemplate(source: string): unknown;
