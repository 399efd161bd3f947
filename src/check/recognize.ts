/** What is a template, and what only lies beside one. */
import { decode } from './decode.js';

/** @returns undefined where the bytes are no text, and need not be */
export function textOf(bytes: Buffer, named: boolean): string | undefined {
  try {
    return decode(bytes);
  } catch (error) {
    if (!named && !meantAsTemplate(bytes.toString('latin1'))) return undefined;
    throw error;
  }
}

/** Whether a text that cannot be read was most likely meant as a template. */
export function meantAsTemplate(text: string): boolean {
  return /^\s*["']?AWSTemplateFormatVersion["']?\s*:/m.test(text) || /["']?\bResources["']?\s*:/.test(text);
}
