/** The process's environment. The one place that reads it; everything else is handed what it needs. */
export function environment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}

/** Runs a function that reads one variable by itself, with the value that was settled on. */
export function withVariable<Result>(name: string, value: string, run: () => Result): Result {
  const before = process.env[name];
  process.env[name] = value;
  try {
    return run();
  } finally {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  }
}
