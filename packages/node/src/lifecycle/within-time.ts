/** True when the work has been done well within `ms`; what fails or comes later is false. Never rejects. */
export async function withinTime(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
  const done = work.then(() => true, () => false);
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}
