interface Closed {
  close(): void;
}

/**
 * Runs `work`, which registers what it opens through its first argument, and then closes these
 * resources, the last one first.
 */
export async function closing<Result>(
  work: (keep: <What extends Closed>(what: What) => What) => Promise<Result>,
): Promise<Result> {
  const kept: Closed[] = [];
  try {
    return await work((what) => {
      kept.unshift(what);
      return what;
    });
  } finally {
    for (const what of kept) what.close();
  }
}
