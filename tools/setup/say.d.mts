export const root: string;
export function say(line: string): void;
export function seconds(since: number): string;
