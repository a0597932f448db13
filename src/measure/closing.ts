interface Closed {
  close(): void;
}

/** Does `work`, which keeps what it opens by its first argument, and then closes that, the last first. */
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
