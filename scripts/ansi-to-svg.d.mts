export function ansiToSvg(text: string, options: { title: string; columns: number }): string;
