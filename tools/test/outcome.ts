/** A test that did not run, and why. */
export interface Skipped {
  readonly name: string;
  readonly reason: string;
}

/** What came of a phase: how much passed, and by name what did not. */
export interface Outcome {
  readonly passed: number;
  readonly failed: readonly string[];
  readonly skipped: readonly Skipped[];
}

export const nothing: Outcome = { passed: 0, failed: [], skipped: [] };

export function passed(count: number = 1): Outcome {
  return { ...nothing, passed: count };
}

export function failed(...names: readonly string[]): Outcome {
  return { ...nothing, failed: names };
}

export function skipped(name: string, reason: string): Outcome {
  return { ...nothing, skipped: [{ name, reason }] };
}

/** All of them as one. */
export function sum(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((total, outcome) => total + outcome.passed, 0),
    failed: outcomes.flatMap((outcome) => outcome.failed),
    skipped: outcomes.flatMap((outcome) => outcome.skipped),
  };
}

/** The one line that ends every run. */
export function totals(outcome: Outcome): string {
  return `${outcome.passed} passed, ${outcome.failed.length} failed, ${outcome.skipped.length} skipped`;
}
